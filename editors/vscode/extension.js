// The extension starts the language server of rocketc, `rocketc lsp`, and hands it what is edited.

const { workspace, window } = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

async function activate(context) {
  await start();
  context.subscriptions.push(
    workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("rocketc")) {
        await deactivate();
        await start();
      }
    }),
  );
}

async function start() {
  const settings = workspace.getConfiguration("rocketc");
  if (!settings.get("server")) {
    return;
  }
  const command = settings.get("path");
  client = new LanguageClient(
    "rocketc",
    "rocketc",
    { command, args: ["lsp"], transport: TransportKind.stdio },
    { documentSelector: [{ scheme: "file", language: "rkt" }] },
  );
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    window.showErrorMessage(
      `rocketc does not start: ${error.message}. The setting rocketc.path says where it is.`,
    );
  }
}

async function deactivate() {
  const running = client;
  client = undefined;
  await running?.stop();
}

module.exports = { activate, deactivate };

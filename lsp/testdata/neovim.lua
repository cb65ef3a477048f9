-- Drives Neovim through the desk example; the working directory is that of the example.
local function fail(what)
	io.stdout:write("fails: " .. what .. "\n")
	vim.cmd("cquit 1")
end

local function wait(what, is)
	if not vim.wait(120000, is, 20) then
		fail(what)
	end
end

local function text()
	return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
end

-- cursor goes to the first place of a text in the file.
local function cursor(what)
	vim.api.nvim_win_set_cursor(0, { 1, 0 })
	if vim.fn.search(what, "cW") == 0 then
		fail("there is no " .. what)
	end
end

vim.o.hidden = true
vim.cmd("edit desk.rkt")
local schedule = vim.api.nvim_get_current_buf()
local client = vim.lsp.start_client({
	name = "rocketc",
	cmd = { vim.env.SERVER },
	root_dir = vim.fn.getcwd(),
})
vim.lsp.buf_attach_client(schedule, client)
wait("an answer to initialize", function()
	local c = vim.lsp.get_client_by_id(client)
	return c ~= nil and c.server_capabilities ~= nil and c.initialized
end)

-- A finding while typing, which goes when the mistake does.
cursor("timeout 1 minute")
vim.cmd("normal! ciwtimout")
wait("a finding", function()
	local found = vim.diagnostic.get(schedule)
	return #found == 1 and found[1].message:find("did you mean timeout") ~= nil
end)
cursor("timout 1 minute")
vim.cmd("normal! ciwtimeout")
wait("the end of the finding", function()
	return #vim.diagnostic.get(schedule) == 0
end)

-- Into Go.
cursor("prices.Fetch")
vim.cmd("normal! 2w")
vim.lsp.buf.definition()
wait("the Go function", function()
	return vim.api.nvim_buf_get_name(0):find("prices.go", 1, true) ~= nil
		and vim.api.nvim_get_current_line():find("^func Fetch") ~= nil
end)

-- A task gets another name.
vim.api.nvim_set_current_buf(schedule)
cursor("task fetch")
vim.cmd("normal! w")
vim.lsp.buf.rename("get")
wait("another name", function()
	return text():find("task get when every", 1, true) ~= nil
		and text():find("when after get failed", 1, true) ~= nil
		and text():find("do run get(region", 1, true) ~= nil
end)

-- The layout.
cursor("task late")
vim.cmd("normal! >>")
if vim.lsp.buf.format ~= nil then
	vim.lsp.buf.format({ timeout_ms = 120000 })
else
	vim.lsp.buf.formatting_sync(nil, 120000)
end
wait("the layout", function()
	return text():find("\ntask late when", 1, true) ~= nil
end)
vim.lsp.stop_client(client)
io.stdout:write("all is well\n")
vim.cmd("qall!")

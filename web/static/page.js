"use strict";
// What the pages do beyond what they are without a script:
//
// The reader's own time stands beside that of the session.
//
// A region with an id and data-live="run hold" is shown anew when an event of one of these
// kinds comes (docs/monitoring.md has the kinds); with data-task="NAME" or data-run="ID" only
// if the event is about that task or run, or about none. All regions are shown anew twice a
// minute, for what they say of the time. For that the page is fetched again, and what has
// changed is put in its place. So focus, what was typed, and what was scrolled stay.

// reader puts the reader's own time beside one of the session's, unless it is the same.
function reader(time) {
  const at = new Date(time.dateTime), pad = n => String(n).padStart(2, "0");
  const text = at.getFullYear() + "-" + pad(at.getMonth() + 1) + "-" + pad(at.getDate()) + " " +
    pad(at.getHours()) + ":" + pad(at.getMinutes()) + ":" + pad(at.getSeconds());
  if (text === time.textContent || time.nextElementSibling?.className === "there") return;
  const there = time.ownerDocument.createElement("span");
  there.className = "there";
  there.textContent = " (" + text + " here)";
  time.after(there);
}

// become makes an element what another is, and leaves alone what is the same, what was typed,
// and what was opened.
function become(old, now) {
  if (old.isEqualNode(now)) return;
  for (const {name} of [...old.attributes]) {
    if (!now.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  }
  for (const {name, value} of now.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  let at = old.firstChild;
  const drop = end => {
    while (at !== end) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  };
  for (const child of now.childNodes) {
    const same = counterpart(at, child);
    if (!same) {
      old.insertBefore(document.importNode(child, true), at);
      continue;
    }
    drop(same);
    if (child.nodeType === Node.ELEMENT_NODE) become(same, child);
    else if (same.data !== child.data) same.data = child.data;
    at = same.nextSibling;
  }
  drop(null);
}

// counterpart returns which node, from one on, becomes another: the one with its id, or the
// first if neither has an id and both are of a kind.
function counterpart(from, node) {
  if (node.id) {
    while (from && from.id !== node.id) from = from.nextSibling;
    return from;
  }
  return from && !from.id && from.nodeName === node.nodeName ? from : null;
}

const regions = () => [...document.querySelectorAll("[id][data-live]")];
const least = 500; // milliseconds between two fetches
const wanted = new Set(); // ids of regions that are to be shown anew
let timer, pause = least, last = 0, leaving = false;

function want(some) {
  for (const region of some) wanted.add(region.id);
  if (wanted.size > 0 && timer === undefined) {
    timer = setTimeout(refresh, Math.max(100, last + pause - Date.now()));
  }
}

// happened has those regions shown anew that an event is about.
function happened(kind, about) {
  const other = (mine, its) => mine && its && mine !== its;
  want(regions().filter(region => region.dataset.live.split(" ").includes(kind) &&
    !other(region.dataset.task, about.task) && !other(region.dataset.run, about.run_id)));
}

// refresh fetches the page, and shows the regions anew that are to be. The longer that takes,
// the longer it rests before the next time.
async function refresh() {
  timer = undefined;
  if (leaving || document.hidden) return; // all is shown anew when the page is seen again
  const ids = [...wanted], began = Date.now();
  wanted.clear();
  try {
    const answer = await fetch(location.href, {headers: {Accept: "text/html"}});
    if (answer.status === 401) location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok) for (const id of ids) show(id, page);
  } catch {
    // the program is not there, which the stream says
  }
  last = Date.now();
  pause = Math.max(least, 10 * (last - began));
}

// show shows a region as another document has it. What was scrolled to its end stays so.
function show(id, page) {
  const old = document.getElementById(id), now = page.getElementById(id);
  if (!old || !now) return;
  now.querySelectorAll("time").forEach(reader);
  const atEnd = [...old.querySelectorAll("pre")].filter(text =>
    text.scrollHeight - text.scrollTop - text.clientHeight < 8);
  become(old, now);
  for (const text of atEnd) text.scrollTop = text.scrollHeight;
}

// connect listens to the stream of events. A browser connects again by itself when a
// connection breaks, and not when it is refused.
function connect() {
  const stream = new EventSource("/events");
  for (const kind of ["run", "missed", "hold", "backfill", "waiting", "tasks", "progress",
    "output"]) {
    stream.addEventListener(kind, event => happened(kind, JSON.parse(event.data)));
  }
  stream.addEventListener("lost", () => want(regions()));
  stream.onopen = () => { // something may have happened since the page was made
    want(regions());
    say(null);
  };
  stream.onerror = () => {
    say(absent || new Date());
    if (stream.readyState === EventSource.CLOSED) setTimeout(connect, 5000);
  };
}

// say says since when the page is not connected; null: it is.
let absent = null;
function say(since) {
  absent = since;
  let text = document.getElementById("absent");
  if (!since) return text?.remove();
  if (!text) {
    text = document.createElement("p");
    text.id = "absent";
    text.className = "absent bad";
    text.setAttribute("role", "status");
    document.querySelector("header").after(text);
  }
  text.textContent = "not connected since " + since.toLocaleTimeString();
}

document.querySelectorAll("time").forEach(reader);
for (const present of document.querySelectorAll(".wide .now")) { // is in the middle
  const box = present.closest(".wide"), left = e => e.getBoundingClientRect().left;
  const names = box.querySelector(".names")?.clientWidth ?? 0;
  box.scrollLeft += left(present) - left(box) - (box.clientWidth + names) / 2;
}
if (regions().length > 0) {
  connect();
  setInterval(() => want(regions()), 30000);
  addEventListener("submit", () => leaving = true);
  addEventListener("pageshow", () => leaving = false);
  document.addEventListener("visibilitychange", () => document.hidden || want(regions()));
}

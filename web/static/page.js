"use strict";
// What the pages do beyond what they are without a script: the reader's own time stands beside
// that of the session.
function reader(time) {
  const at = new Date(time.dateTime), pad = n => String(n).padStart(2, "0");
  const text = at.getFullYear() + "-" + pad(at.getMonth() + 1) + "-" + pad(at.getDate()) + " " +
    pad(at.getHours()) + ":" + pad(at.getMinutes()) + ":" + pad(at.getSeconds());
  if (text === time.textContent || time.nextElementSibling?.className === "there") return;
  const there = document.createElement("span");
  there.className = "there";
  there.textContent = " (" + text + " here)";
  time.after(there);
}
document.querySelectorAll("time").forEach(reader);

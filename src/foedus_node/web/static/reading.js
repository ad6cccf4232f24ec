// The reading room: keys for the proposals, words and proposals that show each other, files dropped.
// Everything works without it.
"use strict";

const inRoom = () => document.querySelector(".room");
const proposals = () => [...document.querySelectorAll("[data-proposal]")];
const lookedAt = () => document.querySelector("[data-proposal].looked-at");

function go(by) {
  const all = proposals();
  if (!all.length) return;
  const now = all.indexOf(lookedAt());
  const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
  const link = next.querySelector("a.short");
  if (link) link.click();
}

// Both sides stand where the chosen proposal is, whichever was clicked.
function show() {
  if (!inRoom()) return;
  const leaf = document.querySelector(".leaf");
  const words = document.getElementById("here") || leaf.querySelector(".looked-at");
  if (words && leaf.scrollHeight > leaf.clientHeight) leaf.scrollTop = words.offsetTop - leaf.offsetTop - leaf.clientHeight / 3;
}

function choose(value) {
  const form = document.querySelector("[data-decide]");
  const button = form && form.querySelector(`button[name="do"][value="${value}"]`);
  if (button) button.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !inRoom()) return;
  if (event.key === "Enter" && event.target.closest(".merge input")) { event.preventDefault(); choose("merge"); return; }
  if (event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "n") go(1);
  if (event.key === "p") go(-1);
  if (event.key === "a") choose(document.querySelector("[data-given]") ? "merge" : "accept");
  if (event.key === "r") choose("reject");
  if (event.key === "w") { const why = document.querySelector(".why summary"); if (why) { why.click(); why.focus(); } }
  if (event.key === "u") { const undo = document.querySelector("[data-undo]"); if (undo) undo.requestSubmit(); }
  const to = event.key === "m" ? ".mend input, .mend select, .mend textarea" : event.key === "x" ? ".merge input" : "";
  const field = to && document.querySelector(to);
  if (field) { event.preventDefault(); field.focus(); }
});

// Hovering or focusing words shows which proposal they belong to, and the other way round.
function point(event) {
  document.querySelectorAll(".pointed").forEach((one) => one.classList.remove("pointed"));
  const words = event.target.closest("[data-of]");
  const one = event.target.closest("[data-proposal]");
  if (words) words.dataset.of.split(" ").forEach((number) => { const found = document.getElementById(`p${number}`); if (found) found.classList.add("pointed"); });
  if (one) document.querySelectorAll("[data-of]").forEach((found) => { if (found.dataset.of.split(" ").includes(one.id.slice(1))) found.classList.add("pointed"); });
}
if (inRoom()) { document.addEventListener("mouseover", point); document.addEventListener("focusin", point); }

const drop = document.querySelector("form[data-drop]");
if (drop) {
  document.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  document.addEventListener("dragleave", () => drop.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    drop.querySelector("input[type=file]").files = event.dataTransfer.files;
    drop.requestSubmit();
  });
}
show();

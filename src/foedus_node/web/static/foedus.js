// What a page does beyond its links and forms: keys, choices that need no button, and keeping what was typed.
// Everything works without it.
"use strict";
document.documentElement.classList.add("script");

const typing = (target) => target.closest("input, select, textarea, [contenteditable]");
const rows = () => [...document.querySelectorAll("[data-row]")];

function step(by) {
  const all = rows();
  if (!all.length) return;
  const here = all.findIndex((row) => row.hasAttribute("data-here"));
  const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
  all.forEach((row) => row.removeAttribute("data-here"));
  next.setAttribute("data-here", "");
  (next.querySelector("a[href]") || next).focus();
  next.scrollIntoView({ block: "nearest" });
}

let went = false; // whether g was the last key
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const rail = [...document.querySelectorAll(".rail nav a")];
  if (went && /^[1-7]$/.test(event.key) && rail[event.key - 1]) rail[event.key - 1].click();
  went = event.key === "g";
  if (event.key === "/") {
    const find = document.querySelector("[data-search]") || document.getElementById("find");
    if (find) { event.preventDefault(); find.closest(".rail")?.querySelector(".menu")?.setAttribute("open", ""); find.focus(); }
  }
  if (event.key === "?") document.getElementById("keys").showModal();
  if (event.key === "j") step(1);
  if (event.key === "k") step(-1);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

const remembered = (name) => JSON.parse(sessionStorage.getItem(name) || "null");
const remember = (name, what) => (what ? sessionStorage.setItem(name, JSON.stringify(what)) : sessionStorage.removeItem(name));

// A form whose answer was lost: browsers say that the page is broken, and nothing of what became of the form.
// The page of ours that is seen next tells it, if it did not come as the answer.
const unanswered = (form) => {
  const note = document.getElementById("unanswered");
  if (!note || document.querySelector(".told .unanswered")) return;
  const main = document.getElementById("content");
  const list = main.querySelector(".told") || main.insertAdjacentElement("afterbegin", Object.assign(document.createElement("ul"), { className: "told" }));
  list.setAttribute("role", "status");
  list.append(note.content.cloneNode(true));
  const back = list.querySelector(".unanswered a");
  if (typeof form === "string" && form !== location.href) back.href = form; else back.remove();
};
const settle = (isBack) => {
  const sent = remembered("sent");
  if (!sent) return;
  remember("sent", null);
  const isAnswer = !isBack && document.referrer === sent.from.split("#")[0];
  remember("unanswered", isAnswer ? null : sent);
  if (!isAnswer) unanswered(sent.from);
  else if (sent.keep && way?.redirectCount) remember(`typed:${sent.keep}`, null); // what is refused is told at once
};
const way = performance.getEntriesByType("navigation")[0];
settle(way?.type === "back_forward");
addEventListener("pageshow", (event) => event.persisted && settle(true));
document.addEventListener("htmx:sendError", unanswered);

// Each form is sent with a number of its own; the same form sent again because no answer came has the same
// one, and is done once. What a page puts into a form anew each time it is drawn makes it no other form.
const ANEW = ["csrfmiddlewaretoken", "once", "as", "based", "seen"];
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || !form.elements.csrfmiddlewaretoken) return;
  const shown = [...form.elements].filter((one) => one.name && one.type !== "password" && !ANEW.includes(one.name));
  const said = JSON.stringify([form.action, event.submitter?.value, shown.map((one) => [one.name, one.checked, one.value])]);
  const before = remembered("unanswered");
  const number = before && before.said === said ? before.number : [...crypto.getRandomValues(new Uint8Array(16))].join(".");
  form.querySelectorAll("input[name=once]").forEach((one) => one.remove());
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "once", value: number }));
  remember("sent", { from: location.href, said, number, keep: form.dataset.keep });
});

// What was typed into a long form is kept in this tab until it was sent and taken: a lost connection or an
// ended session costs nothing. Never a secret, never a file.
const kept = (form) => `typed:${form.dataset.keep}`;
const fields = (form) => [...form.elements].filter((one) => one.name && !["password", "file", "hidden", "submit"].includes(one.type));
document.querySelectorAll("[data-taken]").forEach((mark) => remember(`typed:${mark.dataset.taken}`, null));
document.querySelectorAll("form[data-keep]").forEach((form) => {
  const before = remembered(kept(form));
  if (before && !form.hasAttribute("data-refused")) {
    fields(form).forEach((one, at) => {
      if (!(at in before)) return;
      if (one.type === "checkbox" || one.type === "radio") one.checked = before[at]; else one.value = before[at];
    });
  }
  form.addEventListener("input", () => {
    const typed = fields(form).map((one) => (one.type === "checkbox" || one.type === "radio" ? one.checked : one.value));
    remember(kept(form), typed);
  });
});

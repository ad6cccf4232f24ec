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
    if (find) { event.preventDefault(); find.focus(); }
  }
  if (event.key === "?") document.getElementById("keys").showModal();
  if (event.key === "j") step(1);
  if (event.key === "k") step(-1);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// What was typed into a long form is kept in this tab until it was sent and taken: a lost connection or an
// ended session costs nothing. Never a secret, never a file.
const kept = (form) => `typed:${form.dataset.keep}`;
const fields = (form) => [...form.elements].filter((one) => one.name && !["password", "file", "hidden", "submit"].includes(one.type));
document.querySelectorAll("form[data-keep]").forEach((form) => {
  const before = JSON.parse(sessionStorage.getItem(kept(form)) || "null");
  if (before && !form.hasAttribute("data-refused")) {
    fields(form).forEach((one, at) => {
      if (!(at in before)) return;
      if (one.type === "checkbox" || one.type === "radio") one.checked = before[at]; else one.value = before[at];
    });
  }
  form.addEventListener("input", () => {
    const typed = fields(form).map((one) => (one.type === "checkbox" || one.type === "radio" ? one.checked : one.value));
    sessionStorage.setItem(kept(form), JSON.stringify(typed));
  });
});
document.querySelectorAll("[data-taken]").forEach((mark) => sessionStorage.removeItem(`typed:${mark.dataset.taken}`));

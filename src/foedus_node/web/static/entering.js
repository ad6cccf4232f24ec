// Tells on the page that a security key failed; what talks to the key is the sign-in library's own script.
"use strict";
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelectorAll("[data-key-failed]").forEach((told) => { told.hidden = false; });
});

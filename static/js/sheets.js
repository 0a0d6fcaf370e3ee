// The dialog over the page: versions, comparisons, starting over. Its content is the server's.

import * as drafts from "./drafts.js";

document.getElementById("policy-dialog")?.remove();
const dialog = document.createElement("dialog");
dialog.id = "policy-dialog";
dialog.className = "dialog";
dialog.setAttribute("aria-labelledby", "sheet-title");
document.body.append(dialog);

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target === dialog) show();
  else if (detail.target.id === "policy-pane") dialog.close();
});

function show() {
  for (const part of dialog.querySelectorAll("[data-needs-script]")) part.hidden = false;
  if (dialog.open) return;
  dialog.showModal();
  dialog.querySelector("#sheet-title")?.focus();
}

dialog.addEventListener("click", (event) => {
  // A click beside the sheet hits the dialog itself: its backdrop is part of it.
  if (event.target !== dialog && !event.target.closest("[data-close-sheet]")) return;
  event.preventDefault();
  dialog.close();
});

document.addEventListener("submit", ({ target }) => {
  if ("startOver" in target.dataset) drafts.shelveAll();
});

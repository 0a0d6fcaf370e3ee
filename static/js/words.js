// The policy in plain words: what was unfolded stays open when the text is said anew.

let unfolded = [];

const isPanel = ({ detail }) => detail.target.id === "policy-words";

document.addEventListener("htmx:beforeSwap", (event) => {
  if (!isPanel(event)) return;
  unfolded = [...event.detail.target.querySelectorAll("details[open]")].map(({ id }) => id);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (!isPanel(event)) return;
  for (const id of unfolded) {
    const details = document.getElementById(id);
    if (details) details.open = true;
  }
});

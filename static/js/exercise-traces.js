// Traces of failed checks: each opens in its place, one at a time.

const placeOf = (button) => document.getElementById(button.getAttribute("aria-controls"));

function close(place) {
  place.replaceChildren();
  const button = document.querySelector(`[data-trace][aria-controls="${place.id}"]`);
  button.textContent = "Open its trace";
  button.setAttribute("aria-expanded", "false");
}

// A second press closes the trace; one is open at a time.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-trace]");
  if (!button) return;
  const place = placeOf(button);
  if (!place.childElementCount) return;
  event.preventDefault();
  event.stopPropagation();
  close(place);
}, true);

document.addEventListener("htmx:beforeSwap", ({ target }) => {
  if (!target.matches?.(".check-trace")) return;
  for (const place of document.querySelectorAll(".check-trace:not(:empty)")) close(place);
});

document.addEventListener("htmx:afterSettle", () => {
  for (const part of document.querySelectorAll(".check-trace [data-needs-script]")) part.hidden = false;
});

document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (!target.matches?.(".check-trace")) return;
  const button = document.querySelector(`[data-trace][aria-controls="${target.id}"]`);
  button.textContent = "Close the trace";
  button.setAttribute("aria-expanded", "true");
  const lines = target.querySelector("[data-light-auto]");
  if (lines) document.dispatchEvent(new CustomEvent("exercise:trace", { detail: { lines } }));
  target.querySelector("#verdict")?.focus({ preventScroll: true });
});

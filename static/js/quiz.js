// A question of a quiz: keys to choose with, Enter to go on, and drafts kept at every change.

const QUIET = 500; // milliseconds without a change before a draft is sent

const form = document.getElementById("quiz-form");
const state = document.getElementById("draft-state");
const url = form.dataset.draftUrl;

// ---------- Keys ----------

const TYPED = "textarea, select, input:not([type=radio], [type=checkbox])";
const choices = () => [...form.querySelectorAll("fieldset:not([disabled]) :is(input[name=choice], input[name=choices])")];

if (url) {
  for (const [place, input] of choices().slice(0, 9).entries()) {
    const label = input.closest("label");
    const head = label?.querySelector(".code-pick-head") ?? label;
    if (head) head.dataset.key = place + 1;
    input.setAttribute("aria-keyshortcuts", place + 1);
  }
}

function goOn(event) {
  event.preventDefault();
  form.querySelector("[data-go-on]")?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const { target } = event;
  if (event.ctrlKey || event.metaKey) {
    if (event.key === "Enter") goOn(event);
    return;
  }
  if (target.closest(TYPED)) return;
  if (event.key === "Enter") {
    if (!target.closest("a, button, summary, input")) goOn(event); // those know what Enter means
    return;
  }
  const input = /^[1-9]$/.test(event.key) ? choices()[Number(event.key) - 1] : undefined;
  if (!input) return;
  event.preventDefault();
  input.focus();
  input.click();
});

// ---------- Drafts ----------

let timer = 0;
let isDirty = false; // something was changed that no request has brought along yet
let isLeaving = false;
let request = null; // the one on its way: drafts go one after the other, so that the last one counts

/** Return the answer as the server reads it, without what the buttons say. */
function body() {
  return new URLSearchParams(new FormData(form));
}

async function save() {
  clearTimeout(timer);
  if (request) return; // it saves again when it comes back
  isDirty = false;
  request = new AbortController();
  try {
    const response = await fetch(url, { method: "POST", body: body(), signal: request.signal });
    if (!isDirty) say(response);
  } catch (error) {
    if (error.name !== "AbortError") state.textContent = "Not saved: no connection.";
  }
  request = null;
  if (isDirty && !isLeaving) save();
}

function say(response) {
  if (response.status === 409) state.textContent = "Answered in another window. Reload to see it.";
  else state.textContent = response.ok ? "Saved." : "Not saved.";
}

function note(event) {
  isDirty = true;
  state.textContent = "";
  clearTimeout(timer);
  timer = setTimeout(save, event.type === "change" ? 0 : QUIET);
}

if (url) {
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("submit", () => {
    isLeaving = true;
    clearTimeout(timer);
    request?.abort();
  });
  // A form that is sent brings the draft along; any other way out must not lose it.
  window.addEventListener("pagehide", () => {
    if (isLeaving || !(isDirty || request)) return;
    request?.abort();
    fetch(url, { method: "POST", body: body(), keepalive: true });
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });
}

// ---------- Where to look ----------

if (form.querySelector("#quiz-problem")) {
  form.querySelector(`:is(fieldset:not([disabled]) input, ${TYPED}):not([type=hidden])`)?.focus();
} else if (location.hash === "#feedback") {
  document.getElementById("feedback")?.focus({ preventScroll: true });
}

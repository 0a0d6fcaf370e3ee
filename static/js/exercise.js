// An exercise: checked at a press and as it is typed.

import "./exercise-traces.js";
import { say } from "./editor.js";
import { clear, follow } from "./exercise-lighting.js";
import { forget, openSheets, saved } from "./exercise-sheets.js";

const QUIET = 600; // milliseconds without a key before the server is asked

const form = document.getElementById("exercise-form");
const live = document.getElementById("exercise-live");
const checks = document.getElementById("checks");

// ---------- Checking ----------

let timer = 0;
let flights = 0; // checks on their way
let waiting = false; // typed on while one was: its answer comes first
let sent = {}; // the texts of the last request

const texts = () => Object.fromEntries([...new FormData(form)].filter(([name]) => name.startsWith("text-")));
const isSent = () => Object.entries(texts()).every(([name, text]) => sent[name] === text);

function goLive() {
  waiting = flights > 0;
  if (!waiting) window.htmx.trigger(live, "exercise:live");
}

document.addEventListener("exercise:changed", () => {
  clear();
  clearTimeout(timer);
  timer = setTimeout(goLive, QUIET);
});

function check() {
  clearTimeout(timer);
  form.requestSubmit(form.querySelector("[data-check]"));
}

document.addEventListener("exercise:check", check);
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) check();
});

// Buttons that leave the page post the form by themselves, and the server's text counts from then on.
document.addEventListener("htmx:beforeRequest", (event) => {
  const submitter = event.detail.requestConfig.triggeringEvent?.submitter;
  if (!submitter?.hasAttribute("data-leaves-draft")) return;
  event.preventDefault();
  clearTimeout(timer);
  forget();
  form.action = submitter.formAction;
  form.submit();
});

document.addEventListener("submit", ({ target }) => {
  if (target.matches(".exercise-left")) forget();
});

const isCheck = ({ path }) => /\/(check|live)\/$/.test(path);

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!isCheck(detail)) return;
  clearTimeout(timer);
  flights += 1;
  sent = texts();
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!isCheck(detail.requestConfig)) return;
  flights -= 1;
  if (detail.successful) saved(sent);
  // Not at once: htmx still holds the request that has just been answered.
  if (waiting && flights === 0 && !isSent()) timer = setTimeout(goLive);
});

// ---------- After an answer ----------

document.addEventListener("htmx:afterSwap", ({ target, detail }) => {
  if (target !== checks) return;
  clear();
  const hint = checks.querySelector(":scope > [data-light-auto]");
  if (hint) follow(hint, false);
  if (!/\/check\/$/.test(detail.requestConfig.path)) return;
  const tab = document.querySelector(".workbench-switch .show-result");
  if (tab.closest(".workbench-switch").offsetParent !== null) {
    tab.checked = true;
    document.getElementById("score-title").focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }
  const score = checks.querySelector(".score");
  say(score ? score.textContent.trim() : "Not checked.", { quiet: true });
});

document.addEventListener("htmx:afterSettle", () => showWhatNeedsScript());

function showWhatNeedsScript() {
  for (const part of document.querySelectorAll("[data-needs-script]:not(#sheet-tabs)")) part.hidden = false;
}

document.addEventListener("exercise:trace", ({ detail }) => follow(detail.lines, false));

// ---------- Start ----------

showWhatNeedsScript();
if (openSheets()) window.addEventListener("load", () => window.htmx.trigger(live, "exercise:live"));
const first = checks.querySelector(":scope > [data-light-auto]");
if (first) follow(first, false);

// Lights the lines that an answer points at, in the verdict's color, with its icon and word.

import { lineTop } from "./ace-editor.js";
import * as drafts from "./drafts.js";
import { current } from "./editor.js";

const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");

let lit = null; // {editor, markers, rows, style}
let waiting = null; // what to light once its policy is in the pane
let stay = drafts.keys().length > 0; // the next answer follows from an edit: it moves nobody away

/** Light lines of a policy, 1-based and both included; opens the policy if another one is open. */
export function light(key, from, to, verdict, { asked = true } = {}) {
  const place = { key, from: Number(from), to: Number(to || from), verdict, asked };
  if (asked) showPane();
  if (current()?.key === key && showsText()) return apply(place);
  if (!asked && (stay || current()?.key === key || isBusy())) return undefined;
  waiting = place;
  openPolicy(key);
  return undefined;
}

/** Whether the text in the pane is the one that was asked about, not an older version. */
function showsText() {
  const { version, shown } = current().pane.dataset;
  return version === shown;
}

/** Nobody's text is taken away while they work on it. */
function isBusy() {
  const open = current();
  return Boolean(open && (drafts.get(open.key) !== undefined || open.editor?.isFocused()));
}

function openPolicy(key) {
  const pane = document.getElementById("policy-pane");
  if (!pane) return;
  const scenario = pane.dataset.scenario ?? new URLSearchParams(location.search).get("scenario") ?? "";
  const query = new URLSearchParams({ scenario, policy: key });
  const source = document.querySelector("main") ?? document.body;
  window.htmx.ajax("GET", `/lab/policy/?${query}`, { source, target: "#policy-pane", swap: "outerHTML" });
}

/** Where the panes are tabs, go to the policy's. */
function showPane() {
  const tab = document.querySelector(".workbench-switch .show-main");
  if (!tab || tab.checked || tab.closest(".workbench-switch").offsetParent === null) return;
  tab.checked = true;
  tab.dispatchEvent(new Event("change", { bubbles: true }));
}

function apply({ from, to, verdict, asked }) {
  clear();
  const { editor, pane } = current();
  const last = editor ? editor.session.getLength() : to;
  const first = Math.min(from, last);
  const end = Math.min(Math.max(to, first), last);
  showCaption(pane, first, end, verdict);
  if (asked) pane.querySelector("#lit-caption").focus({ preventScroll: true });
  if (!editor) return;
  editor.resize(true); // it may have been hidden until now
  const style = `lit lit-${verdict}`;
  const { Range } = window.ace.require("ace/range");
  const range = new Range(first - 1, 0, end - 1, Infinity);
  const markers = [editor.session.addMarker(range, `lit-line lit-${verdict}`, "fullLine")];
  const rows = [];
  for (let row = first - 1; row < end; row += 1) {
    for (const name of style.split(" ")) editor.session.addGutterDecoration(row, name);
    rows.push(row);
  }
  lit = { editor, markers, rows, style };
  reveal(editor, first, end, asked);
}

function clear() {
  const caption = document.getElementById("lit-caption");
  if (caption) caption.hidden = true;
  if (!lit) return;
  const { session } = lit.editor;
  if (session && lit.editor === current()?.editor) {
    for (const marker of lit.markers) session.removeMarker(marker);
    for (const row of lit.rows) {
      for (const name of lit.style.split(" ")) session.removeGutterDecoration(row, name);
    }
  }
  lit = null;
}

function showCaption(pane, first, end, verdict) {
  const caption = pane.querySelector("#lit-caption");
  caption.hidden = false;
  caption.dataset.verdict = verdict;
  for (const word of caption.querySelectorAll(".verdict-mark")) {
    word.hidden = word.dataset.verdict !== verdict;
  }
  const lines = first === end ? `line ${first}` : `lines ${first} to ${end}`;
  caption.querySelector("[data-lit-lines]").textContent = lines;
}

/** Scroll the lines into view: the pane's own box always, the page only when somebody asked. */
function reveal(editor, first, end, asked) {
  const top = editor.container.getBoundingClientRect().top + lineTop(editor, first);
  const bottom = editor.container.getBoundingClientRect().top + lineTop(editor, end + 1);
  const behavior = CALM.matches ? "instant" : "smooth";
  const box = current().pane;
  const scrolls = box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY === "auto";
  if (scrolls) {
    const frame = box.getBoundingClientRect();
    if (top < frame.top + 8 || bottom > frame.bottom - 8) {
      box.scrollBy({ top: top - frame.top - frame.height / 3, behavior });
    }
  } else if (asked && (top < 64 || bottom > window.innerHeight - 8)) {
    window.scrollBy({ top: top - window.innerHeight / 3, behavior });
  }
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest("[data-lit-clear]")) return clear();
  const link = event.target.closest("[data-light-policy]");
  const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey);
  if (!link || !plain || !document.getElementById("policy-pane")) return undefined;
  event.preventDefault();
  follow(link, true);
  return undefined;
});

function follow(link, asked) {
  const { lightPolicy, lightFrom, lightTo, lightVerdict } = link.dataset;
  if (lightFrom) return light(lightPolicy, lightFrom, lightTo, lightVerdict, { asked });
  showPane();
  return openPolicy(lightPolicy);
}

// The editor opens a pane first: its module is loaded before this one.
document.addEventListener("lab:policy", ({ detail }) => {
  lit = null;
  if (waiting?.key === detail.key) apply(waiting);
  else lightAnswer(detail.key);
  waiting = null;
});

for (const name of ["lab:draft", "lab:saved", "lab:off"]) {
  document.addEventListener(name, () => {
    stay = true;
  });
}

document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (!target.matches?.("[data-light-auto]") && !target.querySelector?.("[data-light-auto]")) return;
  lightAnswer();
  stay = false;
});

/** Light what the answer on the page points at; with a key, only where it is in that policy. */
function lightAnswer(key) {
  const link = document.querySelector("[data-light-auto]");
  if (link && (key === undefined || link.dataset.lightPolicy === key)) follow(link, false);
}

function start() {
  const pane = document.getElementById("policy-pane");
  const [from, to] = pane?.dataset.lit?.split("-") ?? [];
  if (from && current()) apply({ from: Number(from), to: Number(to), verdict: pane.dataset.litVerdict, asked: true });
  else if (current()) lightAnswer(current().key);
}

start();

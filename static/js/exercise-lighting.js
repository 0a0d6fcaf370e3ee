// Lights the lines that a check points at, in the policy's own tab, edited or to read only.

import { lineTop } from "./ace-editor.js";
import { sheets, showPanel } from "./exercise-sheets.js";

let lit = []; // what takes the lights away again

/** Take all lights away. */
export function clear() {
  for (const undo of lit) undo();
  lit = [];
}

/** Light lines, 1-based and both included. Only somebody who `asked` is taken to them. */
function light(part, { from, to, verdict, asked }) {
  clear();
  const sheet = sheets.find((item) => item.part === part);
  if (asked) {
    document.querySelector(".workbench-switch .show-main").checked = true;
    showPanel(part);
  }
  if (sheet?.editor) lightEditor(sheet, { from, to, verdict, asked });
  else if (!sheet) lightListing(part, { from, to, verdict, asked });
}

function lightEditor({ part, editor }, { from, to, verdict, asked }) {
  const { session } = editor;
  const last = session.getLength();
  const [first, end] = [Math.min(from, last), Math.min(Math.max(to, from), last)];
  const { Range } = window.ace.require("ace/range");
  const marker = session.addMarker(new Range(first - 1, 0, end - 1, Infinity), `lit-line lit-${verdict}`, "fullLine");
  const classes = ["lit", `lit-${verdict}`];
  const rows = Array.from({ length: end - first + 1 }, (_, step) => first - 1 + step);
  for (const row of rows) for (const name of classes) session.addGutterDecoration(row, name);
  lit.push(() => {
    session.removeMarker(marker);
    for (const row of rows) for (const name of classes) session.removeGutterDecoration(row, name);
  });
  showCaption(part, first, end, verdict);
  if (!asked) return;
  part.querySelector("[data-lit-caption]").focus({ preventScroll: true });
  editor.resize(true);
  const top = editor.container.getBoundingClientRect().top + lineTop(editor, first);
  if (top < 64 || top > window.innerHeight - 48) window.scrollBy({ top: top - window.innerHeight / 3 });
}

function showCaption(part, first, end, verdict) {
  const caption = part.querySelector("[data-lit-caption]");
  caption.hidden = false;
  caption.dataset.verdict = verdict;
  for (const word of caption.querySelectorAll(".verdict-mark")) word.hidden = word.dataset.verdict !== verdict;
  caption.querySelector("[data-lit-lines]").textContent = first === end ? `line ${first}` : `lines ${first} to ${end}`;
  lit.push(() => { caption.hidden = true; });
}

function lightListing(part, { from, to, verdict, asked }) {
  const code = part.querySelector("pre");
  code.dataset.verdict = verdict;
  const lines = [...code.querySelectorAll(".line")].slice(from - 1, to);
  for (const line of lines) line.classList.add("lit");
  lit.push(() => { for (const line of lines) line.classList.remove("lit"); });
  if (asked) lines[0]?.scrollIntoView({ block: "center" });
}

/** Light what an element points at; returns whether its policy is on this page. */
export function follow({ dataset }, asked) {
  const part = document.querySelector(`.sheet-part[data-policy="${CSS.escape(dataset.lightPolicy)}"]`);
  if (!part) return false;
  const from = Number(dataset.lightFrom);
  if (from) light(part, { from, to: Number(dataset.lightTo || from), verdict: dataset.lightVerdict, asked });
  else showPanel(part);
  return true;
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest("[data-lit-clear]")) clear();
  const link = event.target.closest("[data-light-policy]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (follow(link, true)) event.preventDefault();
});

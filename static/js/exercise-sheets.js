// The editors of an exercise: one in each tab, with its draft, its length and its findings.

import * as aceEditor from "./ace-editor.js";
import * as drafts from "./drafts.js";
import { changedLines, say } from "./editor.js";
import { editsToUnits } from "./places.js";

const MOST_MARKS = 500; // changed lines that are marked

const bench = document.querySelector("[data-exercise]");
const announce = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

/** Each is {part, name, key, field, start, editor, marked}; editor is null where Ace did not load. */
export const sheets = [...document.querySelectorAll("[data-sheet]")].map((part) => ({
  part,
  name: part.dataset.sheet,
  key: part.dataset.policy,
  field: part.querySelector("textarea"),
  start: part.dataset.start,
  editor: null,
  marked: [],
}));

// No policy of an organization is called so: the lab leaves these drafts alone.
const draftKey = ({ name }) => `check:exercise/${bench.dataset.exercise}/${bench.dataset.seed}/${name}`;

// ---------- Tabs ----------

const panels = [...document.querySelectorAll(".sheet-part")];
const row = document.getElementById("sheet-tabs");
const tabOf = (panel) => row.querySelector(`[aria-controls="${panel.id}"]`);

/** Show one panel of the middle pane. */
export function showPanel(panel) {
  for (const item of panels) {
    const isShown = item === panel;
    item.hidden = !isShown;
    tabOf(item).setAttribute("aria-selected", String(isShown));
    tabOf(item).tabIndex = isShown ? 0 : -1;
  }
  sheets.find(({ part }) => part === panel)?.editor?.resize(true);
}

function makeTabs() {
  for (const panel of panels) panel.setAttribute("role", "tabpanel");
  row.hidden = panels.length < 2;
  const wanted = panels.find(({ id }) => `#${id}` === location.hash);
  showPanel(wanted ?? panels[0]);
}

row.addEventListener("click", (event) => {
  const tab = event.target.closest("[role=tab]");
  if (!tab || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  showPanel(document.getElementById(tab.getAttribute("aria-controls")));
});

row.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const at = panels.findIndex((panel) => tabOf(panel) === document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  const next = panels[(at + step + panels.length) % panels.length];
  showPanel(next);
  tabOf(next).focus();
});

// ---------- Texts ----------

function mount(sheet) {
  const { part, field } = sheet;
  const typed = drafts.get(draftKey(sheet));
  if (typed !== undefined) field.value = typed;
  const label = part.querySelector("label").textContent;
  sheet.editor = aceEditor.mount(field, label);
  if (sheet.editor) watch(sheet);
  else field.addEventListener("input", () => changed(sheet));
  showFindings(sheet);
  showState(sheet);
  return typed !== undefined;
}

function watch(sheet) {
  const { editor, part } = sheet;
  announce("policy:editor", { editor, pane: part });
  editor.session.on("change", () => {
    sheet.field.value = editor.getValue();
    changed(sheet);
  });
  const place = part.querySelector("[data-place]");
  const showPlace = () => {
    const { row: line, column } = editor.getCursorPosition();
    place.hidden = false;
    place.textContent = `Line ${line + 1}, column ${column + 1}`;
  };
  editor.selection.on("changeCursor", showPlace);
  editor.commands.addCommand({
    name: "check",
    bindKey: { win: "Ctrl-Enter", mac: "Command-Enter|Ctrl-Enter" },
    exec: () => announce("exercise:check"),
  });
}

function changed(sheet) {
  drafts.set(draftKey(sheet), sheet.field.value);
  sheet.part.querySelector("[data-saved]").textContent = "";
  showState(sheet);
  announce("exercise:changed", { sheet });
}

/** The server has these texts, by the names of their fields: what was typed since is a draft still. */
export function saved(texts) {
  for (const sheet of sheets) {
    const sent = texts[sheet.field.name];
    if (sent === undefined || sent.replaceAll("\r\n", "\n") !== sheet.field.value) continue;
    drafts.remove(draftKey(sheet));
    sheet.part.querySelector("[data-saved]").textContent = "Draft saved";
  }
}

/** Forget what was typed here: the server is about to have another text. */
export function forget() {
  for (const sheet of sheets) drafts.remove(draftKey(sheet));
}

/** Replace a text as if it had been typed, so that it can be undone. */
function replaceEdits(sheet, edits) {
  const { editor, field } = sheet;
  const backward = [...edits].sort((a, b) => b[0] - a[0]);
  if (!editor) {
    for (const [start, end, put] of backward) field.setRangeText(put, start, end, "end");
    changed(sheet);
    return;
  }
  const { session } = editor;
  const { Range } = window.ace.require("ace/range");
  session.mergeUndoDeltas = false;
  for (const [start, end, put] of backward) {
    const from = session.doc.indexToPosition(start);
    session.doc.replace(Range.fromPoints(from, session.doc.indexToPosition(end)), put);
    session.mergeUndoDeltas = true;
  }
  editor.focus();
}

// ---------- What a sheet says about its text ----------

function measure(text, { unit, whiteSpace }) {
  const counted = whiteSpace === undefined ? text.replace(/[ \t\r\n]/g, "") : text;
  return unit === "bytes" ? new TextEncoder().encode(counted).length : [...counted].length;
}

function showState(sheet) {
  const { part, field, start, editor } = sheet;
  const length = part.querySelector("[data-length]");
  length.textContent = measure(field.value, length.dataset).toLocaleString("en-US");
  const lines = field.value === start ? [] : changedLines(start, field.value);
  part.querySelector("[data-compare]").hidden = lines.length === 0;
  tabOf(part).querySelector(".tab-draft").hidden = lines.length === 0;
  if (!editor) return;
  for (const line of sheet.marked) editor.session.removeGutterDecoration(line - 1, "changed");
  sheet.marked = lines.length > MOST_MARKS ? [] : lines;
  for (const line of sheet.marked) editor.session.addGutterDecoration(line - 1, "changed");
}

function showFindings(sheet) {
  const rows = [...sheet.part.querySelectorAll(".findings li[data-line]")];
  for (const button of sheet.part.querySelectorAll(".findings [data-edits]")) button.hidden = false;
  sheet.basis = sheet.field.value;
  if (!sheet.editor) return;
  aceEditor.annotate(sheet.editor, rows.map(({ dataset }) => ({
    ...dataset,
    line: Number(dataset.line),
    column: Number(dataset.column),
  })));
}

document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
  const sheet = sheets.find(({ name }) => detail.target.id === `findings-${name}`);
  if (sheet) showFindings(sheet);
});

document.addEventListener("click", (event) => {
  const sheet = sheets.find(({ part }) => part.contains(event.target));
  const goto = sheet && event.target.closest("[data-goto]");
  const repair = sheet && event.target.closest("[data-edits]");
  if (goto) {
    event.preventDefault();
    goTo(sheet, ...goto.dataset.goto.split(":").map(Number));
  } else if (repair) {
    if (sheet.field.value !== sheet.basis) {
      say("The text has changed. Wait for its findings.");
      return;
    }
    replaceEdits(sheet, editsToUnits(sheet.field.value, JSON.parse(repair.dataset.edits)));
    say(`Done: ${repair.textContent.trim()}. Ctrl+Z undoes it.`);
  }
});

function goTo({ editor, field }, line, column) {
  if (editor) {
    aceEditor.goTo(editor, line, column);
    return;
  }
  const before = field.value.split("\n").slice(0, line - 1).join("\n").length;
  field.focus();
  field.setSelectionRange(before + column, before + column);
}

/** Mount every editor; returns whether a draft of this browser's was brought back. */
export function openSheets() {
  makeTabs();
  return sheets.map(mount).some(Boolean);
}

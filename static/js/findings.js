// Findings about the open text: marks where they stand, and repairs by one click or key.

import * as aceEditor from "./ace-editor.js";
import { check, current, replaceEdits, say, undoEdit } from "./editor.js";
import { editsToUnits } from "./places.js";

let marks = []; // markers of the editor that shows findings
let marked = null; // that editor
let basis = ""; // the text that the findings on the page are about
let counted = "";

const region = () => document.getElementById("policy-findings");

function show(text) {
  const open = current();
  if (!open) return;
  basis = text;
  const findings = [...region().querySelectorAll("li[data-line]")].map(({ dataset }) => ({
    ...dataset,
    line: Number(dataset.line),
    column: Number(dataset.column),
    endLine: Number(dataset.endLine),
    endColumn: Number(dataset.endColumn),
  }));
  if (open.editor) {
    aceEditor.annotate(open.editor, findings);
    underline(open.editor, findings);
  }
  const words = region().querySelector("[data-findings-count]")?.textContent ?? "";
  if (counted && words !== counted) say(words, { quiet: true });
  counted = words;
}

/** Underline what each finding is about; of what goes over lines, the first word says enough. */
function underline(editor, findings) {
  if (marked === editor) for (const mark of marks) editor.session.removeMarker(mark);
  marked = editor;
  const { Range } = window.ace.require("ace/range");
  const within = findings.filter(({ line, endLine }) => line === endLine);
  marks = within.map(({ line, column, endColumn, severity }) => {
    const range = new Range(line - 1, column - 1, line - 1, endColumn - 1);
    const look = severity === "ERROR" ? "finding-mark finding-wrong" : "finding-mark";
    return editor.session.addMarker(range, look, "text", true); // before the line that is active
  });
}

// ---------- Repairs ----------

function repair(button) {
  const { editor, field } = current();
  if (field.value !== basis) return say("The text has changed. Wait for its findings.");
  const before = field.value;
  const words = button.textContent.trim();
  const place = replaceEdits(editsToUnits(before, JSON.parse(button.dataset.edits)));
  check();
  say(`Done: ${words}.`, { undo: () => undoEdit(before) });
  if (window.matchMedia("(pointer: coarse)").matches || !editor) {
    region().tabIndex = -1;
    region().focus({ preventScroll: true });
  } else {
    aceEditor.goTo(editor, place.row + 1, place.column + 1);
  }
  return undefined;
}

/** Go to the repair of the cursor's line, or of the nearest line after it that has one. */
function goToRepair(editor) {
  const line = editor.getCursorPosition().row + 1;
  const rows = [...region().querySelectorAll("li[data-line]")].filter((row) => row.querySelector("[data-edits]"));
  const next = rows.find((row) => Number(row.dataset.line) >= line) ?? rows[0];
  if (!next) return say("No finding here has a repair.");
  return next.querySelector("[data-edits]").focus();
}

function listen(editor) {
  editor.commands.addCommand({
    name: "repair",
    bindKey: { win: "Alt-Enter|Ctrl-.", mac: "Alt-Enter|Command-." },
    exec: goToRepair,
    readOnly: false,
  });
}

document.addEventListener("policy:editor", ({ detail }) => listen(detail.editor));

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-edits]");
  if (button && current() && region()?.contains(button)) {
    event.preventDefault();
    repair(button);
  }
}, true);

document.addEventListener("lab:policy", () => {
  counted = "";
  show(current().start);
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id !== "policy-findings") return;
  show(detail.requestConfig?.parameters?.text ?? current()?.field.value ?? "");
});

document.addEventListener("change", ({ target }) => {
  if (target.matches?.("select#policy-type")) check();
});

if (current()) {
  // The editor was there first: its module runs before this one.
  if (current().editor) listen(current().editor);
  show(current().start);
}

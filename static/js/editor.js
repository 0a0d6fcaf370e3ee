// The policy pane: the editor with its unsaved text, its findings, and what a save does to them.

import * as aceEditor from "./ace-editor.js";
import * as drafts from "./drafts.js";
import "./sheets.js";

const QUIET = 250; // milliseconds without a key before the server is asked
const MOST_MARKS = 500; // changed lines that are marked; beyond, all of it is new

/** What is open: {pane, key, field, editor, base, start}; editor is null where Ace did not load. */
let open = null;
const off = new Set(new URLSearchParams(location.search).getAll("off"));

export function current() {
  return open;
}

const $ = (id) => document.getElementById(id);
const announce = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

function openPane(pane) {
  const field = pane.querySelector("#policy-text");
  if (open?.pane === pane || !field) return;
  closePane();
  const key = pane.dataset.policy;
  open = { pane, key, field, editor: null, base: Number(pane.dataset.version), start: field.value };
  pane.querySelector(".policy-listing")?.remove();
  for (const part of pane.querySelectorAll("[data-needs-script]")) part.hidden = false;
  if (editable()) takeDraft();
  const label = pane.querySelector("label[for=policy-text]").textContent;
  open.editor = aceEditor.mount(field, label);
  if (open.editor) announce("policy:editor", { editor: open.editor, pane });
  if (open.editor) watchEditor(open.editor);
  else field.addEventListener("input", changed);
  showState();
  if (field.value !== open.start) check();
  announce("lab:policy", { key });
}

const editable = () => "editable" in open.pane.dataset;

function closePane() {
  open?.editor?.destroy();
  open = null;
}

/** Bring back what was typed before, on the version that it was typed on. */
function takeDraft() {
  const { key, field, pane } = open;
  if ("unsaved" in pane.dataset) drafts.set(key, field.value, baseField().value);
  const draft = drafts.get(key);
  if (draft === undefined) return;
  if (draft === open.start && !("unsaved" in pane.dataset)) return drafts.remove(key);
  field.value = draft;
  baseField().value = drafts.base(key) ?? open.base;
}

const baseField = () => open.pane.querySelector("[name=base_version]");

function watchEditor(editor) {
  const { field } = open;
  editor.session.on("change", () => {
    field.value = editor.getValue();
    changed();
  });
  editor.selection.on("changeCursor", showPlace);
  editor.commands.addCommand({
    name: "save",
    bindKey: { win: "Ctrl-S", mac: "Command-S" },
    exec: () => $("policy-save")?.click(),
  });
  showPlace();
}

let timer = 0;

function changed() {
  if (!open || !editable()) return;
  const { key, field } = open;
  if (field.value === open.start) {
    drafts.remove(key);
    baseField().value = open.base;
  } else {
    drafts.set(key, field.value, Number(baseField().value));
  }
  showState();
  clearTimeout(timer);
  timer = setTimeout(() => {
    announce("lab:draft", { key });
    if (open?.key === key) check();
  }, QUIET);
}

// htmx looks through the page at this event, so what is dispatched before is not heard.
const ready = new Promise((resolve) => {
  document.addEventListener("DOMContentLoaded", resolve);
});

export async function check() {
  await ready;
  $("policy-findings")?.dispatchEvent(new CustomEvent("policy:check"));
}

/** Replace the text as if it had been typed, so that it can be undone. */
function replaceText(text) {
  const { editor, field } = open;
  if (editor) {
    const place = editor.getCursorPosition();
    editor.session.doc.setValue(text);
    editor.moveCursorToPosition(place);
    editor.clearSelection();
  } else {
    field.value = text;
    changed();
  }
}

/**
 * Make edits, [start, end, text] in UTF-16 units of the text as it is, as one step to undo.
 * Returns the place of the first, {row, column} from 0.
 */
export function replaceEdits(edits) {
  const { editor, field } = open;
  const backward = [...edits].sort((a, b) => b[0] - a[0]);
  if (!editor) {
    let text = field.value;
    for (const [start, end, put] of backward) text = text.slice(0, start) + put + text.slice(end);
    replaceText(text);
    return { row: 0, column: 0 };
  }
  const { session } = editor;
  const { Range } = window.ace.require("ace/range");
  session.mergeUndoDeltas = false;
  for (const [start, end, put] of backward) {
    const from = session.doc.indexToPosition(start);
    session.doc.replace(Range.fromPoints(from, session.doc.indexToPosition(end)), put);
    session.mergeUndoDeltas = true;
  }
  return session.doc.indexToPosition(backward.at(-1)[0]);
}

/** Take back the last edit; without Ace, `before` is the text as it was. */
export function undoEdit(before) {
  const { editor, field } = open;
  if (editor) {
    editor.undo();
    editor.focus();
  } else {
    field.value = before;
    changed();
  }
}

// ---------- What the pane says about its text ----------

function showPlace() {
  const place = $("policy-place");
  const { row, column } = open.editor.getCursorPosition();
  place.hidden = false;
  place.textContent = `Line ${row + 1}, column ${column + 1}`;
}

// As AWS counts for this type of policy; the server counts the same when the page is made.
function measure(text) {
  const { unit, whiteSpace } = $("policy-length").dataset;
  const counted = whiteSpace === undefined ? text.replace(/[ \t\r\n]/g, "") : text;
  return unit === "bytes" ? new TextEncoder().encode(counted).length : [...counted].length;
}

function showState() {
  const { field, start, key } = open;
  const unsaved = editable() && field.value !== start;
  $("policy-length").textContent = measure(field.value).toLocaleString("en-US");
  $("policy-unsaved").hidden = !unsaved;
  for (const [id, shown] of [["policy-discard", unsaved], ["policy-shelf", canBringBack()]]) {
    if ($(id)) $(id).hidden = !shown;
  }
  $("policy-save")?.setAttribute("aria-disabled", String(!unsaved));
  $("policy-save")?.classList.toggle("button-primary", unsaved);
  const lines = unsaved ? changedLines(start, field.value) : [];
  const words = lines.length === 1 ? `line ${lines[0]}` : `${lines.length} lines`;
  open.pane.querySelector("[data-unsaved-text]").textContent =
    `${$("policy-unsaved").dataset.word ?? "Unsaved"}, ${words}`;
  markChanged(lines);
  showTabs();
  const toggle = $("policy-in-force");
  if (toggle) toggle.checked = !off.has(key);
}

function canBringBack() {
  const text = drafts.shelved(open.key);
  return editable() && text !== undefined && text !== open.field.value;
}

/** The lines of the new text that the old one lacks, counted from 1; where it has more, the gap. */
export function changedLines(oldText, newText) {
  const before = oldText.split("\n");
  const after = newText.split("\n");
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const known = new Set(before.slice(head, before.length - tail));
  const changed = [];
  for (let row = head; row < after.length - tail; row += 1) {
    if (!known.has(after[row])) changed.push(row + 1);
  }
  return changed.length > 0 ? changed : [Math.min(head + 1, after.length)];
}

function markChanged(lines) {
  const { editor, marked = [] } = open;
  if (!editor) return;
  for (const line of marked) editor.session.removeGutterDecoration(line - 1, "changed");
  open.marked = lines.length > MOST_MARKS ? [] : lines;
  for (const line of open.marked) editor.session.addGutterDecoration(line - 1, "changed");
}

function showTabs() {
  const kept = new Set(drafts.keys());
  for (const tab of open.pane.querySelectorAll("[data-tab]")) {
    tab.querySelector(".tab-draft").hidden = !kept.has(tab.dataset.tab);
  }
}

/** Say something in the page's own live region; `quiet` for screen readers only, `undo` a way back. */
export function say(words, { quiet = false, undo } = {}) {
  const region = $(quiet ? "policy-murmur" : "policy-toast");
  region.textContent = words;
  if (quiet) return;
  clearTimeout(region.timer);
  if (undo) region.append(undoButton(undo));
  region.timer = setTimeout(() => region.replaceChildren(), undo ? 12000 : 6000);
}

function undoButton(undo) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = "Undo";
  button.addEventListener("click", () => {
    $("policy-toast").replaceChildren();
    undo();
  });
  return button;
}

document.addEventListener("policy:say", ({ detail }) => say(detail.words));

for (const [id, name] of [["policy-toast", "toast"], ["policy-murmur", "sr-only"]]) {
  const region = document.createElement("p");
  region.id = id;
  region.className = name;
  region.setAttribute("role", "status");
  document.body.append(region);
}

// ---------- What people do ----------

function discard() {
  drafts.shelve(open.key, open.field.value);
  baseField().value = open.base;
  replaceText(open.start);
  say("Discarded. “Bring back my text” undoes it.");
}

function bringBack() {
  const text = drafts.shelved(open.key);
  drafts.shelve(open.key, undefined);
  replaceText(text);
}

document.addEventListener("click", (event) => {
  const { target } = event;
  if (!open || !(target instanceof Element)) return;
  if (target.closest("#policy-discard")) discard();
  else if (target.closest("#policy-shelf")) bringBack();
  else if (target.closest("#policy-save[aria-disabled=true]")) event.preventDefault();
  else if (target.closest("[data-take-theirs]")) putAside();
  else if (target.closest("a[data-goto]")) {
    event.preventDefault();
    goToFinding(target.closest("a[data-goto]").dataset.goto);
  }
}, true);

function putAside() {
  drafts.shelve(open.key, open.field.value);
  drafts.remove(open.key);
  announce("lab:draft", { key: open.key });
}

function goToFinding(place) {
  const [line, column] = place.split(":").map(Number);
  if (open.editor) return aceEditor.goTo(open.editor, line, column);
  const before = open.field.value.split("\n").slice(0, line - 1).join("\n").length;
  open.field.focus();
  open.field.setSelectionRange(before + column, before + column);
  return undefined;
}

document.addEventListener("change", ({ target }) => {
  const key = target.dataset?.policySwitch;
  if (key) announce("lab:off", { key, off: !target.checked });
});

document.addEventListener("lab:off", ({ detail }) => {
  if (detail.off) off.add(detail.key);
  else off.delete(detail.key);
  const toggle = $("policy-in-force");
  if (toggle?.dataset.policySwitch === detail.key) toggle.checked = !detail.off;
});

// ---------- Answers of the server ----------

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!open) return;
  if (event.target.id === "policy-form" && $("policy-save")?.ariaDisabled === "true") {
    event.preventDefault(); // nothing to save, whichever way it was asked for
  } else if (event.detail.requestConfig.verb === "post") {
    open.sent = open.field.value;
  }
});

// Sent before the pane is swapped: the text that was saved is no draft any more.
document.addEventListener("policy:stored", ({ detail }) => {
  const { key, version, notice } = detail; // and `restored`: no text was sent
  const typed = drafts.get(key);
  if (open?.key === key && typed !== undefined) {
    if (detail.restored) drafts.shelve(key, typed);
    if (detail.restored || typed === open.sent) drafts.remove(key);
    else drafts.set(key, typed, version); // typed on while the save was on its way
  }
  say(notice);
  announce("lab:saved", { key, version });
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id === "policy-conflict") showConflict();
  openCurrent();
});

function showConflict() {
  for (const part of $("policy-conflict").querySelectorAll("[data-needs-script]")) part.hidden = false;
  $("conflict-title")?.focus();
}

function openCurrent() {
  const pane = $("policy-pane");
  if (pane && pane !== open?.pane) openPane(pane);
}

openCurrent();

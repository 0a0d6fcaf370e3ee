// Proposals below a denial: sent for with the question, applied to a draft by one click, undone by another.

import * as drafts from "./drafts.js";
import { current, replaceEdits, say, undoEdit } from "./editor.js";
import { editsToUnits } from "./places.js";

const form = document.getElementById("question");
const announce = (key) => document.dispatchEvent(new CustomEvent("lab:draft", { detail: { key } }));

// ---------- Asking ----------

document.addEventListener("htmx:configRequest", ({ target, detail }) => {
  if (target.id !== "repairs" || !form) return;
  const data = new FormData(form);
  for (const name of new Set(data.keys())) detail.parameters[name] = data.getAll(name);
  detail.parameters.drafts = JSON.stringify(drafts.all());
});

// ---------- Applying ----------

let follow = false; // the button goes away with the old answer: the focus goes to the new one

document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (!follow || target.id !== "answer") return;
  follow = false;
  const verdict = document.getElementById("verdict");
  if (!verdict) return;
  if (document.activeElement === document.body) verdict.focus({ preventScroll: true });
  const { top, bottom } = verdict.getBoundingClientRect();
  if (bottom < 0 || top > window.innerHeight) verdict.scrollIntoView({ block: "center" });
});

function apply(button) {
  const { repair, repairPolicy: key, repairName: name, repairText: text } = button.dataset;
  const open = current();
  const done = `Applied to your draft of ${name}.`;
  if (open?.key === key && "editable" in open.pane.dataset) {
    const before = open.field.value;
    const edits = editsToUnits(before, JSON.parse(repair));
    if (text && made(before, edits) !== text) {
      say("The text has changed. Wait for its answer.");
      return;
    }
    follow = true;
    replaceEdits(edits);
    say(done, { undo: () => takeBack(key, before) });
    return;
  }
  if (!text) {
    say(`Open ${name} first: it is too long to edit from here.`);
    return;
  }
  const before = drafts.get(key);
  follow = true;
  drafts.set(key, text);
  announce(key);
  say(done, { undo: () => restore(key, before) });
}

/** The text with the edits made, as the server made it. */
function made(text, edits) {
  const backward = [...edits].sort((a, b) => b[0] - a[0]);
  return backward.reduce((all, [start, end, put]) => all.slice(0, start) + put + all.slice(end), text);
}

/** Undo in the editor if the policy is still open there, else in its draft. */
function takeBack(key, before) {
  if (current()?.key === key) undoEdit(before);
  else restore(key, before);
}

function restore(key, before) {
  const open = current();
  if (open?.key === key && open.editor) {
    const { session } = open.editor;
    session.doc.setValue(before ?? open.start);
    return;
  }
  if (before === undefined) drafts.remove(key);
  else drafts.set(key, before);
  announce(key);
}

// ---------- A key of the request ----------

const nameOf = (row) => row.querySelector("[name=key]").value.trim().toLowerCase();

/** Ask with a key: in its row if there is one, else in the row for a further key. */
function askWith(link) {
  const [key, value] = link.dataset.repairContext.split(/=(.*)/s);
  const rows = [...form.querySelectorAll(".key-row")];
  const row = rows.find((item) => nameOf(item) === key.toLowerCase()) ?? form.querySelector(".add-key .key-row");
  const input = row.querySelector("[name=value]");
  const before = [row.querySelector("[name=key]").value, input.value];
  follow = true;
  put(row, [key, value]);
  say(`Asked with ${key}.`, { undo: () => takeOut(key, before) });
}

function put(row, [key, value]) {
  row.querySelector("[name=key]").value = key;
  const input = row.querySelector("[name=value]");
  input.value = value;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The rows are other ones by now: find the key's again and give it back what it had. */
function takeOut(key, [, value]) {
  const row = [...form.querySelectorAll(".key-row")].find((item) => nameOf(item) === key.toLowerCase());
  if (row) put(row, [key, value]);
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const button = event.target.closest("#repairs [data-repair]");
  if (button) apply(button);
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.target.closest("#repairs [data-repair-context]");
  if (!link || !form) return;
  event.preventDefault();
  askWith(link);
});

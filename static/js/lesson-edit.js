// Policies that are edited in a lesson: Ace over each text field, asked as one types, kept by itself.

import * as aceEditor from "./ace-editor.js";

const QUIET = 250; // milliseconds without a key before the server is asked
const KEEP = 2500; // milliseconds without a key before the text is saved

const mounted = new Map(); // form -> {editor, field, timers}

function mount(form) {
  if (mounted.has(form)) return;
  const pane = form.querySelector("[data-pane]");
  const field = pane.querySelector("textarea");
  const label = pane.querySelector("label").textContent;
  const open = { editor: aceEditor.mount(field, label), field, kept: field.value, asking: 0, keeping: 0 };
  mounted.set(form, open);
  form.querySelector("[data-keep]").hidden = true; // it is kept by itself
  const changed = () => typed(form, open);
  if (!open.editor) {
    field.addEventListener("input", changed);
  } else {
    open.editor.session.on("change", () => {
      field.value = open.editor.getValue();
      changed();
    });
    open.editor.on("blur", () => keep(form, open));
    open.editor.commands.addCommand({
      name: "save",
      bindKey: { win: "Ctrl-S", mac: "Command-S" },
      exec: () => keep(form, open),
    });
    document.dispatchEvent(new CustomEvent("policy:editor", { detail: { editor: open.editor, pane } }));
    annotate(form, open);
  }
  field.addEventListener("blur", () => keep(form, open));
}

function typed(form, open) {
  clearTimeout(open.asking);
  clearTimeout(open.keeping);
  open.asking = setTimeout(() => window.htmx.trigger(form, "lesson:ask"), QUIET);
  open.keeping = setTimeout(keep, KEEP, form, open);
}

/** Save the text in the learner's copy; `auto`: unless it cannot be read, for then it is half typed. */
function keep(form, open, how = "auto") {
  clearTimeout(open.keeping);
  if (open.field.value === open.kept || !form.isConnected) return;
  clearTimeout(open.asking);
  open.kept = open.field.value;
  const target = document.getElementById(`${form.dataset.edit}-answers`);
  window.htmx.ajax("POST", form.getAttribute("hx-post"), {
    source: form,
    target,
    swap: "outerHTML",
    values: { keep: how },
  });
}

/** Show the findings of the server in the gutter. */
function annotate(form, open) {
  if (!open.editor) return;
  const rows = document.querySelectorAll(`#${form.dataset.edit}-findings li[data-line]`);
  const findings = [...rows].map(({ dataset }) => ({
    ...dataset,
    line: Number(dataset.line),
    column: Number(dataset.column),
  }));
  aceEditor.annotate(open.editor, findings);
}

function mountAll() {
  for (const [form, { editor }] of mounted) {
    if (form.isConnected) continue;
    editor?.destroy();
    mounted.delete(form);
  }
  for (const form of document.querySelectorAll("form[data-edit]")) mount(form);
}

// A button of the form saves without leaving the page.
document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("form[data-edit]");
  if (!form || event.submitter?.name === "restart") return;
  event.preventDefault();
  const open = mounted.get(form);
  open.kept = null;
  keep(form, open, "now");
}, true);

document.addEventListener("htmx:afterSettle", () => {
  mountAll();
  for (const [form, open] of mounted) annotate(form, open);
});

document.addEventListener("policy:say", ({ detail }) => {
  document.getElementById("lesson-said").textContent = detail.words;
});

mountAll();

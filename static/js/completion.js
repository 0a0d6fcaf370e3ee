// Completion in the policy editor: the server suggests, the keyboard or a finger accepts.

import { SuggestionList } from "./completion-list.js";
import { watchHover } from "./hover.js";
import { Queue, ask, fromPoints, indexAt, placeAt, speaker, textOf } from "./places.js";

const PAUSE = 80; // milliseconds without a key before the server is asked
const TRIGGERS = /^[^\n]{0,24}["\p{L}\p{N}:/$*.{_-]$/u; // a phone sends words at once
const OWN = "complete"; // the names of our commands begin so
const PAGE = 8; // suggestions that Page Down goes on

const { completeUrl: url } = document.getElementById("completion-script").dataset;
const say = speaker("completion-murmur");

let active = null; // the completer whose list is shown
const list = new SuggestionList((number) => active?.accept(number));

class Completer {
  constructor({ editor, pane }) {
    Object.assign(this, { editor, pane, answer: null, timer: 0, acceptsNext: false });
    this.queue = new Queue((isAsked, isLast) => this.load(isAsked, isLast));
    this.keys = this.keyHandler();
    editor.commands.addCommand({
      name: "complete",
      description: "Suggest what can be written here",
      bindKey: { win: "Ctrl-Space|Alt-Space", mac: "Ctrl-Space|Alt-Space" },
      exec: () => this.open(),
    });
    editor.commands.on("afterExec", ({ command, args }) => this.typed(command.name, args));
    editor.on("blur", () => this.close());
    editor.on("mousedown", () => this.close());
  }

  get isOpen() {
    return active === this && list.isOpen;
  }

  open() {
    clearTimeout(this.timer);
    this.queue.run(true);
  }

  /** Ask again after a key that writes; any other key puts the list away. */
  typed(command, args) {
    if (command.startsWith(OWN)) return;
    const writes = command === "insertstring" && TRIGGERS.test(args);
    if (writes || (this.isOpen && (command === "backspace" || command === "del"))) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.timer = 0;
        this.queue.run(false);
      }, PAUSE);
    } else {
      this.close();
    }
  }

  /** `isAsked`: the person asked for the list, and hears it when there is none. */
  async load(isAsked, isLast) {
    const { editor } = this;
    const place = editor.getCursorPosition();
    const answer = await ask(url, this, place);
    if (!isLast() || !editor.isFocused() || editor.destroyed) return;
    if (answer && answer.text !== textOf(editor) && this.timer) return; // asked again in a moment
    const stale = answer && answer.text !== textOf(editor);
    const start = answer && fromPoints(answer.text, answer.start);
    const isOnWord = answer && start < indexAt(answer.text, place);
    if (!answer?.suggestions.length || stale || !(isAsked || isOnWord)) {
      this.close();
      if (isAsked) {
        const detail = { words: "No suggestions here." };
        document.dispatchEvent(new CustomEvent("policy:say", { detail }));
      }
      return;
    }
    this.answer = { ...answer, start, end: fromPoints(answer.text, answer.end) };
    this.show(place);
  }

  show(place) {
    if (this.acceptsNext) return this.accept(0);
    if (active !== this) active?.close();
    active = this;
    const { suggestions, total, text, start } = this.answer;
    const first = placeAt(text, start);
    list.show(this.editor, first.row === place.row ? first : place, suggestions, total);
    this.editor.keyBinding.addKeyboardHandler(this.keys);
    this.tell(`${total} ${total === 1 ? "suggestion" : "suggestions"}, `);
    return undefined;
  }

  close() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.acceptsNext = false;
    this.editor.keyBinding.removeKeyboardHandler(this.keys);
    if (active !== this) return;
    list.hide();
    active = null;
    say("");
  }

  tell(start = "") {
    const { label, kind, detail, description } = this.answer.suggestions[list.marked];
    say([`${start}${label}`, detail || kind, description.replaceAll("`", "")].filter(Boolean).join(", "), 250);
  }

  move(step) {
    list.move(step);
    this.tell();
  }

  /** Take the marked suggestion, or, while newer ones are on their way, the first of those. */
  take() {
    if (!this.timer && !this.queue.waiting) return this.accept(list.marked);
    this.acceptsNext = true;
    if (this.timer) this.open();
    return undefined;
  }

  accept(number) {
    const { editor, answer } = this;
    const { insert, select, goesOn } = answer.suggestions[number];
    const { Range } = window.ace.require("ace/range");
    const [from, to] = [answer.start, answer.end].map((index) => placeAt(answer.text, index));
    this.close();
    editor.session.replace(new Range(from.row, from.column, to.row, to.column), insert);
    const text = textOf(editor);
    const ends = select.map((points) => placeAt(text, answer.start + fromPoints(insert, points)));
    editor.selection.setRange(new Range(ends[0].row, ends[0].column, ends[1].row, ends[1].column));
    editor.renderer.scrollCursorIntoView();
    if (goesOn) this.open();
  }

  keyHandler() {
    const { HashHandler } = window.ace.require("ace/keyboard/hash_handler");
    const handler = new HashHandler();
    const keys = {
      Up: () => this.move(-1),
      Down: () => this.move(1),
      PageUp: () => this.move(-PAGE),
      PageDown: () => this.move(PAGE),
      Return: () => this.take(),
      Tab: () => this.take(),
      Esc: () => this.close(),
    };
    for (const [key, exec] of Object.entries(keys)) {
      handler.addCommand({ name: `${OWN}-${key}`, bindKey: key, exec });
    }
    return handler;
  }
}

/** Buttons for fingers, which have no Ctrl key; the text keeps the focus. */
function addButton(pane, words, act) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button button-quiet button-small for-fingers" });
  button.textContent = words;
  for (const name of ["pointerdown", "mousedown"]) {
    button.addEventListener(name, (event) => event.preventDefault());
  }
  button.addEventListener("click", act);
  pane.querySelector(".editor-head .button-row")?.prepend(button);
}

document.addEventListener("policy:editor", ({ detail: { editor, pane } }) => {
  active?.close(); // of the editor that was here before
  const keys = pane.querySelector(".foot-keys");
  const explain = watchHover({ editor, pane });
  addButton(pane, "Explain", () => { editor.focus(); explain(); });
  if (editor.getReadOnly()) {
    keys?.prepend("Ctrl+I explains. ");
    return;
  }
  const completer = new Completer({ editor, pane });
  addButton(pane, "Complete", () => { editor.focus(); completer.open(); });
  keys?.prepend("Ctrl+Space completes, Ctrl+I explains. ");
});

document.addEventListener("scroll", ({ target }) => {
  if (target !== list.options) list.follow();
}, true);
window.addEventListener("resize", () => list.follow());

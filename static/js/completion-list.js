// The list of suggestions beside the cursor: a listbox that the text field points at.

import { bringIntoSight, moveBeside, write } from "./places.js";

/** One list for the page; `choose` is called with the number of the suggestion that was pressed. */
export class SuggestionList {
  constructor(choose) {
    this.box = document.createElement("div");
    this.box.className = "completion";
    this.box.hidden = true;
    this.options = document.createElement("div");
    Object.assign(this.options, { id: "completion-options", className: "completion-options", tabIndex: 0 });
    this.options.setAttribute("role", "listbox");
    this.options.setAttribute("aria-label", "Suggestions");
    this.words = document.createElement("p");
    this.words.className = "completion-words";
    this.box.append(this.options, this.words);
    document.getElementById("main").append(this.box);
    this.marked = -1;
    // The text keeps the focus, and a phone its keyboard, while a suggestion is pressed.
    this.options.addEventListener("pointerdown", (event) => event.preventDefault());
    this.options.addEventListener("mousedown", (event) => event.preventDefault());
    this.options.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) choose(Number(option.dataset.number));
    });
  }

  get isOpen() {
    return !this.box.hidden;
  }

  show(editor, place, suggestions, total) {
    Object.assign(this, { editor, place, suggestions });
    this.field = editor.textInput.getElement();
    this.options.replaceChildren(...suggestions.map(draw));
    if (total > suggestions.length) this.options.append(drawRest(total - suggestions.length));
    this.box.hidden = false;
    this.options.scrollTop = 0;
    this.mark(0);
    this.field.setAttribute("aria-autocomplete", "list");
    this.field.setAttribute("aria-controls", this.options.id);
    bringIntoSight(editor, place);
    this.follow();
  }

  /** Stay beside the text when it moves. */
  follow() {
    if (this.isOpen) moveBeside(this.box, this.editor, this.place);
  }

  hide() {
    if (!this.isOpen) return;
    this.box.hidden = true;
    this.options.replaceChildren();
    for (const name of ["aria-activedescendant", "aria-controls"]) this.field.removeAttribute(name);
  }

  mark(number) {
    const options = this.options.querySelectorAll("[role=option]");
    options[this.marked]?.setAttribute("aria-selected", "false");
    this.marked = number;
    const option = options[number];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", option.id);
    write(this.words, this.suggestions[number].description);
    this.words.hidden = !this.suggestions[number].description;
  }

  /** Mark another suggestion: `step` further down, around the ends for single steps. */
  move(step) {
    const last = this.suggestions.length - 1;
    let number = this.marked + step;
    if (Math.abs(step) === 1) number = number < 0 ? last : number > last ? 0 : number;
    this.mark(Math.max(0, Math.min(last, number)));
  }
}

function draw({ label, kind, detail }, number) {
  const option = document.createElement("div");
  Object.assign(option, { id: `completion-option-${number}`, className: "completion-option" });
  option.dataset.number = number;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  const name = document.createElement("span");
  name.className = "completion-label";
  name.textContent = label;
  const about = document.createElement("small");
  about.textContent = detail || kind;
  option.append(name, " ", about);
  return option;
}

function drawRest(number) {
  const rest = document.createElement("p");
  rest.className = "completion-rest";
  rest.setAttribute("aria-hidden", "true");
  rest.textContent = `${number} more; type to find them`;
  return rest;
}

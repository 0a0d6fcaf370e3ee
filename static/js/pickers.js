// Fields with a list to choose from: the combobox pattern, its options sent by the server.

const WAIT = 120; // milliseconds after the last key

class Picker {
  constructor(box) {
    this.url = box.dataset.picker;
    this.input = box.querySelector("input");
    this.input.removeAttribute("list"); // the browser's own list would cover this one
    this.list = document.createElement("div");
    Object.assign(this.list, { className: "picker-list", id: `${this.input.id}-options`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.labels[0]?.textContent.trim() ?? this.input.name);
    this.whole = box.querySelector(".picker-whole");
    this.whole.after(this.list);
    this.set({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id });
    this.listen();
  }

  set(attributes) {
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
  }

  listen() {
    this.input.addEventListener("input", () => this.search(this.input.value, WAIT));
    this.input.addEventListener("click", () => this.list.hidden && this.search("", 0));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => {
      this.close();
      this.showWhole();
    });
    document.addEventListener("htmx:afterSettle", () => this.showWhole());
    this.showWhole(); // a reload brings back what was typed
    // The field keeps the focus while an option is pressed.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  /** Behind the field stands its whole value, over as many lines as it takes. */
  showWhole() {
    this.whole.textContent = this.input.value || "\u00a0";
  }

  search(words, wait) {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.timer = setTimeout(() => this.load(words), wait);
  }

  async load(words) {
    this.asked = new AbortController();
    const values = new FormData(this.input.form);
    const query = new URLSearchParams({ q: words, scenario: values.get("scenario") });
    for (const name of ["action", "resource"]) {
      if (name !== this.input.name) query.set(name, values.get(name));
    }
    try {
      const answer = await fetch(`${this.url}?${query}`, { signal: this.asked.signal, headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      const text = await answer.text();
      if (document.activeElement === this.input) this.show(text);
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // typing works without a list
    }
  }

  show(html) {
    const part = document.createRange().createContextualFragment(html);
    this.list.replaceChildren(part);
    this.list.hidden = false;
    this.list.scrollTop = 0;
    this.set({ "aria-expanded": "true" });
    this.mark(null);
    for (const option of this.options()) {
      option.setAttribute("aria-selected", String(option.dataset.value === this.input.value));
    }
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.list.hidden = true;
    this.list.replaceChildren();
    this.set({ "aria-expanded": "false" });
    this.mark(null);
  }

  options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  mark(option) {
    this.active?.classList.remove("picker-active");
    this.active = option;
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.classList.add("picker-active");
    option.scrollIntoView({ block: "nearest" });
    return this.input.setAttribute("aria-activedescendant", option.id);
  }

  key(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return this.search("", 0);
      const options = this.options();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const start = this.active ? options.indexOf(this.active) : step > 0 ? -1 : 0;
      return options.length && this.mark(options[(start + step + options.length) % options.length]);
    }
    if (event.key === "Enter" && open && this.active) {
      event.preventDefault();
      return this.choose(this.active);
    }
    if (event.key === "Escape" && open) {
      event.stopPropagation();
      return this.close();
    }
    if (event.key === "Enter" || event.key === "Tab") this.close();
    return undefined;
  }

  choose(option) {
    const changed = this.input.value !== option.dataset.value;
    this.input.value = option.dataset.value;
    this.showWhole();
    this.close();
    if (changed) this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

for (const box of document.querySelectorAll("[data-picker]")) new Picker(box);

// The start page: policies are edited over their listings, and every change asks again at once.

const form = document.getElementById("puzzle");
const sheets = new Map();
const WAIT = 250; // milliseconds after the last key
const STRING = /("(?:\\.|[^"\\])*")(\s*:)?/g;

function span(className, text) {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}

function marked(text) {
  const parts = text.split(/(\*)/).filter(Boolean);
  const string = span("str", "");
  string.append(...parts.map((part) => (part === "*" ? span("glob", part) : part)));
  return string;
}

function line(text, number, light) {
  const row = span("line", "");
  row.dataset.n = number;
  row.classList.toggle("lit", light !== null && number >= light.from && number <= light.to);
  let end = 0;
  for (const found of text.matchAll(STRING)) {
    const [, string, colon] = found;
    row.append(text.slice(end, found.index));
    if (colon) row.append(span("key", string), colon);
    else row.append(marked(string));
    end = found.index + found[0].length;
  }
  row.append(text.slice(end) || (end ? "" : "\u200b"));
  return row;
}

function draw(sheet) {
  const { listing, source, light } = sheet;
  if (light) listing.dataset.verdict = light.verdict;
  else delete listing.dataset.verdict;
  const rows = source.value.split("\n").map((text, index) => line(text, index + 1, light));
  listing.firstElementChild.replaceChildren(...rows);
}

function lay(editor) {
  const box = editor.querySelector(".sheet");
  const source = editor.querySelector("textarea");
  const label = editor.querySelector("label[for]");
  const sheet = { listing: editor.querySelector("[data-listing]"), source, light: null };
  const lit = [...sheet.listing.querySelectorAll(".lit")].map((row) => Number(row.dataset.n));
  if (lit.length) {
    sheet.light = { from: lit[0], to: lit.at(-1), verdict: sheet.listing.dataset.verdict };
  }
  sheet.listing.setAttribute("aria-hidden", "true");
  box.querySelector("details").remove();
  box.append(label, source);
  box.classList.add("sheet-live");
  const hint = span("sheet-hint", "Click in to edit");
  editor.querySelector(".tag").after(hint);
  sheets.set(editor.dataset.policy, sheet);
  draw(sheet);
}

function light() {
  const found = form.querySelector("[data-light-auto]");
  for (const [key, sheet] of sheets) {
    const here = found?.dataset.lightPolicy === key;
    sheet.light = here
      ? {
          from: Number(found.dataset.lightFrom),
          to: Number(found.dataset.lightTo),
          verdict: found.dataset.lightVerdict,
        }
      : null;
    draw(sheet);
  }
}

let timer = 0;

function ask(wait) {
  clearTimeout(timer);
  timer = setTimeout(() => htmx.trigger(form, "ask"), wait);
}

if (form) {
  form.classList.add("puzzle-live");
  form.querySelectorAll("[data-policy]").forEach(lay);

  form.addEventListener("input", (event) => {
    const typed = event.target.matches("textarea");
    for (const sheet of sheets.values()) if (sheet.source === event.target) draw(sheet);
    ask(typed ? WAIT : 0);
  });

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.id !== "res") return;
    event.preventDefault(); // an ARN has one line
    ask(0);
  });

  form.addEventListener("click", (event) => {
    const pick = event.target.closest("[name=pick]");
    if (!pick) return;
    event.preventDefault();
    form.elements.resource.value = pick.value;
    ask(0);
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "answer-note") light();
  });
}

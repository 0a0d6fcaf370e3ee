// The organization's tree: find a name, see which policy is open and which has an unsaved edit.

import * as drafts from "./drafts.js";

const tree = document.getElementById("tree");
const filter = document.getElementById("tree-filter");
let folded = null; // what stood open before a search

const links = () => tree?.querySelectorAll("[data-key]") ?? [];

function showDrafts() {
  const edited = new Set(drafts.keys());
  for (const link of links()) {
    const mark = link.querySelector(".tree-draft");
    if (edited.has(link.dataset.key) === (mark !== null)) continue;
    if (mark) mark.remove();
    else link.querySelector(".tree-name").after(newMark());
  }
}

function newMark() {
  const mark = document.createElement("span");
  mark.className = "tree-draft";
  mark.append(document.createElement("span"), document.createElement("span"));
  mark.firstChild.className = "dot";
  mark.lastChild.className = "sr-only";
  mark.lastChild.textContent = "unsaved edit";
  return mark;
}

/** Bring the rows of a section that the page left out for their number. */
async function load(list) {
  const address = list.dataset.section;
  delete list.dataset.section;
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) {
    list.dataset.section = address; // the link in it still works
    return;
  }
  list.replaceChildren(document.createRange().createContextualFragment(await answer.text()));
  folded?.push(...[...list.querySelectorAll("details")].map((row) => [row, row.open]));
  showDrafts();
}

function showCurrent(key) {
  const wanted = [...links()].filter((link) => link.dataset.key === key);
  const current = tree.querySelector("[aria-current]");
  if (wanted.includes(current) && !wanted.some((link) => link === document.activeElement)) return;
  const chosen = wanted.find((link) => link === document.activeElement) ?? wanted[0];
  current?.removeAttribute("aria-current");
  if (!chosen) return;
  chosen.setAttribute("aria-current", "page");
  for (let row = chosen.closest("details"); row; row = row.parentElement.closest("details")) row.open = true;
}

/** Hide every row that has not all of the words, keep the way to those that do. */
function find(words) {
  const rows = [...tree.querySelectorAll("li")];
  if (words.length === 0) {
    for (const row of rows) row.hidden = false;
    for (const [row, open] of folded ?? []) row.open = open;
    folded = null;
    return rows.length;
  }
  folded ??= [...tree.querySelectorAll("details")].map((row) => [row, row.open]);
  let count = 0;
  // Children stand after their parents: from the end, a row knows what is found below it.
  for (const row of rows.reverse()) {
    const own = row.querySelector(":scope > .tree-row, :scope > details > summary");
    const text = own ? `${own.textContent} ${own.title}`.toLowerCase() : "";
    const hit = own !== null && words.every((word) => text.includes(word));
    const below = row.querySelector("li:not([hidden])") !== null;
    row.hidden = !(hit || below);
    if (hit) count += 1;
    const details = row.querySelector(":scope > details");
    if (!details) continue;
    details.open = below;
    // What is found by its own name can be opened to see all of it.
    if (hit && !below) for (const item of row.querySelectorAll("li")) item.hidden = false;
  }
  return count;
}

filter?.addEventListener("input", async () => {
  const left = filter.value.trim() ? [...tree.querySelectorAll("[data-section]")] : [];
  await Promise.all(left.map(load));
  const count = find(filter.value.toLowerCase().split(/\s+/).filter(Boolean));
  const none = document.getElementById("tree-none");
  none.textContent = count === 0 ? "Nothing here has that name." : "";
});

filter?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});

if (tree) {
  tree.addEventListener("toggle", ({ target }) => {
    const list = target.open && target.querySelector(":scope > [data-section]");
    if (list) load(list);
  }, { capture: true });
  for (const name of ["lab:draft", "lab:saved", "lab:policy"]) document.addEventListener(name, showDrafts);
  document.addEventListener("lab:policy", ({ detail }) => showCurrent(detail.key));
  showDrafts();
  tree.querySelector("[aria-current]")?.scrollIntoView?.({ block: "nearest" });
}

// The lab's question: asked again after every change, with the unsaved policies.

import "./copy.js";
import * as drafts from "./drafts.js";
import "./tree.js";

const $ = (selector) => document.querySelector(selector);
const form = $("#question");
const FIELDS = ["principal", "action", "resource", "account", "context"];

// Going back asks the server: nothing of a page is kept, and the page starts its own scripts.
window.htmx.config.refreshOnHistoryMiss = true;

let soon = 0;

/** Ask once, however many fields and policies have changed in this moment. */
function ask() {
  clearTimeout(soon);
  soon = setTimeout(() => form && window.htmx.trigger(form, "lab:ask"), 0);
}

/** The open question as a query string, as the last answer wrote it. */
function query() {
  return $("#answer [data-query]")?.dataset.query ?? $(".workbench")?.dataset.query ?? "";
}

function showWhatNeedsScript(root = document) {
  for (const part of root.querySelectorAll("[data-needs-script]")) {
    if (!part.closest("#policy-pane")) part.hidden = false;
  }
}

// ---------- Asking ----------

form?.addEventListener("change", ({ target }) => {
  const row = target.closest(".add-key .key-row");
  const isWhole = !row || [...row.querySelectorAll("[name=key], [name=value]")].every((item) => item.value.trim());
  if (isWhole) ask();
});

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});

document.addEventListener("lab:draft", ask);
document.addEventListener("lab:saved", ask);
// The first save makes the visitor's own copy: the line above the panes says so.
document.addEventListener("lab:saved", () => {
  const note = $("#copy-note");
  if (!note) return;
  note.textContent = note.dataset.saved;
  $("#start-over").hidden = false;
});

document.addEventListener("htmx:configRequest", ({ target, detail }) => {
  if (target.id === "question") detail.parameters.drafts = JSON.stringify(drafts.all());
  if (target.id === "share" && form) {
    const data = new FormData(form);
    for (const name of new Set(data.keys())) detail.parameters[name] = data.getAll(name);
    detail.parameters.drafts = JSON.stringify(drafts.all());
  }
  if (detail.verb === "get" && detail.path.startsWith("/lab/policy/")) detail.parameters.back = query();
});

// ---------- After an answer ----------

document.addEventListener("htmx:afterSettle", () => {
  showWhatNeedsScript();
  for (const name of FIELDS) {
    const input = document.getElementById(name);
    const error = document.getElementById(`${name}-error`);
    if (!input || !error) continue;
    if (error.textContent.trim()) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
  const everyone = $("#ask-everyone");
  const resource = document.getElementById("resource")?.value;
  if (everyone && resource) {
    const address = new URL(everyone.href);
    address.searchParams.set("resource", resource);
    everyone.href = address;
  }
});

// The policy that is open belongs to the page's address, so that a reload shows it again.
document.addEventListener("lab:policy", ({ detail }) => {
  const address = new URL(location.href);
  if (address.searchParams.get("policy") === detail.key || !form) return;
  address.search = `?${query()}&${new URLSearchParams({ policy: detail.key })}`;
  history.replaceState({ htmx: true }, "", address);
});

// ---------- What if ----------

const offInputs = () => [...form.querySelectorAll("input[name=off]")];

document.addEventListener("lab:off", ({ detail: { key, off } }) => {
  if (!form) return;
  const found = offInputs().filter((input) => input.value === key);
  if (off === found.length > 0) return;
  if (off) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: "off", value: key });
    $("#question-context").append(input);
  } else {
    for (const input of found) input.remove();
  }
  ask();
});

const switchOff = (key, off) => document.dispatchEvent(new CustomEvent("lab:off", { detail: { key, off } }));

const ON_CLICK = {
  "#tree [data-key]": openPolicy,
  "[data-off]": ({ dataset }) => switchOff(dataset.off, dataset.offNow !== "true"),
  "[data-off-none]": () => offInputs().forEach((input) => switchOff(input.value, false)),
  "[data-action]": ({ dataset }) => {
    form.elements.action.value = dataset.action;
    form.elements.action.focus();
    ask();
  },
  "[data-clear-key]": (button) => {
    const value = button.closest("[data-key-row]").querySelector("[name=value]");
    value.value = "";
    value.focus();
    ask();
  },
  "[data-drop-passed]": (link) => {
    link.closest(".passed").remove();
    ask();
  },
  "[data-show-answer]": () => {
    $(".workbench-switch .show-result").checked = true;
    ($("#answer-notice [data-stale]") ?? $("#verdict")).scrollIntoView();
    $("#verdict").focus({ preventScroll: true });
  },
  "[data-focus]": (link) => document.getElementById(link.hash.slice(1))?.focus(),
  "[data-close-share]": () => {
    $("#share-result").replaceChildren();
    $("#share button").focus();
  },
};

document.addEventListener("click", (event) => {
  if (!form || !(event.target instanceof Element)) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  for (const [selector, act] of Object.entries(ON_CLICK)) {
    const found = event.target.closest(selector);
    if (!found) continue;
    event.preventDefault();
    act(found);
  }
});

document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id === "share-result") target.querySelector("[data-select]")?.select();
});

// ---------- Menus ----------

document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("keydown", ({ key }) => {
  const menu = key === "Escape" && $("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// ---------- Policies of the tree ----------

const placeOf = ({ dataset: { key, holder } }) => new URLSearchParams({ policy: key, ...(holder && { holder }) });
const lab = (place) => `${form.getAttribute("action")}?${query()}&${place}`;

// A link keeps the question: it is brought up to date when somebody is about to follow it.
for (const name of ["pointerdown", "focusin"]) {
  document.addEventListener(name, ({ target }) => {
    const link = target.closest?.("#tree [data-key]");
    if (link && form) link.setAttribute("href", `${lab(placeOf(link))}&show=main`);
  });
}

async function openPolicy(link) {
  const place = placeOf(link);
  const address = lab(place);
  if (address !== location.pathname + location.search) history.pushState({ htmx: true }, "", address);
  const tab = $(".workbench-switch .show-main");
  if (getComputedStyle($(".workbench-switch")).display !== "none") tab.checked = true;
  const path = `/lab/policy/?${new URLSearchParams({ scenario: $(".workbench").dataset.scenario })}&${place}`;
  await window.htmx.ajax("GET", path, { source: "#tree", target: "#policy-pane", swap: "outerHTML" });
}

showWhatNeedsScript();
// The page answered with what is stored; what was typed before the reload counts as well.
if (drafts.keys().length > 0) ask();

// A lesson as it is read: which part is on the screen, which were read, links to copy.

const DWELL = 1500; // milliseconds that a part's end stays in sight before the part counts as read
const QUIET = 1000; // milliseconds in which parts are collected before they are sent

const list = document.getElementById("contents-list");
const said = document.getElementById("lesson-said");
const headings = [...document.querySelectorAll("#lesson-body > h2[id]")];
const ends = [...headings.slice(1), document.getElementById("lesson-end")];

/** Say something to screen readers. */
function say(words) {
  said.textContent = words;
}

// ---------- What was read ----------

const read = new Set(
  [...list.querySelectorAll("[data-part]")].filter((link) => link.querySelector(".sr-only")).map((link) => link.dataset.part),
);
const fresh = new Set();
const waiting = new Map();
let timer = 0;

function note(anchor) {
  if (read.has(anchor)) return;
  read.add(anchor);
  fresh.add(anchor);
  clearTimeout(timer);
  timer = setTimeout(send, QUIET);
}

function send() {
  if (!fresh.size) return;
  const values = { part: [...fresh] };
  fresh.clear();
  window.htmx.ajax("POST", list.dataset.readUrl, { source: list, target: list, swap: "innerHTML", values });
}

/** A part was read when the place where it ends was in sight for a while. */
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const anchor = headings[ends.indexOf(target)].id;
    clearTimeout(waiting.get(anchor));
    if (isIntersecting) waiting.set(anchor, setTimeout(note, DWELL, anchor));
  }
});

if (headings.length) for (const end of ends) watcher.observe(end);

// ---------- Where we are ----------

let current = null;

function mark() {
  const line = window.innerHeight / 3;
  const above = headings.filter((heading) => heading.getBoundingClientRect().top < line);
  const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
  current = (atEnd ? headings.at(-1) : above.at(-1)) ?? headings[0];
  for (const link of list.querySelectorAll("[data-part]")) {
    if (link.dataset.part === current?.id) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}

let drawn = 0;
document.addEventListener("scroll", () => {
  cancelAnimationFrame(drawn);
  drawn = requestAnimationFrame(mark);
}, { passive: true });
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target === list) mark();
});
mark();

// On a narrow window the contents lie over the text's beginning: a choice closes them.
list.addEventListener("click", ({ target }) => {
  const details = list.closest("details");
  if (target.closest("[data-part]") && details.open) details.open = false;
});

// ---------- Links to copy ----------

document.getElementById("lesson-body").addEventListener("click", async ({ target }) => {
  const link = target.closest("a.heading-link");
  if (!link) return;
  try {
    await navigator.clipboard.writeText(link.href);
    say("Link copied.");
    link.dataset.copied = "";
    setTimeout(() => delete link.dataset.copied, 2000);
  } catch {
    // The address bar has it all the same.
  }
});

// Explanations in the policy editor: under the pointer, at the cursor, or for a finger's tap.

import { Queue, ask, bringIntoSight, fromPoints, moveBeside, placeAt, speaker, write } from "./places.js";

const REST = 300; // milliseconds that the pointer stays on a word
const LEAVE = 250; // milliseconds to get from the word to its explanation

const { hoverUrl: url } = document.getElementById("completion-script").dataset;
const say = speaker("explanation-murmur");

const box = document.createElement("div");
Object.assign(box, { id: "policy-explanation", className: "explanation", hidden: true });
box.setAttribute("role", "note");
box.setAttribute("aria-label", "Explanation");
document.getElementById("main").append(box);

let shown = null; // {editor, from, to}: the word that is explained
let timer = 0;

function hide() {
  clearTimeout(timer);
  if (!shown) return;
  const { editor, keys } = shown;
  const hadFocus = box.contains(document.activeElement);
  box.hidden = true;
  shown = null;
  editor.keyBinding.removeKeyboardHandler(keys);
  if (hadFocus) editor.focus();
}

function show(editor, keys, answer) {
  const { text, title, kind, sentences, link } = answer;
  const [from, to] = [answer.start, answer.end].map((points) => placeAt(text, fromPoints(text, points)));
  if (shown && shown.editor !== editor) hide();
  shown = { editor, keys, from, to };
  const head = document.createElement("p");
  head.className = "explanation-head";
  const name = document.createElement("code");
  name.textContent = title;
  const about = document.createElement("small");
  about.textContent = kind;
  head.append(name, " ", about);
  box.replaceChildren(head, ...sentences.map((words) => write(document.createElement("p"), words)));
  if (link) box.append(drawLink(link));
  box.hidden = false;
  bringIntoSight(editor, from);
  moveBeside(box, editor, from);
  editor.keyBinding.addKeyboardHandler(keys);
}

function drawLink(address) {
  const line = document.createElement("p");
  const link = document.createElement("a");
  Object.assign(link, { href: address, target: "_blank", rel: "noopener", textContent: "AWS documentation" });
  line.append(link);
  return line;
}

function isWithin({ row, column }) {
  const { from, to } = shown;
  const after = row > from.row || (row === from.row && column >= from.column);
  return after && (row < to.row || (row === to.row && column <= to.column));
}

/** Explain words of an editor; returns what explains the word at the cursor. */
export function watchHover({ editor, pane }) {
  hide(); // of the editor that was here before
  const { HashHandler } = window.ace.require("ace/keyboard/hash_handler");
  const keys = new HashHandler();
  keys.bindKeys({ Esc: hide });

  const queue = new Queue(async (place, isAsked, isLast) => {
    const answer = await ask(url, { editor, pane }, place);
    if (!isLast() || editor.destroyed) return;
    if (!answer?.title) {
      hide();
      if (isAsked) say("Nothing to explain here.");
      return;
    }
    show(editor, keys, answer);
    const words = [answer.title, answer.kind, ...answer.sentences].join(". ").replaceAll("`", "");
    if (isAsked) say(answer.link ? `${words} Press again for the documentation.` : words);
  });

  const explain = () => {
    const place = editor.getCursorPosition();
    if (shown?.editor === editor && isWithin(place)) return box.querySelector("a")?.focus();
    return queue.run(place, true);
  };

  editor.commands.addCommand({
    name: "explain",
    description: "Explain the word at the cursor",
    bindKey: { win: "Ctrl-I|Alt-F1", mac: "Ctrl-I|Alt-F1" },
    exec: explain,
    readOnly: true,
  });
  editor.commands.on("afterExec", ({ command }) => { if (command.name !== "explain") hide(); });
  editor.on("mousedown", hide);
  editor.on("mousemove", (event) => {
    const place = event.getDocumentPosition();
    clearTimeout(timer);
    if (shown?.editor === editor && isWithin(place)) return;
    const point = editor.renderer.pixelToScreenCoordinates(event.clientX, event.clientY);
    const line = editor.session.getLine(place.row);
    const isOnText = place.column < line.length && point.row >= 0;
    timer = setTimeout(() => (isOnText ? queue.run(place, false) : hide()), isOnText ? REST : LEAVE);
  });
  editor.renderer.scroller.addEventListener("mouseleave", () => {
    clearTimeout(timer);
    timer = setTimeout(hide, LEAVE);
  });
  return explain;
}

box.addEventListener("mouseenter", () => clearTimeout(timer));
box.addEventListener("mouseleave", () => { timer = setTimeout(hide, LEAVE); });
box.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  hide();
});
document.addEventListener("scroll", ({ target }) => {
  if (shown && !box.contains(target)) moveBeside(box, shown.editor, shown.from);
}, true);
document.addEventListener("pointerdown", ({ target }) => {
  if (shown && !box.contains(target) && !target.closest?.(".for-fingers, .policy-ace")) hide();
});

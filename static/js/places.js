// Places in the editor's text, and questions to the server about them. It counts in code points.

const SURROGATES = /[\ud800-\udfff]/;

/** The editor's text as it is sent: lines end with "\n", whatever was pasted. */
export function textOf(editor) {
  return editor.session.getDocument().getAllLines().join("\n");
}

/** The index into `text` of {row, column}, as JavaScript counts. */
export function indexAt(text, { row, column }) {
  let start = 0;
  for (let line = 0; line < row; line += 1) start = text.indexOf("\n", start) + 1;
  return start + column;
}

/** The {row, column} of an index. */
export function placeAt(text, index) {
  const before = text.slice(0, index);
  return { row: before.split("\n").length - 1, column: index - before.lastIndexOf("\n") - 1 };
}

/** The number of code points in the first `index` units. */
export function toPoints(text, index) {
  return SURROGATES.test(text) ? [...text.slice(0, index)].length : index;
}

/** The index behind the first `points` code points. */
export function fromPoints(text, points) {
  return SURROGATES.test(text) ? [...text].slice(0, points).join("").length : points;
}

/** The server's edits, [start, end, text] in code points, as JavaScript counts. */
export function editsToUnits(text, edits) {
  return edits.map(([start, end, put]) => [fromPoints(text, start), fromPoints(text, end), put]);
}

/** Ask the server at `url` about a place; the answer has `text` beside it, null when there is none. */
export async function ask(url, { editor, pane }, place) {
  const text = textOf(editor);
  const body = new URLSearchParams({
    text,
    offset: toPoints(text, indexAt(text, place)),
    type: pane.dataset.type ?? document.getElementById("policy-type").value,
    scenario: pane.dataset.scenario ?? "",
    policy: pane.dataset.policy ?? "",
  });
  try {
    const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
    const answer = await fetch(url, { method: "POST", body, headers });
    return answer.ok ? { ...(await answer.json()), text } : null;
  } catch {
    return null; // typing works without
  }
}

/** Asks one question at a time; of those that come meanwhile only the last is asked. */
export class Queue {
  constructor(work) {
    this.work = work;
    this.busy = false;
    this.next = null;
  }

  get waiting() {
    return this.busy;
  }

  async run(...question) {
    this.next = question;
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.next) {
        const asked = this.next;
        this.next = null;
        await this.work(...asked, () => this.next === null);
      }
    } finally {
      this.busy = false;
    }
  }
}

/** Put a box beside a place in the text: below its line, or above where there is more room. */
export function moveBeside(box, editor, { row, column }) {
  const { renderer } = editor;
  const point = renderer.textToScreenCoordinates(row, column);
  const margin = 8;
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const below = height - point.pageY - renderer.lineHeight - margin;
  const isBelow = below >= Math.min(box.offsetHeight, 260) || below >= point.pageY;
  const left = Math.max(margin, Math.min(point.pageX, width - box.offsetWidth - margin));
  box.style.left = `${left}px`;
  box.style.top = isBelow
    ? `${point.pageY + renderer.lineHeight + 2}px`
    : `${Math.max(margin, point.pageY - box.offsetHeight - 2)}px`;
}

/** Scroll to the cursor when the place asked about is out of sight; the text field is there. */
export function bringIntoSight(editor, { row, column }) {
  const { pageY } = editor.renderer.textToScreenCoordinates(row, column);
  const isInSight = pageY >= 64 && pageY <= document.documentElement.clientHeight - 64;
  if (!isInSight) editor.textInput.getElement().scrollIntoView({ block: "center" });
}

/** Make a live region for screen readers and return what speaks in it. */
export function speaker(id) {
  const region = document.createElement("p");
  region.id = id;
  region.className = "sr-only";
  region.setAttribute("role", "status");
  document.body.append(region);
  let timer = 0;
  return (words, wait = 0) => {
    clearTimeout(timer);
    timer = setTimeout(() => { region.textContent = words; }, wait);
  };
}

/** Show the words of a sentence in an element, `backticks` as code. */
export function write(element, sentence) {
  const parts = sentence.split("`");
  element.replaceChildren(...parts.map((part, number) => {
    if (number % 2 === 0) return part;
    const code = document.createElement("code");
    code.textContent = part;
    return code;
  }));
  return element;
}

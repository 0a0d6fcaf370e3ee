// A click on a cell of the matrix opens its note beside it; without this, its link opens the lab.

const table = document.getElementById("matrix");
let open = null;

function close() {
  if (!open) return;
  const { cell, note } = open;
  open = null;
  note.remove();
  cell.setAttribute("aria-expanded", "false");
  cell.focus();
}

function place(cell, note) {
  const box = cell.getBoundingClientRect();
  note.classList.toggle("popover-end", box.left + note.offsetWidth > document.documentElement.clientWidth - 16);
  note.classList.toggle("popover-below", box.top - note.offsetHeight < 64);
}

function show(cell) {
  close();
  const note = document.createElement("div");
  note.className = "popover";
  note.id = "cell-note";
  note.setAttribute("role", "dialog");
  note.setAttribute("aria-label", cell.getAttribute("aria-label"));
  note.tabIndex = -1;
  cell.after(note);
  cell.setAttribute("aria-expanded", "true");
  open = { cell, note };
  const address = table.dataset.note + new URL(cell.href).search;
  htmx.ajax("GET", address, { source: cell, target: note, swap: "innerHTML" }).then(() => {
    if (open?.note !== note) return;
    note.dataset.verdict = cell.dataset.verdict ?? "";
    place(cell, note);
    note.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

table?.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) {
    close();
    return;
  }
  const cell = event.target.closest("a.cell");
  if (!cell || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (open?.cell === cell) close();
  else show(cell);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});

document.addEventListener("click", (event) => {
  if (open && !open.note.contains(event.target) && !event.target.closest("a.cell")) {
    const { cell, note } = open;
    open = null;
    note.remove();
    cell.setAttribute("aria-expanded", "false");
  }
});

// What every page needs: notices that can be closed, and one for a request that got no answer.

const notice = document.getElementById("notice");

notice.addEventListener("click", (event) => {
  if (event.target.closest("[data-dismiss]")) notice.replaceChildren();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") notice.replaceChildren();
});

// A new answer makes an old notice wrong.
document.addEventListener("htmx:beforeRequest", () => notice.replaceChildren());

document.addEventListener("htmx:sendError", () => {
  const box = document.createElement("p");
  box.className = "toast";
  box.textContent = "No answer from the server. Check your connection and try again.";
  notice.replaceChildren(box);
});

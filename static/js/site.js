// What every page needs: notices that can be closed, and one for a request that got no answer.
// In a narrow top bar the section that one is in scrolls into view.

const notice = document.getElementById("notice");

notice.addEventListener("click", (event) => {
  if (event.target.closest("[data-dismiss]")) notice.replaceChildren();
});

const sections = document.querySelector(".topbar .nav");
const here = sections.querySelector("[aria-current]");
const markScrolled = () => sections.classList.toggle("nav-scrolled", sections.scrollLeft > 1);
sections.addEventListener("scroll", markScrolled, { passive: true });
if (here && sections.scrollWidth > sections.clientWidth) {
  // As far as it must, so that Course stays in sight where it can.
  const end = here.offsetLeft + here.offsetWidth - sections.offsetLeft + 40;
  sections.scrollLeft = Math.max(0, end - sections.clientWidth);
}

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

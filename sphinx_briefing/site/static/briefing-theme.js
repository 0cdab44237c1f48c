/* Before the first paint: Furo's choice of light or dark, which it keeps under this name, and whether
   this is a reader's first page, for stylesheets that spare it what can wait, such as typefaces.
   Scripts run, so what is hidden without them has its place from the start: Furo would show it later.
   And long lists are laid out bit by bit, which stylesheets see from `data-layout`, so that a phone
   is not busy for long when a page is first shown; not where a reader comes to a place in a page.
   Where nothing may be kept, a page follows the system, and each is the first; from disk none is,
   for there nothing is waited for. */
(() => {
  "use strict";

  const { documentElement: root } = document;
  const VISIT = "briefing-visit";
  let theme = "auto";
  let visit = window.location.protocol === "file:" ? "later" : "first";
  try {
    theme = window.localStorage.getItem("theme") || theme;
    visit = window.sessionStorage.getItem(VISIT) ?? visit;
    window.sessionStorage.setItem(VISIT, "later");
  } catch {
    // no storage
  }
  document.body.dataset.theme = theme;
  root.dataset.visit = visit;
  root.classList.remove("no-js");

  const PARTS = "dl.glossary, section.claim, .citation-list > .citation";
  const STEPS = 10;
  const soon = window.requestIdleCallback ?? ((next) => setTimeout(next, 50));

  function layOut(parts, atOnce = Math.ceil(parts.length / STEPS)) {
    for (const part of parts.splice(0, atOnce)) part.style.contentVisibility = "visible";
    if (parts.length) soon(() => layOut(parts, atOnce));
    else delete root.dataset.layout;
  }

  if (window.location.hash) { // Furo would glide there from the top of the page
    root.style.scrollBehavior = "auto";
    window.addEventListener("load", () => setTimeout(() => { root.style.scrollBehavior = ""; }));
  }
  const [{ type } = {}] = window.performance.getEntriesByType("navigation");
  if (type !== "navigate" || window.location.hash) return;
  root.dataset.layout = "bit-by-bit";
  window.addEventListener("load", () => soon(() => layOut([...document.querySelectorAll(PARTS)])));
})();

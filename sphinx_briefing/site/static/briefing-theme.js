/* Before the first paint: Furo's choice of light or dark, which it keeps under this name, and whether
   this is a reader's first page, for stylesheets that spare it what can wait, such as typefaces.
   Scripts run, so what is hidden without them has its place from the start: Furo would show it later.
   Where nothing may be kept, a page follows the system, and each is the first; from disk none is,
   for there nothing is waited for. */
(() => {
  "use strict";

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
  document.documentElement.dataset.visit = visit;
  document.documentElement.classList.remove("no-js");
})();

/* Before the first paint: Furo's choice of light or dark, which it keeps under this name. Where nothing
   may be kept, a page follows the system. */
(() => {
  "use strict";

  let theme = "auto";
  try {
    theme = window.localStorage.getItem("theme") || theme;
  } catch {
    // no storage
  }
  document.body.dataset.theme = theme;
})();

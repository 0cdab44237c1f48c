/* Marks the words searched for on a page that a search led to, by Sphinx's own scripts, which are
   fetched for that alone; and "/" goes to the search, as they have it. A page that has them by itself
   needs nothing of this. */
(() => {
  "use strict";

  const SCRIPTS = ["documentation_options.js", "doctools.js", "sphinx_highlight.js"];
  const here = document.currentScript.src;
  if (typeof DOCUMENTATION_OPTIONS !== "undefined") return;

  function isFromSearch() {
    try {
      if (window.localStorage.getItem("sphinx_highlight_terms")) return true;
    } catch {
      // no storage
    }
    return new URLSearchParams(window.location.search).has("highlight");
  }

  if (isFromSearch()) {
    for (const name of SCRIPTS) {
      const src = new URL(`../_static/${name}`, here).href; // from _static and _bundles
      document.head.append(Object.assign(document.createElement("script"), { src, async: false }));
    }
    return;
  }

  document.addEventListener("keydown", (event) => {
    const isWriting = event.target.closest?.("input, textarea, select, button, [contenteditable]");
    if (event.key !== "/" || isWriting || event.altKey || event.ctrlKey || event.metaKey) return;
    const field = document.querySelector("input[name=q]");
    if (!field) return;
    event.preventDefault();
    field.focus();
  });
})();

/* What a deck and its speaker view both need; it knows neither. Classic scripts: module scripts do
   not run from file://. */
(() => {
  "use strict";

  /* Storage may be forbidden; what is remembered then holds for this page. */
  function remembered(key) {
    try {
      return window.localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  function remember(key, value) {
    try {
      window.localStorage.setItem(key, value);
    } catch { /* not remembered, then */ }
  }

  /* An element: make("button", {type: "button"}, "Close"). */
  function make(name, attributes = {}, ...content) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") element.addEventListener(key, value);
      else element.setAttribute(key, value);
    }
    element.append(...content);
    return element;
  }

  /* A text with a name in braces in it: fill("Slide {number}", {number: 6}). */
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

  window.briefingHelpers = { remembered, remember, make, fill };
})();

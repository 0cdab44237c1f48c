/* Shows all steps of a slide at once where the reader asks for little motion: reveal.js then has
   nothing to step through. It stands before the script that starts the deck. */
(() => {
  "use strict";

  const wantsLittleMotion = window.matchMedia("(prefers-reduced-motion: reduce)");

  const setSteps = () => window.Reveal.configure({ fragments: !wantsLittleMotion.matches });

  window.Reveal.on("ready", setSteps);
  wantsLittleMotion.addEventListener("change", setSteps);
})();

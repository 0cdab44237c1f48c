/* Fetches the scripts that answer what a reader does, as previews and ways to cite, at the first sign
   of one, so that the first view goes without. What was pointed at, focused or tapped before they
   came is told to them again. Their address stands at the script of the page (site/bundles.py).
   `window.briefingLater()` is a promise that they are there. */
(() => {
  "use strict";

  const { later, laterStyle } = document.currentScript.dataset;
  /* A pointer that rests, while the page comes under it, is none. */
  const SIGNS = ["pointermove", "pointerdown", "focusin", "keydown", "input", "click", "submit"];
  const TOLD_AGAIN = ["pointerover", "focusin", "click", "submit"];
  const missed = new Map();
  let loading = null;

  function fetched(tag, values) {
    return new Promise((resolve, reject) => {
      const element = document.createElement(tag);
      Object.assign(element, { ...values, onload: resolve, onerror: reject });
      document.head.append(element);
    });
  }

  async function fetchAll() {
    const style = laterStyle && fetched("link", { rel: "stylesheet", href: laterStyle });
    await Promise.all([fetched("script", { src: later }), style?.catch(() => {})]);
  }

  window.briefingLater = () => {
    if (!loading) {
      loading = fetchAll();
      loading.then(tellAgain, tellAgain);
    }
    return loading;
  };

  function note(event) {
    missed.set(event.type, event);
  }

  function hear(event) {
    if (event.type === "pointermove" && !event.movementX && !event.movementY) return;
    window.briefingLater();
    note(event);
    if (!["click", "submit"].includes(event.type)) return;
    // A tap on such a link may show where it leads; without the scripts it leads there. A form that
    // has no address is one that a script answers.
    const isForThem = event.type === "submit" ? !event.target.hasAttribute("action") :
      event.pointerType === "touch" && event.target.closest("a[href*='#'], a[data-preview]");
    if (isForThem) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else missed.delete(event.type);
  }

  function tellAgain() {
    for (const sign of SIGNS) window.removeEventListener(sign, hear, true);
    window.removeEventListener("pointerover", note, true);
    for (const sign of TOLD_AGAIN) {
      const event = missed.get(sign);
      event?.target.dispatchEvent(new event.constructor(sign, event));
    }
  }

  if (!later) return;
  // An address may name something by another name, or say what is to be shown.
  if (window.location.hash || window.location.search) window.briefingLater();
  for (const sign of SIGNS) window.addEventListener(sign, hear, true);
  window.addEventListener("pointerover", note, true);
})();

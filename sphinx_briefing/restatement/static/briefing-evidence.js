/* Folds the evidence of a page away, so that the restatement can be read alone. The choice is
   remembered. What is folded is found by a search in the page, opens for links that lead into it,
   and is printed. Without this script all is open. */
(() => {
  "use strict";

  const _ = (text) => window.briefingTexts?.[text] ?? text;
  const KEY = "briefing-evidence";

  const boxes = [...document.querySelectorAll(".evidence")];
  if (!boxes.length) return;

  // -- one box -------------------------------------------------------------------------------------

  const toggles = new Map(boxes.map((box, at) => {
    box.id ||= `evidence-${at + 1}`;
    const toggle = button("evidence-toggle", _("Evidence"));
    toggle.setAttribute("aria-controls", box.id);
    toggle.addEventListener("click", () => show(box, box.hasAttribute("hidden")));
    box.before(toggle);
    box.addEventListener("beforematch", () => show(box, true));
    return [box, toggle];
  }));

  function button(className, text) {
    return Object.assign(document.createElement("button"), { type: "button", className, textContent: text });
  }

  function show(box, isShown) {
    // Browsers that know "until-found" let a search look into it; others just hide it.
    if (isShown) box.removeAttribute("hidden");
    else box.setAttribute("hidden", "until-found");
    toggles.get(box).setAttribute("aria-expanded", String(isShown));
  }

  // -- all of them -----------------------------------------------------------------------------------

  const all = button("evidence-switch", "");
  let isFolded = remembered() === "folded";

  function showAll() {
    for (const box of boxes) {
      show(box, !isFolded);
      toggles.get(box).hidden = !isFolded;
    }
    all.textContent = isFolded ? _("Show the evidence") : _("Fold the evidence away");
  }

  /* A browser may refuse to keep anything. */
  function remembered() {
    try { return localStorage.getItem(KEY); } catch { return null; }
  }

  function remember(value) {
    try { localStorage.setItem(KEY, value); } catch { /* then it is not remembered */ }
  }

  all.addEventListener("click", () => {
    isFolded = !isFolded;
    remember(isFolded ? "folded" : "open");
    showAll();
  });

  /* What a link leads to is shown, whatever it stands in. */
  function reveal() {
    const target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    if (!target) return;
    const box = target.closest(".evidence");
    const slide = target.closest("details");
    const wasHidden = box?.hidden || (slide && !slide.open);
    if (box) show(box, true);
    if (slide) slide.open = true;
    if (wasHidden) target.scrollIntoView();
  }

  (document.querySelector(".reading-times") ?? boxes[0].parentElement).append(all);
  showAll();
  reveal();
  window.addEventListener("hashchange", reveal);
})();

/* What a slide rests on: E or the line at its foot opens it, E or Escape closes it. */
(() => {
  "use strict";

  const briefing = window.briefingDeck;
  const { deck } = briefing;

  const GAP = 12; // pixels of the canvas, between headline and panel
  const PAGE = 0.9; // of the panel, that a page key scrolls

  const details = () => deck.getCurrentSlide().querySelector(".slide-evidence");
  const panel = () => details()?.querySelector(".slide-evidence-panel");
  const isOpen = () => details()?.open ?? false;

  function toggle(isWanted = !isOpen()) {
    const evidence = details();
    if (!evidence || evidence.open === isWanted) return;
    evidence.open = isWanted;
    if (isWanted) place();
    moveFocus(isWanted);
  }

  function moveFocus(isIn) {
    if (isIn) details().querySelector(".slide-evidence-panel a")?.focus();
    else briefing.focusSlide();
  }

  /* From below the headline to the foot, whatever the headline's height. */
  function place() {
    if (briefing.column.isOn) {
      panel().style.height = "";
      return;
    }
    const slide = deck.getCurrentSlide();
    const foot = slide.querySelector(".slide-foot").getBoundingClientRect();
    const headline = slide.querySelector(".slide-title").getBoundingClientRect();
    const room = (foot.top - headline.bottom) / deck.getScale() - GAP;
    panel().style.height = `${Math.round(room)}px`;
  }

  /* A page key scrolls the open panel until its end; whether there was something to scroll. */
  function scroll(direction) {
    if (!isOpen() || briefing.column.isOn) return false;
    const open = panel();
    const before = open.scrollTop;
    open.scrollBy({ top: direction * PAGE * open.clientHeight, behavior: "instant" });
    return Math.abs(open.scrollTop - before) > 1;
  }

  /* By the mouse: the browser has opened or closed it already. */
  function onClick(event) {
    const summary = event.target.closest?.(".slide-evidence > summary");
    const isByKey = event.detail === 0; // then the focus stays on the summary
    if (!summary || isByKey || briefing.column.isOn) return;
    event.preventDefault();
    toggle();
  }

  function onToggle({ target }) {
    if (target === details() && target.open) place();
  }

  function close({ previousSlide }) {
    const left = previousSlide?.querySelector(".slide-evidence");
    if (left && !briefing.column.isOn) left.open = false;
  }

  function start() {
    document.addEventListener("click", onClick);
    document.addEventListener("toggle", onToggle, true); // it does not bubble
    deck.on("slidechanged", close);
    deck.on("resize", () => isOpen() && place());
  }

  briefing.evidence = { isOpen, toggle, scroll, start };
})();

/* Starts a deck and makes it usable by keyboard, screen reader, print and without a network.
   A classic script: module scripts do not run from file://. */
(() => {
  "use strict";

  /* A text in the language of the publication: translation.py writes those that are not English. */
  const _ = (text) => window.briefingTexts?.[text] ?? text;

  const root = document.querySelector(".reveal");
  const deck = window.Reveal;

  // -- light and dark ----------------------------------------------------------------------------

  const THEME_KEY = "theme"; // shared with the docs (Furo), where both have one origin

  /* Storage may be forbidden; the system's setting then decides. */
  function storedTheme() {
    try {
      return window.localStorage.getItem(THEME_KEY);
    } catch {
      return null;
    }
  }

  function storeTheme(theme) {
    try {
      window.localStorage.setItem(THEME_KEY, theme);
    } catch { /* it holds for this page, then */ }
  }

  function showTheme(theme) {
    const { dataset } = document.documentElement;
    if (theme === "light" || theme === "dark") dataset.theme = theme;
    else delete dataset.theme;
  }

  function isDark() {
    const { theme } = document.documentElement.dataset;
    return theme ? theme === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function switchTheme() {
    const theme = isDark() ? "light" : "dark";
    showTheme(theme);
    storeTheme(theme);
  }

  // -- addresses ---------------------------------------------------------------------------------

  /* Slides that this deck does not show, or no longer: their addresses may have been cited. */
  const elsewhere = JSON.parse(root.dataset.elsewhere);

  function followMoved() {
    const id = window.location.hash.replace(/^#\/?/, "");
    if (Object.hasOwn(elsewhere, id)) window.location.replace(elsewhere[id]);
  }

  // -- what assistive technology is told ---------------------------------------------------------

  function describe() {
    root.setAttribute("role", "region"); // "application" would shut a reader's own keys out
    root.setAttribute("aria-roledescription", _("slide deck"));
    root.setAttribute("aria-label", document.title);
    for (const slide of deck.getSlides()) {
      slide.setAttribute("role", "group");
      slide.setAttribute("aria-roledescription", _("slide"));
    }
  }

  /* What reveal.js says for itself, in its help and above the notes (see decks/texts.py). */
  function translateReveal() {
    if (!window.briefingTexts) return;
    root.style.setProperty("--notes-label", JSON.stringify(_("Speaker notes")));
    for (const button of root.querySelectorAll(".controls button, .resume-button")) {
      if (button.ariaLabel) button.ariaLabel = _(button.ariaLabel);
      else button.textContent = _(button.textContent);
    }
    new MutationObserver(() => {
      for (const part of root.querySelectorAll(".r-overlay-help :is(.title, th, td)")) {
        part.textContent = _(part.textContent);
      }
    }).observe(root, { childList: true }); // the help comes and goes as one
    const { open } = window;
    window.open = (...where) => {
      const opened = open.apply(window, where);
      setTimeout(() => translateSpeakerView(opened)); // once it is written
      return opened;
    };
  }

  function translateSpeakerView(opened) {
    if (!opened?.document.getElementById("speaker-controls")) return;
    const parts = ".label, .reset-button, option, #connection-status, .speaker-layout-label";
    for (const part of opened.document.querySelectorAll(parts)) {
      const { firstChild: text } = part; // the label of the layout has more: "Layout: Wide"
      if (text) text.data = text.data.replace(/[^\s:][^:]*[^\s:]/g, _);
    }
  }

  /* Only the slide on show takes the focus; in the overview all can be clicked. */
  function setInert() {
    const isAllInUse = deck.isPrintView() || deck.isOverview();
    const current = deck.getCurrentSlide();
    for (const slide of deck.getSlides()) slide.inert = !isAllInUse && slide !== current;
  }

  // -- the overview ------------------------------------------------------------------------------

  const PITCH = 1.08; // from a slide to the next, in slides: the rest is the gap between them
  const MARGIN = 1.02; // of the whole grid, likewise

  const columns = () => Math.ceil(Math.sqrt(deck.getSlides().length));

  /* A grid that shows every slide; reveal.js would lay them in one row. */
  function layOverview() {
    if (!deck.isOverview()) return;
    const slides = deck.getSlides();
    const { width, height } = deck.getComputedSlideSize();
    const across = columns();
    const down = Math.ceil(slides.length / across);
    const scale = Math.min(window.innerWidth / (width * across),
      window.innerHeight / (height * down)) / (PITCH * MARGIN);
    for (const [index, { style }] of slides.entries()) {
      const x = (index % across - (across - 1) / 2) * width * PITCH;
      const y = (Math.floor(index / across) - (down - 1) / 2) * height * PITCH;
      style.display = "block"; // reveal.js hides those that are more than ten away
      style.transform = `translate3d(${x}px, ${y}px, 0)`;
    }
    deck.getSlidesElement().style.transform = `scale(${scale / deck.getScale()})`;
  }

  function onKeyInOverview(event) {
    const step = { ArrowUp: -columns(), ArrowDown: columns(), Enter: 0 }[event.key];
    if (step === undefined || !deck.isOverview()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const to = deck.getIndices().h + step;
    if (step === 0) deck.toggleOverview(false);
    else if (to >= 0 && to < deck.getSlides().length) deck.slide(to);
  }

  // -- what the slide rests on -------------------------------------------------------------------

  const evidence = () => deck.getCurrentSlide().querySelector(".slide-evidence");

  /* E or its summary opens it, E or Escape closes it. */
  function setEvidence(isOpen) {
    const details = evidence();
    if (!details) return;
    details.open = isOpen;
    const [summary] = details.children;
    const first = isOpen ? details.querySelector("a") : null;
    (first ?? summary).focus();
  }

  function onKeyInEvidence(event) {
    const { key, target } = event;
    if (key === "Escape" && evidence()?.open) {
      event.stopImmediatePropagation(); // it would open the overview
      setEvidence(false);
    } else if ([" ", "Enter"].includes(key) && target.closest("summary, a")) {
      event.stopImmediatePropagation(); // it is for what has the focus, not for the next slide
    } else if (/^Arrow(Up|Down)$|^Page/.test(key) && target.closest(".slide-evidence")) {
      event.stopImmediatePropagation(); // they scroll it
    }
  }

  function closeEvidence({ previousSlide }) {
    const details = previousSlide?.querySelector(".slide-evidence");
    if (details) details.open = false;
  }

  // -- the start ---------------------------------------------------------------------------------

  const bind = (key, description, act) =>
    deck.addKeyBinding({ keyCode: key.charCodeAt(0), key, description }, act);

  async function start() {
    await deck.initialize({ ...JSON.parse(root.dataset.config), plugins: [window.RevealNotes] });
    describe();
    translateReveal();
    setInert();
    for (const change of ["slidechanged", "overviewshown", "overviewhidden"]) {
      deck.on(change, setInert);
    }
    for (const change of ["overviewshown", "slidechanged", "resize"]) {
      deck.on(change, () => window.requestAnimationFrame(layOverview));
    }
    deck.on("slidechanged", closeEvidence);
    // Before reveal.js takes the keys.
    document.addEventListener("keydown", onKeyInOverview, true);
    document.addEventListener("keydown", onKeyInEvidence, true);
    bind("E", _("Evidence of this slide"), () => setEvidence(!evidence()?.open));
    bind("T", _("Light or dark"), switchTheme);
    document.documentElement.classList.add("deck-ready");
  }

  showTheme(new URLSearchParams(window.location.search).get("theme") || storedTheme());
  followMoved();
  window.addEventListener("hashchange", followMoved);
  start();
})();

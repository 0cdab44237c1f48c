/* A deck on a small screen, or much enlarged: its slides one below the other, as text that can be
   read (WCAG 2.2, 1.4.4 and 1.4.10). reveal.js goes on, but the stylesheet undoes its layout; the
   slide that is being read is the current one, so that addresses and keys mean the same. */
(() => {
  "use strict";

  const briefing = window.briefingDeck;
  const { deck } = briefing;

  /* Of the canvas: below, its text of 24 px were smaller than 13 px on the screen. */
  const SMALLEST = 0.55;
  const OVERLAP = 4; // pixels: boxes are a little larger than their letters
  const READING_LINE = "-10% 0px -89% 0px"; // of the window: the slide there is being read

  const query = new URLSearchParams(window.location.search);
  const asked = query.get("view"); // "slides", "column"; "print"
  let chosen = asked;
  let isScrolling = false; // the reader scrolls, and the deck follows; not the other way round
  let shown = null; // the slide that was scrolled to last
  let isLed = false; // the deck has scrolled; until the reader does, it stays where it is

  const wideOnShow = new Set(); // tables and figures that may be wider than the screen

  const column = { isOn: false, isSmall, prepare, choose, start, show, follow };
  briefing.column = column;

  function isSmall({ width, height } = deck.getConfig()) {
    return Math.min(window.innerWidth / width, window.innerHeight / height) < SMALLEST;
  }

  const isWanted = (config) => chosen === "column" || (chosen !== "slides" && isSmall(config));

  /* Before reveal.js starts: what it lays out would only be undone. Gives its configuration. */
  function prepare(config) {
    const isPrint = [asked, config.view].includes("print") || query.has("print-pdf");
    const isColumn = !isPrint && isWanted(config);
    document.documentElement.classList.toggle("deck-column", isColumn);
    return isColumn ? { ...config, disableLayout: true } : config;
  }

  function choose(view) {
    chosen = view;
    update();
  }

  function update() {
    const isColumn = isWanted();
    if (isColumn === column.isOn) return;
    column.isOn = isColumn;
    deck.toggleOverview(false);
    deck.togglePause(false);
    document.documentElement.classList.toggle("deck-column", isColumn);
    deck.configure({
      disableLayout: isColumn,
      touch: !isColumn,
      hideInactiveCursor: !isColumn,
    });
    if (!isColumn) deck.layout();
    briefing.access.setInert();
    if (isColumn) show(deck.getCurrentSlide());
    else window.scrollTo(0, 0);
    fit();
  }

  function show(slide, frames = 3) {
    isLed = true;
    shown = slide;
    slide.scrollIntoView({ block: "start" });
    // What comes near is laid out only now, and may be higher or lower than was taken for granted.
    if (frames) {
      requestAnimationFrame(() => isLed && shown === slide && show(slide, frames - 1));
    }
  }

  /* The slide has changed: it is scrolled to, unless scrolling has changed it. */
  function follow({ currentSlide }) {
    if (column.isOn && !isScrolling) show(currentSlide);
    fit();
  }

  function read(entries) {
    const reached = entries.find((entry) => entry.isIntersecting)?.target;
    if (!column.isOn || isLed || !reached) return;
    isScrolling = true;
    const { h, v } = deck.getIndices(reached);
    deck.slide(h, v);
    isScrolling = false;
  }

  /* A link to the slide that is current already, but scrolled away. */
  function onClick({ target }) {
    const link = target.closest?.("a[href^='#']");
    const slide = link && document.getElementById(link.getAttribute("href").replace(/^#\/?/, ""));
    if (column.isOn && slide) show(slide.closest("section.slide") ?? slide);
  }

  // -- text that does not fit --------------------------------------------------------------------

  /* Whoever spaces text out (WCAG 2.2, 1.4.12) or enlarges it alone can scroll what no longer fits
     between headline and foot; nothing is lost. Wide tables scroll sideways in the column. */
  function fit() {
    const slide = deck.getCurrentSlide();
    const body = slide?.querySelector(":scope > .slide-body");
    if (!body || deck.isPrintView()) return;
    body.classList.remove("is-scrolled");
    body.style.maxHeight = "";
    const foot = slide.querySelector(":scope > .slide-foot").getBoundingClientRect();
    const isLong = !column.isOn && !deck.isOverview() &&
      (endOf(body) > foot.top + 1 || hasCollision(slide, body));
    if (isLong) {
      const room = (foot.top - body.getBoundingClientRect().top) / deck.getScale();
      body.style.maxHeight = `${Math.max(room, 0)}px`;
      body.classList.add("is-scrolled");
    }
    setScrollable(body, isLong);
    if (column.isOn) fitWide();
  }

  /* All are measured before one is changed, so that the page is laid out once. */
  function fitWide() {
    const found = [...wideOnShow].map((wide) => [wide, wide.scrollWidth > wide.clientWidth]);
    for (const [wide, isWide] of found) setScrollable(wide, isWide);
  }

  function seeWide(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) wideOnShow.add(target);
      else wideOnShow.delete(target);
    }
    if (column.isOn) fitWide();
  }

  const isPlaced = (part) => getComputedStyle(part).position === "absolute";

  /* Where the last of the text ends that flows; margins do not count. */
  function endOf(body) {
    const ends = [...body.children].filter((part) => !isPlaced(part)).map((part) => {
      const range = document.createRange();
      range.selectNodeContents(part);
      return range.getBoundingClientRect().bottom;
    });
    return Math.max(...ends, 0);
  }

  /* Whether what stands at a place of its own has met the text. */
  function hasCollision(slide, body) {
    const parts = [slide.querySelector(":scope > .slide-title"), ...body.children];
    const meet = (one, other) => {
      const [a, b] = [one, other].map((part) => part.getBoundingClientRect());
      return Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > OVERLAP &&
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > OVERLAP;
    };
    return [...body.children].some((placed) => isPlaced(placed) &&
      parts.some((part) => part && part !== placed && meet(part, placed)));
  }

  function setScrollable(element, isScrollable) {
    if (isScrollable) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  }

  function start() {
    const watch = new IntersectionObserver(read, { rootMargin: READING_LINE });
    const grown = new ResizeObserver(fit);
    const seen = new IntersectionObserver(seeWide, { rootMargin: "50% 0px" });
    for (const slide of deck.getSlides()) {
      watch.observe(slide);
      const body = slide.querySelector(":scope > .slide-body");
      for (const part of body?.children ?? []) grown.observe(part);
      for (const wide of slide.querySelectorAll(".table-wrapper, .figure-picture")) seen.observe(wide);
    }
    for (const moved of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      window.addEventListener(moved, () => { isLed = false; }, { passive: true, capture: true });
    }
    window.addEventListener("click", onClick);
    window.addEventListener("resize", () => {
      update();
      if (column.isOn) show(deck.getCurrentSlide());
    });
    update();
    fit();
  }
})();

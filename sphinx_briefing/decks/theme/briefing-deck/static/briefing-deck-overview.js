/* The overview: a grid that shows every slide; reveal.js would lay them in one row. */
(() => {
  "use strict";

  const briefing = window.briefingDeck;
  const { deck } = briefing;

  const PITCH = 1.08; // from a slide to the next, in slides: the rest is the gap between them
  const MARGIN = 1.02; // of the whole grid, likewise

  const columns = () => Math.ceil(Math.sqrt(deck.getSlides().length));

  function lay() {
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
    /* On a canvas that is scaled, reveal.js has its corner in the middle of the window. */
    const all = deck.getSlidesElement().style;
    all.transform = `${all.left ? "translate(-50%, -50%) " : ""}scale(${scale})`;
  }

  /* Whether the key was one for the overview. */
  function press(key) {
    const step = { ArrowUp: -columns(), ArrowDown: columns(), Enter: 0 }[key];
    if (step === undefined || !deck.isOverview()) return false;
    const to = deck.getIndices().h + step;
    if (step === 0) deck.toggleOverview(false);
    else if (to >= 0 && to < deck.getSlides().length) deck.slide(to);
    return true;
  }

  function start() {
    for (const change of ["overviewshown", "slidechanged", "resize"]) {
      deck.on(change, () => window.requestAnimationFrame(lay));
    }
  }

  briefing.overview = { press, start };
})();

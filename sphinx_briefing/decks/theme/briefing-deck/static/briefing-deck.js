/* Starts a deck: light and dark, addresses and titles, keys. What each key does stands beside this
   file, in the other briefing-deck-*.js. */
(() => {
  "use strict";

  const briefing = window.briefingDeck;
  const { deck, root, make, remembered, remember, _ } = briefing;
  const { column, evidence, overview, pointing, dialogs, speaker } = briefing;

  briefing.title = document.title;
  const query = new URLSearchParams(window.location.search);

  // -- light and dark ----------------------------------------------------------------------------

  const THEME_KEY = "theme"; // shared with the docs (Furo), where both have one origin

  function showTheme(theme) {
    const { dataset } = document.documentElement;
    if (theme === "light" || theme === "dark") dataset.theme = theme;
    else delete dataset.theme;
  }

  function isDark() {
    const { theme } = document.documentElement.dataset;
    return theme ? theme === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  briefing.theme = {
    toggle() {
      const theme = isDark() ? "light" : "dark";
      showTheme(theme);
      remember(THEME_KEY, theme);
      speaker.tell();
    },
  };

  // -- the screen --------------------------------------------------------------------------------

  briefing.screen = {
    /* Whether the browser has done it. */
    async toggleFull() {
      try {
        if (document.fullscreenElement) await document.exitFullscreen();
        else await document.documentElement.requestFullscreen();
        return true;
      } catch {
        return false; // only an act in this very window may start it
      }
    },
  };

  function blank(isWhite) {
    root.classList.toggle("is-white", isWhite);
    deck.togglePause();
  }

  /* What must be said to the presenter, where they look. */
  briefing.say = (text) => {
    const said = make("p", { class: "deck-said", role: "alert" }, text);
    document.body.append(said);
    setTimeout(() => said.remove(), 10_000);
  };

  // -- addresses and titles ----------------------------------------------------------------------

  /* Slides that this deck does not show, or no longer: their addresses may have been cited. */
  const elsewhere = JSON.parse(root.dataset.elsewhere);

  function followMoved() {
    const id = window.location.hash.replace(/^#\/?/, "");
    if (Object.hasOwn(elsewhere, id)) window.location.replace(elsewhere[id]);
  }

  /* At once; reveal.js would wait for a second, and never names the slide in the title. */
  function nameSlide() {
    const slide = deck.getCurrentSlide();
    const headline = briefing.headlineOf(slide);
    const isFirst = deck.isFirstSlide();
    document.title = isFirst || !headline ? briefing.title : `${headline} · ${briefing.title}`;
    if (deck.getConfig().history || (isFirst && !window.location.hash)) return;
    try {
      window.history.replaceState(null, "", `#/${encodeURIComponent(slide.id)}`);
    } catch { /* too often in a short time: the next slide will do it */ }
  }

  /* While somebody presents, a link leads to a new tab, since the deck and its place must not go.
     Who reads alone has the browser's own way back, and their own choice of tabs. */
  function setTarget({ target }) {
    const link = target.closest?.("a[href]");
    if (!link) return;
    const isLeaving = !link.getAttribute("href").startsWith("#");
    if (isLeaving && (document.fullscreenElement || speaker.isOpen())) {
      link.target = "_blank";
      link.rel = "noopener";
    } else {
      link.removeAttribute("target");
    }
  }

  // -- keys --------------------------------------------------------------------------------------

  const KEYS_KEY = "briefing-deck-keys"; // "on" or "off": the reader's choice before the project's
  const DIGITS_HOLD = 3000; // milliseconds

  let digits = "";
  let digitsTimer;

  function takeDigit(key) {
    digits += key;
    clearTimeout(digitsTimer);
    digitsTimer = setTimeout(() => { digits = ""; }, DIGITS_HOLD);
  }

  function goToDigits() {
    const number = Number(digits);
    digits = "";
    if (number >= 1) deck.slide(Math.min(number, deck.getTotalSlides()) - 1);
    return number >= 1;
  }

  const LETTERS = {
    "?": dialogs.openHelp,
    "/": dialogs.openFinder,
    ".": () => blank(false),
    b: () => blank(false),
    w: () => blank(true),
    e: () => evidence.toggle(),
    f: briefing.screen.toggleFull,
    g: dialogs.openFinder,
    p: pointing.togglePointer,
    s: speaker.open,
    t: briefing.theme.toggle,
    z: () => pointing.toggleZoom(),
  };
  const OF_SLIDES = [".", "b", "w", "p", "z"]; // they mean nothing in the column

  const isCharacter = (key) => key.length === 1 && key !== " ";

  briefing.keys = {
    isOn: () => (remembered(KEYS_KEY) ?? root.dataset.keys) !== "off",
    setOn(isOn) {
      remember(KEYS_KEY, isOn ? "on" : "off");
      showKeys();
    },
    press,
  };

  /* WCAG 2.2, 2.1.4: keys of a single character can be turned off. */
  function showKeys() {
    document.documentElement.classList.toggle("deck-keyless", !briefing.keys.isOn());
  }

  /* Does what a key means, here or in the speaker view; whether it meant something. */
  function press({ key, shiftKey = false }) {
    if (isCharacter(key)) return pressCharacter(key.toLowerCase());
    if (deck.isPaused() && !column.isOn) {
      deck.togglePause(false);
      return true;
    }
    if (key === "F1") {
      dialogs.openHelp();
      return true;
    }
    if (key === "Enter" && digits) return goToDigits();
    if (key === "Escape") return leave();
    if (column.isOn) return false;
    if (overview.press(key)) return true;
    const turn = { PageDown: 1, PageUp: -1, " ": shiftKey ? -1 : 1 }[key];
    if (turn === undefined || deck.isOverview()) return false;
    if (!evidence.scroll(turn)) deck[turn > 0 ? "next" : "prev"]();
    return true;
  }

  function pressCharacter(key) {
    if (!briefing.keys.isOn()) return true; // nor is it reveal.js'
    if (/\d/.test(key)) takeDigit(key);
    else if (!Object.hasOwn(LETTERS, key)) return false;
    else if (!(column.isOn && OF_SLIDES.includes(key))) LETTERS[key]();
    return true;
  }

  /* Escape, from the inside out; last, reveal.js opens the overview. */
  function leave() {
    if (pointing.isZoomed()) pointing.toggleZoom(false);
    else if (evidence.isOpen()) evidence.toggle(false);
    else if (pointing.isPointing()) pointing.togglePointer();
    else return column.isOn;
    return true;
  }

  /* Keys that belong to what has the focus, and not to the deck. */
  function isForTarget({ key, target }) {
    if (!(target instanceof Element)) return false;
    if (target.closest("input, textarea, select, [contenteditable]")) return true;
    if ([" ", "Enter"].includes(key) && target.closest("summary, button, label")) return true;
    if (key === "Enter" && target.closest("a")) return true;
    return /^Arrow(Up|Down)$/.test(key) && target.closest(".slide-evidence, .is-scrolled") !== null;
  }

  /* Before reveal.js takes the key. */
  function onKey(event) {
    if (briefing.isDialogOpen() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isForTarget(event)) {
      event.stopImmediatePropagation();
    } else if (press(event)) {
      event.stopImmediatePropagation();
      event.preventDefault();
    }
  }

  // -- the start ---------------------------------------------------------------------------------

  function onChange(event) {
    briefing.access.setInert();
    nameSlide();
    column.follow(event);
    briefing.access.announce();
  }

  async function start() {
    await deck.initialize({
      ...column.prepare(JSON.parse(root.dataset.config)),
      keyboardCondition: () => !column.isOn && !briefing.isDialogOpen(),
    });
    briefing.access.describe();
    briefing.access.setInert();
    const resume = root.querySelector(".resume-button");
    if (resume) resume.textContent = _("Resume presentation");
    deck.on("slidechanged", onChange);
    for (const change of ["overviewshown", "overviewhidden"]) {
      deck.on(change, () => briefing.access.setInert());
    }
    deck.on("fragmentshown", briefing.access.announceStep);
    for (const part of [overview, evidence, pointing, speaker, briefing.bar]) part.start();
    if (!deck.isPrintView()) column.start();
    window.addEventListener("keydown", onKey, true);
    document.addEventListener("click", setTarget, true);
    showKeys();
    nameSlide();
    document.documentElement.classList.add("deck-ready");
  }

  showTheme(query.get("theme") || remembered(THEME_KEY));
  followMoved();
  window.addEventListener("hashchange", followMoved);
  start();
})();

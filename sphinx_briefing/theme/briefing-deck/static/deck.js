/* Starts a deck and makes it usable by keyboard, screen reader, print and without a network.
   A classic script: module scripts do not run from file://. */
(function () {
  "use strict";

  var root = document.querySelector(".reveal");
  var config = JSON.parse(root.dataset.config);
  var THEME_KEY = "theme"; // shared with the docs (Furo), where both have one origin

  function stored(value) {
    try {
      if (value === undefined) return window.localStorage.getItem(THEME_KEY);
      window.localStorage.setItem(THEME_KEY, value);
    } catch (error) { /* storage may be forbidden; the system's setting then decides */ }
    return null;
  }

  function showTheme(theme) {
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  }

  function isDark() {
    var set = document.documentElement.dataset.theme;
    return set ? set === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  var asked = new URLSearchParams(window.location.search).get("theme");
  showTheme(asked || stored());

  config.plugins = [window.RevealNotes];
  window.Reveal.initialize(config).then(function () {
    var deck = window.Reveal;
    var slides = deck.getSlides();
    var printing = deck.isPrintView();

    // role="application" would shut a screen reader's reading keys out.
    root.setAttribute("role", "region");
    root.setAttribute("aria-roledescription", "slide deck");
    root.setAttribute("aria-label", document.title);
    slides.forEach(function (slide) {
      slide.setAttribute("role", "group");
      slide.setAttribute("aria-roledescription", "slide");
    });

    // Only the slide on show takes the focus; in the overview all can be clicked.
    function setInert() {
      var current = deck.getCurrentSlide();
      slides.forEach(function (slide) {
        slide.inert = !printing && !deck.isOverview() && slide !== current;
      });
    }
    ["slidechanged", "overviewshown", "overviewhidden"].forEach(function (name) {
      deck.on(name, setInert);
    });
    setInert();

    // What the slide rests on: E or its summary opens it, E or Escape closes it.
    function evidence() {
      return deck.getCurrentSlide().querySelector(".slide-evidence");
    }
    function setEvidence(open) {
      var details = evidence();
      if (!details) return;
      details.open = open;
      if (open) (details.querySelector("a") || details.firstElementChild).focus();
      else details.firstElementChild.focus();
    }
    deck.addKeyBinding({ keyCode: 69, key: "E", description: "Evidence of this slide" }, function () {
      setEvidence(!(evidence() && evidence().open));
    });
    deck.on("slidechanged", function (event) {
      var details = event.previousSlide && event.previousSlide.querySelector(".slide-evidence");
      if (details) details.open = false;
    });
    document.addEventListener("keydown", function (event) {
      var details = evidence();
      if (event.key === "Escape" && details && details.open) {
        event.stopImmediatePropagation(); // it would open the overview
        setEvidence(false);
      } else if ((event.key === " " || event.key === "Enter") && event.target.closest("summary, a")) {
        event.stopImmediatePropagation(); // it is for what has the focus, not for the next slide
      } else if (/^Arrow(Up|Down)$|^Page/.test(event.key) && event.target.closest(".slide-evidence")) {
        event.stopImmediatePropagation(); // they scroll it
      }
    }, true);

    deck.addKeyBinding({ keyCode: 84, key: "T", description: "Light or dark" }, function () {
      var theme = isDark() ? "light" : "dark";
      showTheme(theme);
      stored(theme);
    });
    document.documentElement.classList.add("deck-ready");
  });
})();

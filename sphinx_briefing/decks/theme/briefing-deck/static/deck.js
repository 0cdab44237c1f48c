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

  // Slides that this deck does not show, or no longer: their addresses may have been cited.
  var elsewhere = JSON.parse(root.dataset.elsewhere);
  function followMoved() {
    var id = window.location.hash.replace(/^#\/?/, "");
    if (Object.hasOwn(elsewhere, id)) window.location.replace(elsewhere[id]);
  }
  followMoved();
  window.addEventListener("hashchange", followMoved);

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

    // The overview as a grid that shows every slide; reveal.js would lay them in one row.
    var EDGE = 1.08; // a slide and the gap after it
    function columns() {
      return Math.ceil(Math.sqrt(slides.length));
    }
    function layOverview() {
      if (!deck.isOverview()) return;
      var size = deck.getComputedSlideSize();
      var across = columns(), down = Math.ceil(slides.length / across);
      var scale = Math.min(window.innerWidth / (size.width * across), window.innerHeight / (size.height * down)) / (EDGE * 1.02);
      slides.forEach(function (slide, index) {
        var x = (index % across - (across - 1) / 2) * size.width * EDGE;
        var y = (Math.floor(index / across) - (down - 1) / 2) * size.height * EDGE;
        slide.style.display = "block"; // reveal.js hides those that are more than ten away
        slide.style.transform = "translate3d(" + x + "px, " + y + "px, 0)";
      });
      deck.getSlidesElement().style.transform = "scale(" + scale / deck.getScale() + ")";
    }
    ["overviewshown", "slidechanged", "resize"].forEach(function (name) {
      deck.on(name, function () { window.requestAnimationFrame(layOverview); });
    });
    document.addEventListener("keydown", function (event) {
      var step = { ArrowUp: -columns(), ArrowDown: columns(), Enter: 0 }[event.key];
      if (step === undefined || !deck.isOverview()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!step) return deck.toggleOverview(false);
      var to = deck.getIndices().h + step;
      if (to >= 0 && to < slides.length) deck.slide(to);
    }, true);

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

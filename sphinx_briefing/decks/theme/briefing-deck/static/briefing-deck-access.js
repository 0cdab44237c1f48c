/* What assistive technology and paper get of a deck. */
(() => {
  "use strict";

  const briefing = window.briefingDeck;
  const { deck, root, _ } = briefing;
  const HIDDEN = ["hidden", "aria-hidden"];

  /* A live region: the slide's number, headline and words, once it is shown. reveal.js has one of
     its own, which reads what is folded away as well. */
  const status = briefing.make("div", { class: "visually-hidden", "aria-live": "polite", "aria-atomic": "true" });

  function announce() {
    if (briefing.column.isOn) return; // who scrolls reads for themselves
    const slide = deck.getCurrentSlide();
    status.textContent = `${slide.getAttribute("aria-label")}. ${briefing.textNow(slide)}`;
  }

  /* Of a slide that is built up, the part that is new. */
  function announceStep({ fragments }) {
    status.textContent = fragments.map(briefing.textNow).join(" ");
  }

  function describe() {
    root.removeAttribute("role"); // "application" would shut a reader's own keys out
    root.setAttribute("aria-label", briefing.title);
    root.querySelector(".aria-status")?.remove(); // reveal.js writes on, unheard
    root.after(status);
    root.style.setProperty("--notes-label", JSON.stringify(_("Speaker notes"))); // ?showNotes=true
    for (const slide of deck.getSlides()) {
      slide.setAttribute("role", "group");
      slide.setAttribute("aria-roledescription", _("slide"));
      unhide(slide);
      // An off-screen slide is inert while there is a screen; on paper all must be in the tags.
      new MutationObserver(() => unhide(slide)).observe(slide, { attributeFilter: HIDDEN });
    }
  }

  function unhide(slide) {
    for (const name of HIDDEN) slide.removeAttribute(name);
  }

  /* Only the slide on show takes the focus; in the overview all can be clicked. */
  function setInert({ isPrinting = false } = {}) {
    const isAllInUse =
      isPrinting || deck.isPrintView() || deck.isOverview() || briefing.column.isOn;
    const current = deck.getCurrentSlide();
    for (const slide of deck.getSlides()) slide.inert = !isAllInUse && slide !== current;
  }

  // -- paper -------------------------------------------------------------------------------------

  const stated = new Map(); // links as they stand, while they are others for paper

  /* On paper a link leads to the publication's address, where that is known, or to another page of
     the paper; one to a file of this machine would lead nobody anywhere. */
  function setLinksForPaper() {
    const site = document.querySelector("link[rel=canonical]")?.href;
    for (const link of root.querySelectorAll("a[href]")) {
      const href = link.getAttribute("href");
      if (/^[a-z][a-z\d+.-]*:/i.test(href)) continue; // absolute
      stated.set(link, href);
      if (href.startsWith("#")) link.setAttribute("href", href.replace(/^#\/?/, "#"));
      else if (site) link.href = new URL(href, site).href;
      else if (window.location.protocol === "file:") link.removeAttribute("href");
    }
  }

  function restoreLinks() {
    for (const [link, href] of stated) link.setAttribute("href", href);
    stated.clear();
  }

  /* reveal.js would put the notes of a slide over it: they get a page of their own. */
  function setNotesApart() {
    for (const notes of root.querySelectorAll(".pdf-page > .speaker-notes-pdf")) {
      notes.dataset.layout = "separate-page";
      notes.removeAttribute("style");
      notes.closest(".pdf-page").after(notes);
    }
  }

  window.addEventListener("beforeprint", () => {
    setInert({ isPrinting: true });
    if (!deck.isPrintView()) setLinksForPaper();
  });
  window.addEventListener("afterprint", () => {
    setInert();
    if (!deck.isPrintView()) restoreLinks();
  });
  deck.on("pdf-ready", () => {
    setInert();
    setLinksForPaper();
    setNotesApart();
  });

  briefing.access = { announce, announceStep, describe, setInert };
})();

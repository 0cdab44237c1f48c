/* What all parts of a deck share: the deck, its texts, helpers, what a slide shows. */
(() => {
  "use strict";

  const deck = window.Reveal;
  const root = document.querySelector(".reveal");

  /* A text in the language of the publication: decks/texts.py writes those that are not English. */
  const _ = (text) => window.briefingTexts?.[text] ?? text;

  // -- what a slide shows ------------------------------------------------------------------------

  const UNSEEN = "aside.notes, .slide-foot, .slide-private, .slide-figure-small, [hidden], [aria-hidden='true'], " +
    "script, style, details:not([open]) > :not(summary)";
  const INLINE = "a, abbr, b, cite, code, em, i, kbd, mark, q, s, small, span, strong, sub, sup";

  /* The words of a slide that are seen, with the alternatives of its pictures; what is folded away
     or said by the speaker is left out. */
  function seenText(node, unseen = UNSEEN) {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (!(node instanceof Element) || node.matches(unseen)) return "";
    if (node.matches("img")) return ` ${node.alt} `;
    if (node.matches("svg, [role='img']")) return ` ${nameOf(node)} `;
    const text = [...node.childNodes].map((child) => seenText(child, unseen)).join("");
    return node.matches(INLINE) ? text : ` ${text} `;
  }

  function nameOf(picture) {
    const by = picture.getAttribute("aria-labelledby");
    const named = by && document.getElementById(by.split(" ")[0]);
    return picture.getAttribute("aria-label") ?? named?.textContent ??
      picture.querySelector(":scope > title")?.textContent ?? "";
  }

  const inOneLine = (text) => text.replace(/\s+/g, " ").trim();
  const titleOf = (slide) => slide.querySelector(".slide-title");

  window.briefingDeck = {
    ...window.briefingHelpers,
    deck,
    root,
    _,
    textOf: (slide) => inOneLine(seenText(slide)),
    textNow: (slide) => inOneLine(seenText(slide, `${UNSEEN}, .fragment:not(.visible)`)),
    headlineOf: (slide) => inOneLine(titleOf(slide)?.textContent ?? ""),
    isDialogOpen: () => document.querySelector("dialog[open]") !== null,
    /* The focus is the deck's: its keys move slides, and Tab goes on into the slide. */
    focusSlide() {
      const slide = deck.getCurrentSlide();
      slide.tabIndex = -1;
      slide.focus({ preventScroll: true });
    },
  };
})();

/* "Cite this", for a page, a claim, a slide and a deck; a term has it in briefing-glossary.js. What it
   opens is made by briefing-cite-box.js. A classic script without inline code: it runs from
   file:// and under a strict content security policy. Without it, everything can be linked to. */
(() => {
  "use strict";

  /* A text in the language of the publication: translation.py writes those that are not English. */
  const _ = (text, values = {}) => (window.briefingTexts?.[text] ?? text)
    .replace(/\{(\w+)\}/g, (slot, name) => values[name] ?? slot);

  const publication = document.querySelector("meta[name=briefing-cite]")?.dataset;
  if (!publication) return; // a page of no document
  function make(tag, className = "", ...content) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...content);
    return element;
  }

  // -- what is cited besides terms -----------------------------------------------------------------

  /* What a heading or paragraph says, without the link to itself. */
  function textOf(element) {
    const copied = element.cloneNode(true);
    for (const part of copied.querySelectorAll(".headerlink, .visually-hidden")) part.remove();
    return copied.textContent.trim().replace(/\s+/g, " ");
  }

  /* Folded away, and filled when it is first opened. */
  function addTo(parent, cited) {
    const details = make("details", "cite-this", make("summary", "", _("Cite this")));
    details.addEventListener("toggle", async () => {
      if (!details.open) return;
      await window.briefingLater();
      if (!details.querySelector(".entry-cite")) details.append(window.briefingCite(cited).box);
    });
    parent.append(details);
  }

  /* The name of the small page that tells chats of a slide, in the first deck that shows it. */
  function sharedOf(slide) {
    const link = slide.querySelector(".in-brief-decks a");
    const [, deck, id] = /([^/]+)\.html#\/(.+)$/.exec(link?.href ?? "") ?? [];
    return id ? `${deck}/${id}` : "";
  }

  for (const claim of document.querySelectorAll("section.claim[id]")) {
    const name = _("Claim {id}", { id: claim.id.toUpperCase() });
    addTo(claim.querySelector("details") ?? claim, { id: claim.id, names: [name], kind: "claim" });
  }
  for (const slide of document.querySelectorAll(".admonition.in-brief[id^='slide-']")) {
    const section = slide.closest("section");
    const headline = slide.querySelector(":scope > .in-brief-headline") ??
      section?.querySelector(":scope > :is(h1, h2, h3, h4, h5, h6)");
    const cited = { id: slide.id, names: [textOf(headline ?? slide)], kind: "label", shared: sharedOf(slide) };
    if (headline) addTo(slide, cited);
  }
  // A slide that a deck has of its own stands in its transcript.
  for (const section of document.querySelectorAll(".transcribed-slide[id^='slide-']")) {
    const headline = section.querySelector(":scope > :is(h1, h2, h3, h4, h5, h6)");
    const name = textOf(headline).replace(/^\d+\. /, "");
    addTo(section.querySelector(".transcript-more") ?? section, { id: section.id, names: [name], kind: "label" });
  }
  const whole = document.querySelector("main section, article section, [role=main] section");
  if (whole && publication.name) {
    const deck = whole.id.startsWith("deck-") ? whole.id : "";
    addTo(whole, { id: deck, names: [publication.name], kind: deck ? "label" : "page" });
  }
})();

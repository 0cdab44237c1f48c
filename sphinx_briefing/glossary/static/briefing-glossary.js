/* The glossary's page: a search by name, links that open their entry, and "Cite this". It is fetched
   when a reader does something. Without it every entry can be read and linked to. A classic script
   without inline code: it runs from file:// and under a strict content security policy. An entry's
   names stand in the data attributes of its details. */
(() => {
  "use strict";

  /* A text in the language of the publication: translation.py writes those that are not English. */
  const _ = (text, values = {}) => (window.briefingTexts?.[text] ?? text)
    .replace(/\{(\w+)\}/g, (slot, name) => values[name] ?? slot);

  const entries = [...document.querySelectorAll("dl.glossary > dd > details.entry-more")]
    .map((details) => {
      const body = details.parentElement;
      const term = body.previousElementSibling;
      const names = details.dataset.names.split("\n");
      const words = names.map(plain).join("\n");
      return { id: term.id, names, words, term, body, details, section: body.closest("section") };
    });
  const form = document.querySelector("form.glossary-search");
  if (!entries.length || !form) return;

  // -- search ------------------------------------------------------------------------------------

  /* Without case, accents and the form of apostrophes and hyphens. */
  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
      .replace(/[\u2018\u2019]/g, "'").replace(/[\u2010\u2011\u2013-]/g, " ");
  }

  const sections = [...new Set(entries.map((entry) => entry.section))];
  const letters = [...document.querySelectorAll("nav.glossary-letters a")]
    .map((link) => ({ link, href: link.getAttribute("href") }));
  const search = form.querySelector("input");
  const count = form.querySelector("output"); // a polite live region

  /* Shows the entries that are asked for, and returns them. */
  function filter() {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const shown = entries.filter((entry) => words.every((word) => entry.words.includes(word)));
    const isShown = new Set(shown);
    for (const entry of entries) entry.term.hidden = entry.body.hidden = !isShown.has(entry);
    const filled = new Set(shown.map((entry) => entry.section));
    for (const section of sections) section.hidden = !filled.has(section);
    for (const { link, href } of letters) { // one that leads nowhere is no link
      if (document.getElementById(href.slice(1)).hidden) link.removeAttribute("href");
      else link.setAttribute("href", href);
    }
    count.textContent = inWords(shown.length, words.length > 0);
    return shown;
  }

  function inWords(found, isFiltered) {
    const counts = { shown: found, count: entries.length };
    if (!isFiltered) return _("{count} entries", counts);
    return found ? _("{shown} of {count} entries", counts) : _("No entry has such a name");
  }

  /* Enter goes to the first that is shown. */
  function openFirst(event) {
    event.preventDefault();
    const [first] = filter();
    if (!search.value || !first) return;
    if (window.location.hash === `#${first.id}`) reveal();
    else window.location.hash = first.id;
  }

  // -- links to an entry -------------------------------------------------------------------------

  /* The id in the address; nothing where it has a stray "%". */
  function asked() {
    try {
      return decodeURIComponent(window.location.hash.slice(1));
    } catch {
      return "";
    }
  }

  /* A link leads to its entry even when that is filtered out, and opens what is folded away. */
  function reveal() {
    const id = asked();
    const target = document.getElementById(id);
    if (!target) return;
    const isFilteredOut = target.closest("[hidden]") !== null;
    if (isFilteredOut) {
      search.value = "";
      filter();
    }
    const entry = entries.find((one) => one.id === id);
    const isFolded = entry && !entry.details.open;
    if (entry) {
      cite(entry);
      entry.details.open = true;
    }
    // The browser has begun to scroll already, to where the target was.
    if (isFilteredOut) target.scrollIntoView({ behavior: "instant", block: "start" });
    else if (isFolded) target.scrollIntoView({ block: "start" });
  }

  // -- cite this ---------------------------------------------------------------------------------

  /* Fills an entry's details, once; briefing-cite-box.js says with what. */
  function cite(entry) {
    if (entry.body.querySelector(".entry-cite")) return;
    const { id, names, details } = entry;
    const { box, url, isPublished } = window.briefingCite({ id, names, kind: "term" });
    if (isPublished) details.querySelector(`a[href="#${id}"]`).textContent = url;
    details.append(box);
  }

  // -- the page ----------------------------------------------------------------------------------

  form.addEventListener("input", filter);
  form.addEventListener("submit", openFirst);
  for (const entry of entries) {
    entry.details.addEventListener("toggle", () => {
      if (entry.details.open) cite(entry);
    });
    if (entry.details.open) cite(entry); // before this script came
  }
  window.addEventListener("hashchange", reveal);
  filter();
  reveal();
})();

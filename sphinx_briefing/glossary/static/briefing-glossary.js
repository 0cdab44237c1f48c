/* The glossary's page: a search by name, links that open their entry, and "Cite this".
   Without it every entry can be read and linked to. A classic script without inline code: it runs
   from file:// and under a strict content security policy. What all snippets share stands in the
   script's own data attributes (glossary/cite.py); an entry's names in those of its details. */
(() => {
  "use strict";

  /* A text in the language of the publication: translation.py writes those that are not English. */
  const _ = (text, values = {}) => (window.briefingTexts?.[text] ?? text)
    .replace(/\{(\w+)\}/g, (slot, name) => values[name] ?? slot);

  const publication = document.currentScript.dataset;
  const PLACEHOLDER = "https://ADDRESS-OF-THE-SITE/";
  const COPIED_FOR = 2000; // milliseconds for which a button says so

  const entries = [...document.querySelectorAll("dl.glossary > dd > details.entry-more")]
    .map((details) => {
      const body = details.parentElement;
      const term = body.previousElementSibling;
      const names = details.dataset.names.split("\n");
      const words = names.map(plain).join("\n");
      return { id: term.id, names, words, term, body, details, section: body.closest("section") };
    });
  if (!entries.length) return;

  function make(tag, className = "", ...content) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...content);
    return element;
  }

  // -- search ------------------------------------------------------------------------------------

  /* Without case, accents and the form of apostrophes and hyphens. */
  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
      .replace(/[\u2018\u2019]/g, "'").replace(/[\u2010\u2011\u2013-]/g, " ");
  }

  const sections = [...new Set(entries.map((entry) => entry.section))];
  const letters = [...document.querySelectorAll("nav.glossary-letters a")]
    .map((link) => ({ link, href: link.getAttribute("href") }));
  const search = Object.assign(make("input"),
    { type: "search", autocomplete: "off", spellcheck: false });
  const count = make("output"); // a polite live region
  const status = make("p", "visually-hidden");
  status.setAttribute("role", "status");

  function makeForm() {
    const form = make("form", "glossary-search");
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", _("Glossary"));
    form.append(make("label", "", _("Find a term by any of its names"), " ", search), count);
    form.addEventListener("input", filter);
    form.addEventListener("submit", openFirst);
    return form;
  }

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

  /* A link leads to its entry even when that is filtered out, and opens what is folded away. */
  function reveal() {
    const id = decodeURIComponent(window.location.hash.slice(1));
    const target = document.getElementById(id);
    if (!target) return;
    const isFilteredOut = target.closest("[hidden]") !== null;
    if (isFilteredOut) {
      search.value = "";
      filter();
    }
    const entry = entries.find((one) => one.id === id);
    if (entry) {
      cite(entry); // before it is scrolled to, so that nothing moves afterwards
      entry.details.open = true;
    }
    if (entry || isFilteredOut) target.scrollIntoView({ behavior: "instant", block: "start" });
  }

  // -- cite this ---------------------------------------------------------------------------------

  /* The page's published address: as conf.py has it, else as the browser has it. */
  function pageAddress() {
    const { protocol, origin, pathname } = window.location;
    if (publication.page.includes("://")) return publication.page;
    return protocol.startsWith("http") ? origin + pathname : PLACEHOLDER + publication.page;
  }

  /* Fills an entry's details, once. */
  function cite(entry) {
    if (entry.body.querySelector(".entry-cite")) return;
    const { id, names } = entry;
    const url = `${pageAddress()}#${id}`;
    const head = make("p", "entry-cite-head", _("Cite this"));
    const list = make("dl");
    const chosen = make("select", "", ...names.map((name) => new Option(name)));
    if (names.length > 1) head.append(make("label", "", " ", _("by the name"), " ", chosen));
    const fill = () => {
      const cited = { id, name: chosen.value, url, publication, today: new Date() };
      list.replaceChildren(...window.briefingSnippets(cited).map(makeRow));
    };
    chosen.addEventListener("change", fill);
    fill();

    const box = make("div", "entry-cite", head, list);
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", _("Cite {name}", { name: names[0] }));
    if (url.startsWith(PLACEHOLDER)) {
      box.append(make("p", "entry-line", _("This page was opened from disk. Put the address of " +
        "the publication in the place of {address}", { address: PLACEHOLDER })));
    } else {
      entry.details.querySelector(`a[href="#${id}"]`).textContent = url;
    }
    if (publication.help) {
      const link = make("a", "reference internal", _("How to set each tool up"));
      link.href = publication.help;
      box.append(make("p", "entry-line", link));
    }
    entry.details.append(box);
  }

  function makeRow([label, text]) {
    const code = make("code", "", text);
    const pre = make("pre", "", code);
    pre.tabIndex = 0; // it scrolls
    pre.setAttribute("role", "region");
    pre.setAttribute("aria-label", label);
    const button = make("button", "", _("Copy"), make("span", "visually-hidden", ` ${label}`));
    button.type = "button";
    button.addEventListener("click", () => copyWith(button, label, code));
    return make("div", "", make("dt", "", label), make("dd", "", pre, button));
  }

  // -- copying -----------------------------------------------------------------------------------

  async function copyWith(button, label, code) {
    const isCopied = await copy(code.textContent, button);
    if (!isCopied) window.getSelection().selectAllChildren(code);
    status.textContent = isCopied ? _("{what} copied", { what: label }) :
      _("The browser does not let this page copy. The text is selected: copy it by the keyboard.");
    button.firstChild.data = isCopied ? _("Copied") : _("Selected");
    setTimeout(() => {
      button.firstChild.data = _("Copy");
      status.textContent = "";
    }, COPIED_FOR);
  }

  /* Whether it was copied. Only pages from https, this machine and, in some browsers, disk may use
     the clipboard itself. */
  async function copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text, button);
    }
  }

  function copyBySelection(text, button) {
    const field = Object.assign(make("textarea", "visually-hidden"),
      { value: text, readOnly: true });
    button.after(field);
    field.select();
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    } finally {
      field.remove();
      button.focus();
    }
  }

  // -- the page ----------------------------------------------------------------------------------

  const form = makeForm();
  (document.querySelector("nav.glossary-letters") ?? sections[0]).before(form);
  form.after(status);
  for (const entry of entries) {
    entry.details.addEventListener("toggle", () => {
      if (entry.details.open) cite(entry);
    });
  }
  window.addEventListener("hashchange", reveal);
  filter();
  reveal();
})();

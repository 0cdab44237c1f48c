/* Sphinx's search page: a result that is a term or a claim has its own name and says what it is, and
   a search without a result, or without words, says what to do. The texts are made by
   site/lookup.py. Without it the results have the titles of their pages. */
(() => {
  "use strict";

  const { entries, pages } = window.briefingSearch ?? {};
  const results = document.getElementById("search-results");
  if (!entries || !results) return;

  /* A text in the language of the publication: translation.py writes those that are not English. */
  const _ = (text) => window.briefingTexts?.[text] ?? text;
  const root = new URL(document.documentElement.dataset.content_root || "./", window.location.href);

  function make(tag, className = "", ...content) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...content);
    return element;
  }

  /* Page and anchor of a link, seen from the root. */
  function keyOf({ href }) {
    const { pathname, hash } = new URL(href);
    try {
      return decodeURI(pathname.slice(root.pathname.length)) + decodeURIComponent(hash);
    } catch {
      return "";
    }
  }

  function improve(item) {
    const link = item.querySelector(":scope > a");
    const entry = link && Object.hasOwn(entries, keyOf(link)) ? entries[keyOf(link)] : null;
    if (!entry || item.classList.contains("is-entry")) return;
    const [title, text, kind] = entry;
    item.classList.add("is-entry");
    link.textContent = title;
    for (const part of [...item.children]) if (part !== link) part.remove();
    item.append(make("span", "search-kind", kind), make("p", "context", text));
  }

  /* Sphinx puts an excerpt of the page below a result once it has it; the entry's text says more. */
  function tidy(item) {
    const [, ...more] = item.querySelectorAll(":scope > .context");
    for (const part of more) part.remove();
  }

  /* Two ways of finding the same entry are one result. */
  const seen = new Set();
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (target.matches("ul.search > li.is-entry")) tidy(target);
      for (const item of addedNodes) {
        if (!(item instanceof HTMLLIElement) || !item.parentElement?.matches("ul.search")) continue;
        improve(item);
        if (!item.classList.contains("is-entry")) continue;
        const { href } = item.querySelector("a");
        if (seen.has(href)) item.remove();
        seen.add(href);
      }
      if (target.matches(".search-summary")) advise();
    }
  }).observe(results, { childList: true, subtree: true });

  function advice() {
    const list = make("ul", "", ...pages.map(([address, title]) => {
      const link = make("a", "reference internal", title);
      link.href = new URL(address, root).href;
      return make("li", "", link);
    }));
    return make("div", "search-tips",
      make("p", "", _("Write one word or more; a page is found that has them all. " +
        "A term is found by any of its names, a claim by its number, such as C01.")),
      ...(pages.length ? [make("p", "", _("Or look through:")), list] : []));
  }

  /* Once it is known that nothing was found. */
  function advise() {
    const isDone = results.querySelector(".search-summary")?.textContent;
    if (!isDone || results.querySelector("ul.search > li, .search-tips")) return;
    results.append(advice());
  }

  if (!new URLSearchParams(window.location.search).get("q")?.trim()) {
    if (!document.querySelector("h1")) results.append(make("h1", "", _("Search")));
    results.append(advice());
  }
})();

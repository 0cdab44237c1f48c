/* Sphinx's search page: a result that is a term or a claim has its own name and says what it is, and
   a search without a result, or without words, says what to do. The texts are made by
   site/lookup.py. Without it the results have the titles of their pages. */
(() => {
  "use strict";

  const { entries, pages, excerpts } = window.briefingSearch ?? {};
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

  // -- excerpts: each document's text is a script, since no page may fetch from disk ---------------

  const AROUND = 120; // characters shown before and after a word
  const texts = new Map();
  window.briefingExcerpt = ([name, text, places]) => texts.set(name, { text, places });

  function loadText(name) {
    if (!texts.has(name)) {
      texts.set(name, new Promise((resolve) => {
        const script = document.createElement("script");
        const done = () => resolve(texts.get(name));
        const src = new URL(`${excerpts}/${name.split("/").map(encodeURIComponent).join("/")}.js`, root);
        Object.assign(script, { src: src.href, onload: done, onerror: () => resolve(null) });
        document.head.append(script);
      }));
    }
    return texts.get(name);
  }

  /* The document that a link leads to: its address without what the builder puts at its end. */
  function documentOf(link) {
    const [page] = keyOf(link).split("#");
    const { BUILDER, LINK_SUFFIX } = DOCUMENTATION_OPTIONS;
    if (BUILDER === "dirhtml") return /^$|\/$/.test(page) ? page.replace(/\/$/, "") || "index" : page;
    return page.endsWith(LINK_SUFFIX) ? page.slice(0, -LINK_SUFFIX.length) : page;
  }

  const words = (new URLSearchParams(window.location.search).get("q") ?? "")
    .toLowerCase().split(/[^\p{L}\p{N}_]+/u).filter((word) => word.length > 1);

  function excerptOf({ text, places }, anchor) {
    const from = places[anchor] ?? 0;
    const lower = text.toLowerCase();
    const found = words.map((word) => lower.indexOf(word, from)).filter((at) => at >= from);
    const at = Math.max(from, (found.length ? Math.min(...found) : from) - AROUND);
    const start = at > from ? text.indexOf(" ", at) + 1 : at;
    const part = text.slice(start, start + 2 * AROUND).replace(/\s\S*$/, "");
    return `${start > 0 ? "… " : ""}${part}${start + part.length < text.length ? " …" : ""}`;
  }

  /* The words searched for stand out, as Sphinx marks them on the page. */
  function marked(text) {
    if (!words.length) return [text];
    const sign = new RegExp(`(${words.join("|")})`, "giu");
    return text.split(sign).map((part, at) => (at % 2 ? make("mark", "", part) : part));
  }

  async function excerpt(item) {
    const link = item.querySelector(":scope > a");
    if (!excerpts || !link || item.querySelector(":scope > .context")) return;
    const found = await loadText(documentOf(link));
    if (!found?.text) return;
    const text = excerptOf(found, decodeURIComponent(link.hash.slice(1)));
    item.append(make("p", "context", ...marked(text)));
  }

  /* Two ways of finding the same entry are one result. */
  const seen = new Set();
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (target.matches("ul.search > li.is-entry")) tidy(target);
      for (const item of addedNodes) {
        if (!(item instanceof HTMLLIElement) || !item.parentElement?.matches("ul.search")) continue;
        improve(item);
        if (!item.classList.contains("is-entry")) {
          excerpt(item);
          continue;
        }
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

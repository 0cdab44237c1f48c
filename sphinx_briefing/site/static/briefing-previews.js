/* Shows what a link to a term, a claim or a source leads to. How it is shown is the business of
   briefing-popover.js; the texts are made by site/previews.py. */
(() => {
  "use strict";

  /* Where a theme has the text of a page. The third is what Sphinx's own search relies on. */
  const TEXT = "main, article, [role=main], .body, .slides";
  /* Links that lead around in a page or between pages, and those that say it all themselves. */
  const NOT_SHOWN = "nav *, [role=navigation] *, .headerlink, .slide-evidence *";

  /* A deck, whose scripts may stand beside itself, says where the docs are; so do most themes. */
  const { content_root: stated } = document.documentElement.dataset;
  const root = stated === undefined
    ? new URL("..", document.currentScript.src)
    : new URL(stated || "./", window.location.href);

  /* Page and anchor, seen from the root of the docs; null for what is not of them. */
  function keyOf({ hash, pathname }) {
    if (!hash || !pathname.startsWith(root.pathname)) return null;
    const page = pathname.slice(root.pathname.length).replace(/(^|\/)index\.html$/, "$1");
    try {
      return { page: decodeURI(page), hash: decodeURIComponent(hash) };
    } catch {
      return null; // a stray "%"
    }
  }

  new window.BriefingPopover({
    name: "preview",
    data: new URL("_static/previews-data.js", root).href,
    variable: "briefingPreviews",
    linkOf(element) {
      const link = element.closest("a[href*='#'], a[data-preview]");
      const isOfText = link instanceof HTMLAnchorElement && // not one inside a drawing
        link.closest(TEXT) && !link.matches(NOT_SHOWN);
      return isOfText && (link.dataset.preview || keyOf(link)) ? link : null;
    },
    textOf(link, texts) {
      // In a deck that is one file it leads nowhere else (handouts/one_file.py).
      if (link.dataset.preview) return texts[link.dataset.preview];
      const { page, hash } = keyOf(link);
      // A server may add or drop ".html", and show a folder's index for its name.
      const keys = ["", ".html", "index.html"].map((end) => page + end + hash);
      return texts[keys.find((key) => Object.hasOwn(texts, key))];
    },
  });
})();

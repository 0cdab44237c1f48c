/* Shows what a link to a term, a claim or a source leads to, in place: on hover, focus and tap.
   WCAG 2.2, 1.4.13: Escape closes it, the pointer may move onto it, and it stays until then.
   A classic script without inline code: it runs from file:// and under a strict content security
   policy. In docs and decks <html data-content_root> says where the docs are. */
(function () {
  "use strict";

  var root = document.documentElement.dataset.content_root;
  if (root === undefined || !HTMLElement.prototype.showPopover) return; // links still work
  root = new URL(root || "./", window.location.href);

  var OPEN_AFTER = 250, CLOSE_AFTER = 250; // milliseconds; on focus and tap it opens at once
  var WIDEST_GAP = 8; // CSS pixels between link and preview
  var box = null, shownFor = null, timer = null, loading = null;

  /* Where the texts stand: loaded once, when first needed. */
  function load() {
    if (!loading) loading = new Promise(function (resolve) {
      var script = document.createElement("script");
      script.src = new URL("_static/previews-data.js", root);
      script.onload = function () { resolve(window.briefingPreviews || {}); };
      script.onerror = function () { resolve({}); };
      document.head.append(script);
    });
    return loading;
  }

  function linkOf(target) {
    var link = target.closest && target.closest("article a[href*='#'], .slides a[href*='#']");
    return link && !link.matches(".headerlink, .slide-evidence a") ? link : null; // these tell it
  }

  function keyOf(link) {
    var url = new URL(link.href);
    if (url.pathname.indexOf(root.pathname) !== 0) return null;
    return decodeURI(url.pathname.slice(root.pathname.length)).replace(/(^|\/)index\.html$/, "$1") +
      decodeURIComponent(url.hash);
  }

  function textFor(link, texts) {
    var key = keyOf(link);
    if (key === null) return null;
    // A server may add or drop ".html", and show a folder's index for its name.
    var page = key.split("#")[0], hash = key.slice(page.length);
    return texts[key] || texts[page + ".html" + hash] || texts[page + "index.html" + hash];
  }

  function makeBox() {
    box = document.createElement("div");
    box.id = "preview";
    box.className = "preview";
    box.popover = "manual";
    box.setAttribute("role", "tooltip");
    box.addEventListener("pointerenter", function () { window.clearTimeout(timer); });
    box.addEventListener("pointerleave", hideSoon);
    document.body.append(box);
  }

  function show(link, byTap) {
    window.clearTimeout(timer);
    load().then(function (texts) {
      var text = textFor(link, texts);
      if (!text || (document.activeElement !== link && !link.matches(":hover") && !byTap)) return;
      if (!box) makeBox();
      hide();
      box.innerHTML = text;
      if (byTap) {
        var open = document.createElement("a");
        open.href = link.href;
        open.textContent = "Open the entry";
        open.className = "preview-open";
        box.append(open);
      }
      box.showPopover();
      shownFor = link;
      link.setAttribute("aria-describedby", box.id);
      place(link);
    });
  }

  function place(link) {
    var around = link.getClientRects()[0] || link.getBoundingClientRect();
    var width = box.offsetWidth, height = box.offsetHeight;
    var left = Math.min(around.left, document.documentElement.clientWidth - width - WIDEST_GAP);
    var below = around.bottom + WIDEST_GAP;
    var fits = below + height <= window.innerHeight - WIDEST_GAP;
    var above = around.top - height - WIDEST_GAP;
    box.style.left = Math.max(WIDEST_GAP, left) + "px";
    box.style.top = (fits || above < 0 ? below : above) + "px";
  }

  function hide() {
    window.clearTimeout(timer);
    if (!shownFor) return;
    shownFor.removeAttribute("aria-describedby");
    shownFor = null;
    if (box.matches(":popover-open")) box.hidePopover();
  }

  function hideSoon() {
    window.clearTimeout(timer);
    timer = window.setTimeout(hide, CLOSE_AFTER);
  }

  document.addEventListener("pointerover", function (event) {
    if (event.pointerType === "touch") return;
    var link = linkOf(event.target);
    if (!link) return;
    link.removeAttribute("title"); // the browser would show it as well
    window.clearTimeout(timer);
    if (link !== shownFor) timer = window.setTimeout(show, OPEN_AFTER, link, false);
  });
  document.addEventListener("pointerout", function (event) {
    if (event.pointerType === "touch" || !linkOf(event.target)) return;
    if (document.activeElement === shownFor && shownFor) return; // the focus keeps it
    hideSoon();
  });
  document.addEventListener("focusin", function (event) {
    var link = linkOf(event.target);
    if (link && link.matches(":focus-visible")) show(link, false);
    else if (!box || !box.contains(event.target)) hide();
  });
  document.addEventListener("focusout", function (event) {
    if (event.target === shownFor && !(box && box.contains(event.relatedTarget))) hideSoon();
  });
  // A tap shows it first; its link, or a second tap, opens the entry.
  document.addEventListener("click", function (event) {
    var link = linkOf(event.target);
    if (event.pointerType !== "touch" || !link) {
      if (shownFor && !(box && box.contains(event.target))) hide();
      return;
    }
    if (link === shownFor || keyOf(link) === null) return;
    event.preventDefault();
    load().then(function (texts) {
      if (textFor(link, texts)) show(link, true);
      else window.location.assign(link.href);
    });
  }, true);
  // Before a deck or a page takes the key for itself.
  window.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !shownFor) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    hide();
  }, true);
  window.addEventListener("scroll", function () { if (shownFor) place(shownFor); }, { passive: true });
  window.addEventListener("hashchange", hide);
})();

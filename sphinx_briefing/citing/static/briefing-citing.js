/* Shows the definition of a cited term in place: on hover, focus and tap.
   WCAG 2.2, 1.4.13: Escape closes it, the pointer may move onto it, and it stays until then.
   A classic script beside its data, without inline code: it runs from file:// and under a strict
   content security policy. Without it, or in an older browser, the links still lead there. */
(function () {
  "use strict";

  if (!HTMLElement.prototype.showPopover) return;

  var DATA = new URL("briefing-citing-data.js", document.currentScript.src).href;
  var LINKS = "a.briefing-cited";
  var OPEN_AFTER = 250, CLOSE_AFTER = 250; // milliseconds; on focus and tap it opens at once
  var GAP = 8; // CSS pixels between link, definition and the window's edge
  var box = null, shownFor = null, timer = null, loading = null;

  // Else the browser's own tooltip, "(in the project)", would lie over the definition.
  document.querySelectorAll(LINKS).forEach(function (link) { link.removeAttribute("title"); });

  function load() {
    if (!loading) loading = new Promise(function (resolve) {
      var script = document.createElement("script");
      script.src = DATA;
      script.onload = function () { resolve(window.briefingCited || {}); };
      script.onerror = function () { resolve({}); };
      document.head.append(script);
    });
    return loading;
  }

  function linkOf(target) {
    return target && target.closest ? target.closest(LINKS) : null;
  }

  function textFor(link, texts) {
    return Object.hasOwn(texts, link.getAttribute("href")) ? texts[link.getAttribute("href")] : null;
  }

  function makeBox() {
    box = document.createElement("div");
    box.id = "briefing-definition";
    box.className = "briefing-definition";
    box.popover = "manual";
    box.setAttribute("role", "tooltip");
    box.addEventListener("pointerenter", function () { window.clearTimeout(timer); });
    box.addEventListener("pointerleave", hideSoon);
    document.body.append(box);
  }

  function isWanted(link) {
    return document.activeElement === link || link.matches(":hover");
  }

  function show(link, byTap) {
    window.clearTimeout(timer);
    load().then(function (texts) {
      var text = textFor(link, texts);
      if (text === null || !(byTap || isWanted(link))) return;
      if (!box) makeBox();
      hide();
      box.innerHTML = text; // made by the build, from plain text
      if (byTap) {
        var open = document.createElement("a");
        open.href = link.href;
        open.textContent = "Open the entry";
        open.className = "briefing-definition-open";
        box.append(open);
      }
      paint(link);
      box.showPopover();
      shownFor = link;
      link.setAttribute("aria-describedby", box.id);
      place(link);
    });
  }

  /* The colours of the text around the link. */
  function paint(link) {
    box.style.color = window.getComputedStyle(link.parentElement).color;
    var colour = "";
    for (var at = link.parentElement; at && !colour; at = at.parentElement) {
      var around = window.getComputedStyle(at).backgroundColor;
      if (!/^rgba\(|\/|transparent/.test(around)) colour = around;
    }
    box.style.backgroundColor = colour || "Canvas";
  }

  function place(link) {
    var around = link.getClientRects()[0] || link.getBoundingClientRect();
    var left = Math.min(around.left, document.documentElement.clientWidth - box.offsetWidth - GAP);
    var below = around.bottom + GAP, above = around.top - box.offsetHeight - GAP;
    var fits = below + box.offsetHeight <= window.innerHeight - GAP;
    box.style.left = Math.max(GAP, left) + "px";
    box.style.top = (fits || above < 0 ? below : above) + "px";
  }

  function hide() {
    window.clearTimeout(timer);
    if (!shownFor) return;
    shownFor.removeAttribute("aria-describedby");
    shownFor = null;
    box.hidePopover();
  }

  function hideSoon() {
    window.clearTimeout(timer);
    timer = window.setTimeout(hide, CLOSE_AFTER);
  }

  document.addEventListener("pointerover", function (event) {
    var link = linkOf(event.target);
    if (!link || event.pointerType === "touch") return;
    window.clearTimeout(timer);
    if (link !== shownFor) timer = window.setTimeout(show, OPEN_AFTER, link, false);
  });
  document.addEventListener("pointerout", function (event) {
    if (!linkOf(event.target) || event.pointerType === "touch") return;
    if (!shownFor || document.activeElement !== shownFor) hideSoon(); // else the focus keeps it
  });
  document.addEventListener("focusin", function (event) {
    var link = linkOf(event.target);
    if (link && link.matches(":focus-visible")) show(link, false);
    else if (!link && !(box && box.contains(event.target))) hide();
  });
  document.addEventListener("focusout", function (event) {
    if (event.target === shownFor && !box.contains(event.relatedTarget)) hideSoon();
  });
  // A tap shows the definition; its link, or a second tap, opens the entry.
  document.addEventListener("click", function (event) {
    var link = linkOf(event.target);
    if (!link || event.pointerType !== "touch") {
      if (!(box && box.contains(event.target))) hide();
    } else if (link !== shownFor) {
      event.preventDefault();
      load().then(function (texts) {
        if (textFor(link, texts) === null) window.location.assign(link.href);
        else show(link, true);
      });
    }
  }, true);
  // Before the page takes the key for itself.
  window.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !shownFor) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    hide();
  }, true);
  window.addEventListener("scroll", function () { if (shownFor) place(shownFor); },
    { passive: true, capture: true });
})();

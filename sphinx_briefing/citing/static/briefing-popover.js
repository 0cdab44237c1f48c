/* What a link leads to, shown in place: on hover, focus and tap.
   WCAG 2.2, 1.4.13: Escape closes it, the pointer may move onto it, and it stays until then.
   Previews (briefing-previews.js) and definitions for those who cite (briefing-citing.js) are made
   of it. A classic script without inline code: it runs from file:// and under a strict content
   security policy. Without it, or in an older browser, the links still lead there. */
(() => {
  "use strict";

  if (window.BriefingPopover) return; // two extensions may bring it to one page

  const OPEN_AFTER = 250; // milliseconds; on focus and tap it opens at once
  const CLOSE_AFTER = 250; // milliseconds
  const GAP = 8; // CSS pixels between link, box and the window's edge
  /* A briefing writes its texts in other languages than English into a script of its own. */
  const _ = (text) => window.briefingTexts?.[text] ?? text;
  const OPEN_ENTRY = _("Open the entry");

  window.BriefingPopover = class BriefingPopover {
    #settings;
    #box = null;
    #shownFor = null;
    #timer;
    #loading = null;
    #texts = null;

    /* Settings:
       name                 id and class of the box; the link in it has the class NAME-open
       data                 address of the script with the texts, loaded when first needed
       variable             name of the global variable that this script sets
       linkOf(element)      the link around an element that may show a text, else null
       textOf(link, texts)  its text, as HTML made by the build, else undefined
       paint(box, link)     gives the box the looks it has at this link (optional) */
    constructor(settings) {
      this.#settings = { paint() {}, ...settings };
      if (HTMLElement.prototype.showPopover) this.#listen();
    }

    // -- the texts -------------------------------------------------------------------------------

    #load() {
      const { data, variable } = this.#settings;
      this.#loading ??= new Promise((resolve) => {
        this.#texts = window[variable] ?? null; // a page may bring them itself
        if (this.#texts) {
          resolve(this.#texts);
          return;
        }
        const done = () => resolve(this.#texts = window[variable] ?? {});
        const script = document.createElement("script");
        Object.assign(script, { src: data, onload: done, onerror: done });
        document.head.append(script);
      });
      return this.#loading;
    }

    #linkAt(target) {
      // A link in the box leads on; it has no box of its own.
      const isOfPage = target instanceof Element && !this.#isInBox(target);
      return isOfPage ? this.#settings.linkOf(target) : null;
    }

    // -- the box ---------------------------------------------------------------------------------

    #makeBox() {
      const { name } = this.#settings;
      const box = document.createElement("div");
      Object.assign(box, { id: name, className: name, popover: "manual" });
      box.setAttribute("role", "tooltip");
      box.addEventListener("pointerenter", () => clearTimeout(this.#timer));
      box.addEventListener("pointerleave", () => this.#hideSoon());
      (document.querySelector("main:not(.reveal), [role='main']") ?? document.body).append(box); // a landmark
      return box;
    }

    #isInBox(target) {
      return this.#box?.contains(target) ?? false;
    }

    async #show(link, { byTap = false } = {}) {
      clearTimeout(this.#timer);
      const text = this.#settings.textOf(link, await this.#load());
      const isWanted = byTap || document.activeElement === link || link.matches(":hover");
      if (!text || !isWanted) return;
      this.#hide();
      this.#box ??= this.#makeBox();
      this.#box.innerHTML = text;
      if (byTap && link.href) this.#box.append(this.#opening(link));
      this.#settings.paint(this.#box, link);
      this.#box.showPopover();
      this.#shownFor = link;
      link.removeAttribute("title"); // the browser would show it as well
      link.setAttribute("aria-describedby", this.#box.id);
      this.#place();
    }

    /* A finger cannot hover, so its first tap shows the text; this leads on. */
    #opening(link) {
      const opening = document.createElement("a");
      const className = `${this.#settings.name}-open`;
      return Object.assign(opening, { href: link.href, textContent: OPEN_ENTRY, className });
    }

    /* Below the link, or above it where there is no room below; within the window. */
    #place() {
      const { offsetWidth: width, offsetHeight: height, style } = this.#box;
      const [around = this.#shownFor.getBoundingClientRect()] = this.#shownFor.getClientRects();
      const isRightToLeft = getComputedStyle(this.#shownFor).direction === "rtl";
      const left = isRightToLeft ? around.right - width : around.left;
      const rightmost = document.documentElement.clientWidth - width - GAP;
      const below = around.bottom + GAP;
      const above = around.top - height - GAP;
      const isBelow = below + height <= window.innerHeight - GAP || above < 0;
      style.left = `${Math.max(GAP, Math.min(left, rightmost))}px`;
      style.top = `${isBelow ? below : above}px`;
    }

    #hide() {
      clearTimeout(this.#timer);
      if (!this.#shownFor) return;
      this.#shownFor.removeAttribute("aria-describedby");
      this.#shownFor = null;
      if (this.#box.matches(":popover-open")) this.#box.hidePopover();
    }

    #hideSoon() {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#hide(), CLOSE_AFTER);
    }

    // -- what a reader does ----------------------------------------------------------------------

    #listen() {
      document.addEventListener("pointerover", (event) => this.#onPointerOver(event));
      document.addEventListener("pointerout", (event) => this.#onPointerOut(event));
      document.addEventListener("focusin", (event) => this.#onFocusIn(event));
      document.addEventListener("focusout", (event) => this.#onFocusOut(event));
      document.addEventListener("click", (event) => this.#onClick(event), true);
      // Before a deck or a page takes the key for itself.
      window.addEventListener("keydown", (event) => this.#onKeyDown(event), true);
      window.addEventListener("hashchange", () => this.#hide());
      const options = { passive: true, capture: true };
      window.addEventListener("scroll", (event) => this.#onScroll(event), options);
    }

    #onPointerOver({ target, pointerType }) {
      const link = this.#linkAt(target);
      if (!link || pointerType === "touch") return;
      clearTimeout(this.#timer);
      if (link !== this.#shownFor) this.#timer = setTimeout(() => this.#show(link), OPEN_AFTER);
    }

    #onPointerOut({ target, pointerType }) {
      if (!this.#linkAt(target) || pointerType === "touch") return;
      const isKeptByFocus = this.#shownFor && document.activeElement === this.#shownFor;
      if (!isKeptByFocus) this.#hideSoon();
    }

    #onFocusIn({ target }) {
      const link = this.#linkAt(target);
      if (link?.matches(":focus-visible")) this.#show(link);
      else if (!this.#isInBox(target)) this.#hide();
    }

    #onFocusOut({ target, relatedTarget }) {
      if (target === this.#shownFor && !this.#isInBox(relatedTarget)) this.#hideSoon();
    }

    /* A tap shows the text first; the link in it, or a second tap, opens the entry. */
    async #onClick(event) {
      const link = this.#linkAt(event.target);
      if (!link || event.pointerType !== "touch") {
        if (!this.#isInBox(event.target)) this.#hide();
        return;
      }
      const hasText = (texts) => Boolean(this.#settings.textOf(link, texts));
      if (link === this.#shownFor || (this.#texts && !hasText(this.#texts))) return;
      event.preventDefault();
      if (hasText(await this.#load())) await this.#show(link, { byTap: true });
      else if (link.href) window.location.assign(link.href);
    }

    #onKeyDown(event) {
      const link = event.key === "Enter" && this.#linkAt(event.target);
      if (link && !link.href) this.#show(link); // it leads nowhere else
      if (event.key !== "Escape" || !this.#shownFor) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.#hide();
    }

    #onScroll({ target }) {
      if (this.#shownFor && target !== this.#box) this.#place();
    }
  };
})();

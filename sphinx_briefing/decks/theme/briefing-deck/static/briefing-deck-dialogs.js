/* Help, and finding a slide: two dialogs. */
(() => {
  "use strict";

  const briefing = window.briefingDeck;
  const { deck, make, fill, _ } = briefing;

  function dialog(name, label, ...content) {
    const close = make("button", { type: "button", class: "deck-close", click: () => shut(box) }, _("Close"));
    const box = make("dialog", { class: `deck-dialog ${name}`, "aria-labelledby": `${name}-title` },
      make("div", { class: "deck-dialog-head" }, make("h2", { id: `${name}-title` }, label), close),
      ...content);
    // A click beside it: the dialog itself is hit, and not what it holds.
    box.addEventListener("click", ({ target }) => target === box && shut(box));
    box.addEventListener("cancel", (event) => {
      event.preventDefault();
      shut(box);
    });
    // However else it was closed. It is told of that later, when another may have been opened.
    box.addEventListener("close", () => briefing.isDialogOpen() || document.activeElement?.blur());
    document.body.append(box);
    return box;
  }

  /* Close a dialog; the next key is the deck's, and not that of a field which had the focus. */
  function shut(box) {
    box.close();
    document.activeElement?.blur();
  }

  // -- help --------------------------------------------------------------------------------------

  const keys = () => [
    [["→", _("Space"), _("PageDown")], _("Next slide")],
    [["←", _("PageUp")], _("Previous slide")],
    [[_("Home"), _("End")], _("First, last slide")],
    [["G", "/"], _("Find a slide, by number or words")],
    [["1", "2", _("Enter")], _("Slide 12")],
    [["O", "Esc"], _("Overview of all slides")],
    [["S"], _("Speaker view")],
    [["F"], _("Full screen")],
    [["E"], _("Evidence of this slide")],
    [["P"], _("Pointer: a large dot")],
    [["Z", _("Alt+click")], _("Closer to the place under the cursor")],
    [["B", "."], _("Black screen")],
    [["W"], _("White screen")],
    [["T"], _("Light or dark")],
    [["?", "F1"], _("This help")],
  ];

  let help = null;

  function makeHelp() {
    const rows = keys().map(([names, does]) => {
      const all = names.flatMap((name) => [make("kbd", {}, name), " "]);
      return make("div", {}, make("dt", {}, ...all.slice(0, -1)), make("dd", {}, does));
    });
    const box = make("input", { type: "checkbox", change: () => briefing.keys.setOn(box.checked) });
    box.checked = briefing.keys.isOn();
    const label = make("label", {}, box, " ", _("Keys of a single letter, digit or sign work"));
    const note = make("p", {}, _("Remembered in this browser. Arrows, PageUp, PageDown, Esc and F1 always work."));
    return dialog("deck-help", _("Keys"), make("dl", {}, ...rows), label, note);
  }

  function openHelp() {
    help ??= makeHelp();
    if (!briefing.isDialogOpen()) help.showModal();
  }

  // -- finding a slide ---------------------------------------------------------------------------

  let finder = null;

  /* Slides by number, or with those words: in headlines first. */
  function found(words) {
    const slides = deck.getSlides();
    if (/^\d+$/.test(words) && slides[words - 1]) return [slides[words - 1]];
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const has = (text) => wanted.every((word) => text.toLowerCase().includes(word));
    const inHeadline = slides.filter((slide) => has(briefing.headlineOf(slide)));
    const elsewhere = slides.filter((slide) => has(briefing.textOf(slide)));
    return [...new Set([...inHeadline, ...elsewhere])];
  }

  class Finder {
    #input = make("input", {
      type: "search", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-expanded": "true", "aria-controls": "deck-found", "aria-label": _("Number or words"),
      input: () => this.#list(),
      keydown: (event) => this.#onKey(event),
    });
    #list_ = make("ul", { id: "deck-found", role: "listbox", "aria-label": _("Slides") });
    #count = make("p", { role: "status" });
    #slides = [];
    #chosen = 0;
    #box = dialog("deck-finder", _("Find a slide"), this.#input, this.#count, this.#list_);

    open() {
      if (briefing.isDialogOpen()) return;
      this.#box.showModal();
      this.#input.focus();
      this.#input.select();
      this.#list();
      // The same words again lead on to the next.
      const here = this.#slides.indexOf(deck.getCurrentSlide());
      if (this.#input.value && here >= 0) this.#choose(here + 1);
    }

    #list() {
      this.#slides = found(this.#input.value.trim());
      this.#list_.replaceChildren(...this.#slides.map((slide, index) => {
        const number = deck.getSlides().indexOf(slide) + 1;
        const go = () => this.#go(index);
        return make("li", { role: "option", id: `deck-found-${index}`, click: go },
          make("span", { class: "deck-found-number" }, String(number)), " ",
          briefing.headlineOf(slide));
      }));
      const count = this.#slides.length;
      this.#count.textContent = count === 1 ? _("1 slide") : fill(_("{count} slides"), { count });
      this.#choose(0);
    }

    #choose(index) {
      const count = this.#slides.length;
      this.#chosen = count ? (index + count) % count : 0;
      for (const [at, option] of [...this.#list_.children].entries()) {
        option.setAttribute("aria-selected", String(at === this.#chosen));
        if (at === this.#chosen) option.scrollIntoView({ block: "nearest" });
      }
      if (count) this.#input.setAttribute("aria-activedescendant", `deck-found-${this.#chosen}`);
      else this.#input.removeAttribute("aria-activedescendant");
    }

    #go(index) {
      const slide = this.#slides[index];
      if (!slide) return;
      shut(this.#box);
      const { h, v } = deck.getIndices(slide);
      deck.slide(h, v);
      if (briefing.column.isOn) briefing.column.show(slide);
    }

    #onKey(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) this.#choose(this.#chosen + step);
      else if (event.key === "Enter") this.#go(this.#chosen);
      else return;
      event.preventDefault();
    }
  }

  function openFinder() {
    finder ??= new Finder();
    finder.open();
  }

  briefing.dialogs = { openHelp, openFinder };
})();

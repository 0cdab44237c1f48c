/* Buttons for who has no keyboard: a bar in the free space above the slide, shown when the mouse
   moves or the screen is touched. In the column it stays, without what only a presentation has. */
(() => {
  "use strict";

  const briefing = window.briefingDeck;
  const { deck, make, _ } = briefing;

  const SHOWN_FOR = 5000; // milliseconds
  const TOP = 64; // CSS pixels from the window's edge: with the dot on, only there

  let bar = null;
  let timer;

  function button(label, act, kind = "") {
    return make("button", { type: "button", class: kind, click: act }, label);
  }

  function buttons() {
    const sign = (name, label, act) => {
      const made = button(name, act, "of-slides");
      made.setAttribute("aria-label", label);
      return made;
    };
    return [
      sign("‹", _("Previous slide"), () => deck.prev()),
      sign("›", _("Next slide"), () => deck.next()),
      button(_("Overview"), () => deck.toggleOverview(), "of-slides"),
      button(_("Find"), briefing.dialogs.openFinder),
      button(_("Notes"), briefing.speaker.open, "of-slides"),
      button(_("Full screen"), briefing.screen.toggleFull, "of-slides"),
      button(_("Light or dark"), briefing.theme.toggle),
      button(_("As slides"), () => briefing.column.choose("slides"), "of-column"),
      button(_("As text"), () => briefing.column.choose("column"), "of-slides if-small"),
      button(_("Help"), briefing.dialogs.openHelp),
    ];
  }

  function show({ clientY = 0, pointerType, target }) {
    const isDot = briefing.pointing.isPointing() && pointerType !== "touch";
    if (isDot && clientY > TOP) return;
    bar.classList.add("is-shown");
    clearTimeout(timer);
    if (pointerType === "mouse" && bar.contains(target)) return;
    timer = setTimeout(() => bar.classList.remove("is-shown"), SHOWN_FOR);
  }

  function start() {
    bar = document.querySelector(".deck-links");
    const tools = make("div", { class: "deck-tools", role: "group", "aria-label": _("Presentation") }, ...buttons());
    bar.prepend(tools);
    // A click leaves the focus on a button, which would then take the next Space.
    bar.addEventListener("click", ({ detail, target }) => detail && target.blur?.());
    document.addEventListener("pointermove", show);
    document.addEventListener("pointerdown", show);
    const mark = () => document.documentElement.classList.toggle("deck-small", briefing.column.isSmall());
    window.addEventListener("resize", mark);
    mark();
  }

  briefing.bar = { start };
})();

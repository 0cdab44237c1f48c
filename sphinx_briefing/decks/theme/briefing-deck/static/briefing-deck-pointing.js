/* Showing a detail: a large dot in the cursor's place (P), and a closer look at it (Z). */
(() => {
  "use strict";

  const briefing = window.briefingDeck;
  const { root, make } = briefing;

  const CLOSER = 2.5; // times

  const dot = make("div", { class: "deck-dot", "aria-hidden": "true" });
  let at = { clientX: window.innerWidth / 2, clientY: window.innerHeight / 2 };
  let isNear = false;

  function follow({ clientX, clientY }) {
    at = { clientX, clientY };
    dot.style.translate = `${clientX}px ${clientY}px`;
    if (isNear) root.style.transformOrigin = `${clientX}px ${clientY}px`;
  }

  const isPointing = () => document.documentElement.classList.contains("deck-pointing");

  function togglePointer() {
    document.documentElement.classList.toggle("deck-pointing");
    follow(at);
  }

  /* The place under the cursor stays under it, and moving the cursor moves the view. */
  function toggleZoom(isWanted = !isNear) {
    if (isNear === isWanted || briefing.column.isOn) return;
    isNear = isWanted;
    follow(at);
    root.style.transform = isNear ? `scale(${CLOSER})` : "";
    document.documentElement.classList.toggle("deck-near", isNear);
  }

  function onClick(event) {
    if (!event.altKey || !root.contains(event.target) || briefing.column.isOn) return;
    event.preventDefault(); // of a link, it would be a download
    event.stopPropagation();
    follow(event);
    toggleZoom();
  }

  function start() {
    document.body.append(dot);
    document.addEventListener("pointermove", follow);
    document.addEventListener("click", onClick, true);
    briefing.deck.on("slidechanged", () => toggleZoom(false));
  }

  briefing.pointing = { isPointing, isZoomed: () => isNear, togglePointer, toggleZoom, start };
})();

/* Shows the sources of a page beside its paragraphs where the window has room for it, and opens
   their list for print. Without it, the numbers lead to the list of sources all the same. The notes
   are hidden from screen readers, to which each number says what it stands for. */
(() => {
  "use strict";

  const list = document.querySelector("details.page-sources");
  const article = list?.closest("article, main, [role=main]");
  if (!article) return;

  const GAP = 10; // CSS pixels between two notes
  const FARTHEST = 260; // CSS pixels that a note may stand below its number; else it is left out
  const ROOM = window.matchMedia("(min-width: 106em)"); // as in briefing-citations.css
  /* Where a number has company enough, or a note would stand beside something else. */
  const WITHOUT_NOTES = "table, figure, details, dl, .admonition";

  const notes = new Map([...list.querySelectorAll("li[data-source]")]
    .map((item) => [item.dataset.source, item]));
  let margin = null;

  function makeNote(number, item) {
    const note = document.createElement("p");
    const label = document.createElement("b");
    label.textContent = number.textContent;
    note.append(label, item.dataset.note);
    return note;
  }

  /* The numbers that get a note: in each section the first of each source, if it can be seen. */
  function* numbersToTell() {
    const told = new Map();
    for (const number of article.querySelectorAll("a.source-number")) {
      const item = notes.get(decodeURIComponent(number.hash.slice(1)));
      const section = number.closest("section section") ?? article;
      const seen = told.get(section) ?? told.set(section, new Set()).get(section);
      if (!item || seen.has(item) || number.closest(WITHOUT_NOTES)) continue;
      if (!number.checkVisibility?.({ contentVisibilityAuto: false })) continue;
      seen.add(item);
      yield { number, item };
    }
  }

  function hasRoom() {
    if (!ROOM.matches) return false;
    const { right } = article.getBoundingClientRect();
    const contents = document.querySelector(".toc-drawer")?.getBoundingClientRect();
    const end = contents?.width ? contents.left : document.documentElement.clientWidth;
    return document.dir !== "rtl" && end - right > 13.5 * 16;
  }

  function layOut() {
    margin?.remove();
    margin = null;
    if (!hasRoom()) return;
    margin = document.createElement("div");
    margin.className = "side-notes";
    margin.setAttribute("aria-hidden", "true");
    if (getComputedStyle(article).position === "static") article.style.position = "relative";
    const top = article.getBoundingClientRect().top;
    const wanted = [...numbersToTell()].map(({ number, item }) =>
      ({ note: makeNote(number, item), at: number.getBoundingClientRect().top - top }));
    margin.append(...wanted.map(({ note }) => note));
    article.append(margin);
    const heights = wanted.map(({ note }) => note.offsetHeight);
    let free = 0;
    wanted.forEach(({ note, at }, index) => {
      const place = Math.max(at, free);
      if (place - at > FARTHEST) {
        note.remove();
        return;
      }
      note.style.top = `${Math.round(place)}px`;
      free = place + heights[index] + GAP;
    });
  }

  let asked = 0;
  const soon = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(layOut);
  };
  new ResizeObserver(soon).observe(article);
  ROOM.addEventListener("change", soon);
  window.addEventListener("resize", soon);
  document.fonts?.ready.then(soon);

  // -- print -------------------------------------------------------------------------------------

  let wasOpen = false;
  window.addEventListener("beforeprint", () => {
    wasOpen = list.open;
    list.open = true;
  });
  window.addEventListener("afterprint", () => { list.open = wasOpen; });
})();

/* The deck's side of the speaker view: opens the window, tells it each slide, does what is pressed
   there. Its other side is briefing-speaker.js.

   The two talk by messages, and so from disk as well, where a browser takes each file for a site
   of its own. They hold no reference to each other's objects: the deck may be loaded anew, and the
   window then finds it again. */
(() => {
  "use strict";

  const briefing = window.briefingDeck;
  const { deck, _ } = briefing;

  /* What the window is made of, beside the deck's own styles (also in handouts/one_file.py). */
  const STYLES = ["briefing-speaker.css"];
  const SCRIPTS = ["briefing-deck-helpers.js", "briefing-speaker.js"];
  const SIZE = "popup,width=1200,height=760";
  const ADDRESSES = ["href", "src", "poster", "data"];
  const isFromDisk = window.location.protocol === "file:";
  const session = String(Math.random()); // of this page, until it is loaded anew
  const here = document.currentScript.src.replace("/_bundles/", "/_static/"); // site/bundles.py

  let view = null;
  let lastPress = 0;

  const isOpen = () => Boolean(view && !view.closed);

  /* From disk every file has the origin "null". Nobody else gets the notes, which may be private. */
  const isOurs = ({ origin }) =>
    origin === window.location.origin || (isFromDisk && ["null", "file://"].includes(origin));

  function post(message) {
    if (isOpen()) view.postMessage({ briefing: session, ...message }, isFromDisk ? "*" : window.location.origin);
  }

  // -- the window --------------------------------------------------------------------------------

  const quoted = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
  const beside = (name) => quoted(new URL(name, here).href);
  /* A deck that is one file brings the window's style and script in itself (handouts/one_file.py). */
  const inside = window.briefingFiles;

  /* A page without inline code, written so that it has the deck's origin, policy and mode. */
  function write(target) {
    const { lang, dir } = document.documentElement;
    const styles = [...document.querySelectorAll("link[rel=stylesheet]")].map(({ href }) => quoted(href));
    const links = [...styles, ...(inside ? [] : STYLES.map(beside))]
      .map((href) => `<link rel="stylesheet" href="${href}">`).join("");
    const title = quoted(_("Speaker view"));
    const scripts = (inside ? [] : SCRIPTS)
      .map((name) => `<script src="${beside(name)}"></` + "script>").join("");
    target.open();
    target.write(
      `<!doctype html><html lang="${quoted(lang)}" dir="${quoted(dir || "ltr")}"><head>` +
      `<meta charset="utf-8"><title>${title}</title>${links}</head>` +
      `<body class="deck-page speaker">${scripts}</body></html>`,
    );
    target.close();
    if (inside) fill(target);
  }

  function fill(target) {
    const add = (parent, name, text) => parent.append(Object.assign(target.createElement(name), { textContent: text }));
    for (const style of document.querySelectorAll("head > style")) add(target.head, "style", style.textContent);
    for (const name of STYLES) add(target.head, "style", inside[name]);
    for (const name of SCRIPTS) add(target.body, "script", inside[name]);
  }

  function open() {
    if (isOpen()) {
      view.focus();
      return;
    }
    view = window.open("", "", SIZE);
    if (view) write(view.document);
    else briefing.say(_("The browser has blocked the speaker view. Allow pop-ups of this page, then press S again."));
  }

  // -- what it is told ---------------------------------------------------------------------------

  /* A copy that means the same elsewhere: full addresses; styles that are no inline ones. */
  function copied(element) {
    const copy = element.cloneNode(true);
    for (const part of [copy, ...copy.querySelectorAll("*")]) {
      for (const name of ADDRESSES) {
        const stated = part.getAttribute(name);
        const isWithin = stated?.startsWith("#") && !part.matches("a");
        if (stated && !isWithin) part.setAttribute(name, new URL(stated, window.location.href).href);
      }
      if (part.hasAttribute("style")) {
        if (part !== copy) part.dataset.style = part.getAttribute("style");
        part.removeAttribute("style");
      }
    }
    for (const name of ["inert", "tabindex", "hidden", "aria-hidden", "id"]) copy.removeAttribute(name);
    for (const notes of copy.querySelectorAll("aside.notes")) notes.remove();
    for (const open of copy.querySelectorAll(".slide-evidence[open]")) open.removeAttribute("open");
    return copy;
  }

  function pictureOf(slide, { next = false } = {}) {
    const copy = copied(slide);
    copy.classList.remove("past", "future");
    copy.classList.add("present");
    const hidden = [...copy.querySelectorAll(".fragment:not(.visible)")];
    if (next && hidden.length) {
      const first = Math.min(...hidden.map(({ dataset }) => Number(dataset.fragmentIndex)));
      for (const part of hidden) {
        if (Number(part.dataset.fragmentIndex) === first) part.classList.add("visible");
      }
    }
    return copy.outerHTML;
  }

  function notesOf(slide) {
    const notes = slide.querySelector("aside.notes");
    return notes ? copied(notes).innerHTML : "";
  }

  function tell() {
    if (!isOpen()) return;
    const slides = deck.getSlides();
    const slide = deck.getCurrentSlide();
    const index = slides.indexOf(slide);
    const goesOn = slide.querySelector(".fragment:not(.visible)") !== null;
    const after = goesOn ? slide : slides[index + 1];
    post({
      type: "state",
      index,
      label: slide.getAttribute("aria-label"),
      headline: briefing.headlineOf(slide),
      now: pictureOf(slide),
      next: after ? pictureOf(after, { next: goesOn }) : "",
      nextHeadline: after ? briefing.headlineOf(after) : "",
      notes: notesOf(slide),
      seconds: slides.map(({ dataset }) => Number(dataset.timing) || deck.getConfig().defaultTiming),
      size: [deck.getConfig().width, deck.getConfig().height],
      title: briefing.title,
      theme: document.documentElement.dataset.theme ?? "",
      texts: window.briefingTexts ?? {},
    });
  }

  // -- what is done there ------------------------------------------------------------------------

  async function press({ id, key, keyCode, shiftKey }) {
    if (id <= lastPress) return; // it came by both ways (see briefing-speaker.js)
    lastPress = id;
    if (key.toLowerCase() === "f" && briefing.keys.isOn()) {
      if (!await briefing.screen.toggleFull()) {
        post({ type: "say", text: _("The browser starts the full screen only from the deck’s own window: press F there.") });
      }
    } else if (!briefing.keys.press({ key, shiftKey }) && !briefing.column.isOn) {
      deck.triggerKey(keyCode);
    }
  }

  function listen(event) {
    const { data, source } = event;
    if (!data || typeof data !== "object" || !data.briefingSpeaker || !isOurs(event)) return;
    if (!isOpen()) view = source; // this page was loaded anew
    if (source !== view) return;
    if (data.type === "hello" && data.knows !== session) tell();
    else if (data.type === "key") press(data);
    else if (data.type === "go") window.location.hash = data.hash;
  }

  function start() {
    window.addEventListener("message", listen);
    const changes = ["slidechanged", "fragmentshown", "fragmenthidden"];
    for (const change of changes) deck.on(change, tell);
  }

  briefing.speaker = { isOpen, open, tell, start };
})();

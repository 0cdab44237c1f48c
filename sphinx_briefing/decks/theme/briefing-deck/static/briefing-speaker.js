/* The speaker view, in a window of its own: this slide, the next, the words to say, the time.
   briefing-deck-speaker.js writes the page around this script and tells it each slide. */
(() => {
  "use strict";

  const { remembered, remember, make, fill } = window.briefingHelpers;

  const deck = window.opener;
  const isFromDisk = window.location.protocol === "file:";
  const HELLO = 500; // milliseconds between signs of life
  const STEP = 1.15; // between two sizes of the notes
  const SIZES = { least: 0.6, most: 3 }; // times the usual
  const SIZE_KEY = "briefing-notes-size";
  const LAYOUT_KEY = "briefing-speaker-layout";

  let texts = {};
  const _ = (text) => texts[text] ?? text;

  let session = ""; // of the deck's page, when it is known
  let state = null;
  let started = Date.now();
  let lastPress = 0;

  // -- the page ----------------------------------------------------------------------------------

  const parts = {};

  function build() {
    parts.now = make("div", { class: "speaker-picture", role: "img" });
    parts.next = make("div", { class: "speaker-picture", role: "img" });
    parts.nowHead = make("h2");
    parts.nextHead = make("h2");
    parts.clock = make("span", { class: "clock" });
    parts.elapsed = make("span", { class: "elapsed" });
    parts.pace = make("p", { class: "pacing" });
    parts.said = make("p", { class: "speaker-said", role: "status" });
    parts.notes = make("div", { class: "speaker-notes-text", tabindex: "0", role: "region", "aria-label": _("Notes") });
    const button = (label, act, name) => {
      const made = make("button", { type: "button", click: act }, label);
      if (name) made.setAttribute("aria-label", name);
      return made;
    };
    parts.page = make("main", { class: "speaker-view" },
      make("h1", { class: "visually-hidden" }, _("Speaker view")),
      make("section", { class: "speaker-now" }, parts.nowHead, parts.now),
      make("section", { class: "speaker-next" }, parts.nextHead, parts.next),
      make("section", { class: "speaker-time" },
        make("p", {}, parts.elapsed, " ", parts.clock), parts.pace,
        make("p", { class: "speaker-buttons" },
          button("‹", () => press("PageUp", 33), _("Previous slide")),
          button("›", () => press("PageDown", 34), _("Next slide")),
          button(_("Time from this slide on"), restart))),
      make("section", { class: "speaker-words" },
        make("div", { class: "speaker-buttons" }, make("h2", {}, _("Notes")),
          button("−", () => resize(1 / STEP), _("Smaller notes")),
          button("+", () => resize(STEP), _("Larger notes")),
          layouts()),
        parts.notes));
    document.body.append(parts.page, parts.said);
    resize(1);
    document.title = [_("Speaker view"), state.title].join(" · ");
    for (const picture of [parts.now, parts.next]) new ResizeObserver(() => scale(picture)).observe(picture);
    setInterval(showTime, 1000);
  }

  function layouts() {
    const names = { default: _("Default"), tall: _("Tall"), notes: _("Notes only") };
    const options = Object.entries(names).map(([value, name]) => make("option", { value }, name));
    const show = (value) => { document.body.dataset.layout = value; };
    const select = make("select", {
      change: () => {
        show(select.value);
        remember(LAYOUT_KEY, select.value);
      },
    }, ...options);
    const kept = remembered(LAYOUT_KEY);
    select.value = Object.hasOwn(names, kept ?? "") ? kept : "default";
    show(select.value);
    return make("label", {}, _("Layout"), " ", select);
  }

  // -- what is shown -----------------------------------------------------------------------------

  /* Styles come as data: written as attributes, a strict policy would refuse them. */
  function fillIn(element, html) {
    element.innerHTML = html;
    for (const part of element.querySelectorAll("[data-style]")) part.style.cssText = part.dataset.style;
  }

  function picture(box, html, label) {
    const slides = make("div", { class: "slides" });
    fillIn(slides, html);
    const reveal = make("div", { class: "reveal", inert: "" }, slides);
    box.replaceChildren(reveal);
    box.setAttribute("aria-label", label);
    box.hidden = !html;
    scale(box);
  }

  function scale(box) {
    const [width, height] = state.size;
    box.style.aspectRatio = `${width} / ${height}`;
    box.style.setProperty("--ratio", String(width / height));
    const { style } = box.firstElementChild;
    style.width = `${width}px`;
    style.height = `${height}px`;
    style.transform = `scale(${box.clientWidth / width})`;
  }

  function show() {
    const { theme } = state;
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    parts.nowHead.textContent = state.label;
    const next = fill(_("Next: {headline}"), { headline: state.nextHeadline });
    parts.nextHead.textContent = state.next ? next : _("The last slide");
    picture(parts.now, state.now, `${state.label}: ${state.headline}`);
    picture(parts.next, state.next, state.nextHeadline);
    const none = _("No notes for this slide.");
    if (state.notes) fillIn(parts.notes, state.notes);
    else parts.notes.replaceChildren(make("p", {}, none));
    for (const background of parts.notes.querySelectorAll(".notes-background")) {
      background.prepend(make("p", { class: "notes-head" }, _("Background")));
    }
    for (const link of parts.notes.querySelectorAll("a[href]")) {
      link.target = "_blank";
      link.rel = "noopener";
    }
    parts.notes.scrollTop = 0;
    parts.said.textContent = "";
    showTime();
  }

  function resize(times) {
    const now = Number(remembered(SIZE_KEY)) || 1;
    const size = Math.min(Math.max(now * times, SIZES.least), SIZES.most);
    remember(SIZE_KEY, String(size));
    parts.notes.style.fontSize = `${size}em`;
  }

  // -- the time ----------------------------------------------------------------------------------

  /* Seconds that the slides take until this one ends, or begins. */
  const planned = (count) => state.seconds.slice(0, count).reduce((sum, each) => sum + each, 0);

  function restart() {
    started = Date.now() - planned(state.index) * 1000;
    showTime();
  }

  function inDigits(seconds) {
    const all = Math.abs(Math.round(seconds));
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(all / 3600);
    const rest = `${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
    return hours ? `${hours}:${rest}` : rest;
  }

  function showTime() {
    const elapsed = (Date.now() - started) / 1000;
    const left = planned(state.index + 1) - elapsed;
    const isAhead = left > state.seconds[state.index];
    const [kind, text] = left < 0
      ? ["behind", _("Behind by {time}")]
      : isAhead
        ? ["ahead", _("Ahead: {time} for this slide")]
        : ["on-track", _("On time: {time} for this slide")];
    parts.elapsed.textContent = inDigits(elapsed);
    parts.clock.textContent = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    parts.pace.className = `pacing ${kind}`;
    parts.pace.textContent = fill(text, { time: inDigits(left) });
  }

  // -- talking with the deck ---------------------------------------------------------------------

  function post(message, target = isFromDisk ? "*" : window.location.origin) {
    deck?.postMessage({ briefingSpeaker: true, ...message }, target);
  }

  /* The right to the full screen goes along with F, where the browser can hand it over: only to a
     window that it takes for the same site. From disk that may fail, so it is said twice. */
  function press(key, keyCode, shiftKey = false) {
    lastPress = Math.max(lastPress + 1, Date.now());
    const message = { type: "key", id: lastPress, key, keyCode, shiftKey };
    if (key.toLowerCase() === "f") {
      try {
        deck.postMessage({ briefingSpeaker: true, ...message }, { targetOrigin: "/", delegate: "fullscreen" });
      } catch { /* an older browser: the deck says what to do */ }
      setTimeout(() => post(message), 100);
    } else {
      post(message);
    }
  }

  function onKey(event) {
    const { key, keyCode, shiftKey, target, ctrlKey, metaKey, altKey } = event;
    if (key === "F5" || ((ctrlKey || metaKey) && key.toLowerCase() === "r")) {
      event.preventDefault(); // loaded anew, this window would be a deck
      return;
    }
    if (ctrlKey || metaKey || altKey || key === "Tab" || key === "Shift") return;
    if (target.closest("select") || (target.closest("button, a") && [" ", "Enter"].includes(key))) return;
    const isScrolling = /^(Arrow(Up|Down)|Home|End)$/.test(key) && target.closest(".speaker-notes-text");
    if (isScrolling) return;
    if (["+", "="].includes(key)) resize(STEP);
    else if (key === "-") resize(1 / STEP);
    else press(key, keyCode, shiftKey);
    event.preventDefault();
  }

  /* A link to a slide moves the deck; all others open a new tab. */
  function onClick(event) {
    const link = event.target.closest("a[href]");
    if (!link) return;
    const [page, hash] = link.href.split("#");
    if (!hash?.startsWith("/") || page !== window.location.href.split("#")[0]) return;
    event.preventDefault();
    post({ type: "go", hash });
  }

  function listen({ data, source }) {
    if (source !== deck || !data?.briefing) return;
    if (data.type === "say") parts.said.textContent = data.text;
    if (data.type !== "state") return;
    session = data.briefing;
    state = data;
    ({ texts } = data);
    if (!parts.page) build();
    show();
  }

  window.addEventListener("message", listen);
  window.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  const greet = () => post({ type: "hello", knows: session });
  greet();
  setInterval(greet, HELLO);
})();

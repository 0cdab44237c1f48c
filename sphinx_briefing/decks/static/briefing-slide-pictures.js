/* Fetches the stylesheet of the slides' pictures (decks/pictures.py) when one comes near the window, or
   the page is printed, so that the first view of a page goes without. Where scripts do not run, the
   pictures link it themselves. */
(() => {
  "use strict";

  const NEAR = "100%"; // of the window's height, above and below it

  function draw(frame) {
    const { shadowRoot: root, dataset: { styles: href } } = frame;
    if (!root || root.querySelector(":scope > link")) return; // a browser may know no such trees
    root.prepend(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
  }

  const frames = document.querySelectorAll(".slide-picture-frame");
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      draw(target);
      observer.unobserve(target);
    }
  }, { rootMargin: `${NEAR} 0px` });
  for (const frame of frames) observer.observe(frame);
  window.addEventListener("beforeprint", () => frames.forEach(draw));
})();

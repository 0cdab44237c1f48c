/* Shows the definitions of cited terms at the links that the build has marked. How they are shown
   is the business of briefing-popover.js; the texts are other people's, made into HTML by the
   build. */
(() => {
  "use strict";

  const IS_SEE_THROUGH = /^rgba\(|\/|transparent/; // of a colour, as browsers compute it

  /* The ground that an element stands on. */
  function groundOf(element) {
    for (let around = element; around; around = around.parentElement) {
      const colour = getComputedStyle(around).backgroundColor;
      if (!IS_SEE_THROUGH.test(colour)) return colour;
    }
    return "Canvas";
  }

  new window.BriefingPopover({
    name: "briefing-definition",
    data: new URL("briefing-citing-data.js", document.currentScript.src).href,
    variable: "briefingCited",
    linkOf: (element) => element.closest("a.briefing-cited"),
    textOf(link, texts) {
      const address = link.getAttribute("href");
      return Object.hasOwn(texts, address) ? texts[address] : undefined;
    },
    /* The colours of the text around the link suit any theme, light or dark. */
    paint(box, { parentElement }) {
      box.style.color = getComputedStyle(parentElement).color;
      box.style.backgroundColor = groundOf(parentElement);
    },
  });
})();

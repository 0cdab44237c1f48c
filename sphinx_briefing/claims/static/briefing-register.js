/* Filters the register of claims by words, verdict, kind and chapter (claims/filtering.py); what is asked
   stands in the address. Opens the row that a link leads to. It is fetched when a reader does
   something. Without it the register is whole, each row opens by a click, and a link leads to its
   row. */
(() => {
  "use strict";

  /* A text in the language of the publication: translation.py writes those that are not English. */
  const _ = (text, values = {}) => (window.briefingTexts?.[text] ?? text)
    .replace(/\{(\w+)\}/g, (slot, name) => values[name] ?? slot);

  const form = document.querySelector("form.register-filter");
  if (!form) return;
  const themes = [...document.querySelectorAll("section.claim-theme")];
  const claims = [...document.querySelectorAll("section.claim")].map((section) => ({
    section,
    theme: section.closest("section.claim-theme").id,
    verdict: classAfter(section, "is-"),
    kind: classAfter(section, "kind-"),
    text: section.textContent.toLowerCase(),
  }));

  function classAfter(element, start) {
    return [...element.classList].find((name) => name.startsWith(start)).slice(start.length);
  }

  const { text, verdict, kind, theme } = form.elements;
  const fields = { text, verdict, kind, theme };
  const reset = form.querySelector("[type=reset]");
  const count = form.querySelector("output"); // a polite live region

  // -- filtering ---------------------------------------------------------------------------------

  function filter() {
    const words = fields.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = new Set(claims.filter((claim) =>
      ["verdict", "kind", "theme"].every((f) => !fields[f].value || claim[f] === fields[f].value) &&
      words.every((word) => claim.text.includes(word))));
    const filled = new Set([...shown].map((claim) => claim.theme));
    for (const claim of claims) claim.section.hidden = !shown.has(claim);
    for (const section of themes) section.hidden = !filled.has(section.id);
    const counts = { shown: shown.size, count: claims.length };
    count.textContent = _("{shown} of {count} claims", counts);
    reset.hidden = shown.size === claims.length;
  }

  /* The address names what is asked, so that it can be passed on; other parts of it stay. */
  function readAddress() {
    const asked = new URLSearchParams(window.location.search);
    for (const [name, field] of Object.entries(fields)) {
      field.value = asked.get(name) ?? "";
      if (field.selectedIndex === -1) field.value = ""; // no such choice
    }
  }

  function writeAddress() {
    const address = new URL(window.location.href);
    for (const [name, field] of Object.entries(fields)) {
      if (field.value) address.searchParams.set(name, field.value);
      else address.searchParams.delete(name);
    }
    try {
      window.history.replaceState(window.history.state, "", address);
    } catch {
      // some browsers let no page on disk change its address
    }
  }

  function ask() {
    filter();
    writeAddress();
  }

  // -- rows --------------------------------------------------------------------------------------

  /* Show and open the row that the address leads to, though it be filtered out. */
  function reveal() {
    let id = "";
    try {
      id = decodeURIComponent(window.location.hash.slice(1));
    } catch {
      return; // a stray "%"
    }
    const target = id && document.getElementById(id);
    const row = target && target.closest("section.claim");
    const wasHidden = target?.closest("[hidden], details:not([open])");
    if (target?.closest("[hidden]")) {
      form.reset();
      ask();
    }
    if (row) row.querySelector("details").open = true;
    if (wasHidden) target.scrollIntoView({ behavior: "instant" }); // else the browser does it
  }

  form.addEventListener("input", ask);
  form.addEventListener("reset", () => setTimeout(ask)); // once the fields are empty
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", reveal);
  window.addEventListener("popstate", () => {
    readAddress();
    filter();
  });
  if (window.location.search) readAddress();
  if (Object.values(fields).some((field) => field.value)) ask(); // perhaps before this script came
  else filter();
  if (window.location.hash) reveal();
})();

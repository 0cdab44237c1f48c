/* Filters the register of claims by words, theme and verdict. Without it the register is whole. */
(() => {
  "use strict";

  /* A text in the language of the publication: translation.py writes those that are not English. */
  const _ = (text, values = {}) => (window.briefingTexts?.[text] ?? text)
    .replace(/\{(\w+)\}/g, (slot, name) => values[name] ?? slot);

  const themes = [...document.querySelectorAll("section.claim-theme")];
  if (!themes.length) return;
  const claims = [...document.querySelectorAll("section.claim")].map((section) => ({
    section,
    theme: section.closest("section.claim-theme"),
    verdict: section.querySelector(".verdict").lastChild.textContent.trim(),
    words: section.textContent.toLowerCase(),
  }));

  // -- the form ----------------------------------------------------------------------------------

  /* Options: pairs of label and value. */
  function choice(options) {
    const select = document.createElement("select");
    select.append(...[[_("all"), ""], ...options].map((option) => new Option(...option)));
    return select;
  }

  function labelled(text, control) {
    const label = document.createElement("label");
    label.append(`${text} `, control);
    return label;
  }

  const verdicts = [...new Set(claims.map((claim) => claim.verdict))];
  const search = Object.assign(document.createElement("input"), { type: "search" });
  const theme = choice(themes.map((section) => [titleOf(section), section.id]));
  const verdict = choice(verdicts.map((name) => {
    const { length } = claims.filter((claim) => claim.verdict === name);
    return [`${name} (${length})`, name];
  }));
  const count = document.createElement("output"); // a polite live region

  /* What the heading says, without the link to itself. */
  function titleOf(section) {
    return section.querySelector("h2").firstChild.textContent;
  }

  // -- filtering ---------------------------------------------------------------------------------

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const isAsked = (claim) => (!theme.value || claim.theme.id === theme.value) &&
      (!verdict.value || claim.verdict === verdict.value) &&
      words.every((word) => claim.words.includes(word));
    const shown = new Set(claims.filter(isAsked));
    const filled = new Set([...shown].map((claim) => claim.theme));
    for (const claim of claims) claim.section.hidden = !shown.has(claim);
    for (const section of themes) section.hidden = !filled.has(section);
    const counts = { shown: shown.size, count: claims.length };
    count.textContent = _("{shown} of {count} claims", counts);
  }

  /* A link to a claim that is filtered out must still lead to it. */
  function reveal() {
    const id = decodeURIComponent(window.location.hash.slice(1));
    const target = document.getElementById(id);
    if (!target?.closest("[hidden]")) return;
    search.value = theme.value = verdict.value = "";
    filter();
    target.scrollIntoView();
  }

  const form = Object.assign(document.createElement("form"), { className: "register-filter" });
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", _("Claims"));
  form.append(labelled(_("Words"), search), labelled(_("Theme"), theme),
    labelled(_("Verdict"), verdict), count);
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  themes[0].before(form);
  window.addEventListener("hashchange", reveal);
  filter();
})();

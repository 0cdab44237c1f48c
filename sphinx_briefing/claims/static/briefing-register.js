/* Filters the register of claims by words, verdict, kind and chapter; what is asked stands in the
   address. Opens the row that a link leads to. Without it the register is whole, each row opens by
   a click, and a link leads to its row. */
(() => {
  "use strict";

  /* A text in the language of the publication: translation.py writes those that are not English. */
  const _ = (text, values = {}) => (window.briefingTexts?.[text] ?? text)
    .replace(/\{(\w+)\}/g, (slot, name) => values[name] ?? slot);
  const KINDS = { fact: _("tested"), attribution: _("said"), argument: _("argued") };

  const themes = [...document.querySelectorAll("section.claim-theme")];
  if (!themes.length) return;
  const claims = [...document.querySelectorAll("section.claim")].map((section) => ({
    section,
    theme: section.closest("section.claim-theme").id,
    verdict: classAfter(section, "is-"),
    kind: classAfter(section, "kind-"),
    word: section.querySelector(".verdict").lastChild.textContent.trim(),
    text: section.textContent.toLowerCase(),
  }));

  function classAfter(element, start) {
    return [...element.classList].find((name) => name.startsWith(start)).slice(start.length);
  }

  /* What the heading says, without the link to itself. */
  function titleOf(section) {
    return section.querySelector("h2").firstChild.textContent;
  }

  // -- the form ----------------------------------------------------------------------------------

  /* A choice among the values that claims have; `words` names each. */
  function choice(field, any, words) {
    const select = document.createElement("select");
    const counts = new Map();
    for (const claim of claims) counts.set(claim[field], (counts.get(claim[field]) ?? 0) + 1);
    const options = [...counts].map(([value, count]) => [`${words(value)} (${count})`, value]);
    select.append(...[[any, ""], ...options].map((option) => new Option(...option)));
    return select;
  }

  function labelled(text, control) {
    const label = document.createElement("label");
    const name = document.createElement("span");
    name.textContent = `${text} `;
    label.append(name, control);
    return label;
  }

  const fields = {
    text: Object.assign(document.createElement("input"), { type: "search" }),
    verdict: choice("verdict", _("any verdict"), (value) => claims.find((claim) => claim.verdict === value).word),
    kind: choice("kind", _("any kind"), (value) => KINDS[value] ?? value),
    theme: choice("theme", _("any chapter"), (value) => titleOf(document.getElementById(value))),
  };
  const reset = Object.assign(document.createElement("button"), { type: "reset", textContent: _("Reset") });
  const count = document.createElement("output"); // a polite live region

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
    if (target?.closest("[hidden]")) {
      form.reset();
      ask();
    }
    if (row) row.querySelector("details").open = true;
    if (target) target.scrollIntoView({ behavior: "instant" });
  }

  const form = Object.assign(document.createElement("form"), { className: "register-filter" });
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", _("Filter the claims"));
  form.append(labelled(_("Find"), fields.text), labelled(_("Verdict"), fields.verdict),
    labelled(_("Kind"), fields.kind), labelled(_("Chapter"), fields.theme), reset, count);
  form.addEventListener("input", ask);
  form.addEventListener("reset", () => setTimeout(ask)); // once the fields are empty
  form.addEventListener("submit", (event) => event.preventDefault());
  themes[0].before(form);
  window.addEventListener("hashchange", reveal);
  window.addEventListener("popstate", () => {
    readAddress();
    filter();
  });
  readAddress();
  filter();
  if (window.location.hash) reveal();

  // Paper has no rows to open.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".claim-more:not([open])")];
    for (const details of opened) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
})();

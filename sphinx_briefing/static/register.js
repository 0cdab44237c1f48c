/* Filters the register of claims by words, theme and verdict. Without it the register is whole. */
(function () {
  "use strict";

  var themes = Array.from(document.querySelectorAll("section.claim-theme"));
  if (!themes.length) return;
  var claims = Array.from(document.querySelectorAll("section.claim")).map(function (element) {
    return {
      element: element,
      theme: element.closest("section.claim-theme"),
      verdict: element.querySelector(".verdict").lastChild.textContent.trim(),
      words: element.textContent.toLowerCase(),
    };
  });

  function field(label, control) {
    var around = document.createElement("label");
    around.append(label + " ", control);
    return around;
  }

  function choice(options) {
    var select = document.createElement("select");
    options.forEach(function (option) { select.append(new Option(option[0], option[1])); });
    return select;
  }

  var search = document.createElement("input");
  search.type = "search";
  var theme = choice([["all", ""]].concat(themes.map(function (section) {
    return [section.querySelector("h2").firstChild.textContent, section.id];
  })));
  var verdicts = Array.from(new Set(claims.map(function (claim) { return claim.verdict; })));
  var verdict = choice([["all", ""]].concat(verdicts.map(function (name) {
    var count = claims.filter(function (claim) { return claim.verdict === name; }).length;
    return [name + " (" + count + ")", name];
  })));
  var count = document.createElement("output");

  function filter() {
    var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = claims.filter(function (claim) {
      var fits = (!theme.value || claim.theme.id === theme.value) &&
        (!verdict.value || claim.verdict === verdict.value) &&
        words.every(function (word) { return claim.words.indexOf(word) !== -1; });
      claim.element.hidden = !fits;
      return fits;
    });
    themes.forEach(function (section) {
      section.hidden = !shown.some(function (claim) { return claim.theme === section; });
    });
    count.textContent = shown.length + " of " + claims.length + " claims";
  }

  // A link to a claim that is filtered out must still lead to it.
  function reveal() {
    var target = window.location.hash && document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    if (!target || !target.closest("[hidden]")) return;
    search.value = theme.value = verdict.value = "";
    filter();
    target.scrollIntoView();
  }

  var form = document.createElement("form");
  form.className = "register-filter";
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", "Claims");
  form.append(field("Words", search), field("Theme", theme), field("Verdict", verdict), count);
  form.addEventListener("input", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  themes[0].before(form);
  window.addEventListener("hashchange", reveal);
  filter();
})();

/* An address that ends with a name of an entry, in whatever spelling, goes to the entry: "#C41",
   "#Open weights", "#open%20weights" and "#open-weight model" as "#c41" and "#open-weights". What is
   found becomes the address. Without it, ids lead to their entries as ever. */
(() => {
  "use strict";

  /* Without case, accents and the form of apostrophes, hyphens and spaces. */
  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
      .replace(/[\u2018\u2019]/g, "'").replace(/[\s\u2010\u2011\u2013_-]+/g, " ").trim();
  }

  function* named() {
    for (const part of document.querySelectorAll("main [id], article [id], [role=main] [id]")) {
      yield [part.id, part.id];
    }
    for (const details of document.querySelectorAll("dl.glossary > dd > details[data-names]")) {
      const { id } = details.parentElement.previousElementSibling;
      for (const name of details.dataset.names.split("\n")) yield [name, id];
    }
  }

  function lookUp() {
    let asked = window.location.hash.slice(1);
    try {
      asked = decodeURIComponent(asked);
    } catch {
      // a stray "%": it is looked up as it is
    }
    if (!asked || document.getElementById(asked)) return;
    const wanted = plain(asked);
    for (const [name, id] of named()) {
      if (plain(name) === wanted) {
        window.location.replace(`#${id}`);
        return;
      }
    }
  }

  window.addEventListener("hashchange", lookUp);
  lookUp();
})();

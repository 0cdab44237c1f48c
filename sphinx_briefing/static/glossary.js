/* The glossary's page: a search by name, links that open their entry, and "Cite this".
   Without it every entry can be read and linked to. A classic script without inline code: it runs
   from file:// and under a strict content security policy. What all snippets share stands in the
   script's own data attributes (cite_this.py); an entry's names in those of its details. */
(function () {
  "use strict";

  var publication = document.currentScript.dataset;
  var COPIED_FOR = 2000; // milliseconds for which a button says so
  var PLACEHOLDER = "https://ADDRESS-OF-THE-SITE/";

  var entries = Array.from(document.querySelectorAll("dl.glossary > dd > details.entry-more"))
    .map(function (details) {
      var names = details.dataset.names.split("\n");
      var term = details.parentElement.previousElementSibling;
      return {
        id: term.id,
        names: names,
        words: names.map(plain).join("\n"),
        term: term,
        body: details.parentElement,
        details: details,
        section: details.closest("section"),
      };
    });
  if (!entries.length) return;

  function make(tag, className, text) {
    var element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  // -- search ------------------------------------------------------------------------------------

  /* Without case, accents and the form of apostrophes and hyphens. */
  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
      .replace(/[\u2018\u2019]/g, "'").replace(/[\u2010\u2011\u2013-]/g, " ");
  }

  var search = make("input");
  search.type = "search";
  search.autocomplete = "off";
  search.spellcheck = false;
  var count = make("output"); // a polite live region
  var sections = Array.from(new Set(entries.map(function (entry) { return entry.section; })));
  var letters = Array.from(document.querySelectorAll("nav.glossary-letters a")).map(function (a) {
    return { link: a, href: a.getAttribute("href") };
  });

  function filter() {
    var words = plain(search.value).split(/\s+/).filter(Boolean);
    var shown = entries.filter(function (entry) {
      var fits = words.every(function (word) { return entry.words.indexOf(word) !== -1; });
      entry.term.hidden = entry.body.hidden = !fits;
      return fits;
    });
    var filled = new Set(shown.map(function (entry) { return entry.section; }));
    sections.forEach(function (section) { section.hidden = !filled.has(section); });
    letters.forEach(function (letter) { // one that leads nowhere is no link
      var section = document.getElementById(letter.href.slice(1));
      if (section.hidden) letter.link.removeAttribute("href");
      else letter.link.setAttribute("href", letter.href);
    });
    count.textContent = !words.length ? entries.length + " entries" :
      shown.length ? shown.length + " of " + entries.length + " entries" :
      "No entry has such a name";
    return shown;
  }

  var form = make("form", "glossary-search");
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", "Glossary");
  var label = make("label", "", "Find a term by any of its names ");
  label.append(search);
  form.append(label, count);
  form.addEventListener("input", filter);
  form.addEventListener("submit", function (event) { // Enter goes to the first that is shown
    event.preventDefault();
    var shown = filter();
    if (!search.value || !shown.length) return;
    if (window.location.hash === "#" + shown[0].id) reveal();
    else window.location.hash = shown[0].id;
  });
  (document.querySelector("nav.glossary-letters") || sections[0]).before(form);

  // -- links to an entry -------------------------------------------------------------------------

  /* A link leads to its entry even when that is filtered out, and opens what is folded away. */
  function reveal() {
    var id = decodeURIComponent(window.location.hash.slice(1));
    var target = id && document.getElementById(id);
    if (!target) return;
    var hidden = target.closest("[hidden]");
    if (hidden) {
      search.value = "";
      filter();
    }
    var entry = entries.find(function (entry) { return entry.id === id; });
    if (entry) {
      cite(entry); // before it is scrolled to, so that nothing moves afterwards
      entry.details.open = true;
    }
    if (entry || hidden) target.scrollIntoView({ behavior: "instant", block: "start" });
  }

  // -- cite this ---------------------------------------------------------------------------------

  function siteAddress() {
    if (publication.page.indexOf("://") !== -1) return publication.page;
    var here = window.location;
    if (here.protocol === "http:" || here.protocol === "https:") return here.origin + here.pathname;
    return PLACEHOLDER + publication.page;
  }

  function html(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;");
  }

  /* The text of a link in any Markdown. Entities, where not all let a backslash escape. */
  function markdown(text) {
    return text.replace(/[\\`*_[\]]/g, "\\$&").replace(/&/g, "&amp;").replace(/</g, "&lt;")
      .replace(/>/g, "&gt;");
  }

  /* MyST reads more: mathematics, citations, roles. */
  function myst(text) {
    return markdown(text).replace(/[$@{}~^]/g, "\\$&");
  }

  function markdownAddress(url) {
    return url.replace(/\(/g, "%28").replace(/\)/g, "%29");
  }

  var LATEX = {
    "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
    "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_", "{": "\\{", "}": "\\}",
  };
  function latex(text) {
    return text.replace(/[\\~^&%$#_{}]/g, function (sign) { return LATEX[sign]; });
  }

  /* Whether a role takes the name as it is: these signs mean something in it. */
  function suitsRole(name) {
    return !/[`\\<>]|^[!~]/.test(name);
  }

  function twoDigits(number) { return String(number).padStart(2, "0"); }

  /* The ways to cite an entry by one of its names: label and text of each. */
  function snippets(entry, name, today) {
    var key = publication.key;
    var url = siteAddress() + "#" + entry.id;
    var accessed = today.toLocaleDateString("en-GB", {
      day: "numeric", month: "long", year: "numeric",
    });
    var version = publication.version ? ", version " + publication.version : "";
    var author = publication.author;
    var bibtex = [
      author && "author = {{" + latex(author) + "}}",
      "title = {{" + latex(name) + "}}",
      "howpublished = {Glossary entry in: " + latex(publication.title + version) + "}",
      "url = {" + url + "}",
      "note = {Accessed " + accessed + "}",
    ];
    var item = { id: key + "-" + entry.id, type: "entry-dictionary", title: name };
    item["container-title"] = publication.title;
    if (author) item.author = [{ literal: author }];
    if (publication.version) item.version = publication.version;
    item.URL = url;
    item.accessed = {
      "date-parts": [[today.getFullYear(), today.getMonth() + 1, today.getDate()]],
    };
    return [
      ["Citation", (author ? author.replace(/\.?$/, ". ") : "") + "“" + name + "”. In: " +
        publication.title + version + ". Accessed " + accessed + ". " + url],
      ["Sphinx, RST", suitsRole(name) ? ":external+" + key + ":term:`" + name + "`" :
        ":external+" + key + ":ref:`" + entry.id + "`"],
      ["Sphinx, MyST", suitsRole(name) ? "{external+" + key + ":term}`" + name + "`" :
        "[" + myst(name) + "](inv:" + key + "#" + entry.id + ")"],
      ["mystmd", "[" + myst(name) + "](xref:" + key + "#" + entry.id + ")"],
      ["MkDocs", "[" + markdown(name) + "][" + entry.id + "]"],
      ["Markdown", "[" + markdown(name) + "](" + markdownAddress(url) + ")"],
      ["HTML", '<a href="' + html(url) + '">' + html(name) + "</a>"],
      ["BibTeX", "@misc{" + item.id + ",\n  " + bibtex.filter(Boolean).join(",\n  ") + "\n}"],
      ["CSL-JSON", JSON.stringify([item], null, 2)],
    ];
  }

  /* Fills an entry's details, once. */
  function cite(entry) {
    if (entry.body.querySelector(".entry-cite")) return;
    var box = make("div", "entry-cite");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Cite " + entry.names[0]);
    var head = make("p", "entry-cite-head", "Cite this");
    box.append(head);
    var list = make("dl");
    var chosen = make("select");
    entry.names.forEach(function (name) { chosen.append(new Option(name)); });
    if (entry.names.length > 1) {
      var which = make("label", "", " by the name ");
      which.append(chosen);
      head.append(which);
    }
    function fill() {
      list.replaceChildren.apply(list, snippets(entry, chosen.value, new Date()).map(row));
    }
    chosen.addEventListener("change", fill);
    fill();
    box.append(list);
    if (siteAddress().indexOf(PLACEHOLDER) !== 0) {
      var permanent = entry.details.querySelector("a[href='#" + entry.id + "']");
      permanent.textContent = siteAddress() + "#" + entry.id;
    } else {
      box.append(make("p", "entry-line", "This page was opened from disk. Put the address of the " +
        "publication in the place of " + PLACEHOLDER));
    }
    if (publication.help) {
      var help = make("p", "entry-line");
      var link = make("a", "reference internal", "How to set each tool up");
      link.href = publication.help;
      help.append(link);
      box.append(help);
    }
    entry.details.append(box);
  }

  function row(snippet) {
    var block = make("div");
    var code = make("code", "", snippet[1]);
    var pre = make("pre");
    pre.tabIndex = 0; // it scrolls
    pre.setAttribute("role", "region");
    pre.setAttribute("aria-label", snippet[0]);
    pre.append(code);
    var button = make("button", "", "Copy");
    button.type = "button";
    button.append(make("span", "visually-hidden", " " + snippet[0]));
    button.addEventListener("click", function () {
      copy(snippet[1], button).then(function (done) {
        if (!done) window.getSelection().selectAllChildren(code);
        said.textContent = done ? snippet[0] + " copied" :
          "The browser does not let this page copy. The text is selected: copy it by the keyboard.";
        button.firstChild.data = done ? "Copied" : "Selected";
        window.setTimeout(function () {
          button.firstChild.data = "Copy";
          said.textContent = "";
        }, COPIED_FOR);
      });
    });
    var value = make("dd");
    value.append(pre, button);
    block.append(make("dt", "", snippet[0]), value);
    return block;
  }

  var said = make("p", "visually-hidden");
  said.setAttribute("role", "status");
  form.after(said);

  /* The promise of whether it was copied. Only pages from https, this machine and, in some
     browsers, disk may use the clipboard itself. */
  function copy(text, button) {
    if (!navigator.clipboard) return Promise.resolve(copyBySelection(text, button));
    return navigator.clipboard.writeText(text).then(function () { return true; }, function () {
      return copyBySelection(text, button);
    });
  }

  function copyBySelection(text, button) {
    var field = make("textarea", "visually-hidden");
    field.value = text;
    field.readOnly = true;
    button.after(field);
    field.select();
    var done = false;
    try { done = document.execCommand("copy"); } catch (error) { done = false; }
    field.remove();
    button.focus();
    return done;
  }

  entries.forEach(function (entry) {
    entry.details.addEventListener("toggle", function () {
      if (entry.details.open) cite(entry);
    });
  });
  window.addEventListener("hashchange", reveal);
  filter();
  reveal();
})();

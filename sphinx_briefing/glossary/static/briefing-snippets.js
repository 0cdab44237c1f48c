/* The ways to cite an entry, a claim, a slide, a deck or a page: what to paste into each tool. They
   are made in the browser, so that a page with many entries stays light; briefing-cite.js shows
   them. */
(() => {
  "use strict";

  /* A text in the language of the publication: translation.py writes those that are not English. */
  const _ = (text, values = {}) => (window.briefingTexts?.[text] ?? text)
    .replace(/\{(\w+)\}/g, (slot, name) => values[name] ?? slot);

  // -- what signs mean in each language ----------------------------------------------------------

  const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const html = (text) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]);

  /* The text of a link in any Markdown. Entities, where not all let a backslash escape. */
  const markdown = (text) =>
    text.replace(/[\\`*_[\]]/g, "\\$&").replace(/[&<>]/g, (sign) => ENTITIES[sign]);

  /* MyST reads more: mathematics, citations, roles. */
  const myst = (text) => markdown(text).replace(/[$@{}~^]/g, "\\$&");

  const markdownAddress = (url) => url.replaceAll("(", "%28").replaceAll(")", "%29");

  const LATEX = {
    "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
  };
  const latex = (text) => text.replace(/[\\~^&%$#_{}]/g, (sign) => LATEX[sign] ?? `\\${sign}`);

  /* Whether a role takes the name as it is: these signs mean something in it. */
  const suitsRole = (name) => !/[`\\<>]|^[!~]/.test(name);

  // -- bibliographies ----------------------------------------------------------------------------

  /* The date goes with the words around it: "en-GB" is translated by another language's tag. */
  function accessed(day) {
    const language = _("en-GB");
    const asWords = { day: "numeric", month: "long", year: "numeric" };
    return _("Accessed {date}", { date: day.toLocaleDateString(language, asWords) });
  }

  const withVersion = ({ title, version }) =>
    (version ? _("{title}, version {version}", { title, version }) : title);

  /* The year in which the publication was released; empty where it does not say. */
  const yearOf = ({ date = "" }) => date.slice(0, 4);

  function citation({ name, url, today, publication }) {
    const author = publication.author ? `${publication.author.replace(/\.?$/, ".")} ` : "";
    const container = [withVersion(publication), yearOf(publication)].filter(Boolean).join(", ");
    const said = { name, container, accessed: accessed(today), url };
    return author + _("“{name}”. In: {container}. {accessed}. {url}", said);
  }

  /* What a thing is called in a bibliography: its id, or that of the page. */
  const keyOf = ({ id, publication: { key, doc } }) =>
    `${key}-${id || doc.replace(/[^a-z0-9]+/gi, "-")}`;

  function bibtex(cited) {
    const { kind: what, name, url, today, publication } = cited;
    const { author } = publication;
    const kind = what === "term" ? _("Glossary entry in:") : _("In:");
    const year = yearOf(publication);
    const fields = [
      ...(author ? [`author = {{${latex(author)}}}`] : []),
      `title = {{${latex(name)}}}`,
      `howpublished = {${kind} ${latex(withVersion(publication))}}`,
      ...(year ? [`year = {${year}}`] : []),
      `url = {${url}}`,
      `note = {${accessed(today)}}`,
    ];
    return `@misc{${keyOf(cited)},\n  ${fields.join(",\n  ")}\n}`;
  }

  /* JSON leaves out what is undefined. */
  function cslJson(cited) {
    const { kind, name, url, today, publication } = cited;
    const { author, date, title, version } = publication;
    return JSON.stringify([{
      id: keyOf(cited),
      type: kind === "term" ? "entry-dictionary" : "webpage",
      title: name,
      "container-title": title,
      author: author ? [{ literal: author }] : undefined,
      version: version || undefined,
      issued: date ? { "date-parts": [date.split("-").map(Number)] } : undefined,
      URL: url,
      accessed: { "date-parts": [[today.getFullYear(), today.getMonth() + 1, today.getDate()]] },
    }], null, 2);
  }

  // -- all of them -------------------------------------------------------------------------------

  /* What Sphinx and those that read its inventory write: a term by its name, else its label. */
  function references({ id, kind, name, publication: { key, doc } }) {
    if (kind === "page") {
      return [
        ["Sphinx, RST", `:external+${key}:doc:\`${doc}\``],
        ["Sphinx, MyST", `{external+${key}:doc}\`${doc}\``],
      ];
    }
    const byName = kind === "term" && suitsRole(name);
    return [
      ["Sphinx, RST", byName ? `:external+${key}:term:\`${name}\`` : `:external+${key}:ref:\`${id}\``],
      ["Sphinx, MyST", byName
        ? `{external+${key}:term}\`${name}\``
        : `[${myst(name)}](inv:${key}#${id})`],
      ["mystmd", `[${myst(name)}](xref:${key}#${id})`],
      ["MkDocs", `[${markdown(name)}][${id}]`],
    ];
  }

  /* Label and text of each, for what has an `id` and a `kind`, by one of its names, at its `url`. The
     `publication` has a key, a title and perhaps author, version and date; of the page, `doc` is its
     name. Where chats are told of terms and claims, and of slides, which are then `shared` by a name,
     `share` is the address of the folder. */
  window.briefingSnippets = (cited) => {
    const { id, kind, name, url, shared, publication: { share } } = cited;
    const forChats = share && (["term", "claim"].includes(kind) ? id : shared);
    return [
      [_("Citation"), citation(cited)],
      ...references(cited),
      ["Markdown", `[${markdown(name)}](${markdownAddress(url)})`],
      ["HTML", `<a href="${html(url)}">${html(name)}</a>`],
      ["BibTeX", bibtex(cited)],
      ["CSL-JSON", cslJson(cited)],
      ...(forChats ? [[_("For chats"), `${share}${forChats}.html`]] : []),
    ];
  };
})();

/* The ways to cite an entry of the glossary: what to paste into each tool. They are made in the
   browser, so that a page with many entries stays light; briefing-glossary.js shows them. */
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

  function citation({ name, url, today, publication }) {
    const author = publication.author ? `${publication.author.replace(/\.?$/, ".")} ` : "";
    const container = withVersion(publication);
    const said = { name, container, accessed: accessed(today), url };
    return author + _("“{name}”. In: {container}. {accessed}. {url}", said);
  }

  function bibtex({ id, name, url, today, publication }) {
    const { author, key } = publication;
    const kind = _("Glossary entry in:");
    const fields = [
      ...(author ? [`author = {{${latex(author)}}}`] : []),
      `title = {{${latex(name)}}}`,
      `howpublished = {${kind} ${latex(withVersion(publication))}}`,
      `url = {${url}}`,
      `note = {${accessed(today)}}`,
    ];
    return `@misc{${key}-${id},\n  ${fields.join(",\n  ")}\n}`;
  }

  /* JSON leaves out what is undefined. */
  function cslJson({ id, name, url, today, publication }) {
    const { author, key, title, version } = publication;
    return JSON.stringify([{
      id: `${key}-${id}`,
      type: "entry-dictionary",
      title: name,
      "container-title": title,
      author: author ? [{ literal: author }] : undefined,
      version: version || undefined,
      URL: url,
      accessed: { "date-parts": [[today.getFullYear(), today.getMonth() + 1, today.getDate()]] },
    }], null, 2);
  }

  // -- all of them -------------------------------------------------------------------------------

  /* Label and text of each, for an entry with its `id`, by one of its names, at its `url`. The
     `publication` has a key, a title and perhaps author and version. */
  window.briefingSnippets = (cited) => {
    const { id, name, url, publication: { key } } = cited;
    return [
      [_("Citation"), citation(cited)],
      ["Sphinx, RST", suitsRole(name)
        ? `:external+${key}:term:\`${name}\``
        : `:external+${key}:ref:\`${id}\``],
      ["Sphinx, MyST", suitsRole(name)
        ? `{external+${key}:term}\`${name}\``
        : `[${myst(name)}](inv:${key}#${id})`],
      ["mystmd", `[${myst(name)}](xref:${key}#${id})`],
      ["MkDocs", `[${markdown(name)}][${id}]`],
      ["Markdown", `[${markdown(name)}](${markdownAddress(url)})`],
      ["HTML", `<a href="${html(url)}">${html(name)}</a>`],
      ["BibTeX", bibtex(cited)],
      ["CSL-JSON", cslJson(cited)],
    ];
  };
})();

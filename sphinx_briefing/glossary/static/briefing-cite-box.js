/* What "Cite this" opens: the ways to cite something, ready to be copied. What all snippets share
   stands in the page's head (glossary/cite.py). It is fetched when it is first wanted. */
(() => {
  "use strict";

  /* A text in the language of the publication: translation.py writes those that are not English. */
  const _ = (text, values = {}) => (window.briefingTexts?.[text] ?? text)
    .replace(/\{(\w+)\}/g, (slot, name) => values[name] ?? slot);

  const publication = document.querySelector("meta[name=briefing-cite]").dataset;
  const PLACEHOLDER = "https://ADDRESS-OF-THE-SITE/";
  const COPIED_FOR = 2000; // milliseconds for which a button says so

  function make(tag, className = "", ...content) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...content);
    return element;
  }

  const status = make("p", "visually-hidden");
  status.setAttribute("role", "status");
  document.body.append(status);

  /* The page's published address: as conf.py has it, else as the browser has it. */
  function pageAddress() {
    const { protocol, origin, pathname } = window.location;
    if (publication.page.includes("://")) return publication.page;
    return protocol.startsWith("http") ? origin + pathname : PLACEHOLDER + publication.page;
  }

  /* A box with all ways to cite something, its address, and whether that is a published one. It has
     an `id` (none: the page itself), `names`, and a `kind`: term, claim, label or page; a slide says
     what its page for chats is called, in `shared`. */
  window.briefingCite = ({ id, names, kind, shared }) => {
    const url = id ? `${pageAddress()}#${id}` : pageAddress();
    const head = kind === "term" ? [make("p", "entry-cite-head", _("Cite this"))] : [];
    const list = make("dl");
    const chosen = make("select", "", ...names.map((name) => new Option(name)));
    if (names.length > 1) head[0]?.append(make("label", "", " ", _("by the name"), " ", chosen));
    const fill = () => {
      const cited = { id, kind, name: chosen.value, url, publication, shared, today: new Date() };
      list.replaceChildren(...window.briefingSnippets(cited).map(makeRow));
    };
    chosen.addEventListener("change", fill);
    fill();

    const box = make("div", "entry-cite", ...head, list);
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", _("Cite {name}", { name: names[0] }));
    const isPublished = !url.startsWith(PLACEHOLDER);
    if (!isPublished) {
      box.append(make("p", "entry-line", _("This page was opened from disk. Put the address of " +
        "the publication in the place of {address}", { address: PLACEHOLDER })));
    }
    if (publication.help) {
      const link = make("a", "reference internal", _("How to set each tool up"));
      link.href = publication.help;
      box.append(make("p", "entry-line", link));
    }
    return { box, url, isPublished };
  };

  function makeRow([label, text]) {
    const code = make("code", "", text);
    const pre = make("pre", "", code);
    pre.tabIndex = 0; // it scrolls
    pre.setAttribute("role", "group"); // a landmark each would be too many
    pre.setAttribute("aria-label", label);
    const button = make("button", "", _("Copy"), make("span", "visually-hidden", ` ${label}`));
    button.type = "button";
    button.addEventListener("click", () => copyWith(button, label, code));
    return make("div", "", make("dt", "", label), make("dd", "", pre, button));
  }

  // -- copying -----------------------------------------------------------------------------------

  async function copyWith(button, label, code) {
    const isCopied = await copy(code.textContent, button);
    if (!isCopied) window.getSelection().selectAllChildren(code);
    status.textContent = isCopied ? _("{what} copied", { what: label }) :
      _("The browser does not let this page copy. The text is selected: copy it by the keyboard.");
    button.firstChild.data = isCopied ? _("Copied") : _("Selected");
    setTimeout(() => {
      button.firstChild.data = _("Copy");
      status.textContent = "";
    }, COPIED_FOR);
  }

  /* Whether it was copied. Only pages from https, this machine and, in some browsers, disk may use
     the clipboard itself. */
  async function copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text, button);
    }
  }

  function copyBySelection(text, button) {
    const field = Object.assign(make("textarea", "visually-hidden"),
      { value: text, readOnly: true });
    button.after(field);
    field.select();
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    } finally {
      field.remove();
      button.focus();
    }
  }
})();

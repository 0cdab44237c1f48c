// Lists the terms that this page links to, with their definitions from glossary.json.
const { site, glossary } = document.currentScript.dataset;

async function listTerms() {
  const { entries } = await (await fetch(glossary)).json();
  const linked = new Set(Array.from(document.links, (link) => link.href));
  const list = document.querySelector("#terms dl");
  for (const entry of entries) {
    const address = new URL(entry.url, site).href;
    if (!linked.has(address)) continue;
    const link = document.createElement("a");
    link.href = address;
    link.textContent = entry.term;
    const [term, definition] = ["dt", "dd"].map((name) => document.createElement(name));
    term.append(link);
    definition.textContent = entry.definition;
    list.append(term, definition);
    list.parentElement.hidden = false;
  }
}

// Without the glossary (no network, or a page opened from disk) the links do by themselves.
listTerms().catch((error) => console.info("glossary.json cannot be read:", error.message));

"""A publication that is edited, and what was ever published of it.

An edit is one that an author may make. What the build writes is then compared with all that
earlier builds published: each name and each address must lead to the same concept.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from lxml import html
from sphinx.util.inventory import InventoryFile

from tests.conftest import CONF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from lxml.html import HtmlElement

NAMES = (
    "C", "C++", "C#", "F#", ".NET", "naïve Bayes", "Naive Bayes", "开源", "开放权重", "Café",
    "CAFE", "résumé", "Resume", "Open weights", "open-weight model", "Open Source",
    "open source AI",
    "Straße", "STRASSE", "π", "Π-calculus", "E = mc²", "AT&T", "a/b test", "l'Hôpital's rule",
    "0-day", "O(n)", "“quoted” term", "two  spaces", "Zoe\u0308", "x" * 60, "Ångström",
    "ÅNGSTRÖM unit", "id1", "letter A", "term-0", "Term 1", "i18n", "$HOME", "100%", "R&D",
    "GPT-2", "gpt 2",
)  # fmt: skip
FOLDED = ("C", "C++", "C#", "开源", "开放权重", "π")
"""Names of which Sphinx's own ids keep next to nothing."""

IDS = (
    "c", "c-plus-plus", "c-sharp", "cafe", "resume", "open-weights", "open-source", "naive-bayes",
    "strasse", "pi", "kaiyuan", "zero-day", "o-n", "idea", "term-1", "gpt-2", "a-b-test", "net",
    "x", "quoted", "home", "percent", "angstrom", "hopital", "index-entry", "r-d", "search-engine",
    "i18n-term",
)  # fmt: skip
"""Some are names of others but for case, accents or signs."""

DATE = "2026-11-24"

Page = dict[str, list["HtmlElement"]]


@dataclass(eq=False)
class Thing:
    """A term, claim, slide or deck, and ``mark``, words that stand in nothing else."""

    kind: str
    id: str
    mark: str
    place: str  # its document
    title: str
    aliases: list[str] = field(default_factory=list)
    retired: bool = False
    successor: str = ""
    text: str = ""  # what else it says


class Publication:
    """A publication in a folder, with its edits.

    Each edit answers whether it was made: one that an author is told not to make is taken back.
    """

    def __init__(self, root: Path, *, stock: bool = False) -> None:
        """Start with nothing; ``stock``: terms stand in Sphinx's own ``{glossary}``."""
        self.root, self.stock = root, stock
        self.published = "" if stock else "anchors.tsv"
        self.things: list[Thing] = []

    # -- edits ---------------------------------------------------------------------------------

    def add(self, thing: Thing, at: int) -> bool:
        """Write something new, somewhere among the others."""
        thing.mark = f"Mark{len(self.things)}x{thing.kind}"
        self.things.insert(at % (len(self.things) + 1), thing)
        return self._keep_if_sound(lambda: self.things.remove(thing))

    def new_id(self, kind: str) -> str:
        """An id that no other thing of that kind has."""
        number = 1 + sum(thing.kind == kind for thing in self.things)
        return {"claim": f"C{number:02}", "slide": f"s{number}", "deck": f"talk{number}"}[kind]

    def ids_left(self) -> list[str]:
        """Ids that no term has yet."""
        taken = {thing.id for thing in self.things if thing.kind == "term"}
        return [i for i in IDS if i not in taken] or [f"new-{len(self.things)}"]

    def rename(self, thing: Thing, title: str) -> bool:
        """Give a thing another title; an entry keeps its old one as an alias."""
        aliases = [thing.title, *thing.aliases] if thing.kind == "term" else []
        return self._name(thing, [title, *aliases])

    def add_alias(self, thing: Thing, name: str) -> bool:
        """Give an entry one more name."""
        return self._name(thing, [thing.title, *thing.aliases, name])

    def recapitalise(self, thing: Thing, at: int, change: Callable[[str], str]) -> bool:
        """Write a name of an entry in other capitals."""
        names = [thing.title, *thing.aliases]
        at %= len(names)
        before, names[at] = names[at], change(names[at])
        return names[at].lower() == before.lower() and self._name(thing, names)

    def reorder_names(self, thing: Thing, first: int) -> bool:
        """Make another name of an entry its first."""
        names = [thing.title, *thing.aliases]
        first %= len(names)
        return self._name(thing, [*names[first:], *names[:first]])

    def retire(self, thing: Thing, successor: Thing | None = None, *, new_id: str = "") -> bool:
        """Retire something; one at least of its kind stays, and what leads to it leads on."""
        others = [t for t in self.things if t.kind == thing.kind and not t.retired and t != thing]
        if thing.retired or len(others) < 2 or (successor and successor not in others):
            return False
        named = successor.id if successor else new_id
        if not named and any(other.successor == thing.id for other in self.things):
            return False
        thing.retired, thing.successor = True, named
        return True

    def move(self, slide: Thing, id_: str) -> Thing | None:
        """Move a slide to the other chapter, where it has a new id, and retire the old one."""
        place = "chapters/b" if slide.place == "chapters/a" else "chapters/a"
        moved = Thing("slide", id_, "", place, slide.title)
        if not self.retire(slide, new_id=id_):
            return None
        return moved if self.add(moved, len(self.things)) else None

    def _name(self, thing: Thing, names: list[str]) -> bool:
        before = [thing.title, *thing.aliases]
        thing.title, *thing.aliases = names

        def undo() -> None:
            thing.title, *thing.aliases = before

        return self._keep_if_sound(undo)

    def _keep_if_sound(self, undo: Callable[[], object]) -> bool:
        """Take an edit back that an author is told not to make."""
        terms = [thing for thing in self.things if thing.kind == "term"]
        names = [n.lower() for t in terms for n in (t.title, *t.aliases)]
        clash = any(n in IDS and n != t.id for t in terms for n in (t.title, *t.aliases))
        if clash or len(names) != len(set(names)):
            undo()
            return False
        return True

    # -- writing -------------------------------------------------------------------------------

    def write(self) -> None:
        """Write all sources again."""
        pages = {
            name: f"# Page {name}\n" for name in ("glossary", "names", "chapters/a", "chapters/b")
        }
        for thing in self.things:
            if thing.kind == "deck":
                pages[thing.place] = self._deck(thing)
            elif thing.kind != "claim":
                pages[thing.place] += "\n" + getattr(self, f"_{thing.kind}")(thing)
        pages["claims"] = "# Claims\n\n```{claim-register}\n```\n"
        marks = " ".join(
            f"{{claim}}`{t.id}`" for t in self.things if t.kind == "claim" and not t.retired
        )
        pages["chapters/home"] = f"# Home\n\n## Told\n\n{marks}\n"
        pages["index"] = "# Front\n\n```{toctree}\n" + "\n".join(sorted(pages)) + "\n```\n"
        extra = 'html_theme, html_use_index = "basic", False\nbriefing_claims = "claims.yaml"\n'
        files = {f"{name}.md": text for name, text in pages.items()}
        files["claims.yaml"] = self._claims()
        files["conf.py"] = CONF + extra + f"briefing_published = {self.published!r}\n"
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")

    def _term(self, thing: Thing) -> str:
        if self.stock:
            names = "\n".join([thing.title, *thing.aliases])
            return f"```{{glossary}}\n{names}\n  The {thing.mark}. {thing.text}\n```\n"
        options = [f":id: {thing.id}"]
        if thing.aliases:
            options.append(f":aliases: {'; '.join(thing.aliases)}")
        return self._directive("entry", thing.title, options + self._retired(thing), thing)

    def _slide(self, thing: Thing) -> str:
        head = f"## Section of {thing.id}\n\n"
        if thing.retired:
            options = [o.replace(":retired:", ":date:") for o in self._retired(thing)]
            return head + self._directive("retired-slide", thing.id, options, thing)
        return head + self._directive("slide", thing.title, [f":name: {thing.id}"], thing)

    def _deck(self, thing: Thing) -> str:
        options = self._retired(thing) or [":minutes: 600"]
        return f"# {thing.id}\n\n" + self._directive("deck", thing.title, options, thing)

    def _prose(self, thing: Thing) -> str:
        return f"## {thing.title}\n\nMore is said.\n"

    @staticmethod
    def _retired(thing: Thing) -> list[str]:
        said = [f":retired: {DATE}"] if thing.retired else []
        return said + ([f":successor: {thing.successor}"] if thing.successor else [])

    @staticmethod
    def _directive(name: str, argument: str, options: Iterable[str], thing: Thing) -> str:
        return (
            f":::{{{name}}} {argument}\n"
            + "\n".join(options)
            + f"\n\nThe {thing.mark}. {thing.text}\n:::\n"
        )

    def _claims(self) -> str:
        claims: list[dict[str, Any]] = []
        for thing in self.things:
            if thing.kind == "claim":
                claims.append(
                    {
                        "id": thing.id,
                        "home": "chapters/home",
                        "kind": "fact",
                        "attributed_to": "them",
                        "restatement": f"The {thing.mark}. {thing.text}",
                        "verdict": "nuanced",
                    }
                )
                if thing.retired:
                    claims[-1]["retired"] = DATE
                if thing.successor:
                    claims[-1]["successor"] = thing.successor
        return yaml.safe_dump(claims, allow_unicode=True)

    def marks(self) -> dict[tuple[str, str], str]:
        """The mark of each concept by kind and name, as written now."""
        found = {}
        for thing in self.things:
            if thing.kind == "term":
                for name in (thing.title, *thing.aliases):
                    published = unicodedata.normalize("NFC", " ".join(name.split()))
                    found["std:term", published] = thing.mark
            if thing.kind != "prose" and not (self.stock and thing.kind == "term"):
                label = {"claim": thing.id.lower(), "term": thing.id}.get(
                    thing.kind, f"{thing.kind}-{thing.id}"
                )
                found["std:label", label] = thing.mark
            if thing.kind in ("claim", "slide", "deck"):
                found[f"briefing:{thing.kind}", thing.id] = thing.mark
        return found


class Memory:
    """All that was ever published: names and addresses, each with the mark of its concept."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.names: dict[tuple[str, str], str] = {}
        self.addresses: dict[str, str] = {}

    def take(self, publication: Publication, out: Path) -> list[str]:
        """Compare a build with everything before, then remember what is new in it.

        Returns:
            What is wrong, a line each.
        """
        rows = inventory(out)
        pages: dict[str, Page] = {}
        for key, mark in publication.marks().items():
            self.names.setdefault(key, mark)
            if key in rows:
                self.addresses.setdefault(rows[key], mark)
        faults = [f"{key} is not in the inventory" for key in self.names if key not in rows]
        wanted = [(rows[key], mark) for key, mark in self.names.items() if key in rows]
        for address, mark in {*wanted, *self.addresses.items()}:
            page, _, anchor = address.partition("#")
            path = out / (page + "index.html" if page.endswith("/") or not page else page)
            if not path.exists():
                faults.append(f"{address} has no page")
                continue
            if page not in pages:
                pages[page] = read_page(path)
            found = pages[page].get(anchor, [])
            if len(found) != 1:
                faults.append(f"{address} stands there {len(found)} times")
            elif mark not in around(found[0]).text_content():
                faults.append(f"{address} leads to another concept")
        return faults


def read_page(path: Path) -> Page:
    """The elements of a page by their ids; that of none is the page itself."""
    page = html.document_fromstring(path.read_bytes())
    found: Page = {"": [page]}
    for element in page.iter("*"):
        if id_ := element.get("id"):
            found.setdefault(id_, []).append(element)
    return found


def around(element: HtmlElement) -> HtmlElement:
    """What a reader sees at an anchor: of a term, its definition."""
    if element.tag == "dt":
        return next(element.itersiblings("dd"))
    if element.tag == "span":  # a section's second id
        parent = element.getparent()
        assert parent is not None
        return parent
    return element


def inventory(out: Path) -> dict[tuple[str, str], str]:
    """The rows of the inventory: type and name in its exact spelling, and address."""
    loaded = InventoryFile.loads((out / "objects.inv").read_bytes(), uri="")
    return {
        (kind, name): item.uri
        for kind, items in loaded.data.items()
        for name, item in items.items()
    }

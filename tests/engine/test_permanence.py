"""What was published stays: random histories, and each edit that must not pass."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from contextlib import redirect_stderr
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import DataObject, data, integers, lists, permutations, sampled_from

from sphinx_briefing.commands.build import PublishError, build, list_anchors
from tests.conftest import write_files
from tests.engine.history import FOLDED, NAMES, Memory, Publication, Thing, inventory

if TYPE_CHECKING:
    from collections.abc import Callable

ANY = integers(0, 999)
"""A place or a number, taken modulo of what there is."""


def rebuilt(publication: Publication, folder: Path, builder: str = "html", jobs: int = 1) -> Path:
    """Build strictly, on top of the last build in that folder."""
    build(publication.root, builder, folder / builder, folder / "doctrees", jobs=jobs)
    return folder / builder


def fragments(out: Path) -> dict[tuple[str, str], str]:
    """The fragment of each name."""
    return {key: uri.partition("#")[2] for key, uri in inventory(out).items()}


# -- histories ------------------------------------------------------------------------------------


class Histories(RuleBasedStateMachine):
    """What authors may do, in any order; and that what they published stays, at every build."""

    stock = False
    names = NAMES
    edits_a_build = 10

    terms = Bundle("terms")
    slides = Bundle("slides")
    others = Bundle("others")  # claims and decks

    def __init__(self) -> None:
        """Start an empty publication."""
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="history-"))
        self.publication = Publication(self.folder / "root", stock=self.stock)
        self.memory = Memory()
        self.edits = 0  # since the last build
        self.is_sound = True
        self.write_slide("chapters/b", 0)  # without any, a deck is refused

    def made(self, thing: Thing, at: int) -> Thing | MultipleResults[Thing]:
        """Note something new, if it may stand there."""
        self.edits += 1
        return thing if self.publication.add(thing, at) else multiple()

    @initialize(target=terms, names=lists(sampled_from(FOLDED), min_size=3, unique_by=str.lower))
    def start_with_terms(self, names: list[str]) -> MultipleResults[Thing]:
        """Write a few entries whose names are awkward."""
        return multiple(*(self.write_term(i, "glossary", name, i) for i, name in enumerate(names)))

    @initialize(target=slides)
    def start_with_slides(self) -> MultipleResults[Thing]:
        """Write a few slides."""
        return multiple(*(self.write_slide("chapters/a", at) for at in range(2)))

    @initialize(target=others)
    def start_with_others(self) -> MultipleResults[Thing]:
        """Write a few claims and decks."""
        return multiple(*(self.write_other(kind, 0) for kind in ("claim", "deck") * 3))

    def write_term(self, number: int, place: str, name: str, at: int) -> Thing:
        """Write an entry."""
        ids = self.publication.ids_left()
        return self.made(Thing("term", ids[number % len(ids)], "", place, name), at)

    def write_slide(self, place: str, at: int) -> Thing:
        """Write a slide."""
        id_ = self.publication.new_id("slide")
        return self.made(Thing("slide", id_, "", place, f"Head {id_}"), at)

    def write_other(self, kind: str, at: int) -> Thing:
        """Write a claim or a deck."""
        id_ = self.publication.new_id(kind)
        place = "claims" if kind == "claim" else f"slides/{id_}"
        return self.made(Thing(kind, id_, "", place, f"Talk {id_}"), at)

    @rule(target=terms, data=data(), number=ANY, place=sampled_from(["glossary", "names"]), at=ANY)
    def add_term(self, data: DataObject, number: int, place: str, at: int) -> Thing:
        """Write a new entry."""
        return self.write_term(number, place, data.draw(sampled_from(self.names)), at)

    @rule(target=slides, place=sampled_from(["chapters/a", "chapters/b"]), at=ANY)
    def add_slide(self, place: str, at: int) -> Thing:
        """Write a new slide."""
        return self.write_slide(place, at)

    @rule(target=others, kind=sampled_from(["claim", "deck"]), at=ANY)
    def add_other(self, kind: str, at: int) -> Thing:
        """Write a new claim or deck."""
        return self.write_other(kind, at)

    @rule(term=terms, data=data())
    def add_alias(self, term: Thing, data: DataObject) -> None:
        """Give an entry one more name."""
        self.edits += self.publication.add_alias(term, data.draw(sampled_from(self.names)))

    @rule(term=terms, data=data())
    def rename_term(self, term: Thing, data: DataObject) -> None:
        """Give an entry another name."""
        self.edits += self.publication.rename(term, data.draw(sampled_from(self.names)))

    @rule(thing=slides | others)
    def retitle(self, thing: Thing) -> None:
        """Give a slide or a deck another title."""
        self.edits += self.publication.rename(thing, f"{thing.title} anew")

    @rule(term=terms, at=ANY, change=sampled_from([str.upper, str.lower, str.title, str.swapcase]))
    def recapitalise(self, term: Thing, at: int, change: Callable[[str], str]) -> None:
        """Write a name in other capitals."""
        self.edits += self.publication.recapitalise(term, at, change)

    @rule(term=terms, first=ANY)
    def reorder_names(self, term: Thing, first: int) -> None:
        """Put the names of an entry in another order."""
        self.edits += self.publication.reorder_names(term, first)

    @rule(data=data())
    def reorder(self, data: DataObject) -> None:
        """Put everything in another order."""
        self.publication.things = data.draw(permutations(self.publication.things))
        self.edits += 1

    @rule(thing=terms | slides | others, data=data())
    def retire(self, thing: Thing, data: DataObject) -> None:
        """Retire something, with or without a successor."""
        others = [t for t in self.publication.things if t.kind == thing.kind and t != thing]
        successor = data.draw(sampled_from([None, *others]))
        self.edits += self.publication.retire(thing, successor)

    @rule(target=slides, slide=slides)
    def move_slide(self, slide: Thing) -> Thing | MultipleResults[Thing]:
        """Move a slide to the other chapter."""
        moved = self.publication.move(slide, self.publication.new_id("slide"))
        self.edits += moved is not None
        return moved or multiple()

    @rule(thing=terms | slides | others, word=sampled_from(NAMES))
    def edit_text(self, thing: Thing, word: str) -> None:
        """Say something else in it, which may be a name."""
        thing.text = f"{word} is said."
        self.edits += 1

    @rule(word=sampled_from(NAMES), at=ANY)
    def add_prose(self, word: str, at: int) -> None:
        """Write a section whose heading reads like a term."""
        self.made(Thing("prose", "", "", "names", f"Term {word}"), at)

    @rule(thing=terms | slides | others, builder=sampled_from(["dummy", "html"]))
    def drop(self, thing: Thing, builder: str) -> None:
        """Take out what was published; the build refuses, and the author puts it back.

        It refuses once it has read, so a builder that writes nothing, and is faster, must too.
        """
        if self.stock or thing.mark not in self.memory.names.values():
            return
        things, page = self.publication.things, self.publication.root / f"{thing.place}.md"
        self.publication.things = [other for other in things if other is not thing]
        page.unlink()  # a deck's; the others' is written again
        self.publication.write()
        self.is_sound, said, refused = False, io.StringIO(), False
        try:
            with redirect_stderr(said):
                rebuilt(self.publication, self.folder / "out", builder)
        except PublishError:
            refused = "vanished" in said.getvalue()
        assert refused, f"{thing.kind} {thing.id} could be taken out"
        self.is_sound, self.publication.things = True, things
        self.publication.write()

    @invariant()
    def all_that_was_published_stays(self) -> None:
        """Build after some edits; what any build published leads where it led."""
        if self.edits >= self.edits_a_build:
            self.publish()

    def publish(self) -> Path:
        """Build, strictly, on top of the last build.

        Raises:
            PublishError: the build gave a warning.
            AssertionError: something that was published leads elsewhere.
        """
        self.edits, self.is_sound = 0, False
        self.publication.write()
        if self.publication.published:
            list_anchors(self.publication.root)
        out = rebuilt(self.publication, self.folder / "out")
        faults = self.memory.take(self.publication, out)
        assert faults == [], faults
        self.is_sound = True
        return out

    def teardown(self) -> None:
        """Compare the last build with clean ones, in parallel and in folders."""
        if self.is_sound and not self.stock:
            out = self.publish()
            clean = rebuilt(self.publication, self.folder / "clean", jobs=2)
            assert inventory(clean) == inventory(out)
            folders = rebuilt(self.publication, self.folder / "clean", "dirhtml")
            assert fragments(folders) == fragments(out)
            anew = Memory()
            anew.names = dict(self.memory.names)
            assert anew.take(self.publication, folders) == []
        shutil.rmtree(self.folder)


def test_what_was_ever_published_still_leads_to_its_concept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)  # so small, it is slower with two processes
    run_state_machine_as_test(Histories, settings=settings.get_profile("histories"))


# -- the test of the test -------------------------------------------------------------------------


class StockHistories(Histories):
    """The same with Sphinx's own glossary, whose ids come from the order of names."""

    stock = True
    names = FOLDED


def test_histories_find_what_stock_glossaries_lose() -> None:
    found_at_once = settings(settings.get_profile("histories"), phases=[Phase.generate])
    with pytest.raises(AssertionError, match=r"another concept|is not in the inventory"):
        run_state_machine_as_test(StockHistories, settings=found_at_once)


@pytest.mark.parametrize("kind", ["term", "claim", "slide", "deck"])
def test_histories_find_what_the_check_would_stop(tmp_path: Path, kind: str) -> None:
    publication, memory = Publication(tmp_path / "root"), Memory()
    things = {
        "term": Thing("term", "open-source", "", "glossary", "开源"),
        "claim": Thing("claim", "C01", "", "claims", ""),
        "slide": Thing("slide", "s1", "", "chapters/a", "Head"),
        "stays": Thing("slide", "s2", "", "chapters/b", "Another"),
        "deck": Thing("deck", "talk1", "", "slides/talk1", "Talk"),
    }
    assert all(publication.add(thing, 0) for thing in things.values())
    publication.write()
    list_anchors(publication.root)
    assert memory.take(publication, rebuilt(publication, tmp_path / "out")) == []
    gone = things[kind]
    publication.things.remove(gone)
    (publication.root / f"{gone.place}.md").unlink()
    publication.write()
    with pytest.raises(PublishError):
        rebuilt(publication, tmp_path / "out")
    publication.published = ""  # no list, so that nothing is checked
    publication.write()
    faults = memory.take(publication, rebuilt(publication, tmp_path / "out"))
    name = gone.title if kind == "term" else gone.id
    row = f"('{'std' if kind == 'term' else 'briefing'}:{kind}', {name!r}) is not in the inventory"
    assert row in faults


# -- what must not pass ---------------------------------------------------------------------------

CLAIM = """- id: {id}
  home: chapters/one
  kind: fact
  attributed_to: them
  restatement: Something is so.
  verdict: nuanced
"""
ROOT = {
    "index.md": "# Front\n\n```{toctree}\nglossary\nclaims\nchapters/one\nchapters/two\n"
    "slides/talk\n```\n",
    "glossary.md": """# Glossary

:::{entry} Open weights
:id: open-weights
:aliases: open-weight model; 开源

Weights for all.
:::

:::{entry} C++
:id: c-plus-plus

A language.
:::
""",
    "claims.md": "# Claims\n\n```{claim-register}\n```\n",
    "claims.yaml": CLAIM.format(id="C01") + CLAIM.format(id="C02"),
    "chapters/one.md": """# One

## Told

{claim}`C01` {claim}`C02`

## Shown

:::{slide} First
:name: first

One.
:::

:::{slide} Second
:name: second

Two.
:::
""",
    "chapters/two.md": "# Two\n\n## Nothing\n",
    "slides/talk.md": "# Talk\n\n:::{deck} Talk\n:minutes: 60\n:::\n",
}
CONF = 'briefing_claims, briefing_published = "claims.yaml", "anchors.tsv"\n'

FIRST = ":::{slide} First\n:name: first\n\nOne.\n:::\n"
GONE = ":::{retired-slide} first\n:date: 2026-11-24\n\nOld.\n:::\n"
RETIRED = ":retired: 2026-11-24\n"
RENAMED = ":::{entry} Cpp\n:id: c-plus-plus\n:aliases: C++\n\nA language.\n:::\n"
CXX = ":::{entry} C++\n:id: c-plus-plus\n\nA language.\n:::\n"


def replaced(name: str, *pairs: tuple[str, str]) -> dict[str, str | None]:
    """A file of the root with texts replaced."""
    text = ROOT[name]
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return {name: text}


FORBIDDEN: dict[str, tuple[dict[str, str | None], list[str]]] = {
    "an alias is dropped": (
        replaced("glossary.md", ("; 开源", "")),
        ["the term '开源' (glossary#open-weights) has vanished", ("put the name back as one of the "
          ":aliases:")],
    ),
    "a term is renamed without its old name": (
        replaced("glossary.md", ("{entry} C++", "{entry} Cpp")),
        ["the term 'C++' (glossary#c-plus-plus) has vanished", "the term 'Cpp' is not yet listed"],
    ),
    "an entry is dropped": (
        replaced("glossary.md", (CXX, "")),
        ["the term 'C++' (glossary#c-plus-plus) has vanished", "stays, with :retired:"],
    ),
    "all names of an entry at once": (
        {"glossary.md": f"# Glossary\n\n{CXX}"},
        [("the term 'Open weights', the term 'open-weight model', the term '开源' "
          "(glossary#open-weights) have vanished")],
    ),
    "an id is changed": (
        replaced("glossary.md", ("id: c-plus-plus", "id: cpp")),
        [("the term 'C++' was published as glossary#c-plus-plus and now leads to glossary#cpp: "
          "lead the name there again")],
    ),
    "an id is given to another concept": (
        replaced("glossary.md", ("{entry} C++", "{entry} Rust"), ("A language.", "Another.")),
        ["the term 'C++' (glossary#c-plus-plus) has vanished", "'Rust' is not yet listed"],
    ),
    "a name is moved to another entry": (
        replaced("glossary.md", ("; 开源", ""), ("plus-plus", "plus-plus\n:aliases: 开源")),
        ["'开源' was published as glossary#open-weights and now leads to glossary#c-plus-plus"],
    ),
    "an entry is moved to another page": (
        {**replaced("glossary.md", (CXX, "")), "chapters/two.md": f"# Two\n\n{CXX}"},
        ["'C++' was published as glossary#c-plus-plus and now leads to chapters/two#c-plus-plus"],
    ),
    "a claim is dropped": (
        {**replaced("chapters/one.md", (" {claim}`C02`", "")),
         "claims.yaml": CLAIM.format(id="C01")},
        ["the claim 'C02' (claims) has vanished", "with the field `retired` and the date"],
    ),
    "the register is moved": (
        {"claims.md": "# Claims\n", "chapters/two.md": ROOT["claims.md"]},
        [("the claim 'C01' was published as claims#c01 and now leads to chapters/two#c01: put the "
          "register back on that page")],
    ),
    "a slide is dropped": (
        replaced("chapters/one.md", (FIRST, "")),
        ["the slide 'first' (chapters/one) has vanished", "put the slide back under its :name:"],
    ),
    "a slide is moved to another chapter": (
        {**replaced("chapters/one.md", (FIRST, "")), "chapters/two.md": f"# Two\n\n{FIRST}"},
        [("the slide 'first' was published as chapters/one#slide-first and now leads to "
          "chapters/two#slide-first: put the slide back there; or give it a new :name:")],
    ),
    "a deck is dropped": (
        {**replaced("index.md", ("slides/talk\n", "")), "slides/talk.md": None},
        ["the deck 'talk' (slides/talk) has vanished", ("put its file back; a deck that is no "
          "longer given stays, with :retired:")],
    ),
    "a deck is moved": (
        {**replaced("index.md", ("slides/talk\n", "decks/talk\n")), "slides/talk.md": None,
         "decks/talk.md": ROOT["slides/talk.md"]},
        [("the deck 'talk' was published as slides/talk and now leads to decks/talk: put the "
          "deck's file back")],
    ),
}  # fmt: skip


def written(root: Path, changes: dict[str, str | None]) -> None:
    """Write these files of a root; ``None`` deletes one."""
    for name, text in changes.items():
        path = root / name
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")


@pytest.fixture
def strict(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Build strictly into ``html`` beside the root, and tell what is wrong."""

    def run(root: Path, builder: str = "html") -> str:
        capsys.readouterr()
        try:
            rebuilt_beside(root, builder)
        except PublishError as error:
            return f"{capsys.readouterr().err}{error}"
        return capsys.readouterr().err

    return run


def rebuilt_beside(root: Path, builder: str = "html") -> None:
    """Build beside the root, on top of the last build there."""
    build(root, builder, root.parent / builder, root.parent / "doctrees", jobs=1)


def publish_listed(folder: Path) -> None:
    """Write a root, list its anchors as published, and build it."""
    root = write_files(folder / "root", ROOT, CONF)
    list_anchors(root)
    rebuilt_beside(root)


@pytest.fixture
def listed(put_back: Callable[..., Path]) -> Path:
    """A root whose anchors are listed as published, and that is built."""
    return put_back("listed", publish_listed) / "root"


@pytest.mark.parametrize("what", FORBIDDEN)
def test_forbidden_edit_fails_and_says_what_to_do(
    listed: Path, strict: Callable[..., str], what: str
) -> None:
    assert strict(listed) == ""
    changes, messages = FORBIDDEN[what]
    written(listed, changes)
    warnings = strict(listed)
    for message in messages:
        assert warnings.count(message) == 1, warnings
    first = next(line for line in warnings.splitlines() if messages[0] in line)
    assert "anchors.tsv:" in first
    assert strict(listed).count(messages[0]) == 1  # again, though nothing changed since


@pytest.mark.parametrize(
    "changes",
    [
        replaced("glossary.md", (CXX, RENAMED)),
        replaced("glossary.md", ("{entry} C++", "{entry} c++")),
        replaced("glossary.md", ("plus-plus\n", f"plus-plus\n{RETIRED}:successor: open-weights\n")),
        {**replaced("chapters/one.md", (" {claim}`C02`", "")),
         "claims.yaml": ROOT["claims.yaml"] + "  retired: 2026-11-24\n  successor: C01\n"},
        replaced("chapters/one.md", (FIRST, GONE)),
        replaced("slides/talk.md", (":minutes: 60\n", f"{RETIRED}\nOld.\n")),
    ],
    ids=["renamed", "recapitalised", "term", "claim", "slide", "deck"],
)  # fmt: skip
def test_what_the_messages_advise_is_allowed(
    listed: Path, strict: Callable[..., str], changes: dict[str, str | None]
) -> None:
    assert strict(listed) == ""
    before = inventory(listed.parent / "html")
    written(listed, changes)
    list_anchors(listed)
    assert strict(listed) == ""
    assert before.items() <= inventory(listed.parent / "html").items()


def test_everything_is_listed_and_new_things_must_be(
    listed: Path, strict: Callable[..., str]
) -> None:
    assert (listed / "anchors.tsv").read_text(encoding="utf-8").splitlines()[1:] == [
        "claim\tC01\tclaims#c01",
        "claim\tC02\tclaims#c02",
        "deck\ttalk\tslides/talk",
        "slide\tfirst\tchapters/one#slide-first",
        "slide\tsecond\tchapters/one#slide-second",
        "term\tC++\tglossary#c-plus-plus",
        "term\tOpen weights\tglossary#open-weights",
        "term\topen-weight model\tglossary#open-weights",
        "term\t开源\tglossary#open-weights",
    ]
    more = "".join(f":::{{entry}} T{n}\n:id: t{n}\n\nText.\n:::\n" for n in range(7))
    written(listed, {"glossary.md": ROOT["glossary.md"] + more})
    warnings = strict(listed)
    assert "'T4' and 2 more are not yet listed" in warnings
    assert "run `make anchors`" in warnings


def test_list_that_is_not_there_yet(
    write_root: Callable[..., Path], strict: Callable[..., str]
) -> None:
    root = write_root(ROOT, CONF)
    warnings = strict(root)
    assert warnings.count("not yet listed") == 1
    list_anchors(root)
    assert strict(root) == ""


def test_listing_adds_and_never_takes_away(
    listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (listed / "anchors.tsv").read_text(encoding="utf-8")
    written(
        listed, replaced("glossary.md", ("{entry} C++", "{entry} Rust"), ("open-weights", "ow"))
    )
    list_anchors(listed)
    after = (listed / "anchors.tsv").read_text(encoding="utf-8")
    assert set(after.splitlines()) - set(before.splitlines()) == {
        "term\tRust\tglossary#c-plus-plus"
    }
    assert set(before.splitlines()) <= set(after.splitlines())
    assert "10 anchors, 1 of them new" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("term\tone\n", "anchors.tsv:11: 'term\\tone' is no line of the list"),
        ("word\tone\tglossary#one\n", "anchors.tsv:11: 'word\\tone\\tglossary#one' is no line"),
        ("term\tone \tglossary#one\n", "anchors.tsv:11: 'term\\tone \\tglossary#one' is no line"),
        ("<<<<<<< ours\n", "anchors.tsv:11: '<<<<<<< ours' is no line"),
        ("term\tC++\tglossary#c\n", "anchors.tsv:11: the term 'C++' stands already in line 7"),
        ("\udcff\n", "anchors.tsv:11: this is not UTF-8"),
    ],
)
def test_list_edited_by_hand(
    listed: Path, strict: Callable[..., str], line: str, says: str
) -> None:
    file = listed / "anchors.tsv"
    file.write_bytes(file.read_bytes() + line.encode("utf-8", "surrogateescape"))
    assert strict(listed).count(says) == 1


def test_all_that_is_wrong_in_the_list_is_said_at_once(
    listed: Path, strict: Callable[..., str]
) -> None:
    file = listed / "anchors.tsv"
    file.write_text(file.read_text(encoding="utf-8") + "a\nb\n", encoding="utf-8")
    wrong = strict(listed)
    assert "anchors.tsv:11: 'a'" in wrong
    assert "anchors.tsv:12: 'b'" in wrong


def test_edit_of_the_list_alone_counts(listed: Path, strict: Callable[..., str]) -> None:
    assert strict(listed) == ""
    file = listed / "anchors.tsv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "term\tc++\tglossary#c-plus-plus\n", encoding="utf-8")
    assert strict(listed) == ""
    assert inventory(listed.parent / "html")["std:term", "c++"] == "glossary.html#c-plus-plus"
    file.write_text(text, encoding="utf-8")
    assert strict(listed) == ""
    assert ("std:term", "c++") not in inventory(listed.parent / "html")

"""What must stay true of the text: whole, our own words, each claim at home, each term linked."""

from __future__ import annotations

import importlib.util
import re
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.conftest import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

CHAPTERS = PROJECT / "chapters"
TEXT_SUFFIXES = {
    ".md", ".yaml", ".yml", ".csv", ".bib", ".py", ".cff", ".toml", ".json", ".js", ".css", ".html",
}  # fmt: skip
SKIPPED = {"_build", "node_modules", "__pycache__"}

HOMES = {
    "chatbit": "C01 C03 C04 C05",
    "open-source": "C02 C06 C07 C09 C10 C11 C12",
    "benefits": "C08 C13 C14 C15 C16 C17 C18 C19 C20 C21",
    "ecosystem": "C22 C23 C24 C25 C26 C27 C28 C29 C30 C31 C32 C33 C34",
    "policy": "C35 C36 C37 C38 C39",
    "misuse": "C40 C41 C42 C43 C44 C45 C46 C47 C48 C49 C50",
    "withholding": "C51 C52 C53",
    "counterpoint": "C54 C55 C56 C57",
}
"""The one chapter in which each claim is restated (outline of the research)."""

NAMES = """
ChatBIT|People's Liberation Army|PLA|Meta|LLaMA|Reuters|TensorFlow|PyTorch|OpenAI|GPT-2|GPT-3|GPT-4
Google|EleutherAI|GPT-Neo|GPT-J|Together AI|San Francisco|Mixtral|MosaicML|Databricks|MPT-7B
Hugging Face|New York|Transformers|Stability AI|Stable Diffusion|Seattle|Allen Institute for AI|AI2
OLMo|Reka AI|Hudson Institute|Trump|China|Christopher Robinson|OpenSSF
Open Source Security Foundation|InformationWeek|natural language processing|computer vision
reinforcement learning|critical infrastructure|autonomous weapon|deepfake|black box|startup
"""
"""People, bodies, models, tools and notions that the article names."""


def article_digests() -> object:
    """The module that made the digests, from ``tools/``."""
    spec = importlib.util.spec_from_file_location(
        "article_digests", PROJECT / "tools" / "article_digests.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def known() -> frozenset[str]:
    """Digests of the article's runs of six words."""
    return frozenset((PROJECT / "tests" / "data" / "article_runs.txt").read_text().split())


def project_files() -> list[Path]:
    """Every text file of the project."""
    return [
        path
        for path in sorted(PROJECT.rglob("*"))
        if path.suffix in TEXT_SUFFIXES
        and path.is_file()
        and not any(p in SKIPPED or p.startswith(".") for p in path.relative_to(PROJECT).parts)
    ]


def chapter(name: str) -> str:
    """The source of a chapter."""
    return (CHAPTERS / f"{name}.md").read_text(encoding="utf-8")


def prose(source: str) -> str:
    """A chapter's source without its slides."""
    return re.sub(r"(?ms)^(:{3,})\{slide\}.*?^\1$", "", source)


def test_no_run_of_six_words_is_the_articles(known: frozenset[str]) -> None:
    tool = article_digests()
    copied = {
        str(path.relative_to(PROJECT)): runs
        for path in project_files()
        if (runs := tool.copied_runs(path.read_text(encoding="utf-8"), known))  # type: ignore[attr-defined]
    }
    assert copied == {}


def test_the_check_for_copied_words_can_fail(known: frozenset[str]) -> None:
    tool = article_digests()
    run = "one two three four five six"
    assert len(known) > 900
    digest = tool.digest(tuple(run.split()))  # type: ignore[attr-defined]
    marked = f"{{term}}`One <x>` two *three* four\nfive, six; “{run}”\n> {run}"
    assert tool.copied_runs(marked, frozenset({digest})) == [run]  # type: ignore[attr-defined]
    assert tool.copied_runs(f"“{run}”", frozenset({digest})) == []  # type: ignore[attr-defined]


def test_every_claim_has_one_home() -> None:
    ids = [claim["id"] for claim in yaml.safe_load((PROJECT / "evidence/claims.yaml").read_text())]
    assert sorted(" ".join(HOMES.values()).split()) == sorted(ids)
    assert len(ids) == 57


@pytest.mark.parametrize("name", HOMES)
def test_claims_are_restated_in_their_home_chapter(name: str) -> None:
    marked = set(re.findall(r"\{claim\}`(C\d\d)`", prose(chapter(name))))
    assert marked == set(HOMES[name].split())


@pytest.mark.parametrize("name", HOMES)
def test_chapters_have_depth(name: str) -> None:
    source = chapter(name)
    sections = re.findall(r"^## ", source, re.MULTILINE)
    slides = re.findall(r"^:{3,}\{slide\}", source, re.MULTILINE)
    assert len(prose(source).split()) > 800
    assert len(sections) >= 3
    assert len(slides) >= 2


def test_everything_the_article_names_appears() -> None:
    text = " ".join(prose(chapter(name)) for name in HOMES).lower().replace("’", "'")
    text = re.sub(r"\s+", " ", text).replace("start-up", "startup")
    names = [name for line in NAMES.split("\n") for name in line.split("|") if name]
    assert [name for name in names if name.lower() not in text] == []


@pytest.mark.parametrize("name", HOMES)
def test_terms_are_linked_at_first_use_in_each_section_only(name: str) -> None:
    sections = re.split(r"(?m)^## ", prose(chapter(name)))
    for section in sections:
        targets = [
            re.sub(r".*<([^>]+)>$", r"\1", " ".join(term.split())).lower()
            for term in re.findall(r"\{term\}`([^`]+)`", section)
        ]
        assert len(targets) == len(set(targets)), section.split("\n")[0]


def test_editorial_notes_stand_apart() -> None:
    notes = [
        note
        for name in HOMES
        for note in re.findall(r"^:{3,}\{editorial\} .+$", chapter(name), re.MULTILINE)
    ]
    assert len(notes) >= 15


def test_glossary_has_its_terms() -> None:
    entries = re.findall(r"(?m)^:{3,}\{entry\} (\S.*)$", chapter("glossary"))
    assert len(entries) >= 70

"""What must stay true of this text: whole, each claim at home, each term linked once a section.

That its words are its own, and its slides fit, is checked by ``test_proof.py``.
"""

from __future__ import annotations

import re

import pytest
import yaml

from tests.conftest import PROJECT

CHAPTERS = PROJECT / "chapters"

CLAIMS = yaml.safe_load((PROJECT / "evidence" / "claims.yaml").read_text("utf-8"))
HOMES = sorted({claim["home"].removeprefix("chapters/") for claim in CLAIMS})
"""The chapters that restate the article; each claim names the one it is at home in."""

NAMES = """
ChatBIT|People's Liberation Army|PLA|Meta|LLaMA|Reuters|TensorFlow|PyTorch|OpenAI|GPT-2|GPT-3|GPT-4
Google|EleutherAI|GPT-Neo|GPT-J|Together AI|San Francisco|Mixtral|MosaicML|Databricks|MPT-7B
Hugging Face|New York|Transformers|Stability AI|Stable Diffusion|Seattle|Allen Institute for AI|AI2
OLMo|Reka AI|Hudson Institute|Trump|China|Christopher Robinson|OpenSSF
Open Source Security Foundation|InformationWeek|natural language processing|computer vision
reinforcement learning|critical infrastructure|autonomous weapon|deepfake|black box|startup
"""
"""People, bodies, models, tools and notions that the article names."""


def chapter(name: str) -> str:
    """The source of a chapter."""
    return (CHAPTERS / f"{name}.md").read_text(encoding="utf-8")


def prose(source: str) -> str:
    """A chapter's source without its slides."""
    return re.sub(r"(?ms)^(:{3,})\{slide\}.*?^\1$", "", source)


@pytest.mark.parametrize("name", HOMES)
def test_claims_are_restated_in_their_home_chapter(name: str) -> None:
    marked = set(re.findall(r"\{claim\}`(C\d+)`", prose(chapter(name))))
    assert marked == {
        claim["id"]
        for claim in CLAIMS
        if claim["home"] == f"chapters/{name}" and "retired" not in claim
    }


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

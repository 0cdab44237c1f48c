"""The one list of what there is to take away: what each kind is called, needs, and is made by."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_briefing import messages
from sphinx_briefing.translation import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


DECK, SITE, DOCUMENTS = "deck", "site", "documents"
"""What a kind is made of: a deck's page, all built pages, or the documents, built once more."""


class Kind(NamedTuple):
    """A kind of handout."""

    name: str  # as the command and the manifest know it
    told: str  # in the terminal
    label: str  # for readers, translated when it is shown
    format: str  # likewise: what programs open
    maker: str  # MODULE:FUNCTION, loaded only when it is needed
    made_of: str = DECK
    needs_browser: bool = False
    needs: tuple[tuple[str, str], ...] = ()  # module, and the package on PyPI that has it


BEAUTIFUL_SOUP = (("bs4", "beautifulsoup4"), ("html5lib", "html5lib"))
"""What reads decks back."""

PAPER = (*BEAUTIFUL_SOUP, ("playwright", "playwright"), ("pikepdf", "pikepdf"))

KINDS = (
    Kind(
        "slides", "slides as PDF", gettext_noop("Slides"), "PDF",
        "sphinx_briefing.handouts.slides.pdf:make", needs_browser=True, needs=PAPER,
    ),
    Kind(
        "handout", "handout as PDF", gettext_noop("Handout"), "PDF",
        "sphinx_briefing.handouts.handout.pdf:make", needs_browser=True,
        needs=(*PAPER, ("weasyprint", "weasyprint")),
    ),
    Kind(
        "powerpoint", "PowerPoint", gettext_noop("Slides to edit"), "PowerPoint",
        "sphinx_briefing.handouts.powerpoint:make",
        needs=(
            *BEAUTIFUL_SOUP, ("pptx", "python-pptx"), ("cssselect2", "cssselect2"),
            ("tinycss2", "tinycss2"),
        ),
    ),
    Kind(
        "html", "one HTML file", gettext_noop("Slides in one file"), "HTML",
        "sphinx_briefing.handouts.one_file.page:make", needs=BEAUTIFUL_SOUP,
    ),
    Kind(
        "pictures", "pictures of the slides", gettext_noop("Pictures of the slides"), "ZIP",
        "sphinx_briefing.handouts.slides.pictures:make", needs_browser=True,
        needs=(*BEAUTIFUL_SOUP, ("playwright", "playwright")),
    ),
    Kind(
        "site", "the site as a zip", gettext_noop("All pages and decks"), "ZIP",
        "sphinx_briefing.handouts.site_zip:make", made_of=SITE,
    ),
    Kind(
        "epub", "the whole as EPUB", gettext_noop("For e-readers"), "EPUB",
        "sphinx_briefing.handouts.volumes:make_epub", made_of=DOCUMENTS,
    ),
    Kind(
        "book", "the whole as PDF", gettext_noop("The book"), "PDF",
        "sphinx_briefing.handouts.volumes:make_book", made_of=DOCUMENTS,
        needs=(*BEAUTIFUL_SOUP, ("weasyprint", "weasyprint"), ("pikepdf", "pikepdf")),
    ),
)  # fmt: skip
"""In the order in which they are made and listed."""

NAMES = tuple(kind.name for kind in KINDS)


def kind_of(name: str) -> Kind:
    """The kind with that name.

    Raises:
        KeyError: there is none.
    """
    for kind in KINDS:
        if kind.name == name:
            return kind
    raise KeyError(name)


def hindrance(
    kind: Kind, browser: Path | None, no_browser: str = messages.HANDOUT_WITHOUT_BROWSER
) -> str:
    """Why a kind cannot be made on this machine, and what to do; empty where it can.

    Args:
        kind: the kind.
        browser: a browser that starts.
        no_browser: what to say where there is none.
    """
    if missing := missing_packages(kind.needs):
        packages = " ".join(missing)
        verb = "is" if len(missing) == 1 else "are"
        return f"{packages} {verb} not installed: python -m pip install {packages}"
    return no_browser if kind.needs_browser and browser is None else ""


def missing_packages(needs: Iterable[tuple[str, str]]) -> list[str]:
    """Of what is needed, the packages that are not installed."""
    return [package for module, package in needs if find_spec(module) is None]


def maker_of(kind: Kind) -> Callable[..., list[Path]]:
    """The function that makes the files of a kind."""
    module, _colon, name = kind.maker.partition(":")
    function: Any = getattr(import_module(module), name)
    return function  # type: ignore[no-any-return]

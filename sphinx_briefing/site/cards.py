"""A picture for each page, as chats and social networks show of a link.

It is drawn where the site's address is known, for it is asked for by its full address: 1200 × 630
pixels, the size that Open Graph's readers agree on. Colours are the project's: the tokens in its
stylesheets, in their light form. The text is set in Liberation Sans, which vl-convert carries, so
that each machine draws the same bytes. What is drawn once is kept beside the environment.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.sax.saxutils import escape

from sphinx.errors import ExtensionError

from sphinx_briefing import messages
from sphinx_briefing.addresses import site_address
from sphinx_briefing.config import writes_pages
from sphinx_briefing.figures.process import ProcessFailed, run_apart
from sphinx_briefing.site import card_worker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

WIDTH, HEIGHT = 1200, 630

FOLDER = "_static/cards"
"""Where the pictures lie below the site's root, each named after its document."""

TOKEN = re.compile(r"--briefing-(accent|on-accent):\s*(?:light-dark\(\s*)?(#[0-9a-fA-F]{3,8})")

SIZES = ((84, 21, 3), (68, 26, 4), (56, 32, 5))
"""Height of the letters, how many fit on a line of bold Liberation Sans, and lines, at most."""

PATIENCE = 300  # seconds for all pictures of a build; one takes a tenth of a second


def card_file(docname: str) -> str:
    """The picture of a document, seen from the site's root."""
    return f"{FOLDER}/{docname}.png"


def card_address(config: Config, docname: str) -> str:
    """The full address of a document's picture; empty where the site's is not known."""
    address = site_address(config)
    return address and address + quote(card_file(docname))


def colours(app: Sphinx) -> dict[str, str]:
    """The ground and the text on it: what the last stylesheet says of them."""
    tokens = files("sphinx_briefing") / "static" / "briefing-tokens.css"
    found = dict(TOKEN.findall(tokens.read_text(encoding="utf-8")))
    for sheet in app.config.html_css_files:
        name = sheet if isinstance(sheet, str) else sheet[0]
        for folder in app.config.html_static_path:
            path = Path(app.confdir, folder, name)
            if path.is_file():
                found |= dict(TOKEN.findall(path.read_text(encoding="utf-8")))
    return found


def card(title: str, below: str, ground: str, text: str) -> str:
    """The picture as SVG: the title, and a line below."""
    size, letters, most = next(
        (one for one in SIZES if len(wrap(title, one[1])) <= one[2]), SIZES[-1]
    )
    lines = wrap(title, letters, max_lines=most, placeholder=" …")
    top = (HEIGHT - 90 - len(lines) * size * 1.2) / 2 + size
    rows = "".join(
        f'<text x="80" y="{top + n * size * 1.2:.0f}" font-size="{size}" font-weight="700">'
        f"{escape(line)}</text>"
        for n, line in enumerate(lines)
    )
    line = escape("".join(wrap(below, 60, max_lines=1, placeholder=" …")))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{ground}"/>'
        f'<g fill="{text}" font-family="Liberation Sans">{rows}'
        f'<rect x="80" y="{HEIGHT - 116}" width="96" height="6"/>'
        f'<text x="80" y="{HEIGHT - 60}" font-size="32">{line}</text></g></svg>'
    )


def draw(drawings: list[str]) -> list[bytes]:
    """Draw SVG documents as PNG, all in one process of their own.

    Raises:
        ExtensionError: the process failed.
    """
    if not drawings:
        return []
    try:
        drawn = run_apart(card_worker, drawings, PATIENCE)
    except ProcessFailed as error:
        raise ExtensionError(messages.CARDS_NOT_DRAWN % error) from error
    return [base64.b64decode(one) for one in json.loads(drawn)]


def kept_or_drawn(folder: Path, drawings: Iterable[str]) -> dict[str, bytes]:
    """The pictures of drawings; what is not in ``folder`` is drawn and put there."""
    drawer = version("vl-convert-python")
    names = {
        svg: folder / f"{hashlib.sha256(f'{drawer} {svg}'.encode()).hexdigest()}.png"
        for svg in drawings
    }
    missing = [svg for svg, path in names.items() if not path.is_file()]
    folder.mkdir(parents=True, exist_ok=True)
    for svg, png in zip(missing, draw(missing), strict=True):
        names[svg].write_bytes(png)
    for path in {*folder.glob("*.png")} - {*names.values()}:
        path.unlink()
    return {svg: path.read_bytes() for svg, path in names.items()}


def write_cards(app: Sphinx) -> Iterator[tuple[str, dict[str, object], str]]:
    """Write the pictures of all documents, and take away those of documents that are gone."""
    if not writes_pages(app.builder):
        return
    found: dict[Path, bytes] = {}
    if address := site_address(app.config):
        tokens, project = colours(app), app.config.project
        of_page = {docname: (title.astext(), project) for docname, title in app.env.titles.items()}
        of_page[app.config.root_doc] = project, address.partition("://")[2].rstrip("/")
        drawings = {
            docname: card(*said, tokens["accent"], tokens["on-accent"])
            for docname, said in sorted(of_page.items())
        }
        drawn = kept_or_drawn(Path(app.doctreedir, "briefing-cards"), drawings.values())
        found = {
            Path(app.outdir, card_file(docname)): drawn[svg] for docname, svg in drawings.items()
        }
    for path, png in found.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png)
    for path in {*Path(app.outdir, FOLDER).rglob("*.png")} - {*found}:
        path.unlink()
    yield from ()


def setup(app: Sphinx) -> None:
    """Connect to the end of writing."""
    app.connect("html-collect-pages", write_cards)

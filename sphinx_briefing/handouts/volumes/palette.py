"""The colours and typefaces of the publication, for what knows no custom properties.

The tokens stand in stylesheets (``static/briefing-tokens.css``, and those of the project that
override it): a name and a value, or a pair for light and dark. Paper is light.
"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.config import Config

TOKEN = re.compile(r"(--briefing-[a-z0-9-]+)\s*:\s*([^;{}]+);")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_FILE = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")
PAIR = "light-dark("
VARIABLE = re.compile(r"var\(\s*(--[A-Za-z0-9-]+)\s*(?:,([^()]*))?\)")
DEEPEST = 8
"""How many tokens may stand for each other in a row."""


class Face(NamedTuple):
    """A typeface that comes with the project."""

    file: Path
    rule: str  # its ``@font-face`` with ``{file}`` in the place of the address


class Palette(NamedTuple):
    """Tokens with their values for a light ground, and the typefaces that they name."""

    tokens: dict[str, str]
    dark: dict[str, str]  # the same for a dark ground
    faces: tuple[Face, ...]

    def resolved(self, text: str) -> str:
        """A stylesheet or picture with the values in the place of their names.

        What is no token of ours stays, with its own second choice where it names one.
        """
        for _ in range(DEEPEST):
            changed = VARIABLE.sub(self._value, text)
            if changed == text:
                break
            text = changed
        return light(text)

    def _value(self, found: re.Match[str]) -> str:
        value = self.tokens.get(found[1])
        if value is None:
            return found[2].strip() if found[2] else found[0]
        return value

    def colour(self, name: str) -> str:
        """The value of ``--briefing-NAME``."""
        return self.resolved(f"var(--briefing-{name})")

    def on_dark(self, name: str) -> str:
        """The value of ``--briefing-NAME`` on a dark ground."""
        return self.resolved(self.dark.get(f"--briefing-{name}", ""))


def light(text: str, which: int = 0) -> str:
    """A text with the first of each pair ``light-dark(first, second)``, or with the second."""
    while (start := text.find(PAIR)) >= 0:
        parts, depth, at = [""], 0, start + len(PAIR)
        while at < len(text) and not (depth == 0 and text[at] == ")"):
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            if text[at] == "," and depth == 0:
                parts.append("")
            else:
                parts[-1] += text[at]
            at += 1
        text = text[:start] + parts[min(which, len(parts) - 1)].strip() + text[at + 1 :]
    return text


def stylesheets(config: Config, confdir: Path) -> Iterator[Path]:
    """The project's own stylesheets of docs and decks, in their order, as far as they are files."""
    names = [*config.html_css_files, *config.epub_css_files]
    folders = [*config.html_static_path]
    seen = set()
    for sheet in names:
        name = sheet if isinstance(sheet, str) else sheet[0]
        for folder in folders:
            path = (confdir / folder / name).resolve()
            if path.is_file() and path not in seen:
                seen.add(path)
                yield path


def read_palette(config: Config, confdir: Path) -> Palette:
    """Read tokens and typefaces from the extension's stylesheet, and the project's over it.

    Args:
        config: which stylesheets there are.
        confdir: the folder of ``conf.py``.
    """
    ours = files("sphinx_briefing") / "static" / "briefing-tokens.css"
    texts = [(ours.read_text(encoding="utf-8"), Path())]
    texts += [(path.read_text(encoding="utf-8"), path) for path in stylesheets(config, confdir)]
    tokens: dict[str, str] = {}
    faces: dict[Path, Face] = {}
    for text, path in texts:
        plain = COMMENT.sub("", text)
        tokens |= {name: " ".join(value.split()) for name, value in TOKEN.findall(plain)}
        for rule in FONT_FACE.findall(plain):
            found = FONT_FILE.search(rule)
            file = path.parent / found[1] if found else path
            if found and file.is_file():
                faces[file] = Face(file, rule.replace(found[0], "url({file})"))
    return Palette(
        {name: light(value) for name, value in tokens.items()},
        {name: light(value, 1) for name, value in tokens.items()},
        tuple(faces.values()),
    )

"""What Markdown would lose without a word: too deep blocks, ragged rows, blocks that never end.

The parser drops what it cannot place, so it is looked at where its tokens are: a rule puts a
directive, ``briefing-fault``, behind each fault, and the directive tells of it with file and line.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils.parsers.rst import directives
from docutils.parsers.rst.languages import en
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective, new_document

from sphinx_briefing import messages as told
from sphinx_briefing.compat import markdown_with
from sphinx_briefing.datafiles import DataError, name_of, read_yaml
from sphinx_briefing.fences import ENDS_EARLY
from sphinx_briefing.guard import messages
from sphinx_briefing.guard.confidential import MEANT, NOTES, NOTES_IN_LINE
from sphinx_briefing.messages import warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from docutils.nodes import Node
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import OptionSpec

FAULT, STOP = "briefing-fault", "briefing-stop"
"""Directives that tell of a fault, and that stop the build for it."""

PLACE = "%s:%d: "
"""How a message that stops a build begins."""

DEEPEST_BLOCKS = 60
"""Levels of blocks: a list takes two, so that thirty lists may stand inside each other."""

DEEPEST_MARKS = 40
"""Levels of marks such as ``*`` in a paragraph."""

EMPTY_ROLE = re.compile(r"(\{[A-Za-z][\w:.+-]*\})``(?!`)")
"""A role with nothing between its marks, which Markdown takes for text."""

FENCE_AS_TEXT = re.compile(r":{2,}[ \t]*\{[A-Za-z]|:{3,}")
"""The beginning of a paragraph that looks like that of a block."""

NOT_YAML = told.NOT_YAML.partition("%")[0]

BLOCK_NAME = re.compile(r"\{([A-Za-z][\w:.+-]*)\}")
OPTION = re.compile(r":([A-Za-z][\w-]*):(?:\s|$)")
"""A line that sets an option of a block."""

CONTAINER = " \t>"


class CheckedParser(MystParser):
    """MyST's parser, with the rule."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a document."""
        with markdown_with(check_tokens):
            super().parse(inputstring, document)


def check_tokens(parser: MarkdownIt) -> None:
    """Add the rule to a parser, and let it read what is deeper than it would by itself."""
    config: Any = parser.options.get("myst_config")
    if config is None or config.commonmark_only or config.gfm_only:
        return
    parser.options["maxNesting"] = DEEPEST_BLOCKS
    # Links of all schemes are links: what is refused is told, not shown as text (`links`).
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.core.ruler.push("briefing_faults", mark_faults)


def mark_faults(state: StateCore) -> None:
    """Put a directive behind each fault."""
    if state.inlineMode:
        return
    lines = state.src.split("\n")
    marked: list[Token] = []
    columns, told_deep = 0, False
    pending: list[Token] = []  # what can stand only behind the table
    for at, token in enumerate(state.tokens):
        following = state.tokens[at + 1] if at + 1 < len(state.tokens) else None
        marked.append(token)
        if token.type == "inline":
            columns += token.level and marked[-2].type == "th_open"
            if fault := _inline_fault(token):
                pending.append(fault)
        elif token.type == "table_open":
            columns = 0
        elif token.type == "tr_open" and columns and token.map:
            cells = _cells(lines[token.map[0]])
            if cells != columns:
                pending.append(_fault(token, messages.ROW_RAGGED, cells, columns))
        else:
            pending += _faults_of_block(token, lines)
        if (
            not told_deep
            and token.nesting == 1
            and token.level >= DEEPEST_BLOCKS - 1
            and following is not None
            and following.nesting == -1
        ):
            told_deep = True
            pending.append(_fault(token, messages.BLOCKS_TOO_DEEP, DEEPEST_BLOCKS // 2))
        if pending and _may_stand_after(token, following):
            for fault in pending:
                fault.level = token.level
            marked += pending
            pending = []
    state.tokens[:] = [*marked, *pending]


def _may_stand_after(token: Token, following: Token | None) -> bool:
    """Whether a block may stand between two tokens: not within a table, or a paragraph."""
    return following is None or (
        token.level == 0 and token.nesting <= 0 and following.level == 0 and following.nesting >= 0
    )


def _faults_of_block(token: Token, lines: list[str]) -> Iterator[Token]:
    """What is wrong with how a block begins and ends."""
    if token.type == "front_matter":
        yield from _faults_of_front_matter(token)
    elif token.type not in {"fence", "colon_fence"}:
        return
    elif _without_braces(token):
        name = (token.info.split() or ["name"])[0]
        yield _fault(token, messages.FENCE_WITHOUT_BRACES, token.markup, name)
        token.info = "text"  # else it is told again, as an unknown language
    elif _closed(token, lines):
        yield from _faults_of_options(token)
    elif NOTES.match(token.markup + token.info) and MEANT.search(token.content):
        yield _fault(token, messages.PRIVATE_UNCLOSED, token.markup, name=STOP)
    else:
        yield _fault(token, messages.FENCE_UNCLOSED, token.markup)


def _inline_fault(token: Token) -> Token | None:
    depth = deepest = 0
    if NOTES_IN_LINE.search(token.content):
        return _fault(token, messages.NOTES_IN_LINE, name=STOP)
    if FENCE_AS_TEXT.match(token.content):
        return _fault(token, messages.FENCE_IS_TEXT)
    first = token.children[0] if token.children else None
    if first is not None and first.type == "text" and first.content.startswith("$$"):
        return _fault(token, messages.FORMULA_UNCLOSED)
    for child in token.children or ():
        depth += child.nesting
        deepest = max(deepest, depth)
        if child.type == "text" and (found := EMPTY_ROLE.search(child.content)):
            return _fault(token, messages.ROLE_EMPTY, found[1], found[1])
    if deepest <= DEEPEST_MARKS:
        return None
    text = Token("text", "", 0, content=token.content)
    token.children = [text]
    return _fault(token, messages.MARKS_TOO_DEEP, deepest, DEEPEST_MARKS)


def _faults_of_options(token: Token) -> Iterator[Token]:
    """Options that stand there twice, or below an empty line, where they are text."""
    named = BLOCK_NAME.match(token.info.strip())
    if not named:
        return
    known = getattr(_directive(named[1]), "option_spec", None) or {}
    seen: set[str] = set()
    among_options = True
    for at, line in enumerate(token.content.split("\n"), (token.map or [0])[0] + 1):
        option = OPTION.match(line)
        if not line.strip() or not option:
            if line.strip():
                return
            among_options = False
            continue
        name = option[1]
        says = ""
        if not among_options and name in known:
            says = messages.OPTION_IN_TEXT
        elif name in seen and among_options:
            says = messages.OPTION_TWICE
        seen.add(name)
        if says:
            fault = _fault(token, says, name)
            fault.map = [at, at + 1]
            yield fault


def _faults_of_front_matter(token: Token) -> Iterator[Token]:
    try:
        read_yaml(token.content)
    except DataError as error:
        for fault in error.faults:
            if fault.says.startswith(NOT_YAML):
                return  # which MyST tells
            found = _fault(token, messages.FRONT_MATTER_WRONG, fault.says)
            at = (token.map or [0])[0] + fault.line
            found.map = [at, at + 1]
            yield found


def _without_braces(token: Token) -> bool:
    """Whether a block is shown as it is written, and was meant as one of ours."""
    if token.info.lstrip().startswith("{"):
        return False
    if token.type == "colon_fence":
        return True
    named = token.info.split()[:1]
    return bool(named) and is_ours(named[0])


def is_ours(name: str) -> bool:
    """Whether the engine has a directive of that name."""
    return getattr(_directive(name), "__module__", "").startswith("sphinx_briefing.")


def _directive(name: str) -> object:
    """The directive of a name; none, where there is none."""
    return directives.directive(name, en, new_document(""))[0]  # type: ignore[arg-type]


def _cells(line: str) -> int:
    """How many cells a row of a table has, as it is written."""
    cells = escapedSplit(line.strip().lstrip(CONTAINER).strip())
    return len(cells) - (not cells[0].strip()) - (len(cells) > 1 and not cells[-1].strip())


def _closed(token: Token, lines: list[str]) -> bool:
    """Whether the last line of a fenced block ends it."""
    if not token.map or token.map[1] - token.map[0] < 2:
        return False
    last = lines[token.map[1] - 1].lstrip(CONTAINER).rstrip()
    mark = token.markup[0]
    return len(last) >= len(token.markup) and not last.strip(mark)


def _fault(at: Token, text: str, *values: object, name: str = FAULT) -> Token:
    """A directive that tells of a fault."""
    token = Token("fence", "code", 0, markup="```", block=True, map=list(at.map or (0, 1)))
    token.info = f"{{{name}}}"
    # What stops the build tells its place itself, which is filled in by the directive.
    token.content = text.removeprefix(PLACE) % values + "\n"
    return token


class FaultDirective(SphinxDirective):
    """Tells what the rule found, where it found it."""

    has_content = True
    option_spec: ClassVar[OptionSpec] = {"name": directives.unchanged}

    def run(self) -> list[Node]:
        """Warn, unless the fence of a block was told to be too short, which explains this one."""
        if ENDS_EARLY not in self.state.document:
            text = " ".join(self.content)
            warn("%s", text, location=self.get_location(), subtype="markdown")
        return []


class StopDirective(FaultDirective):
    """Stops the build for what the rule found: else what is private were published."""

    def run(self) -> list[Node]:
        """Tell where it is.

        Raises:
            ExtensionError: always.
        """
        source, line = self.get_source_info()
        place = PLACE % (name_of(self.env, Path(source).resolve()), line)
        raise ExtensionError(place + " ".join(self.content))


def check_markdown(app: Sphinx, config: Config) -> None:
    """Take the place of MyST's parser, where the project has it."""
    if "myst_parser" in app.extensions:
        app.add_source_parser(CheckedParser, override=True)


def setup(app: Sphinx) -> None:
    """Register the directive, and the parser once all extensions are there."""
    app.add_directive(FAULT, FaultDirective)
    app.add_directive(STOP, StopDirective)
    app.connect("config-inited", check_markdown)

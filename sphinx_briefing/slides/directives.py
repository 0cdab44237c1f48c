"""``{slide}`` and ``{notes}``: what an author writes; and ``{retired-slide}``, the older form."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from sphinx_briefing import messages
from sphinx_briefing.datafiles import name_of
from sphinx_briefing.fences import report_short_fence, short_fence
from sphinx_briefing.guard import messages as refusals
from sphinx_briefing.guard.confidential import MEANT
from sphinx_briefing.messages import tell, warn
from sphinx_briefing.retirement import Retirement, retirement_of
from sphinx_briefing.slides.layouts.contents import IMAGE_CLASS
from sphinx_briefing.slides.layouts.fit import layout_names
from sphinx_briefing.slides.nodes import notes, slide, slide_title
from sphinx_briefing.slides.records import PRIVATE, PrivateNote

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.util.typing import OptionSpec

MINUTES = re.compile(r"[0-9]+(\.[0-9]+)?")
MOST_MINUTES = 600
"""Ten hours: more is a slip of the pen."""


VALUE_OF_STEPS = re.compile(r"^[ \t>]*:steps:[ \t]*\S", re.MULTILINE)
"""The option with a value, which it does not take: MyST drops it."""

FIRST_LINE = re.compile(r"[ \t>]*(?:[:`~]{3,}[ \t]*\{notes\}|\.\.[ \t]+notes::)(?P<argument>.*)")
"""The first line of a block of notes."""

BEGINS_PRIVATE = re.compile(
    r"(?!\s*Private:\s*$)\W*(?i:privat[ea]?)\b\W*(?i:true|yes|on|notes?)?\W*"
)
"""A line of notes that says no more than that they are private; ``Private:`` heads a list."""


def minutes_of(directive: SphinxDirective, option: str) -> float | None:
    """The minutes that an option of ``directive`` sets, a number above zero such as ``1.5``.

    Returns:
        The minutes; none where the option is not set, or is no such number, which is reported.
    """
    if option not in directive.options:
        return None
    argument = directive.options[option] or ""
    if MINUTES.fullmatch(argument) and 0 < float(argument) <= MOST_MINUTES:
        return float(argument)
    warn(
        messages.MINUTES_NO_NUMBER,
        option,
        argument,
        MOST_MINUTES,
        location=directive.get_location(),
        subtype="minutes",
    )
    return None


class SlideDirective(SphinxDirective):
    """A slide.

    The argument is its headline; without one it is headed as its section is. Options:
    ``:name:`` its permanent id (else made of the headline), ``:audience:`` the audiences it is
    for, by spaces (none: all), ``:minutes:`` what it takes the speaker; ``:retired:`` the date
    from which it is no longer shown, and ``:successor:`` the id of the slide that takes its place.

    ``:layout:`` how a deck lays it out (``layouts/``), ``:steps:`` that its parts come one by one;
    ``:image:`` a picture beside them, with ``:image-alt:``, its text alternative, and
    ``:image-credit:``, whose it is.

    A retired slide keeps its anchor. Its body says why it has gone.
    """

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "name": directives.unchanged_required,
        "audience": directives.unchanged_required,
        "minutes": directives.unchanged,
        "layout": directives.unchanged,
        "steps": directives.flag,
        "image": directives.unchanged_required,
        "image-alt": directives.unchanged_required,
        "image-credit": directives.unchanged_required,
        "retired": directives.unchanged,
        "successor": directives.unchanged,
    }

    def run(self) -> list[Node]:
        """Make the `slide` node; it is recorded once its whole document is read."""
        report_short_fence(self)
        node = slide(slide_id=self.options.get("name"), minutes=minutes_of(self, "minutes"))
        self.set_source_info(node)
        node["audiences"] = self._audiences()
        node["retirement"] = self._retirement()
        node["layout"], node["steps"] = self._layout(), "steps" in self.options
        if VALUE_OF_STEPS.search(self.block_text):
            warn(refusals.FLAG_WITH_VALUE, "steps", location=self.get_location(), subtype="slide")
        if self.arguments:
            children, messages = self.parse_inline(self.arguments[0], lineno=self.lineno)
            title = slide_title(self.arguments[0], "", *children)
            self.set_source_info(title)
            node += [title, *messages]
        node += self.parse_content_to_nodes()
        node += self._image()
        return [node]

    def _layout(self) -> str:
        layout: str = self.options.get("layout") or ""
        known = layout_names(self.config)
        if "layout" not in self.options or layout in known:
            return layout
        warn(
            messages.LAYOUT_UNKNOWN,
            layout,
            messages.listed(known),
            location=self.get_location(),
            subtype="layout",
        )
        return ""

    def _image(self) -> list[Node]:
        """The picture beside the text, as a figure: so the docs and volumes show it as well."""
        missing = [name for name in ("image", "image-alt", "image-credit")
                   if not (self.options.get(name) or "").strip()]  # fmt: skip
        if len(missing) == 3:
            return []
        if missing:
            warn(
                messages.SLIDE_IMAGE_INCOMPLETE,
                messages.listed(f":{name}:" for name in missing),
                location=self.get_location(),
                subtype="image",
            )
            return []
        figure = nodes.figure("", classes=[IMAGE_CLASS])
        figure += nodes.image(
            "", uri=directives.uri(self.options["image"]), alt=self.options["image-alt"]
        )
        credit, faults = self.parse_inline(self.options["image-credit"], lineno=self.lineno)
        figure += nodes.caption(self.options["image-credit"], "", *credit)
        for part in (figure, *figure.children):
            self.set_source_info(part)
        return [figure, *faults]

    def _retirement(self) -> Retirement:
        retirement, faults = retirement_of(self.options, self.options.get("name", ""))
        if retirement and not self.options.get("name"):
            faults.append(messages.RETIRED_SLIDE_WITHOUT_NAME)
        if retirement and not self.content:
            faults.append(messages.RETIRED_SLIDE_WITHOUT_REASON)
        for fault in faults:
            name = self.options.get("name", "")
            warn(
                messages.SLIDE_FAULT,
                name,
                fault,
                location=self.get_location(),
                subtype="retired",
            )
        # One that is retired wrongly is not shown either.
        return retirement or Retirement("?" * ("retired" in self.options))

    def _audiences(self) -> tuple[str, ...]:
        known = self.config.briefing_audiences
        named = self.options.get("audience", "").replace(",", " ").split()
        for name in named:
            if name not in known:
                warn(
                    messages.AUDIENCE_UNKNOWN,
                    name,
                    messages.any_of(known),
                    location=self.get_location(),
                    subtype="audience",
                )
        if "audience" in self.options and not named:
            warn(
                refusals.AUDIENCE_EMPTY,
                messages.any_of(known),
                location=self.get_location(),
                subtype="audience",
            )
            return ("",)  # for nobody
        return tuple(dict.fromkeys(named))  # an unknown one too: else the slide were for everyone


class RetiredSlideDirective(SlideDirective):
    """A retired slide in the form of earlier versions: its id as argument, and ``:date:``."""

    required_arguments = 1
    optional_arguments = 0
    option_spec: ClassVar[OptionSpec] = {
        "date": directives.unchanged,
        "successor": directives.unchanged,
    }

    def run(self) -> list[Node]:
        """Read it as a slide with the option ``:retired:``, and say so."""
        name = self.arguments[0]
        tell(
            messages.RETIRED_SLIDE_IN_OLD_FORM,
            name,
            self.options.get("date") or "DATE",
            location=self.get_location(),
        )
        self.options["name"], self.arguments = name, []
        self.options["retired"] = self.options.pop("date", "")
        return super().run()


def has_other_options(block_text: str) -> bool:
    """Whether notes have options, be they misspelled or in another language, beside none at all."""
    lines = block_text.splitlines()[1:2]
    return any(line.lstrip(" \t>").startswith((":", "---")) for line in lines)


class NotesDirective(SphinxDirective):
    """Words for the speaker, inside a slide or a deck.

    ``:private:`` keeps them out of every build but a presenter's (tag ``presenter``).
    """

    has_content = True
    optional_arguments = 1  # so that it is seen, and refused
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {"private": directives.unchanged}

    def run(self) -> list[Node]:
        """Make the `notes` node, empty where its content must not be seen."""
        self._refuse_what_may_be_private()
        private = (
            "private" in self.options
            or MEANT.search(self.block_text) is not None
            or has_other_options(self.block_text)  # told by MyST; what was meant is not known
        )
        if private:
            self._note_private()
        else:
            report_short_fence(self)
        node = notes(private=private, classes=["no-search"])  # no reader of the docs sees them
        self.set_source_info(node)
        if not private or self.config.briefing_presenter:
            node += self.parse_content_to_nodes()
        return [node]

    def _refuse_what_may_be_private(self) -> None:
        """Refuse what is nearly the option: else what is meant for the speaker were published.

        Raises:
            ExtensionError: something stands on the first line, or the text begins with the word.
        """
        source, line = self.get_source_info()
        file = name_of(self.env, Path(source).resolve())
        on_line = FIRST_LINE.match(self.block_text)
        argument = " ".join(self.arguments) or (on_line["argument"].strip() if on_line else "")
        if argument:
            raise ExtensionError(refusals.NOTES_WITH_ARGUMENT % (file, line, argument))
        first = next((text for text in self.content if text.strip()), "")
        if BEGINS_PRIVATE.fullmatch(first):
            raise ExtensionError(refusals.NOTES_BEGIN_PRIVATE % (file, line, first.strip()))

    def _note_private(self) -> None:
        """Note where it stands.

        Raises:
            ExtensionError: it ends too early, so that the rest of it would be published.
        """
        source, line = self.get_source_info()
        file = name_of(self.env, Path(source).resolve())
        if found := short_fence(self):
            raise ExtensionError(
                messages.FENCE_AROUND_PRIVATE_TOO_SHORT
                % (file, line, found.line, self.name, found.wanted)
            )
        note = PrivateNote(file, line, line + self.block_text.count("\n"))
        PRIVATE.note(self.env, self.env.current_document.docname, note)

"""The nodes of a slide. It stays one, as read, until it is written (``box.py``)."""

from __future__ import annotations

from docutils import nodes


class slide(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """A slide in its chapter: an optional `slide_title`, the body, any `notes`, `slide_decks`.

    Attributes: ``slide_id``, ``ids`` (its anchor first), ``audiences``, ``minutes``, ``layout``
    (empty: plain), ``steps`` (whether its parts come one by one), ``retirement`` (a
    `Retirement`), and ``loose`` (whether it stands directly below a deck, in no section of its
    own).
    """


class slide_title(nodes.Part, nodes.TextElement):  # noqa: N801
    """The headline of a slide, where it is not its section's heading."""


class notes(nodes.General, nodes.Element):  # noqa: N801
    """Words for the speaker. ``private`` is true where only a presenter's build has them."""


class slide_decks(nodes.Part, nodes.Element):  # noqa: N801
    """Links to a slide in the decks that show it: for its box in the docs alone."""


class slide_only(nodes.General, nodes.Element):  # noqa: N801
    """What is shown in one of the places of a slide alone.

    ``where`` is ``docs`` (its chapter's page), ``decks``, ``transcripts``, or ``elsewhere``: the
    last two.
    """


class cut_slide(nodes.General, nodes.Element):  # noqa: N801
    """A slide cut from its chapter: one each of `slide_title`, `slide_body`, `slide_notes`.

    Attributes: ``slide_id``, ``layout`` and ``steps``.
    """


class slide_body(nodes.General, nodes.Element):  # noqa: N801
    """What a slide shows below its headline."""


class slide_notes(nodes.General, nodes.Element):  # noqa: N801
    """All that the speaker has to a slide: its notes, then the prose that follows it."""

"""Layouts of a slide: what each wants, how its parts are laid out on a deck, and a project's own.

A layout changes nothing of what a slide says. It takes lists, tables, quotations and paragraphs as
they are written; the docs, transcripts and volumes show them as ever. In a deck the slide has the
class ``layout-NAME``, and a stylesheet does the rest (``briefing-deck-layouts.css`` of the decks'
theme). Where a part must stand in a place of its own, `arrange` moves it.
"""

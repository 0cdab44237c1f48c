"""Slides: written in chapters, shown in the docs and in decks."""

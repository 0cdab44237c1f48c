"""Decks: slides picked from chapters, presented with reveal.js."""

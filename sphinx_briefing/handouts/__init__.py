"""Handouts: what people take away from the built site and its decks.

Data flow one way: a site is built, its decks are read (`reading`), and each maker writes files of
one kind from what was read. Nothing here changes a page; a second, short build links what was made,
by the list of it.
"""

"""The handout of a deck: what was shown, what was said, and what it rests on, on paper."""

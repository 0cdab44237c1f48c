"""Claims and sources: what the text rests on."""

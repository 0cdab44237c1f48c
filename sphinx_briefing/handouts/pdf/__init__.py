"""What all PDFs of the kit have: tags that readers know, a description, the same bytes."""

"""The electronic book: all documents as EPUB."""

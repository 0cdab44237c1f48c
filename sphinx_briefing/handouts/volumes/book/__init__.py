"""The book: all documents as one PDF."""

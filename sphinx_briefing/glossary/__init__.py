"""The glossary: entries that other documentation can cite."""

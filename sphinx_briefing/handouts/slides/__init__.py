"""The slides of a deck as a room sees them, as a PDF and as pictures, by a browser."""

"""A deck as one HTML file, with all inside that it needs."""

"""What the docs' pages and the site's files get besides their text."""

"""How fast builds are, and how they grow: scripts that take minutes (``make benchmark``)."""

"""Draw SVG documents as PNG in a process of its own: JSON in, JSON out.

As `sphinx_briefing.figures.worker`, it knows none of the machine's fonts. Run as a file; it
imports nothing of the extension.
"""

from __future__ import annotations

import base64
import json
import sys

if __name__ == "__main__":
    import vl_convert

    drawn = [
        base64.b64encode(vl_convert.svg_to_png(svg)).decode("ascii")
        for svg in json.loads(sys.stdin.buffer.read())
    ]
    sys.stdout.buffer.write(json.dumps(drawn).encode("ascii"))
    sys.stdout.flush()

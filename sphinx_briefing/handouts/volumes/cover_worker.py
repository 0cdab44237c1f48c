"""Draw an SVG document as PNG in a process of its own: JSON in, PNG out.

As `sphinx_briefing.figures.worker`, it knows none of the machine's fonts, but those it is given.
Run as a file; it imports nothing of the extension.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

if __name__ == "__main__":
    import vl_convert

    asked = json.loads(sys.stdin.buffer.read())
    folder = Path(sys.argv[1]) / "typefaces"
    folder.mkdir()
    for number, font in enumerate(asked["fonts"]):
        (folder / f"{number}.ttf").write_bytes(base64.b64decode(font))
    vl_convert.register_font_directory(str(folder))
    sys.stdout.buffer.write(vl_convert.svg_to_png(asked["svg"]))
    sys.stdout.flush()

"""What a typeset PDF still lacks: names of its links, and the same bytes each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_briefing.handouts.binding import Volume


def finish(path: Path, volume: Volume) -> None:
    """Finish a PDF in its place."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.Lang = pikepdf.String(volume.language)
        pdf.Root.PageLayout = pikepdf.Name.SinglePage
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        if volume.direction == "rtl":
            pdf.Root.ViewerPreferences.Direction = pikepdf.Name.R2L
        name_links(pdf)
        pdf.save(path, deterministic_id=True)


def name_links(pdf: pikepdf.Pdf) -> None:
    """Say at each link what it leads to (ISO 14289-1, 7.18.5): its address, or "page 12"."""
    for page in pdf.pages:
        annotations: Any = page.get("/Annots", [])
        for annotation in annotations:
            if annotation.get("/Subtype") == pikepdf.Name.Link and "/Contents" not in annotation:
                annotation.Contents = pikepdf.String(address_of(annotation))


def address_of(annotation: Any) -> str:
    """Where a link leads, in words."""
    action = annotation.get("/A")
    if action is not None and "/URI" in action:
        return str(action.URI)
    return str(annotation.get("/Dest", ""))

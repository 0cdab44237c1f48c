"""Where a build keeps what it makes; known without loading Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Layout(NamedTuple):
    """Where a build keeps what it makes."""

    site: Path  # the published site; replaced as a whole
    work: Path  # doctrees and pages of the next build; may be deleted at any time

    @property
    def doctrees(self) -> Path:
        """The read sources, shared by both builders."""
        return self.work / "doctrees"

    @property
    def unfinished(self) -> Path:
        """A mark that stands while a build runs, and stays when it did not succeed.

        It stands beside the work folder, so that it goes last when that is cleared.
        """
        return self.work.with_name(f"{self.work.name}.unfinished")

    def pages(self, builder: str) -> Path:
        """What a builder writes, each in a folder of its own."""
        return self.work / builder


def output_folder(root: Path, output: Path | None = None) -> Path:
    """The folder below which all is built: ``_build`` in that of ``conf.py``, or another."""
    return root / "_build" if output is None else output.resolve()


def layout(root: Path, *, presenter: bool, output: Path | None = None) -> Layout:
    """The folders of the public or the presenter's build, below the output folder.

    They are never shared, so that no private note is left over in a public build.
    """
    name, folder = "presenter" if presenter else "site", output_folder(root, output)
    return Layout(site=folder / name, work=folder / f".work-{name}")

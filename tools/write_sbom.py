"""A bill of materials of what a build uses, in the form of CycloneDX 1.6 (JSON).

    python tools/write_sbom.py requirements-site.lock _build/sbom.json

Components are the packages of a lock file, with the checksums that it allows and the licences that
the installed ones state, and reveal.js, which sphinx-revealjs carries. The same lock and packages
give the same bytes: the serial number is made of the components, and no time stands in it.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from sphinx_revealjs.utils import get_revealjs_path

PACKAGE = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def licences(name: str) -> list[DisjunctiveLicense]:
    """What an installed package says of its licence; none, where it is not installed."""
    try:
        told: Any = metadata(name)
    except PackageNotFoundError:
        return []
    stated = told.get("License-Expression") or told.get("License") or ""
    if not stated or "\n" in stated:
        classified = [c for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
        stated = classified[0].rpartition(" :: ")[2] if classified else ""
    return [DisjunctiveLicense(name=stated)] if stated else []


def components(lock: str) -> list[Component]:
    """The packages of a lock file."""
    found, starts = [], [*PACKAGE.finditer(lock)]
    for at, package in enumerate(starts):
        end = starts[at + 1].start() if at + 1 < len(starts) else len(lock)
        url = PackageURL("pypi", None, package[1].lower(), package[2])
        found.append(
            Component(
                name=package[1],
                version=package[2],
                type=ComponentType.LIBRARY,
                bom_ref=str(url),
                purl=url,
                licenses=licences(package[1]),
                hashes=[
                    HashType(alg=HashAlgorithm.SHA_256, content=digest)
                    for digest in DIGEST.findall(lock, package.end(), end)
                ],
            )
        )
    return found


def reveal() -> Component:
    """reveal.js, of which decks carry two stylesheets and a script."""
    script = (get_revealjs_path() / "dist" / "reveal.js").read_text(encoding="utf-8")
    stated = re.search(r"reveal\.js (\d+\.\d+\.\d+)", script)
    url = PackageURL("npm", None, "reveal.js", stated[1] if stated else None)
    return Component(
        name="reveal.js",
        version=stated[1] if stated else None,
        type=ComponentType.LIBRARY,
        bom_ref=str(url),
        purl=url,
        licenses=[DisjunctiveLicense(id="MIT")],
    )


def main() -> None:
    """Write the bill."""
    lock, target = Path(sys.argv[1]).read_text(encoding="utf-8"), Path(sys.argv[2])
    found = [*components(lock), reveal()]
    names = "\n".join(sorted(str(one.purl) for one in found))
    bom = Bom(components=found, serial_number=uuid.uuid5(uuid.NAMESPACE_URL, names))
    text = json.loads(JsonV1Dot6(bom).output_as_string())
    text.get("metadata", {}).pop("timestamp", None)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(text, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{target}: {len(found)} components")


if __name__ == "__main__":
    main()

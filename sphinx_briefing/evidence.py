"""What the text rests on: the claims, read from the data file that ``briefing_claims`` names."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from sphinx.application import Sphinx

VERDICTS = ("confirmed", "nuanced", "contradicted", "not found")
"""How a claim stands to what was found: see ``evidence/README.md``."""

STANCES = ("confirms", "nuances", "contradicts", "context")
"""How a piece of evidence stands to its claim."""


class Evidence(NamedTuple):
    """What one source says on a claim."""

    stance: str  # one of STANCES
    source: str  # key in the bibliography
    says: str


class Claim(NamedTuple):
    """One claim of the restated article."""

    id: str  # C01 …
    theme: str
    kind: str
    attributed_to: str
    restatement: str
    verdict: str  # one of VERDICTS
    evidence: tuple[Evidence, ...]
    editorial_note: str

    @property
    def anchor(self) -> str:
        """Its permanent anchor in the register."""
        return self.id.lower()


def load_claims(path: Path) -> dict[str, Claim]:
    """Read and check a file of claims.

    Args:
        path: a YAML file: a list of mappings with the fields of `Claim`.

    Returns:
        The claims by id, in the order of the file.

    Raises:
        ExtensionError: the file is missing or malformed; the message names entry and field.
    """
    try:
        modified = path.stat().st_mtime_ns
    except OSError as error:
        raise ExtensionError(f"{path.name}: the file of claims cannot be read: {error}") from error
    return _load(path, modified)


@lru_cache(maxsize=4)
def _load(path: Path, modified: int) -> dict[str, Claim]:
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ExtensionError(f"{path.name}: not valid YAML: {error}") from error
    if not isinstance(entries, list):
        raise ExtensionError(f"{path.name}: a list of claims is expected")
    claims: dict[str, Claim] = {}
    for number, entry in enumerate(entries, start=1):
        claim = _claim(entry, f"{path.name}, entry {number}")
        if claim.id in claims:
            raise ExtensionError(f"{path.name}: the claim {claim.id} stands there twice")
        claims[claim.id] = claim
    return claims


def _claim(entry: Any, where: str) -> Claim:
    if not isinstance(entry, dict):
        raise ExtensionError(f"{where}: a claim is a mapping of fields")
    where = f"{where} ({entry.get('id', 'no id')})"
    for name in ("id", "theme", "kind", "attributed_to", "restatement", "verdict"):
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise ExtensionError(f"{where}: the field {name!r} is missing or empty")
    _one_of(entry["verdict"], VERDICTS, f"{where}: verdict")
    evidence = []
    for number, item in enumerate(entry.get("evidence") or [], start=1):
        at = f"{where}: evidence {number}"
        for name in ("stance", "source", "says"):
            if not isinstance(item, dict) or not isinstance(item.get(name), str):
                raise ExtensionError(f"{at}: the field {name!r} is missing")
        _one_of(item["stance"], STANCES, f"{at}: stance")
        evidence.append(Evidence(item["stance"], item["source"], item["says"]))
    return Claim(
        id=entry["id"],
        theme=entry["theme"],
        kind=entry["kind"],
        attributed_to=entry["attributed_to"],
        restatement=entry["restatement"],
        verdict=entry["verdict"],
        evidence=tuple(evidence),
        editorial_note=entry.get("editorial_note") or "",
    )


def _one_of(value: str, allowed: tuple[str, ...], where: str) -> None:
    if value not in allowed:
        raise ExtensionError(f"{where} is {value!r}; use one of {', '.join(allowed)}")


def claims_of(app: Sphinx) -> dict[str, Claim]:
    """The claims of this project by id; empty where it keeps none."""
    if not app.config.briefing_claims:
        return {}
    return load_claims(Path(app.confdir) / app.config.briefing_claims)

"""What Fadewell is made of besides its own files: the lock as a list for scanners, and held to.

The lock (docs/adr/022) is the only truth: a package that is not in it, or in another version, or
whose files are not those that were installed, is named.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)([^\n]*)((?:\n[ \t]+[^\n]*)*)", re.M)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
TOOLS = frozenset({"pip", "setuptools", "wheel"})  # of the virtual environment itself


@dataclass(frozen=True)
class Pinned:
    """is_for_all: on every machine; else one of its versions may be there, or none."""

    name: str
    version: str
    hashes: tuple[str, ...]  # SHA-256 of each file that pip may install
    is_for_all: bool


def read_lock(text: str) -> list[Pinned]:
    return [
        Pinned(canonical(name), version, tuple(HASH.findall(line + more)), ";" not in line)
        for name, version, line, more in PINNED.findall(text)
    ]


def bill_of_materials(lock: Iterable[Pinned], version: str) -> dict[str, Any]:
    """CycloneDX 1.6, as scanners of known faults read it; the same lock gives the same document."""
    ours = {"type": "application", "name": "fadewell", "version": version, "bom-ref": "fadewell"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": ours},
        "components": [_component(each) for each in sorted(lock, key=str)],
    }


def faults(lock: Sequence[Pinned], found: Iterable[Distribution] | None = None) -> list[str]:
    """What is installed and should not be, or is not as it was installed."""
    installed = list(distributions()) if found is None else list(found)
    here = {canonical(each.name): each for each in installed}
    versions: dict[str, list[str]] = {}
    for pinned in lock:
        versions.setdefault(pinned.name, []).append(pinned.version)
    wrong = [f"{each.name} is not installed" for each in lock if _is_missing(each, here)]
    for name, each in sorted(here.items()):
        wanted = versions.get(name)
        if wanted is None and name not in TOOLS:
            wrong.append(f"{name} {each.version} is in no lock")
        elif wanted is not None and each.version not in wanted:
            wrong.append(f"{name} is {each.version}, not {' or '.join(wanted)}")
        wrong += [f"{name}: {path} was changed" for path in _changed(each)]
    return wrong


def _is_missing(pinned: Pinned, here: Mapping[str, Distribution]) -> bool:
    return pinned.is_for_all and pinned.name not in here


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _component(pinned: Pinned) -> dict[str, Any]:
    address = f"pkg:pypi/{pinned.name}@{pinned.version}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": pinned.name,
        "version": pinned.version,
        "purl": address,
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in pinned.hashes],
    }


def _changed(installed: Distribution) -> Iterator[str]:
    """Files that are gone or whose digest is not the one that the installer wrote down."""
    for path in installed.files or ():
        if path.hash is None or path.hash.mode != "sha256":
            continue  # the list itself, and what Python compiled
        place = Path(str(path.locate()))
        if not place.is_file() or _digest(place) != path.hash.value:
            yield str(path)


def _digest(place: Path) -> str:
    digest = hashlib.sha256(place.read_bytes()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

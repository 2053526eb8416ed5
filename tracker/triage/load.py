"""From a folder of TOML files to a protocol; a folder with any fault is refused whole."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tracker.triage.build import BUILDERS, Draft, build_item
from tracker.triage.check import check_links
from tracker.triage.grammar import Names
from tracker.triage.protocol import ENGLISH, Code, Item, Protocol, ProtocolError

PROTOCOLS = Path(__file__).resolve().parent.parent / "protocols"
SOURCES = "sources.toml"
HEAD = "protocol.toml"
SETS = "sets.toml"
WORDS = "words.toml"


def load_protocol(folder: Path) -> Protocol:
    """The protocol of one version folder; raises ProtocolError with the file and the fault."""
    head = _toml(folder / HEAD)
    tables = _tables(folder)
    names = _names(folder, tables)
    sources = _sources(folder)
    items = {kind: _items(kind, drafts, names, sources) for kind, drafts in tables.items()}
    protocol = Protocol(
        version=_word(head, "version", folder),
        digest=protocol_digest(folder),
        languages=tuple(head.get("languages", [ENGLISH])),
        settings=MappingProxyType(head.get("settings", {})),
        sources=sources,
        sets=names.sets,
        words=Item(id="words", texts=_toml(folder / WORDS)["text"]),
        **items,  # type: ignore[arg-type]
    )
    check_links(protocol)
    return protocol


def protocol_digest(folder: Path) -> str:
    """SHA-256 over relative path, NUL, bytes, NUL of the folder's sorted files (CASES.md)."""
    digest = hashlib.sha256()
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    for name in sorted(paths):
        if paths[name].is_file():
            digest.update(name.encode() + b"\0" + paths[name].read_bytes() + b"\0")
    return f"sha256:{digest.hexdigest()}"


def newest_version(folder: Path = PROTOCOLS) -> str:
    """The last version folder by name; which one is in force is the database's business."""
    versions = sorted(path.parent.name for path in folder.glob(f"*/{HEAD}"))
    if not versions:
        raise ProtocolError(f"{folder}: no protocol version here")
    return versions[-1]


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ProtocolError(f"{path.name}: missing in {path.parent.name}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProtocolError(f"{path.name}: not TOML: {error}") from error


def _tables(folder: Path) -> dict[str, list[Draft]]:
    """Every item of every kind, still as tables, in the order of its files."""
    tables: dict[str, list[Draft]] = {}
    for kind in BUILDERS:
        home = folder / kind.replace("_", "-")
        drafts = [one for path in sorted(home.glob("*.toml")) for one in _drafts(path)]
        tables[kind] = _without_doubles(drafts)
    _refuse_strangers(folder)
    return tables


def _refuse_strangers(folder: Path) -> None:
    homes = {kind.replace("_", "-") for kind in BUILDERS}
    for path in folder.iterdir():
        if path.is_dir() and path.name not in homes:
            raise ProtocolError(f"{path.name}/: no such kind of item")


def _drafts(path: Path) -> list[Draft]:
    """A file is one item named like it, or a list of short ones: [[items]] with an id each."""
    data = _toml(path)
    where = f"{path.parent.name}/{path.name}"
    if "items" not in data:
        return [Draft(str(data.pop("id", path.stem)), data, where)]
    if any("id" not in each for each in data["items"]):
        raise ProtocolError(f"{where}: an item without an id")
    return [Draft(each.pop("id"), each, where) for each in data["items"]]


def _without_doubles(drafts: list[Draft]) -> list[Draft]:
    seen: dict[str, str] = {}
    for draft in drafts:
        if draft.id in seen:
            raise ProtocolError(f"{draft.where}: {draft.id!r} stands in {seen[draft.id]} already")
        seen[draft.id] = draft.where
    return drafts


def _names(folder: Path, tables: Mapping[str, list[Draft]]) -> Names:
    sets = _toml(folder / SETS)
    known = {kind: frozenset(each.id for each in drafts) for kind, drafts in tables.items()}
    return Names(known, {name: frozenset(codes) for name, codes in sets.items()}, SETS)


def _sources(folder: Path) -> Mapping[str, Code]:
    """Sources stand beside the versions, or in the folder of a draft that brings its own."""
    path = folder / SOURCES
    data = _toml(path if path.exists() else folder.parent / SOURCES)
    return MappingProxyType(
        {
            code: Code(
                id=code, details=MappingProxyType(each), texts={ENGLISH: {"label": each["title"]}}
            )
            for code, each in data.items()
        }
    )


def _items(
    kind: str, drafts: list[Draft], names: Names, sources: Mapping[str, Code]
) -> Mapping[str, Item]:
    items = [build_item(kind, draft, names, sources) for draft in drafts]
    return MappingProxyType({item.id: item for item in sorted(items, key=lambda one: one.order)})


def _word(head: Mapping[str, Any], key: str, folder: Path) -> str:
    word = head.get(key)
    if not isinstance(word, str) or not word:
        raise ProtocolError(f"{HEAD}: {key!r} is missing")
    if word != folder.name:
        raise ProtocolError(f"{HEAD}: version {word!r} in a folder named {folder.name!r}")
    return word

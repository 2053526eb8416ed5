"""From a folder of TOML files to a protocol; a folder with any fault is refused whole."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomli

from tracker.triage.build import BUILDERS, Draft, build_item
from tracker.triage.check import check_links
from tracker.triage.names import Names
from tracker.triage.protocol import ENGLISH, Code, Item, Protocol, ProtocolError

PROTOCOLS = Path(__file__).resolve().parent.parent / "protocols"
SOURCES = "sources.toml"
HEAD = "protocol.toml"
SETS = "sets.toml"
WORDS = "words.toml"
Files = Mapping[str, bytes]


def load_protocol(folder: Path) -> Protocol:
    """The protocol of one version folder; raises ProtocolError with the file and the fault.

    Sources stand beside the versions, or in the folder of a draft that brings its own.
    """
    if not folder.is_dir():
        raise ProtocolError(f"no protocol version {folder.name!r}")
    files = files_of(folder)
    beside = folder.parent / SOURCES
    sources = files if SOURCES in files or not beside.is_file() else {SOURCES: beside.read_bytes()}
    return protocol_of(folder.name, files, sources)


def protocol_of(version: str, files: Files, sources: Files) -> Protocol:
    """The same from files already read."""
    head = _toml(files, HEAD)
    _check_version(head, version)
    tables = _tables(files)
    names = _names(files, tables)
    languages = tuple(head.get("languages", [ENGLISH]))
    known = _sources(sources, languages)
    items = {kind: _items(kind, drafts, names, known) for kind, drafts in tables.items()}
    protocol = Protocol(
        version=version,
        digest=_digest(files),
        languages=languages,
        settings=MappingProxyType(head.get("settings", {})),
        sources=known,
        sets=names.sets,
        words=Item(id="words", texts=_toml(files, WORDS)["text"]),
        **items,  # type: ignore[arg-type]
    )
    check_links(protocol)
    return protocol


def protocol_digest(folder: Path) -> str:
    """SHA-256 over relative path, NUL, bytes, NUL of the folder's sorted files (CASES.md)."""
    return _digest(files_of(folder))


def files_of(folder: Path) -> Files:
    """Every file below a folder by its relative path, read once."""
    root = str(folder)
    paths = [os.path.join(home, name) for home, _, names in os.walk(root) for name in names]
    return {each[len(root) + 1 :].replace(os.sep, "/"): _bytes_of(each) for each in paths}


def _bytes_of(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _digest(files: Files) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name] + b"\0")
    return f"sha256:{digest.hexdigest()}"


def newest_version(folder: Path = PROTOCOLS) -> str:
    """The last version folder by name; which one is in force is the database's business."""
    versions = sorted(path.parent.name for path in folder.glob(f"*/{HEAD}"))
    if not versions:
        raise ProtocolError(f"{folder}: no protocol version here")
    return versions[-1]


def _toml(files: Files, name: str) -> dict[str, Any]:
    try:
        return tomli.loads(files[name].decode())
    except KeyError as error:
        raise ProtocolError(f"{name}: missing") from error
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProtocolError(f"{name}: not TOML: {error}") from error


def _tables(files: Files) -> dict[str, list[Draft]]:
    """Every item of every kind, still as tables, in the order of its files."""
    homes = {kind.replace("_", "-"): kind for kind in BUILDERS}
    tables: dict[str, list[Draft]] = {kind: [] for kind in BUILDERS}
    for name in sorted(files):
        home, _, rest = name.partition("/")
        if not rest:
            continue
        if home not in homes or not rest.endswith(".toml"):
            raise ProtocolError(f"{name}: no such kind of item")
        tables[homes[home]].extend(_drafts(files, name))
    return {kind: _without_doubles(drafts) for kind, drafts in tables.items()}


def _drafts(files: Files, name: str) -> list[Draft]:
    """A file is one item named like it, or a list of short ones: [[items]] with an id each."""
    data = _toml(files, name)
    if "items" not in data:
        return [Draft(str(data.pop("id", Path(name).stem)), data, name)]
    if any("id" not in each for each in data["items"]):
        raise ProtocolError(f"{name}: an item without an id")
    return [Draft(each.pop("id"), each, name) for each in data["items"]]


def _without_doubles(drafts: list[Draft]) -> list[Draft]:
    seen: dict[str, str] = {}
    for draft in drafts:
        if draft.id in seen:
            raise ProtocolError(f"{draft.where}: {draft.id!r} stands in {seen[draft.id]} already")
        seen[draft.id] = draft.where
    return drafts


def _names(files: Files, tables: Mapping[str, list[Draft]]) -> Names:
    sets = _toml(files, SETS)
    known = {kind: frozenset(each.id for each in drafts) for kind, drafts in tables.items()}
    return Names(known, {name: frozenset(codes) for name, codes in sets.items()}, SETS)


def _sources(files: Files, languages: Collection[str]) -> Mapping[str, Code]:
    """By code; a title in another language stands beside the English one, under that language."""
    tables = _toml(files, SOURCES)
    return MappingProxyType({code: _source(code, each, languages) for code, each in tables.items()})


def _source(code: str, details: Mapping[str, Any], languages: Collection[str]) -> Code:
    day = details.get("date")
    if day is not None and not _is_day(day):
        raise ProtocolError(f"{SOURCES}: {code}: the date {day!r} is not like 2026-11-22")
    others = {key: {"label": title} for key, title in details.items() if key in languages}
    return Code(id=code, details=details, texts=others | {ENGLISH: {"label": details["title"]}})


def _is_day(text: object) -> bool:
    try:
        return isinstance(text, str) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _items(
    kind: str, drafts: list[Draft], names: Names, sources: Mapping[str, Code]
) -> Mapping[str, Item]:
    items = [build_item(kind, draft, names, sources) for draft in drafts]
    return MappingProxyType({item.id: item for item in sorted(items, key=lambda one: one.order)})


def _check_version(head: Mapping[str, Any], version: str) -> None:
    said = head.get("version")
    if not isinstance(said, str) or not said:
        raise ProtocolError(f"{HEAD}: 'version' is missing")
    if said != version:
        raise ProtocolError(f"{HEAD}: version {said!r} in a folder named {version!r}")

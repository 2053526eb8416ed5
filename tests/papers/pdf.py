"""A PDF of ours, read by its own character maps: what a reader's program would copy out of it."""

import os
import re
import time
import zlib
from collections.abc import Iterator

import pytest
from django.test import Client

from tracker.papers import libraries

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
FONT = re.compile(r"/(\w+) \d+(?:\.\d+)? Tf|\[([^\]]*)\] TJ|<([0-9a-f]+)> Tj|(\bET\b)")
PAIR = re.compile(r"<([0-9a-f]{4})> <([0-9a-f]+)>")
BASE_FONT = re.compile(r"/Type /Font/Subtype /Type0/BaseFont /(\w+)\+.*?/ToUnicode (\d+) 0 R", re.S)
OBJECT = re.compile(rb"(\d+) 0 obj\n<<[^\n]*>>\nstream\r?\n(.*?)\r?\nendstream", re.S)


def needs_press() -> None:
    """As with the browser: skipped with its reason, and a failure where CI=true."""
    if packages := libraries.missing():
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up(libraries.how_to_install(packages))


def signed_in_now(client: Client) -> Client:
    """As if she had signed in this minute, second factor and all."""
    session = client.session
    for method in session["account_authentication_methods"]:
        method["at"] = time.time()
    session.save()
    return client


def parts_of(pdf: bytes) -> Iterator[tuple[int, str]]:
    """Number and content of every stream that is packed text."""
    for number, packed in OBJECT.findall(pdf):
        try:
            # A last byte like the end of a line is taken for one: then only the checksum lacks.
            yield int(number), zlib.decompressobj().decompress(packed).decode("latin-1")
        except zlib.error:
            continue


def objects_of(pdf: bytes) -> str:
    """The dictionaries: catalog, tags, fonts."""
    return "\n".join(part for _, part in parts_of(pdf)) + pdf.decode("latin-1")


def text_of(pdf: bytes) -> str:
    """All text in the order of the pages, a line break after each run of it."""
    parts = dict(parts_of(pdf))
    whole = "\n".join(parts.values())
    maps = {name: _map(parts[int(at)]) for name, at in BASE_FONT.findall(whole)}
    pages = [part for part in parts.values() if " Tf" in part and "BT" in part]
    return "".join(_read(page, maps) for page in pages)


def _map(cmap: str) -> dict[str, str]:
    return {
        glyph: bytes.fromhex(said).decode("utf-16-be")
        for glyph, said in PAIR.findall(cmap.partition("beginbfchar")[2])
    }


def _read(page: str, maps: dict[str, dict[str, str]]) -> str:
    known: dict[str, str] = {}
    said = []
    for font, many, one, end in FONT.findall(page):
        if font:
            known = maps[font]
        elif end:
            said.append("\n")
        else:
            glyphs = re.findall("[0-9a-f]{4}", "".join(re.findall("<([0-9a-f]+)>", many)) or one)
            said += [known.get(glyph, "\N{REPLACEMENT CHARACTER}") for glyph in glyphs]
    return "".join(said)

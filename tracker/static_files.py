"""Static files under a name that holds their content's hash, module imports rewritten too.

Scripts and styles of ours go out without comments and indentation (docs/adr/098).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

BARED = (".js", ".css")
OURS = "frontend/"


class HashedStatics(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def post_process(
        self, paths: Mapping[str, tuple[Storage, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        bared = {name: (Bared(storage), at) for name, (storage, at) in paths.items() if ours(name)}
        yield from super().post_process({**paths, **bared}, dry_run, **options)


class Bared:
    """The storage that a file comes from, giving it bared."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def open(self, path: str) -> "ContentFile[bytes]":
        with self.storage.open(path) as file:
            return ContentFile(bare(file.read().decode()).encode())


def ours(name: str) -> bool:
    return name.startswith(OURS) and name.endswith(BARED)


def bare(text: str) -> str:
    """Without lines that hold nothing but a comment, without what stands before a line.

    By lines alone, as nothing of ours is written over lines in which they count: a wall holds it.
    """
    return "".join(f"{line}\n" for line in _lines(text))


def _lines(text: str) -> Iterator[str]:
    is_comment = False
    for line in map(str.strip, text.splitlines()):
        is_comment = is_comment or line.startswith("/*")
        if line and not is_comment and not line.startswith("//"):
            yield line
        is_comment = is_comment and not line.endswith("*/")

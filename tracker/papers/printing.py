"""From a document to a PDF, in a child process that knows nothing of ours (docs/adr/053).

Only what one of our templates made is printed: it escaped every word that somebody wrote.
"""

import base64
import json
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Final

log = logging.getLogger("fadewell.papers")

SECONDS: Final = 30  # of processor time, and again on the wall beside a busy machine
MEMORY: Final = 1_200_000_000  # bytes of address space; a page alone takes 290 MB of it
MOST_AT_ONCE: Final = 2  # a web process
PATIENCE: Final = 10.0  # seconds that a second reader waits for her turn

_ROOT: Final = str(Path(__file__).resolve().parents[2])
# A fault's own sentence may quote the document, in one line or in several: we hear its kind alone.
_QUIET: Final = """
import sys
sys.excepthook = lambda kind, *_: sys.stderr.write("\\n" + kind.__name__)
"""
_PROGRAM: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from tracker.papers.press import main; main()"
)
_ENVIRONMENT: Final = {"LC_ALL": "C.UTF-8"}  # nothing of ours
KIND: Final = re.compile(rb"\n([A-Za-z_]\w{0,79})\Z")
_presses = threading.BoundedSemaphore(MOST_AT_ONCE)


class NotPrinted(Exception):
    """The press was busy, ended early, or took too long; the reason is in the log, without words
    of the document."""


def as_pdf(html: str, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """pictures: name -> JPEG; the document shows one as picture:NAME. Raises NotPrinted."""
    if not _presses.acquire(timeout=PATIENCE):
        raise NotPrinted("every press is busy")
    try:
        return _pressed(_order(html, pictures or {}))
    finally:
        _presses.release()


def _order(html: str, pictures: Mapping[str, bytes]) -> bytes:
    coded = {name: base64.b64encode(data).decode() for name, data in pictures.items()}
    order = {"html": html, "pictures": coded, "seconds": SECONDS, "memory": MEMORY}
    return json.dumps(order).encode()


def _pressed(order: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 (our own program; what was written comes by stdin)
            [sys.executable, "-I", "-c", _QUIET + _PROGRAM, _ROOT],
            input=order,
            capture_output=True,
            env=_ENVIRONMENT,
            cwd="/",
            timeout=2 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _failed("it took too long") from None
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        raise _failed(f"it ended with {done.returncode}, {_kind_of_fault(done)}")
    return done.stdout


def _failed(why: str) -> NotPrinted:
    log.error("A paper was not printed: %s.", why)
    return NotPrinted(why)


def _kind_of_fault(done: subprocess.CompletedProcess[bytes]) -> str:
    """What a child wrote that was ended from outside may be of the document, and is not told."""
    raised = done.returncode == 1 and KIND.search(done.stderr)
    return raised[1].decode() if raised else "without a word"

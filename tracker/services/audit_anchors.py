"""The heads of the audit chains outside the database: lines of a file, or a mail.

A line holds ids, a number and a hash, never a name; the lines of the mail can be put in a file.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from django.utils import timezone

from tracker.records.audit_chain import Head
from tracker.services import notifications


def add_to_file(path: Path, heads: Sequence[Head]) -> None:
    """On disk when this returns; what stands there stays."""
    with path.open("a") as out:
        out.write(_lines(heads))
        out.flush()
        os.fsync(out.fileno())


def mail_to(address: str, heads: Sequence[Head]) -> None:
    """A row in the outbox."""
    notifications.queue(
        kind="audit_heads",
        address=address,
        language="en",
        dedupe_key=notifications.fresh_key("audit_heads"),
        detail={"lines": _lines(heads)},
    )


def read_file(path: Path) -> list[Head]:
    """Raises OSError, and ValueError with the number of a line that is not one of ours."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_head(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _head(number: int, line: str) -> Head:
    try:
        said = json.loads(line)
        return Head(str(said["chain"]), int(said["sequence"]), str(said["hash"]))
    except (ValueError, KeyError, TypeError) as fault:
        raise ValueError(f"line {number} is not an anchored head") from fault


def _lines(heads: Sequence[Head]) -> str:
    at = timezone.now().isoformat()
    facts = ({"at": at, **vars(head)} for head in heads)
    return "".join(json.dumps(each, sort_keys=True) + "\n" for each in facts)

"""What reaches a log: that something went wrong and where, and nothing that anybody said.

The message of an exception may quote a note, an address of the mail or of an invitation; so may a
value in a frame. Source: SAFETY abuse 31; api/errors.py keeps to the same.
"""

import logging
import re
import traceback
from types import TracebackType

# An invitation opens for whoever holds its link, and an address may end in a search for a name.
TOKENS = re.compile(r"(/(?:i|clinic/join)/)[^\s/?#'\"]+")
# The web server quotes the header or the request line that it refused.
REFUSED = re.compile(r"(Invalid request from ip=\S*): .*", re.DOTALL)
# From where a path begins, and never back: a long line keeps nobody waiting.
QUERY = re.compile(r"(?<![\w./-])((?=[\w.-]*/)[\w./-]*+)\?\S*")
HIDDEN = r"\1…"
Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Places(logging.Formatter):
    """Kinds and places of a fault and of what led to it; links without what opens them."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # whoever wrote it down before us may have quoted somebody
        return super().format(record)

    def formatException(self, ei: Fault) -> str:  # noqa: N802 (the name that logging calls)
        lines, fault = [], ei[1]
        while fault is not None:
            lines += [type(fault).__name__, *places(fault)]
            fault = fault.__cause__ or fault.__context__
        return "\n".join(lines)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        said = REFUSED.sub(r"\1", super().formatMessage(record))
        return QUERY.sub(HIDDEN, TOKENS.sub(HIDDEN, said))


def places(fault: BaseException) -> list[str]:
    """Where it happened; neither message nor values."""
    frames = traceback.extract_tb(fault.__traceback__)
    return [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]

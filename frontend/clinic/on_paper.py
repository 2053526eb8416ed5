"""A paper is read on another day: within this, every moment names its day and year."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_is_on_paper: ContextVar[bool] = ContextVar("is_on_paper", default=False)


@contextmanager
def on_paper() -> Iterator[None]:
    token = _is_on_paper.set(True)
    try:
        yield
    finally:
        _is_on_paper.reset(token)


def is_on_paper() -> bool:
    return _is_on_paper.get()

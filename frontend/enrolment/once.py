"""A form that is sent twice, by a second tap or from a page gone back to, is carried out once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.http import HttpRequest

REMEMBERED_FOR = 24 * 60 * 60  # seconds


class SentBefore(Exception):
    """This very form was carried out, or is being carried out now."""


@contextmanager
def once(request: HttpRequest, what: str) -> Iterator[None]:
    """By the id that the form was given; one that fails may be sent again. Raises SentBefore."""
    key = f"{what}:{request.user.pk}:{request.POST.get('form_id', '')}"
    if not cache.add(key, True, REMEMBERED_FOR):
        raise SentBefore
    try:
        yield
    except Exception:
        cache.delete(key)
        raise

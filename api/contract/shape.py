"""The base of every contract: shape in, once a process; plain dictionaries out."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from rest_framework import serializers


class Shape(serializers.Serializer[Any]):
    """A part of a body."""

    @classmethod
    def read(cls, data: Any) -> dict[str, Any]:
        """The validated body; raises ValidationError with every field that misses its shape.

        One instance serves all requests: validating changes nothing in it, and building the fields
        anew would cost more than reading a check-in.
        """
        validated: dict[str, Any] = _instance(cls).run_validation(data)
        return validated


class Out(serializers.Serializer[Any]):
    """The shape of an answer, for the description; `of` writes it.

    A test holds every answer of the suite against the description, so that both stay one.
    """


@cache
def _instance(kind: type[Shape]) -> Shape:
    return kind()


def utc(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def amount(value: Decimal | None) -> str | None:
    """ "12.5": no trailing zeros, no exponent."""
    return None if value is None else format(value.normalize(), "f")

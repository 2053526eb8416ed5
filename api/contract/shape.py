"""The base of every contract: shape in, once a process; plain dictionaries out."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from drf_spectacular.drainage import set_override
from rest_framework import serializers


# No docstrings on the two bases: the description would repeat them at every shape.
class Shape(serializers.Serializer[Any]):
    def __init_subclass__(cls) -> None:
        set_override(cls, "component_name", cls.__name__.removesuffix("In"))

    @classmethod
    def read(cls, data: Any) -> dict[str, Any]:
        """The validated body; raises ValidationError with every field that misses its shape.

        One instance serves all requests: validating changes nothing in it, and building the fields
        anew would cost more than reading a check-in.
        """
        validated: dict[str, Any] = _instance(cls).run_validation(data)
        return validated


# The shape of an answer, for the description; a plain function beside it writes the answer. The
# API's tests hold every answer against the description, so that both stay one.
class Out(serializers.Serializer[Any]):
    def __init_subclass__(cls) -> None:
        set_override(cls, "component_name", cls.__name__.removesuffix("Out"))


@cache
def _instance(kind: type[Shape]) -> Shape:
    return kind()


def utc(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def amount(value: Decimal | None) -> str | None:
    """ "12.5": no trailing zeros, no exponent."""
    return None if value is None else format(value.normalize(), "f")

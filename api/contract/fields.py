"""Fields that are stricter than the framework's: what is not clearly said is refused."""

import re
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api import wording
from tracker.records import protocol
from tracker.triage.protocol import Asked

MOST_WORDS = 4000  # characters of a note or a message
MOST_CODES = 100


class Id(serializers.UUIDField):
    default_error_messages = {"invalid": wording.NOT_AN_ID}

    def to_internal_value(self, data: Any) -> UUID:
        if isinstance(data, UUID):
            return data
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            return UUID(data)
        except ValueError:
            self.fail("invalid")


class Moment(serializers.DateTimeField):
    """An aware time that keeps the offset it was said with; no year is refused for its distance."""

    default_error_messages = {
        "invalid": wording.NOT_A_MOMENT,
        "naive": wording.NO_OFFSET,
    }

    def to_internal_value(self, value: Any) -> datetime:
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
            if moment.utcoffset() is not None:
                moment.astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            self.fail("invalid")
        if moment.utcoffset() is None:
            self.fail("naive")
        return moment


class TrueOrFalse(serializers.BooleanField):
    """Nothing but true and false: in an answer about health "yes", 1 and "on" are guesses."""

    default_error_messages = {"invalid": wording.NOT_TRUE_OR_FALSE}

    def run_validation(self, data: Any = serializers.empty) -> bool | None:
        if data is True:
            return True
        if data is False:
            return False
        is_settled, value = self.validate_empty_values(data)
        if not is_settled:
            self.fail("invalid")
        return cast("bool | None", value)


class WholeNumber(serializers.IntegerField):
    """5 and "5", not true, 5.5 or "5.0"."""

    default_error_messages = {
        "invalid": wording.NOT_A_WHOLE_NUMBER,
        "range": wording.NOT_IN_RANGE,
    }
    digits = re.compile(r"[0-9]{1,9}")

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, str) and self.digits.fullmatch(data):
            data = int(data)
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        highest = 2**31 - 1 if self.max_value is None else self.max_value
        if not (self.min_value or 0) <= data <= highest:
            self.fail("range", lowest=self.min_value or 0, highest=highest)
        return data

    def run_validation(self, data: Any = serializers.empty) -> int | None:
        is_settled, value = self.validate_empty_values(data)
        return value if is_settled else self.to_internal_value(data)


class Words(serializers.CharField):
    """Text as it was written, up to 4,000 characters; null is no text."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", MOST_WORDS)
        super().__init__(trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Code(serializers.Field[str, Any, str, Any]):
    """A code of one table of the protocol in force, or of several."""

    default_error_messages = {"unknown": wording.UNKNOWN_CODE}

    def __init__(self, *tables: str, **options: Any) -> None:
        super().__init__(**options)
        self.tables = tables

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or not self.is_known(data):
            self.fail("unknown")
        return data

    def to_representation(self, value: str) -> str:
        return value

    def is_known(self, code: str) -> bool:
        in_force = protocol.in_force()
        return any(code in getattr(in_force, table) for table in self.tables)


class OneOf(serializers.ChoiceField):
    default_error_messages = {"invalid_choice": wording.NOT_A_CHOICE}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.choices:
            self.fail("invalid_choice", choices=", ".join(map(str, self.choices)))
        return data


def codes(*tables: str, **options: Any) -> serializers.ListField:
    return serializers.ListField(child=Code(*tables), max_length=MOST_CODES, **options)


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {"type": ["boolean", "string"]},
        "description": 'true, false or "not_sure"; a question with choices in /vocabulary/ takes '
        'the id of one, or "not_sure"',
    }
)
class Answers(serializers.Field[dict[str, bool | str], Any, dict[str, bool | str], Any]):
    """Question -> true, false, one of its choices or "not_sure", of one table of the protocol."""

    default_error_messages = {
        "not_an_object": wording.NOT_AN_OBJECT,
        "unknown": wording.UNKNOWN_CODE,
        "not_an_answer": wording.NOT_AN_ANSWER,
    }

    def __init__(self, table: str, **options: Any) -> None:
        super().__init__(**options)
        self.table = table

    def to_internal_value(self, data: Any) -> dict[str, bool | str]:
        if not isinstance(data, dict):
            self.fail("not_an_object")
        known = getattr(protocol.in_force(), self.table)
        wrong = {code: self._wrong(known.get(code), said) for code, said in data.items()}
        problems = {code: [reason] for code, reason in wrong.items() if reason}
        if problems:
            raise serializers.ValidationError(problems)
        return data

    def to_representation(self, value: dict[str, bool | str]) -> dict[str, bool | str]:
        return value

    def _wrong(self, question: Asked | None, said: Any) -> str:
        if question is None:
            return str(wording.UNKNOWN_CODE)
        if question.takes(said):
            return ""
        choices = [str(each) for each in question.readings() if isinstance(each, str)]
        if not choices:
            return str(wording.NOT_AN_ANSWER)
        return str(wording.NOT_AN_ANSWER_OF % {"choices": ", ".join(choices)})

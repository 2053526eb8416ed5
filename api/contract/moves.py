"""The bodies of the moves on a case; each names the version it was looked at."""

from functools import partial
from typing import Any

from rest_framework import serializers

from api import wording
from api.contract.fields import Code, Moment, OneOf, WholeNumber, Words
from api.contract.shape import Shape
from tracker.services.decisions import CONTACTS, DECISIONS, FALSE_ALARMS

ShortWords = partial(Words, max_length=500)


class MoveIn(Shape):
    version = WholeNumber(min_value=1, max_value=2**31 - 1)


class MessageMoveIn(MoveIn):
    text = Words()


class RequestPhotoIn(MoveIn):
    view = Code("views")
    by = Moment()
    text = ShortWords(required=False, allow_null=True, allow_blank=True, default="")


class SnoozeIn(MoveIn):
    until = Moment(help_text="not past due_at")
    reason = ShortWords()


class EscalateIn(MoveIn):
    to = serializers.CharField(max_length=36, help_text='a clinician\'s id, or "lead"')
    reason = ShortWords()
    by = Moment()


class AssignIn(MoveIn):
    to = serializers.CharField(max_length=36, help_text="a clinician's id")


class SecondOpinionIn(MoveIn):
    to = serializers.CharField(max_length=36, help_text="a clinician's id")
    question = ShortWords()
    by = Moment()


class GiveOpinionIn(MoveIn):
    text = Words()


class BookIn(MoveIn):
    at = Moment(required=False, allow_null=True, default=None, help_text="absent: call to book")
    text = ShortWords(required=False, allow_null=True, allow_blank=True, default="")


class ContactIn(Shape):
    at = Moment()
    how = OneOf(CONTACTS)
    outcome = Words()


class DecideIn(MoveIn):
    reason = OneOf(DECISIONS)
    note = Words(required=False, allow_null=True, allow_blank=True, default="")
    contact = ContactIn(required=False, allow_null=True, default=None)
    false_alarm_because = OneOf(FALSE_ALARMS, required=False, allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["reason"] != "false_alarm" and attrs["false_alarm_because"]:
            raise serializers.ValidationError(
                {"false_alarm_because": [wording.ONLY_FOR_FALSE_ALARMS]}
            )
        return attrs


class ReopenIn(MoveIn):
    reason = ShortWords()

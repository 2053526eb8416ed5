"""What a refusal looks like (RFC 9457)."""

from rest_framework import serializers

from api.contract.cases import CaseOut
from api.contract.shape import Out


class ProblemOut(Out):
    """type is "about:blank#" and one of the codes of the contract."""

    type = serializers.CharField(help_text="about:blank#<code>")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    vars()["fields"] = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text='dotted path to sentences: {"symptoms.0.severity": ["…"]}',
    )


class NotTakenOut(ProblemOut):
    """consent-required: with a danger sign among what was sent, what to do stands in detail too."""

    seek_emergency_care = serializers.BooleanField(required=False)
    emergency_number = serializers.CharField(required=False)


class ConflictOut(ProblemOut):
    """other-body, or stale-version with the case as it stands now."""

    case = CaseOut(required=False)


class MoveRefusedOut(ProblemOut):
    """move-not-legal names the moves that are; contact-required does not."""

    moves = serializers.ListField(child=serializers.CharField(), required=False)

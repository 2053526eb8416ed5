"""What the protocol concluded, as the patient's phone shows it; the receipt keeps the words."""

from typing import Any

from rest_framework import serializers

from api.contract.shape import Out
from tracker.models import URGENCIES, Assessment

SHOWN = (
    "urgency",
    "seek_emergency_care",
    "protocol",
    "digest",
    "language",
    "flags",
    "advice",
    "remedies",
    "withheld",
    "questions",
)


class FlagOut(Out):
    """A finding of review or more, with the facts that fired it."""

    rule = serializers.CharField()
    title = serializers.CharField()
    urgency = serializers.ChoiceField(choices=URGENCIES)
    because = serializers.ListField(child=serializers.CharField())


class AdviceOut(Out):
    id = serializers.CharField()
    text = serializers.CharField()


class RemedyOut(Out):
    id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    how = serializers.CharField()
    evidence = serializers.CharField()
    not_if = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]


class WithheldOut(Out):
    remedy = serializers.CharField()
    because = serializers.CharField()


class OpenQuestionOut(Out):
    id = serializers.CharField()
    question = serializers.CharField()
    vars()["for"] = serializers.ListField(
        child=serializers.CharField(), help_text="the remedies that wait for the answer"
    )


class AssessmentOut(Out):
    id = serializers.UUIDField()
    urgency = serializers.ChoiceField(choices=URGENCIES)
    seek_emergency_care = serializers.BooleanField()
    protocol = serializers.CharField()
    digest = serializers.CharField()
    language = serializers.CharField()
    flags = FlagOut(many=True)
    advice = AdviceOut(many=True)
    remedies = RemedyOut(many=True)
    withheld = WithheldOut(many=True)
    questions = OpenQuestionOut(many=True)


def assessment_out(assessment: Assessment) -> dict[str, Any]:
    receipt = assessment.said
    shown = {name: receipt[name] for name in SHOWN}
    return {"id": assessment.pk, **shown, "flags": [flag_out(flag) for flag in shown["flags"]]}


def flag_out(flag: dict[str, Any]) -> dict[str, Any]:
    return {name: flag[name] for name in ("rule", "title", "urgency", "because")}

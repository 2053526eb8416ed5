"""The protocol in force in one language: what the form, the map and the phone offer."""

from collections.abc import Iterable, Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.contract.shape import Out
from tracker.triage.protocol import Item, Procedure, Protocol, Region, Symptom
from tracker.triage.vocabulary import offered

PLAIN = ("behaviours", "conditions", "allergies", "medicines", "circumstances", "views", "courses")


class WordOut(Out):
    id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class FollowUpOut(Out):
    id = serializers.CharField()
    question = serializers.CharField()
    choices = WordOut(many=True, help_text="empty: true, false or not_sure")


class SymptomWordOut(WordOut):
    question = serializers.CharField(allow_blank=True)
    has_side = serializers.BooleanField()
    group = serializers.CharField()
    answers = FollowUpOut(many=True)


@extend_schema_field({"type": ["object", "null"], "additionalProperties": True})
class MapField(serializers.Field[Any, Any, Any, Any]):
    """Where a region lies on the face map: columns, rows."""


class RegionOut(WordOut):
    part_of = serializers.CharField(allow_null=True)
    touches = serializers.ListField(child=serializers.CharField())
    map = MapField()


class ProductOut(WordOut):
    unit = serializers.CharField()


class ProcedureOut(WordOut):
    products = ProductOut(many=True)


class RemedyWordOut(WordOut):
    evidence = serializers.CharField(allow_blank=True)


class AdviceWordOut(WordOut):
    text = serializers.CharField()


class DangerSignOut(WordOut):
    procedures = serializers.ListField(
        child=serializers.CharField(), help_text="empty: every procedure"
    )


class VocabularyOut(Out):
    version = serializers.CharField()
    digest = serializers.CharField()
    language = serializers.CharField()
    symptoms = SymptomWordOut(many=True)
    regions = RegionOut(many=True)
    procedures = ProcedureOut(many=True)
    behaviours = WordOut(many=True)
    conditions = WordOut(many=True)
    allergies = WordOut(many=True)
    medicines = WordOut(many=True)
    circumstances = WordOut(many=True)
    remedies = RemedyWordOut(many=True)
    advice = AdviceWordOut(many=True)
    danger_signs = DangerSignOut(many=True)
    views = WordOut(many=True)
    courses = WordOut(many=True)


def vocabulary_out(protocol: Protocol, language: str) -> dict[str, Any]:
    """The language answered is the protocol's own: English where it does not speak the asked."""
    spoken = language if language in protocol.languages else "en"
    said = _Said(protocol, spoken)
    return {
        "version": protocol.version,
        "digest": protocol.digest,
        "language": spoken,
        "symptoms": [said.symptom(each) for each in protocol.symptoms.values()],
        "regions": [said.region(each) for each in protocol.regions.values()],
        "procedures": [said.procedure(each) for each in protocol.procedures.values()],
        **{table: said.words(getattr(protocol, table).values()) for table in PLAIN},
        "remedies": [
            {**said.word(each), "evidence": each.text(spoken, "evidence")}
            for each in protocol.remedies.values()
        ],
        "advice": [
            {"id": each.id, "label": each.text(spoken), "text": each.text(spoken)}
            for each in protocol.advice.values()
        ],
        "danger_signs": [
            {**said.word(each), "procedures": list(each.procedures)}
            for each in protocol.danger_signs.values()
        ],
    }


class _Said:
    """The protocol's items in one language."""

    def __init__(self, protocol: Protocol, language: str) -> None:
        self.protocol, self.language = protocol, language

    def word(self, item: Item) -> dict[str, Any]:
        return {"id": item.id, "label": item.label(self.language)}

    def words(self, items: Iterable[Item]) -> list[dict[str, Any]]:
        return [self.word(item) for item in items]

    def symptom(self, symptom: Symptom) -> dict[str, Any]:
        answers = [self.protocol.answers[code] for code in symptom.answers]
        return {
            **self.word(symptom),
            "question": symptom.text(self.language, "question"),
            "has_side": symptom.has_side,
            "group": symptom.group,
            "answers": [
                {
                    "id": each.id,
                    "question": each.text(self.language, "question"),
                    "choices": offered(each, self.language),
                }
                for each in answers
            ],
        }

    def region(self, region: Region) -> dict[str, Any]:
        return {
            **self.word(region),
            "part_of": region.part_of,
            "touches": list(region.touches),
            "map": _thawed(region.map) or None,
        }

    def procedure(self, procedure: Procedure) -> dict[str, Any]:
        its = [p for p in self.protocol.products.values() if p.procedure == procedure.id]
        products = [{**self.word(product), "unit": product.unit} for product in its]
        return {**self.word(procedure), "products": products}


def _thawed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _thawed(each) for key, each in value.items()}
    return [_thawed(each) for each in value] if isinstance(value, (list, tuple)) else value

"""What is known at one check-in. What was not asked is unknown, never "no"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

Answer = bool | str  # True, False, "not_sure", or a choice of the question
NO_ANSWERS: Mapping[str, Answer] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Site:
    """An injected place; side None means the midline, or that nobody said."""

    region: str
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A list that is complete when asked: what is absent is "no".

    Codes in `unknown` were not asked; `asked=False` says that nothing at all is known.
    """

    codes: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    asked: bool = True

    def has(self, code: str) -> bool | None:
        if code in self.codes:
            return True
        return None if code in self.unknown or not self.asked else False


@dataclass(frozen=True, slots=True)
class TreatmentFacts:
    """One session of treatment; hours_since counts from it to the report, in decimal hours."""

    procedure: str
    hours_since: float
    sites: tuple[Site, ...]
    circumstances: Known = Known()
    product: str | None = None


class SymptomFacts(NamedTuple):
    """One symptom at one place. severity 0 or None: present, strength unknown, unless gone.

    onset_hours counts from the treatment that is judged and may be negative. A plain tuple, as
    thirty earlier check-ins bring 150 of them to every judgement (docs/benchmarks.md, history).
    """

    symptom: str
    region: str | None = None
    side: str | None = None
    severity: int | None = None
    onset_hours: float | None = None
    course: str | None = None
    answers: Mapping[str, Answer] = NO_ANSWERS


@dataclass(frozen=True, slots=True)
class DangerSigns:
    """The first page of the check-in; asked=False raises nothing."""

    asked: bool = False
    any: bool = False
    signs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EarlierCheckIn:
    """What was said before. hours_since_treatment counts from the treatment judged now, so it is
    negative for a report that came before it; `rules` are those that fired then."""

    hours_since_treatment: float
    symptoms: tuple[SymptomFacts, ...] = ()
    rules: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the judge may look at; `earlier` stands newest first.

    photo_findings: what measuring found on her photos; they may raise, never lower.
    """

    hours_since_treatment: float
    treatment: TreatmentFacts
    other_treatments: tuple[TreatmentFacts, ...] = ()
    symptoms: tuple[SymptomFacts, ...] = ()
    danger_signs: DangerSigns = DangerSigns()
    conditions: Known = Known(asked=False)
    allergies: Known = Known(asked=False)
    medicines: Known = Known(asked=False)
    behaviours: Known = Known(asked=False)
    safety_answers: Mapping[str, Answer] = field(default_factory=dict)
    earlier: tuple[EarlierCheckIn, ...] = ()
    photo_findings: frozenset[str] = frozenset()

    def to_data(self) -> dict[str, Any]:
        """JSON-able and complete: from_data gives an equal Facts back."""
        return {
            "hours_since_treatment": self.hours_since_treatment,
            "treatment": _treatment_data(self.treatment),
            "other_treatments": [_treatment_data(each) for each in self.other_treatments],
            "symptoms": [_symptom_data(each) for each in self.symptoms],
            "danger_signs": {
                "asked": self.danger_signs.asked,
                "any": self.danger_signs.any,
                "signs": sorted(self.danger_signs.signs),
            },
            "conditions": _known_data(self.conditions),
            "allergies": _known_data(self.allergies),
            "medicines": _known_data(self.medicines),
            "behaviours": _known_data(self.behaviours),
            "safety_answers": dict(self.safety_answers),
            "earlier": [_earlier_data(each) for each in self.earlier],
            **self._photo_findings(),
        }

    def _photo_findings(self) -> dict[str, list[str]]:
        """Only where there are some: receipts older than measuring stay byte-equal."""
        return {"photo_findings": sorted(self.photo_findings)} if self.photo_findings else {}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Facts:
        return cls(
            hours_since_treatment=data["hours_since_treatment"],
            treatment=_treatment(data["treatment"]),
            other_treatments=tuple(_treatment(each) for each in data["other_treatments"]),
            symptoms=_symptoms(data["symptoms"]),
            danger_signs=_danger_signs(data["danger_signs"]),
            conditions=_known(data["conditions"]),
            allergies=_known(data["allergies"]),
            medicines=_known(data["medicines"]),
            behaviours=_known(data["behaviours"]),
            safety_answers=dict(data["safety_answers"]),
            earlier=tuple(_earlier(each) for each in data["earlier"]),
            photo_findings=frozenset(data.get("photo_findings", ())),
        )


def _known_data(known: Known) -> dict[str, Any]:
    return {"codes": sorted(known.codes), "unknown": sorted(known.unknown), "asked": known.asked}


def _treatment_data(treatment: TreatmentFacts) -> dict[str, Any]:
    return {
        "procedure": treatment.procedure,
        "hours_since": treatment.hours_since,
        "sites": [{"region": site.region, "side": site.side} for site in treatment.sites],
        "circumstances": _known_data(treatment.circumstances),
        "product": treatment.product,
    }


def _symptom_data(said: SymptomFacts) -> dict[str, Any]:
    return {**said._asdict(), "answers": dict(said.answers)}


def _symptom_row(said: SymptomFacts) -> list[Any]:
    *fields, answers = said
    return [*fields, dict(answers)]


def _earlier_data(earlier: EarlierCheckIn) -> dict[str, Any]:
    """Symptoms as rows, their fields in order: there may be thirty check-ins of them."""
    return {
        "hours_since_treatment": earlier.hours_since_treatment,
        "symptoms": [_symptom_row(each) for each in earlier.symptoms],
        "rules": sorted(earlier.rules),
    }


def _known(data: Mapping[str, Any]) -> Known:
    return Known(frozenset(data["codes"]), frozenset(data["unknown"]), data["asked"])


def _treatment(data: Mapping[str, Any]) -> TreatmentFacts:
    return TreatmentFacts(
        data["procedure"],
        data["hours_since"],
        tuple(Site(**site) for site in data["sites"]),
        _known(data["circumstances"]),
        data["product"],
    )


def _symptoms(data: list[Mapping[str, Any]]) -> tuple[SymptomFacts, ...]:
    return tuple(SymptomFacts(**{**each, "answers": dict(each["answers"])}) for each in data)


def _danger_signs(data: Mapping[str, Any]) -> DangerSigns:
    return DangerSigns(data["asked"], data["any"], frozenset(data["signs"]))


def _earlier(data: Mapping[str, Any]) -> EarlierCheckIn:
    return EarlierCheckIn(
        data["hours_since_treatment"],
        tuple(map(SymptomFacts._make, data["symptoms"])),
        frozenset(data["rules"]),
    )

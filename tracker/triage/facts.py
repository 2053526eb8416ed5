"""What is known at one check-in. What was not asked is unknown, never "no"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

Answer = bool | str  # True, False or "not_sure"


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


@dataclass(frozen=True, slots=True)
class SymptomFacts:
    """One symptom at one place. severity 0 or None: present, strength unknown, unless gone.

    onset_hours counts from the treatment that is judged and may be negative.
    """

    symptom: str
    region: str | None = None
    side: str | None = None
    severity: int | None = None
    onset_hours: float | None = None
    course: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)


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
    """Everything the judge may look at; `earlier` stands newest first."""

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

    def to_data(self) -> dict[str, Any]:
        """JSON-able and complete: from_data gives an equal Facts back."""
        data: dict[str, Any] = _plain(self)
        return data

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
        )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "__dataclass_fields__"):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value


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
        _symptoms(data["symptoms"]),
        frozenset(data["rules"]),
    )

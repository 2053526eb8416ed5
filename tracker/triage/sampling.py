"""Facts at random from a protocol's own words, for proofs by the thousand. Seeded: no clock."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tracker.triage.facts import (
    Answer,
    DangerSigns,
    EarlierCheckIn,
    Facts,
    Known,
    Site,
    SymptomFacts,
    TreatmentFacts,
)
from tracker.triage.protocol import Protocol

HOURS = (0.5, 2, 5, 10, 23, 25, 47, 49, 71, 73, 100, 119, 121, 167, 169, 200, 300, 340, 700, 1500)
SIDES = (None, "left", "right", "both")
LISTS = ("conditions", "allergies", "medicines", "behaviours")


class Sampler:
    """Random facts of one protocol; the same seed gives the same facts."""

    def __init__(self, protocol: Protocol, seed: int, *, fully_known: bool = False) -> None:
        self.protocol = protocol
        self.fully_known = fully_known  # no blank, no "not sure"
        self.random = Random(seed)  # noqa: S311 - examples, not secrets
        self.symptoms = sorted(protocol.symptoms)
        self.regions = sorted(protocol.regions)
        self.sites = sorted(code for code, each in protocol.regions.items() if each.treatable)
        self.courses = sorted(protocol.courses)

    def facts(self, symptoms: int | None = None) -> Facts:
        hours = self.random.choice(HOURS)
        count = self.random.randint(0, 4) if symptoms is None else symptoms
        said = tuple(self.symptom(hours) for _ in range(count))
        others = [self.treatment(self.random.choice(HOURS))] if self.chance(0.1) else []
        earlier = [self.earlier(hours, said)] if self.chance(0.3) else []
        conditions, allergies, medicines, behaviours = (self.known(each) for each in LISTS)
        return Facts(
            hours_since_treatment=hours,
            treatment=self.treatment(hours),
            other_treatments=tuple(others),
            symptoms=said,
            danger_signs=DangerSigns(asked=self.chance(0.8)),
            conditions=conditions,
            allergies=allergies,
            medicines=medicines,
            behaviours=behaviours,
            safety_answers=self.safety_answers(),
            earlier=tuple(earlier),
        )

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def is_told(self) -> bool:
        """Nine in ten blanks are filled, or all of them."""
        return self.fully_known or self.chance(0.9)

    def treatment(self, hours: float) -> TreatmentFacts:
        procedure = self.random.choice(sorted(self.protocol.procedures))
        count = self.random.randint(1, 3)
        sites = tuple(Site(self.random.choice(self.sites), self.side()) for _ in range(count))
        return TreatmentFacts(procedure, hours, sites, self.known("circumstances"))

    def side(self) -> str | None:
        return self.random.choice(SIDES[1:] if self.fully_known else SIDES)

    def symptom(self, hours: float) -> SymptomFacts:
        code = self.random.choice(self.symptoms)
        region = self.random.choice(self.regions) if self.is_told() else None
        onset = round(self.random.uniform(-5, hours), 1) if self.is_told() else None
        answers = self.protocol.symptoms[code].answers
        return SymptomFacts(
            symptom=code,
            region=region,
            side=self.side(),
            severity=self.random.randint(1, 10) if self.is_told() else None,
            onset_hours=onset,
            course=self.random.choice(self.courses) if self.is_told() else None,
            answers={name: self.answer() for name in answers if self.chance(0.5)},
        )

    def answer(self) -> Answer:
        return self.random.choice((True, False) if self.fully_known else (True, False, "not_sure"))

    def known(self, kind: str) -> Known:
        """Asked as a rule; few codes, so that rules meet rather than drown each other."""
        codes = sorted(getattr(self.protocol, kind))
        chosen = self.random.sample(codes, self.random.choice((0, 0, 0, 1, 2)))
        unknown = frozenset(() if self.is_told() else self.random.sample(codes, 1))
        return Known(frozenset(chosen) - unknown, unknown, asked=self.is_told())

    def safety_answers(self) -> dict[str, Answer]:
        codes = sorted(self.protocol.questions)
        return {code: self.answer() for code in codes if self.chance(0.3)}

    def earlier(self, hours: float, said: tuple[SymptomFacts, ...]) -> EarlierCheckIn:
        before = max(hours - 24, 0.0)
        again = tuple(
            replace(
                each, severity=self.random.randint(1, 10), course=self.random.choice(self.courses)
            )
            for each in said
            if self.chance(0.5)
        )
        return EarlierCheckIn(before, (*again, *(self.symptom(before) for _ in range(1))))

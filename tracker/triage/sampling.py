"""Facts at random from a protocol's own words, for proofs by the thousand. Seeded: no clock.

Hours fall on the protocol's thresholds, just beside them and between them; half the patients have
told something before, some have had another treatment; every blank occurs.
"""

from __future__ import annotations

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
from tracker.triage.thresholds import hour_points, thresholds

SIDES = (None, "left", "right", "both")
LISTS = ("conditions", "allergies", "medicines", "behaviours")
BESIDE = (-0.1, 0.0, 0.1)  # hours from a threshold
MOST_SYMPTOMS, MOST_EARLIER, MOST_SITES, MOST_OTHERS = 6, 4, 3, 2
DAY = 24.0


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
        self.points = hour_points(protocol)
        self.thresholds = thresholds(protocol)

    def facts(self, symptoms: int | None = None) -> Facts:
        hours = self.hours()
        count = self.random.randint(0, MOST_SYMPTOMS) if symptoms is None else symptoms
        said = tuple(self.symptom(hours) for _ in range(count))
        conditions, allergies, medicines, behaviours = (self.known(each) for each in LISTS)
        return Facts(
            hours_since_treatment=hours,
            treatment=self.treatment(hours),
            other_treatments=self.others(),
            symptoms=said,
            danger_signs=self.danger_signs(),
            conditions=conditions,
            allergies=allergies,
            medicines=medicines,
            behaviours=behaviours,
            safety_answers=self.safety_answers(),
            earlier=self.history(hours, said),
        )

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def is_told(self) -> bool:
        """Nine in ten blanks are filled, or all of them."""
        return self.fully_known or self.chance(0.9)

    def hours(self) -> float:
        return max(round(self.random.choice(self.points) + self.random.choice(BESIDE), 2), 0.0)

    def treatment(self, hours: float) -> TreatmentFacts:
        procedure = self.random.choice(sorted(self.protocol.procedures))
        count = self.random.randint(1, MOST_SITES)
        sites = tuple(Site(self.random.choice(self.sites), self.side()) for _ in range(count))
        return TreatmentFacts(
            procedure, hours, sites, self.known("circumstances"), self.product(procedure)
        )

    def product(self, procedure: str) -> str | None:
        products = self.protocol.products.items()
        mine = sorted(code for code, each in products if each.procedure == procedure)
        return self.random.choice(mine) if mine and self.is_told() else None

    def others(self) -> tuple[TreatmentFacts, ...]:
        count = self.random.randint(1, MOST_OTHERS) if self.chance(0.3) else 0
        return tuple(self.treatment(self.hours()) for _ in range(count))

    def side(self) -> str | None:
        return self.random.choice(SIDES[1:] if self.fully_known else SIDES)

    def symptom(self, hours: float) -> SymptomFacts:
        code = self.random.choice(self.symptoms)
        answers = self.protocol.symptoms[code].answers
        return SymptomFacts(
            symptom=code,
            region=self.random.choice(self.regions) if self.is_told() else None,
            side=self.side(),
            severity=self.random.randint(1, 10) if self.is_told() else None,
            onset_hours=self.onset(hours) if self.is_told() else None,
            course=self.random.choice(self.courses) if self.is_told() else None,
            answers={name: self.answer(name) for name in answers if self.chance(0.5)},
        )

    def onset(self, hours: float) -> float:
        """Before the treatment or after it; at a threshold counted from either end, or anywhere."""
        edge = self.random.choice(self.thresholds) + self.random.choice(BESIDE)
        anywhere = self.random.uniform(-DAY, hours)
        return round(min(self.random.choice((edge, hours - edge, anywhere)), hours), 2)

    def answer(self, name: str) -> Answer:
        return self.said(self.protocol.answers[name].readings())

    def said(self, readings: tuple[Answer, ...]) -> Answer:
        return self.random.choice(readings if self.fully_known else (*readings, "not_sure"))

    def danger_signs(self) -> DangerSigns:
        """Mostly none: a danger sign drowns every other finding."""
        if not self.chance(0.05):
            return DangerSigns(asked=self.chance(0.8))
        signs = self.random.sample(sorted(self.protocol.danger_signs), self.random.randint(0, 2))
        return DangerSigns(True, True, frozenset(signs))

    def known(self, kind: str) -> Known:
        """Asked as a rule; few codes, so that rules meet rather than drown each other."""
        codes = sorted(getattr(self.protocol, kind))
        chosen = self.random.sample(codes, self.random.choice((0, 0, 0, 1, 2)))
        unknown = frozenset(() if self.is_told() else self.random.sample(codes, 1))
        return Known(frozenset(chosen) - unknown, unknown, asked=self.is_told())

    def safety_answers(self) -> dict[str, Answer]:
        codes = sorted(self.protocol.questions)
        return {code: self.said((True, False)) for code in codes if self.chance(0.3)}

    def history(self, hours: float, said: tuple[SymptomFacts, ...]) -> tuple[EarlierCheckIn, ...]:
        """Newest first; one may have come before this treatment."""
        count = self.random.randint(1, MOST_EARLIER) if self.chance(0.5) else 0
        before = sorted((self.random.uniform(-DAY, hours) for _ in range(count)), reverse=True)
        return tuple(self.earlier(round(each, 1), said) for each in before)

    def earlier(self, hours: float, said: tuple[SymptomFacts, ...]) -> EarlierCheckIn:
        again = tuple(self.told_before(each) for each in said if self.chance(0.6))
        rules = self.random.sample(sorted(self.protocol.rules), self.random.randint(0, 4))
        more = tuple(self.symptom(max(hours, 0.0)) for _ in range(self.random.randint(0, 1)))
        return EarlierCheckIn(hours, (*again, *more), frozenset(rules))

    def told_before(self, symptom: SymptomFacts) -> SymptomFacts:
        """The same word with another strength and course, now and then at another place."""
        before = self.symptom(0.0)
        moved = self.chance(0.3)
        return symptom._replace(
            region=before.region if moved else symptom.region,
            side=before.side if moved else symptom.side,
            severity=before.severity,
            course=before.course,
        )

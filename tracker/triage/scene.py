"""Facts laid out for the rules: symptoms by code, each beside the treated places.

A scope is the scene as one set of procedures sees it: a rule for toxin measures "treated",
"next to" and hours from toxin sites only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.triage import truth
from tracker.triage.facts import Answer, EarlierCheckIn, Facts, SymptomFacts, TreatmentFacts
from tracker.triage.places import (
    AWAY,
    BOTH,
    LEFT,
    RIGHT,
    SIDES,
    TREATED,
    Place,
    places_of,
    relation_to,
)
from tracker.triage.protocol import Protocol, Reach, Region
from tracker.triage.truth import Truth

FOUR_MONTHS = 24 * 123  # hours; SOURCES.md section 8b, "treated"
OTHER = "other"

Before = tuple[EarlierCheckIn, SymptomFacts]


@dataclass(slots=True, eq=False)
class Report:
    """A symptom as the judge reads it; `origin` is its place in the facts."""

    code: str
    region: str | None
    side: str | None
    severity: int | None
    onset: float | None  # hours after the judged treatment
    course: str
    answers: Mapping[str, Answer]
    origin: int
    certainty: Truth = truth.YES
    explains: bool = True  # whether a finding that is no flag leaves nothing to look at
    earlier: Sequence[Before] = ()

    @property
    def is_gone(self) -> bool:
        return self.course == "gone"


@dataclass(slots=True, eq=False)
class Where:
    """How a report lies to the treated places of a scope; relation None: cannot be told."""

    relation: int | None
    treatment: TreatmentFacts


@dataclass(slots=True)
class Outcome:
    """What the judgement came to so far."""

    urgency: str
    fired: frozenset[str]
    waiting_is_fine: bool
    offered: frozenset[str] = frozenset()
    ask_first: bool = False


class Scope:
    """The scene for a set of procedures: its treatments, their places, the hours since."""

    def __init__(self, scene: Scene, treatments: list[TreatmentFacts]) -> None:
        self.scene = scene
        self.by_code = scene.by_code
        self.gone = scene.gone
        self.treatments = treatments
        self.hours = treatments[0].hours_since
        self._places = [places_of(scene.protocol, each.sites) for each in treatments]
        self._where: dict[tuple[str | None, str | None], Where] = {}

    def where(self, report: Report) -> Where:
        return self.at(report.region, report.side)

    def at(self, code: str | None, side: str | None) -> Where:
        known = self._where.get((code, side))
        if known is None:
            known = self._where[code, side] = self._find(code, side)
        return known

    def readings(self, report: Report) -> tuple[Where, ...]:
        """Every way in which it may lie: an unsaid side of a paired place is either."""
        region = self.scene.region(report.region)
        if report.side is None and region is not None and region.has_side:
            return tuple(self.at(report.region, side) for side in SIDES)
        return (self.where(report),)

    def sites(self) -> frozenset[str]:
        return frozenset(region for places in self._places for region, _ in places)

    def hours_since(self, report: Report) -> float:
        """Hours since the treatment that the reported place belongs to."""
        return self.where(report).treatment.hours_since

    def onset(self, report: Report) -> float | None:
        """Hours from the treatment that the reported place belongs to; may be negative."""
        if report.onset is None:
            return None
        return self.onset_after(report.onset, self.hours_since(report))

    def onset_after(self, onset: float, hours_since: float) -> float:
        return onset + hours_since - self.scene.facts.hours_since_treatment

    def _find(self, code: str | None, side: str | None) -> Where:
        region = self.scene.region(code)
        if region is None:
            return Where(None, self.treatments[0])
        found = [
            Where(relation_to(region, side, places, self.scene.protocol), treatment)
            for treatment, places in zip(self.treatments, self._places, strict=True)
        ]
        return self._whole(region, side, min(found, key=_distance))

    def _whole(self, region: Region, side: str | None, nearest: Where) -> Where:
        """Two sessions together may treat what neither treats alone (left then, right now)."""
        if nearest.relation != TREATED:
            together = frozenset(place for places in self._places for place in places)
            nearest.relation = relation_to(region, side, together, self.scene.protocol)
        return nearest

    def reached(self, report: Report) -> Truth:
        """Does local diffusion from treated sites explain this sign (FACT 16, section 8b)?

        Sites of several sessions count together: left then, right now explain both sides.
        """
        sides: set[str] = set()
        for treatment, places in zip(self.treatments, self._places, strict=True):
            procedure = self.scene.protocol.procedures.get(treatment.procedure)
            for reach in procedure.reaches if procedure is not None else ():
                if report.code in reach.symptoms:
                    if reach.regions and report.region is None:
                        return truth.NOT_SURE if places else truth.NO
                    sides |= sides_from(reach, report, places)
        if not self.scene.protocol.symptoms[report.code].has_side or report.side is None:
            return truth.of(bool(sides))
        return truth.of(sides >= ({LEFT, RIGHT} if report.side == BOTH else {report.side}))


def sides_from(reach: Reach, report: Report, places: frozenset[Place]) -> set[str]:
    """The sides on which the treated sites reach what is reported."""
    if reach.regions and report.region not in reach.regions:
        return set()
    return {side for region, side in places if region in reach.sites}


class Scene:
    """Everything the rules look at, laid out once per judgement."""

    def __init__(self, protocol: Protocol, facts: Facts) -> None:
        self.protocol = protocol
        self.facts = facts
        recent = [t for t in facts.other_treatments if t.hours_since <= FOUR_MONTHS]
        self.treatments = sorted([facts.treatment, *recent], key=lambda each: each.hours_since)
        self.by_code: dict[str, list[Report]] = {}
        self.gone: dict[str, list[Report]] = {}
        self.reports: list[Report] = []
        self.everything = Scope(self, self.treatments)
        self._scopes: dict[tuple[str, ...], Scope | None] = {(): self.everything}
        self._before: dict[str, list[Before]] | None = None
        self.outcome: Outcome | None = None  # set once judged: advice and remedies read it

    def told_before(self, word: str) -> list[Before]:
        """What she told since the treatment under the same word, newest first."""
        if self._before is None:
            self._before = {}
            for then in self.facts.earlier:
                if then.hours_since_treatment >= 0:  # a new session starts a new story
                    for one in then.symptoms:
                        self._before.setdefault(one.symptom, []).append((then, self.placed(one)))
        return self._before.get(word, [])

    def placed(self, said: SymptomFacts) -> SymptomFacts:
        """With the place of its own, which nobody asks: it was there then as it is now.

        A protocol that does not say so is judged as it always was: it knows that place today only.
        """
        if said.region is not None or not self.protocol.settings.get("own_places_then"):
            return said
        known = self.protocol.symptoms.get(said.symptom)
        return said if known is None else said._replace(region=known.place)

    def is_over(self, last: SymptomFacts) -> bool:
        """Gone when she last told it: told again it is new, where the protocol says so."""
        return last.course == "gone" and bool(self.protocol.settings.get("gone_then_new"))

    def region(self, code: str | None) -> Region | None:
        if code is None:
            return None
        return self.protocol.regions.get(code, self.protocol.regions[OTHER])

    def scope(self, procedures: tuple[str, ...]) -> Scope | None:
        """None where she has had none of these procedures in the last four months."""
        if procedures not in self._scopes:
            mine = [t for t in self.treatments if t.procedure in procedures]
            self._scopes[procedures] = Scope(self, mine) if mine else None
        return self._scopes[procedures]

    def add(self, reports: Iterable[Report]) -> None:
        for report in reports:
            self.reports.append(report)
            table = self.gone if report.is_gone else self.by_code
            table.setdefault(report.code, []).append(report)

    def drop(self, reports: Iterable[Report]) -> None:
        for report in list(reports):
            self.reports.remove(report)
            table = self.gone if report.is_gone else self.by_code
            table[report.code].remove(report)
            if not table[report.code]:
                del table[report.code]


def _distance(where: Where) -> int:
    return AWAY if where.relation is None else where.relation

"""The band of what is usual: up to which strength the protocol leaves a symptom to itself.

It is the protocol's own word, asked day by day: told alone and unchanged since the treatment, by
this patient with her history, would this strength ask for anybody's look? Nothing is added to it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from tracker.triage.facts import DangerSigns, Facts, Known, SymptomFacts, TreatmentFacts
from tracker.triage.judge import judge
from tracker.triage.protocol import Protocol, is_flag
from tracker.triage.readings import scene_of

STRENGTHS = (2, 5, 8)  # mild, moderate, severe, as the check-in sends them
NOON = 12.0  # hours into a day


class Place(NamedTuple):
    symptom: str
    region: str | None
    side: str | None


class History(NamedTuple):
    """Hers as it is recorded: what nobody asked stays unknown."""

    conditions: Known = Known()
    allergies: Known = Known()
    medicines: Known = Known()


@lru_cache(maxsize=4096)
def usual_up_to(
    protocol: Protocol, treatment: TreatmentFacts, history: History, place: Place, day: int
) -> int:
    """How many of STRENGTHS, from the mildest on, raise no flag on this day; 0: not even mild.

    treatment: of that symptom's sites, its hours are not looked at. day: counted from 0.
    """
    hours = day * 24 + NOON
    here = replace(treatment, hours_since=hours)
    for count, severity in enumerate(STRENGTHS):
        facts = _alone(here, history, place, severity)
        if is_flag(judge(scene_of(protocol, facts)).urgency):
            return count
    return len(STRENGTHS)


def _alone(treatment: TreatmentFacts, history: History, place: Place, severity: int) -> Facts:
    hours = treatment.hours_since
    course = "new" if hours == NOON else "same"
    said = SymptomFacts(*place, severity=severity, onset_hours=1.0, course=course)
    return Facts(
        hours_since_treatment=hours,
        treatment=treatment,
        symptoms=(said,),
        danger_signs=DangerSigns(asked=True),
        behaviours=Known(),
        **history._asdict(),
    )

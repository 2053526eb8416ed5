"""C2, trends: how strong each symptom was by day, over the band that the protocol calls usual."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext

from frontend import wording
from frontend.clinic import wording as clinic_wording
from frontend.pages.history_chart import (
    LEAST_DAYS,
    MOST_LINES,
    Days,
    Scale,
    axis,
    by_day,
    line,
    most_told,
    step_of,
    strength_of,
    word_of,
)
from frontend.vocabulary import Vocabulary
from tracker.models import Patient, SymptomReport, Treatment
from tracker.records.unknown_codes import unknown_codes
from tracker.triage.explain import Voice
from tracker.triage.facts import Known, Site, TreatmentFacts
from tracker.triage.protocol import Protocol
from tracker.triage.usual import History, Place, usual_up_to

LAST_DAY = 60  # of the band: later, days are told seldom
ROWS = len(wording.STRENGTHS) + 1  # with "gone" at the bottom


def trends(treatment: Treatment, voice: Voice) -> list[dict[str, Any]]:
    """One drawing a symptom, those told most often first; nothing where nothing was told."""
    check_ins = [each for each in treatment.check_ins.all() if each.day <= LAST_DAY][::-1]
    days = by_day(check_ins)
    scale = Scale(max([LEAST_DAYS, *(each.day for each in check_ins)]))
    told = enumerate(most_told(days)[:MOST_LINES])
    return [_trend(number, each, days, scale, treatment, voice) for number, each in told]


def _trend(
    number: int, symptom: str, days: Days, scale: Scale, treatment: Treatment, voice: Voice
) -> dict[str, Any]:
    told = {day: said[symptom] for day, said in days.items() if symptom in said}
    band = usual_band(voice.protocol, treatment, told[max(told)], scale.last_day)
    drawn = line(0, symptom, days, scale, Vocabulary(voice.protocol, voice.language))
    return {
        "id": f"trend-{number}",
        "label": drawn["label"],
        "words": changes(told),
        "usual": band_words(band),
        "band": [_box(scale, *part) for part in spans(band)],
        "line": drawn,
        "steps": [*_strengths()[::-1], str(wording.COURSES["gone"])],
        "rows": [scale.y(step) for step in range(ROWS)],
        "axis": [{"x": scale.x(day), "day": day} for day in axis(scale.last_day)],
        "table": [_row(day, told[day], band[day]) for day in sorted(told, reverse=True)],
    }


def changes(told: Mapping[int, SymptomReport]) -> str:
    """ "Moderate, mild, gone." """
    said = [strength_of(told[day]).lower() for day in sorted(told)]
    return wording.sentence(", ".join(word for word, _days in groupby(said)))


def usual_band(
    protocol: Protocol, treatment: Treatment, said: SymptomReport, last_day: int
) -> list[int]:
    """Day -> how many of the three strengths are usual there, at the place that was told last."""
    sites = tuple(Site(site.region, site.side or None) for site in treatment.sites.all())
    product = treatment.product or None
    facts = TreatmentFacts(treatment.procedure, 0.0, sites, Known(), product)
    place, hers = (
        Place(said.symptom, said.region or None, said.side or None),
        _history(treatment.patient, protocol),
    )
    return [usual_up_to(protocol, facts, hers, place, day) for day in range(last_day + 1)]


def _history(patient: Patient, protocol: Protocol) -> History:
    kept = (patient.conditions, patient.allergies, patient.medicines)
    unknown = unknown_codes(patient, protocol)
    return History(*(Known(frozenset(c or ()) - unknown, unknown, c is not None) for c in kept))


def spans(band: Sequence[int]) -> list[tuple[int, int, int]]:
    """First day, last day and strength of each stretch of days that are alike."""
    found = []
    for step, days in groupby(range(len(band)), key=lambda day: band[day]):
        stretch = list(days)
        found.append((stretch[0], stretch[-1], step))
    return found


def band_words(band: Sequence[int]) -> str:
    """ "Usual: up to moderate to day 2; up to mild to day 6; then none." """
    parts = spans(band)
    said = []
    for first, last, step in parts:
        what = _most(step)
        if len(parts) == 1:
            said.append(gettext("%(what)s on every day") % {"what": what})
        elif last == len(band) - 1:
            said.append(gettext("%(what)s from day %(day)d on") % {"what": what, "day": first})
        else:
            said.append(gettext("%(what)s to day %(day)d") % {"what": what, "day": last})
    return gettext("Usual by the protocol: %(parts)s.") % {"parts": "; ".join(said)}


def _most(step: int) -> str:
    if step == 0:
        return gettext("no strength")
    if step == ROWS - 1:
        return gettext("any strength")
    return gettext("up to %(strength)s") % {"strength": _strengths()[step - 1].lower()}


def _box(scale: Scale, first: int, last: int, step: int) -> dict[str, str]:
    """In percent of the drawing, half a day wider on each side; the row of "gone" is in it."""
    left = 0.0 if first == 0 else float(scale.x(first).rstrip("%")) - _half(scale)
    right = 100.0 if last == scale.last_day else float(scale.x(last).rstrip("%")) + _half(scale)
    height = 100 * (step + 1) / ROWS
    return {
        "x": f"{left:.2f}%",
        "y": f"{100 - height:.2f}%",
        "width": f"{right - left:.2f}%",
        "height": f"{height:.2f}%",
    }


def _half(scale: Scale) -> float:
    return (float(scale.x(1).rstrip("%")) - float(scale.x(0).rstrip("%"))) / 2


def _row(day: int, said: SymptomReport, usual: int) -> dict[str, Any]:
    step = step_of(said)
    return {
        "day": clinic_wording.day(day),
        "told": word_of(said),
        "usual": _most(usual),
        "is_above": step is not None and step > usual,
    }


def _strengths() -> list[str]:
    return [str(word) for _most, word, _hint in wording.STRENGTHS]

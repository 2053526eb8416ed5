"""P14, the chart: how strong each symptom was, day by day; the same facts as a table.

Strength is told in words, so the chart has steps and no numbers. Places are given in percent of
the drawing, which is never mirrored: time runs from left to right (UX.md section 7).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from frontend import wording
from frontend.pages.doors import HerRequest
from frontend.vocabulary import AND, Vocabulary
from tracker.models import CheckIn, SymptomReport, Treatment
from tracker.records import queries

AT_MOST = 60  # check-ins
MOST_LINES = 4  # drawn; as many line styles and markers can be told apart
LEAST_DAYS = 7  # on the axis
MOST_MARKS_OF_THE_AXIS = 6
EDGE = 4.0  # percent kept free at both ends
AXIS_STEPS = (1, 2, 7, 14, 28, 56)
MEDICINES = "took"  # the group of behaviours that she took or put on

Point = tuple[int, int]  # day and step
Days = dict[int, dict[str, SymptomReport]]  # day -> symptom -> the strongest report of it


@dataclass(frozen=True)
class Scale:
    """Days to percent from the left, steps of strength to percent from the top."""

    last_day: int

    def x(self, day: int) -> str:
        return f"{EDGE + (100 - 2 * EDGE) * day / self.last_day:.2f}%"

    def y(self, step: int) -> str:
        """step 0 is gone, at the bottom; the middle of one of four rows."""
        rows = len(wording.STRENGTHS) + 1
        return f"{100 * (rows - step - 0.5) / rows:.2f}%"


def chart(request: HerRequest, treatment: Treatment, words: Vocabulary) -> dict[str, Any]:
    newest = queries.check_ins_with_results(request.user, treatment)[:AT_MOST]
    check_ins = list(newest)[::-1]
    days = by_day(check_ins)
    symptoms = most_told(days)
    if not symptoms:
        return {"chart": None}
    scale = Scale(max([LEAST_DAYS, *(each.day for each in check_ins)]))
    took = medicines(check_ins, words)
    return {
        "chart": {
            "steps": [str(word) for _most, word, _hint in wording.STRENGTHS[::-1]]
            + [str(wording.COURSES["gone"])],
            "rows": [scale.y(step) for step in range(len(wording.STRENGTHS) + 1)],
            "lines": [
                line(number, symptom, days, scale, words)
                for number, symptom in enumerate(symptoms[:MOST_LINES])
            ],
            "left_out": max(0, len(symptoms) - MOST_LINES),
            "axis": [{"x": scale.x(day), "day": day} for day in axis(scale.last_day)],
            "treated": scale.x(0),
            "took": [{"x": scale.x(day), "what": what} for day, what in took.items()],
        },
        "table": table(check_ins, days, symptoms, took, words),
    }


def by_day(check_ins: Iterable[CheckIn]) -> Days:
    days: Days = {}
    for check_in in check_ins:
        for said in check_in.symptoms.all():
            told = days.setdefault(check_in.day, {})
            known = told.get(said.symptom)
            if known is None or (step_of(said) or 0) >= (step_of(known) or 0):
                told[said.symptom] = said
    return days


def step_of(said: SymptomReport) -> int | None:
    """0 gone, 1 mild, 2 moderate, 3 severe; None where no strength was told."""
    if said.course == "gone":
        return 0
    word = wording.strength(said.severity)
    names = [str(each) for _most, each, _hint in wording.STRENGTHS]
    return names.index(word) + 1 if word else None


def most_told(days: Days) -> list[str]:
    told = [symptom for reports in days.values() for symptom in reports]
    return sorted(dict.fromkeys(told), key=lambda each: (-told.count(each), told.index(each)))


def line(number: int, symptom: str, days: Days, scale: Scale, words: Vocabulary) -> dict[str, Any]:
    """number chooses the look; the words say the same as the drawing."""
    steps = [
        (day, step)
        for day in sorted(days)
        if symptom in days[day] and (step := step_of(days[day][symptom])) is not None
    ]
    said = [strength_of(days[day][symptom]) for day in sorted(days) if symptom in days[day]]
    return {
        "number": number,
        "label": words.label("symptoms", symptom),
        "points": [{"x": scale.x(day), "y": scale.y(step)} for day, step in steps],
        "strokes": [
            stroke
            for told, told_next in pairwise(steps)
            for stroke in stairs(scale, told, told_next)
        ],
        "words": wording.sentence(", ".join(said).lower()),
    }


def stairs(scale: Scale, told: Point, told_next: Point) -> list[dict[str, str]]:
    """It stays as it was told until it was told anew."""
    x1, y1 = scale.x(told[0]), scale.y(told[1])
    x2, y2 = scale.x(told_next[0]), scale.y(told_next[1])
    along = {"x1": x1, "y1": y1, "x2": x2, "y2": y1}
    return [along, {"x1": x2, "y1": y1, "x2": x2, "y2": y2}] if y1 != y2 else [along]


def strength_of(said: SymptomReport) -> str:
    """ "Gone", "Moderate"; "Told" where no strength is known."""
    if said.course == "gone":
        return str(wording.COURSES["gone"])
    return wording.strength(said.severity) or _("Told")


def word_of(said: SymptomReport) -> str:
    """ "Moderate", "Moderate, better"."""
    course = "" if said.course in ("", "gone") else str(wording.COURSES[said.course]).lower()
    return ", ".join(part for part in (strength_of(said), course) if part)


def axis(last_day: int) -> list[int]:
    step = next(
        (each for each in AXIS_STEPS if last_day / each < MOST_MARKS_OF_THE_AXIS), AXIS_STEPS[-1]
    )
    return list(range(0, last_day + 1, step))


def medicines(check_ins: Iterable[CheckIn], words: Vocabulary) -> dict[int, str]:
    """Day -> what she took or put on, in words."""
    known = words.protocol.behaviours
    took: dict[int, list[str]] = {}
    for check_in in check_ins:
        codes = [code for code in check_in.behaviours or () if code in known]
        mine = [words.label("behaviours", c) for c in codes if known[c].group == MEDICINES]
        if mine:
            took.setdefault(check_in.day, []).extend(mine)
    return {day: get_text_list(list(dict.fromkeys(what)), str(AND)) for day, what in took.items()}


def table(
    check_ins: Iterable[CheckIn],
    days: Days,
    symptoms: list[str],
    took: Mapping[int, str],
    words: Vocabulary,
) -> dict[str, Any]:
    """One row a day with a check-in, newest first."""
    told_on = sorted({each.day for each in check_ins}, reverse=True)
    return {
        "symptoms": [words.label("symptoms", each) for each in symptoms],
        "rows": [
            {
                "day": day,
                "cells": [
                    word_of(said) if (said := days.get(day, {}).get(each)) else ""
                    for each in symptoms
                ],
                "took": took.get(day, ""),
            }
            for day in told_on
        ],
    }

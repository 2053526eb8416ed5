"""How a symptom went over the last days: words first, small bars beside them.

A day is one bar, the strongest that she told on it, in the words of the chart of her history and
of its table.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from frontend import wording
from frontend.pages.history_chart import by_day, strength_of
from frontend.vocabulary import Vocabulary
from tracker.models import CheckIn, SymptomReport

FULL = 48  # height of the drawing
BARS = 5  # days


def trend_of(newest_first: Iterable[CheckIn], words: Vocabulary) -> dict[str, Any] | None:
    """The bruise where there is one, else the symptom told most often; None below two days."""
    check_ins = list(newest_first)[::-1]
    symptom = _followed(check_ins)
    if symptom is None:
        return None
    told = [(day, said[symptom]) for day, said in by_day(check_ins).items() if symptom in said]
    kept = [_point(day, said) for day, said in told if _is_known(said)][-BARS:]
    if len(kept) < 2:
        return None
    changes = pgettext("from one day to the next", " → ").join(map(_in_words, kept))
    return {"heading": words.label("symptoms", symptom), "words": changes, "points": kept}


def _followed(check_ins: list[CheckIn]) -> str | None:
    told = [said.symptom for check_in in check_ins for said in check_in.symptoms.all()]
    if "bruise" in told:
        return "bruise"
    return max(sorted(set(told)), key=told.count, default=None)


def _is_known(said: SymptomReport) -> bool:
    return said.course == "gone" or bool(said.severity)


def _point(day: int, said: SymptomReport) -> dict[str, Any]:
    """A better one has the strength it had, at most; that it is better stands beside it."""
    height = 3 if said.course == "gone" else round(FULL * (said.severity or 0) / 10)
    return {
        "word": strength_of(said),
        "course": str(wording.COURSES["better"]).lower() if said.course == "better" else "",
        "day": _("Day %(day)s") % {"day": day},
        "height": height,
        "top": FULL - height,
    }


def _in_words(point: dict[str, Any]) -> str:
    return ", ".join(part for part in (point["word"], point["course"]) if part)

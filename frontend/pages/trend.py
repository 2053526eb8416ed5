"""How a symptom went over the last days: words first, small bars beside them.

A day is one bar, the strongest that she told on it, as in the chart of her history and its table.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from frontend import wording
from frontend.pages.history_chart import by_day
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
    points = [_point(day, said) for day, said in told]
    kept = [point for point in points if point is not None][-BARS:]
    if len(kept) < 2:
        return None
    changes = ", ".join([kept[0]["word"], *(point["word"].lower() for point in kept[1:])])
    label = words.label("symptoms", symptom)
    return {"heading": label, "words": wording.sentence(changes), "points": kept}


def _followed(check_ins: list[CheckIn]) -> str | None:
    told = [said.symptom for check_in in check_ins for said in check_in.symptoms.all()]
    if "bruise" in told:
        return "bruise"
    return max(sorted(set(told)), key=told.count, default=None)


def _point(day: int, said: SymptomReport) -> dict[str, Any] | None:
    is_gone = said.course == "gone"
    told = said.course in ("gone", "better")  # a better one is at most as strong as before
    word = str(wording.COURSES[said.course]) if told else wording.strength(said.severity)
    if not word:
        return None
    height = 3 if is_gone else round(FULL * (said.severity or 0) / 10)
    name = _("Day %(day)s") % {"day": day}
    return {"word": word, "day": name, "height": height, "top": FULL - height}

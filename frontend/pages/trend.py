"""How a symptom went over the last check-ins: words first, small bars beside them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from frontend import wording
from frontend.vocabulary import Vocabulary
from tracker.models import CheckIn, SymptomReport

FULL = 48  # height of the drawing


def trend_of(newest_first: Iterable[CheckIn], words: Vocabulary) -> dict[str, Any] | None:
    """The bruise where there is one, else the symptom told most often; None below two reports."""
    check_ins = list(newest_first)[::-1]
    symptom = _followed(check_ins)
    if symptom is None:
        return None
    points = [_point(check_in, _worst(check_in, symptom)) for check_in in check_ins]
    kept = [point for point in points if point is not None]
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


def _worst(check_in: CheckIn, symptom: str) -> SymptomReport | None:
    said = [each for each in check_in.symptoms.all() if each.symptom == symptom]
    return max(said, key=lambda each: each.severity or 0, default=None)


def _point(check_in: CheckIn, said: SymptomReport | None) -> dict[str, Any] | None:
    if said is None:
        return None
    is_gone = said.course == "gone"
    told = said.course in ("gone", "better")  # a better one is at most as strong as before
    word = str(wording.COURSES[said.course]) if told else wording.strength(said.severity)
    if not word:
        return None
    height = 3 if is_gone else round(FULL * (said.severity or 0) / 10)
    day = _("Day %(day)s") % {"day": check_in.day}
    return {"word": word, "day": day, "height": height, "top": FULL - height}

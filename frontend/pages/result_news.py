"""What a check-in came to, at the top of Today: until she has opened its result."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from frontend import wording
from frontend.pages.result_words import ByWhen, level_word, title, who_looks
from tracker.models import CheckIn, Clinic, ReviewCase, Treatment
from tracker.records import queries
from tracker.records.receipts import receipt_in
from tracker.records.results import result_to_open

GRAVE = ("emergency", "urgent")
FIRST_STEPS = {"emergency": 4, "urgent": 2, "review": 2}  # of the advice; the rest on its page


def result_news(
    treatment: Treatment, newest_first: list[CheckIn], by_when: ByWhen = wording.by_when
) -> dict[str, Any] | None:
    """None where nothing waits to be opened."""
    cases = queries.cases_about(treatment.patient_id, newest_first)
    check_in = result_to_open(newest_first, cases)
    if check_in is None:
        return None
    return worded(check_in, treatment.patient.clinic, cases.get(str(check_in.pk)), by_when)


def grave_news(
    treatment: Treatment, newest_first: list[CheckIn], by_when: ByWhen
) -> dict[str, Any] | None:
    """An advice to seek care whose case is open, opened by her or not; None where there is none."""
    cases = queries.cases_about(treatment.patient_id, newest_first)
    open_cases = {pk: case for pk, case in cases.items() if case.is_open}
    grave = [each for each in newest_first if str(each.pk) in open_cases and is_grave(each)]
    if not grave:
        return None
    worst = max(grave, key=lambda each: each.assessments.all()[0].rank)  # of several the newest
    return worded(worst, treatment.patient.clinic, open_cases[str(worst.pk)], by_when)


def is_grave(check_in: CheckIn) -> bool:
    return check_in.assessments.all()[0].urgency in GRAVE


def worded(
    check_in: CheckIn, clinic: Clinic, case: ReviewCase | None, by_when: ByWhen
) -> dict[str, Any]:
    """Without what she told: whoever looks at her phone reads Today first."""
    assessment = check_in.assessments.all()[0]
    language = get_language() or "en"
    said = receipt_in(assessment, language)
    level = wording.level_of(assessment.urgency, case is not None)
    advice = [each["text"] for each in said["advice"]]
    return {
        "level": level,
        "level_word": level_word(level),
        "title": title(level, clinic, check_in.day),
        "about": _("About your check-in of %(when)s.")
        % {"when": wording.named_moment(check_in.judged_at)},
        "who_looks": "" if level == "emergency" else who_looks(level, case, clinic, by_when),
        "said_in": said["language"] if said["language"] != language else "",
        "advice": advice[: FIRST_STEPS.get(level, 0)],
        "is_grave": level in GRAVE,
        "url": reverse("result", args=[check_in.pk]),
    }

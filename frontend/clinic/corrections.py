"""A correction in words: what changes on the record, what it changes of her reports, what was."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend.clinic import wording
from frontend.clinic.case_facts import rows_of, treatment_facts
from frontend.clinic.rehearsed import levels, moved
from tracker.models import Treatment, TreatmentCorrection
from tracker.services.corrections import JudgedOtherwise, Preview
from tracker.services.treatment_rows import as_data, from_data
from tracker.triage.explain import Voice

REASONS = {
    "wrong_place": _("A place was recorded wrong"),
    "wrong_product": _("The product or the lot was recorded wrong"),
    "wrong_amount": _("An amount was recorded wrong"),
    "wrong_time": _("The day or time was recorded wrong"),
    "other": _("Something else was recorded wrong"),
}
MEANWHILE = _("A colleague corrected this record meanwhile. This is how it reads now.")


def reason_choices(chosen: str) -> list[dict[str, Any]]:
    return [
        {"value": code, "label": label, "on": code == chosen} for code, label in REASONS.items()
    ]


def changes(
    before: Mapping[str, Any], after: Mapping[str, Any], voice: Voice
) -> list[tuple[str, str, str]]:
    """Name, before, after, of each line of the record that reads otherwise."""
    was, now = _lines(before, voice), _lines(after, voice)
    unsaid = gettext("Not recorded")
    return [
        (name, was.get(name, unsaid), now.get(name, unsaid))
        for name in dict.fromkeys([*was, *now])
        if was.get(name) != now.get(name)
    ]


def _lines(said: Mapping[str, Any], voice: Voice) -> dict[str, str]:
    treatment, sites = from_data(said)
    unsaid = gettext("Not recorded")
    places = [
        place if amount == unsaid else f"{place}: {amount}"
        for place, amount in rows_of(sites, voice)
    ]
    return {**dict(treatment_facts(treatment, voice)), gettext("Sites"): "; ".join(places)}


def outcome_words(found: Preview) -> str:
    many = len(found.otherwise)
    if not found.judged:
        return gettext("Nothing was reported yet, so nothing is judged otherwise.")
    if not many:
        return gettext("None of the reports would be judged otherwise.")
    said = gettext(
        "%(many)d of the reports would be judged otherwise, of %(all)d that were looked at."
    )
    return said % {"many": many, "all": found.judged}


def report_rows(otherwise: Iterable[JudgedOtherwise], voice: Voice) -> list[dict[str, Any]]:
    return [_report_row(each, voice) for each in otherwise]


def _report_row(each: JudgedOtherwise, voice: Voice) -> dict[str, Any]:
    found = each.found
    urgencies = {
        "urgency_before": found.before.urgency,
        "urgency_after": found.after.urgency,
    }
    return {
        **levels(urgencies),
        **moved({"gained": found.gained, "lost": found.lost}, voice, voice),
        "pk": each.check_in.pk,
        "day": wording.day(each.check_in.day),
        "at": wording.moment(each.check_in.judged_at),
        "raises": each.raises,
    }


def corrected_words(treatment: Treatment, voice: Voice) -> dict[str, str]:
    """The id of each correction -> why, and each line as it read before and reads after it."""
    rows = list(treatment.corrections.order_by("number"))
    after = [*(each.before for each in rows[1:]), as_data(treatment)]
    return {
        str(each.pk): _in_one_line(each, changes(each.before, then, voice))
        for each, then in zip(rows, after, strict=True)
    }


def _in_one_line(each: TreatmentCorrection, lines: Iterable[tuple[str, str, str]]) -> str:
    said = [
        gettext("%(name)s: %(was)s, now %(is)s") % {"name": name, "was": was, "is": now}
        for name, was, now in lines
    ]
    return ". ".join([str(REASONS[each.reason]), *said])


def earlier_records(treatment: Treatment, voice: Voice) -> list[dict[str, Any]]:
    """How the record read before each correction, newest first."""
    rows = treatment.corrections.select_related("by").order_by("-number")
    return [_earlier(each, voice) for each in rows]


def _earlier(correction: TreatmentCorrection, voice: Voice) -> dict[str, Any]:
    facts = {"at": wording.full_moment(correction.at), "name": correction.by.name}
    return {
        "title": gettext("Corrected %(at)s by %(name)s") % facts,
        "reason": REASONS[correction.reason],
        "lines": list(_lines(correction.before, voice).items()),
    }

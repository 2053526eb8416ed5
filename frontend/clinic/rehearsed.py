"""What a rehearsal found, in words: the figures, each rule, and every check-in it would change."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from frontend.clinic import version_wording, wording
from frontend.clinic.rule_page import rule_url
from frontend.clinic.situations import told
from frontend.pages.clinic_doors import Desk
from tracker.models import Rehearsal, RehearsedChange
from tracker.triage.cases import Case
from tracker.triage.explain import Voice
from tracker.triage.protocol import RANK

PAGE = 50
NEXT = "~"
Changes = QuerySet[RehearsedChange]


def progress_of(rehearsal: Rehearsal) -> dict[str, Any]:
    """text, and done of total for a bar; done is what is judged, or checked before that."""
    checking = rehearsal.checked < rehearsal.steps
    done, total = (
        (rehearsal.checked, rehearsal.steps) if checking else (rehearsal.judged, rehearsal.total)
    )
    words = version_wording.checking if checking else version_wording.judged
    return {
        "text": words(done, total),
        "done": done,
        "total": max(total, 1),
        "is_finished": rehearsal.is_finished,
    }


def figures_of(rehearsal: Rehearsal) -> dict[str, Any]:
    tally = rehearsal.tally
    return {
        "headline": version_wording.headline(rehearsal.days, tally),
        "judged": version_wording.number(rehearsal.judged),
        "cases_before": version_wording.a_day(rehearsal.cases_before, rehearsal.days),
        "cases_after": version_wording.a_day(rehearsal.cases_after, rehearsal.days),
        "missed": tally["missed"],
        "library_missed": rehearsal.library_missed,
        "faults": rehearsal.faults,
        "finished_at": wording.full_moment(rehearsal.finished_at) if rehearsal.finished_at else "",
        "by": rehearsal.started_by.name if rehearsal.started_by else "",
    }


def rules_of(rehearsal: Rehearsal, base: Voice, draft: Voice) -> list[dict[str, Any]]:
    """Each rule that gains or loses a flag; those that drop what was acted on come first."""
    found = [
        {"title": title_of(rule, base, draft), "url": _url_of(rule, draft), **said}
        for rule, said in rehearsal.tally["rules"].items()
        if said["gained"] or said["lost"]
    ]
    return sorted(found, key=lambda row: (-row["lost_acted_on"], -row["lost"], row["title"]))


def title_of(rule: str, base: Voice, draft: Voice) -> str:
    voice = draft if rule in draft.protocol.rules else base
    return voice.label(voice.protocol.rules, rule)


def _url_of(rule: str, draft: Voice) -> str:
    is_there = rule in draft.protocol.rules
    return rule_url(rule, draft.protocol.version if is_there else "")


def library_rows(
    rehearsal: Rehearsal, cases: Iterable[Case], base: Voice, draft: Voice
) -> list[dict[str, Any]]:
    """Each case of the library that comes out otherwise, or is not met, with what it tells."""
    known = {case.id: case for case in cases}
    return [
        {
            **levels(each),
            **moved(each, base, draft),
            "id": each["id"],
            "differences": each["differences"],
            "is_missed": each["is_missed"],
            "told": told(known[each["id"]].facts, draft) if each["id"] in known else [],
        }
        for each in sorted(rehearsal.library or [], key=lambda one: not one["is_missed"])
    ]


def of_kind(changes: Changes, kind: str) -> Changes:
    return changes.filter(is_missed=True) if kind == "missed" else changes.filter(kind=kind)


def page_of(changes: Changes, after: str) -> tuple[list[RehearsedChange], str]:
    """Acted on first, then by outcome; and the cursor of the next page ("" at the end)."""
    place = after.split(NEXT)
    if len(place) == 3 and place[2].isdecimal():
        acted, outcome, pk = place[0] == "1", place[1], int(place[2][:18])
        later = Q(outcome__gt=outcome) | Q(outcome=outcome, pk__gt=pk)
        same = Q(acted_on=acted) & later
        changes = changes.filter(same | Q(acted_on=False) if acted else same)
    rows = list(changes[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, ""
    last = rows[PAGE - 1]
    return rows[:PAGE], NEXT.join([str(int(last.acted_on)), last.outcome, str(last.pk)])


def change_row(change: RehearsedChange, base: Voice, draft: Voice, desk: Desk) -> dict[str, Any]:
    """One check-in, with the way to its case, or to the patient where it opened none."""
    said = {"urgency_before": change.urgency_before, "urgency_after": change.urgency_after}
    patient = change.check_in.patient
    where = reverse("clinic-patient", args=[patient.pk]) + f"#check-in-{change.check_in_id}"
    return {
        **levels(said),
        **moved({"gained": change.gained, "lost": change.lost}, base, draft),
        "url": reverse("case", args=[change.case_id]) if change.case_id else where,
        "name": desk.shown(patient.name),
        "day": wording.day(change.check_in.day),
        "at": wording.moment(change.check_in.judged_at),
        "acted_on": change.acted_on,
        "is_missed": change.is_missed,
        "outcome": version_wording.OUTCOMES.get(change.outcome, change.outcome),
    }


def levels(said: Mapping[str, Any]) -> dict[str, Any]:
    before, after = said["urgency_before"], said["urgency_after"]
    return {
        "before": before,
        "before_word": str(wording.LEVELS[before]),
        "after": after,
        "after_word": str(wording.LEVELS[after]),
        "is_lower": RANK[after] < RANK[before],
    }


def moved(said: Mapping[str, Any], base: Voice, draft: Voice) -> dict[str, list[str]]:
    return {
        "gained": [title_of(rule, base, draft) for rule in said["gained"]],
        "lost": [title_of(rule, base, draft) for rule in said["lost"]],
    }

"""The lists behind the caseload's numbers: what an address asks for, as rows and in words."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from frontend.clinic import wording as clinic_wording
from frontend.clinic.caseload import wording
from frontend.clinic.caseload.scene import Scene
from frontend.clinic.caseload.tables_of_groups import language_name
from tracker.records import caseload_adherence, caseload_adverse, caseload_cases
from tracker.records import caseload_check_ins as told
from tracker.records.caseload_groups import AGES, NOT_ASKED, SKINS, in_group
from tracker.records.worklist import worklist_rows

NONE = "none"  # the group without a name: no product, no lot, no reason
MOST = 64


class Wanted:
    """What the address says; a value that nothing knows is as if it were not there."""

    def __init__(self, sent: QueryDict, scene: Scene) -> None:
        self.scene = scene
        self.sent = {name: str(each).replace("\0", "")[:MOST] for name, each in sent.items()}

    def __getitem__(self, name: str) -> str:
        return self.sent.get(name, "")

    def one_of(self, name: str, known: Any) -> str:
        return self[name] if self[name] in known else ""

    def number(self, name: str, below: int) -> int | None:
        text = self[name]
        found = int(text) if text.isdecimal() and len(text) < 4 else below
        return found if found < below else None

    @property
    def group(self) -> dict[str, str]:
        return {
            "language": self["language"],
            "age": self.one_of("age", AGES),
            "skin": self.one_of("skin", SKINS),
        }


def cases(wanted: Wanted) -> QuerySet[Any]:
    scene, rows = wanted.scene, _opened(wanted)
    level, hour = wanted.one_of("level", clinic_wording.LEVELS), wanted.number("hour", 24)
    if level:
        rows = rows.filter(urgency=level)
    if hour is not None:
        rows = caseload_cases.opened_at_hour(rows, scene.period, hour)
    if wanted["late"]:
        rows = caseload_cases.late_cases(rows, scene.now)
    for name, moves in (("viewed", caseload_cases.VIEWS), ("answered", caseload_cases.ANSWERS)):
        if wanted[name]:
            rows = caseload_cases.moved_by_staff(rows, moves)
    rows = in_group(rows, scene.period, "patient", **wanted.group)
    return worklist_rows(rows)


def _opened(wanted: Wanted) -> QuerySet[Any]:
    scene, alarm = wanted.scene, wanted["alarm"]
    if wanted["open"]:
        rows, band = caseload_cases.open_now(scene.period), wanted["open"]
        known = band in caseload_cases.AGES
        return caseload_cases.of_age(rows, band, scene.now) if known else rows
    if alarm:
        return caseload_cases.closed_because(scene.period, "" if alarm == NONE else alarm)
    return caseload_cases.cases_in(scene.period)


def check_ins(wanted: Wanted) -> QuerySet[Any]:
    period = wanted.scene.period
    due = caseload_adherence.due_check_ins(period, wanted.scene.days) if wanted["due"] else None
    rows = told.check_ins_in(period) if due is None else due
    if wanted.one_of("photo", told.PHOTOS):
        rows = told.with_photo(rows, wanted["photo"])
    if wanted["flagged"] or wanted["rule"]:
        rows = told.flagged(rows, rule=wanted["rule"])
    if wanted["acted"]:
        rows = told.acted_on(rows, period)
    rows = in_group(rows, period, "patient", **wanted.group)
    return rows.select_related("patient", "treatment").prefetch_related("assessments")


def treatments(wanted: Wanted) -> QuerySet[Any]:
    scene, day = wanted.scene, wanted.number("day", 366)
    if day is None:
        rows = caseload_adverse.treatments_in(scene.period)
    else:
        rows = caseload_adherence.due_treatments(scene.period, scene.days, day)
        if wanted["came"]:
            rows = caseload_adherence.with_check_in(rows, day, came=wanted["came"] == "1")
    if wanted["event"]:
        rows = caseload_adverse.with_event(rows)
    if wanted["kind"]:
        rows = rows.filter(pk__in=_of_kind(scene, wanted["kind"]))
    for name in ("procedure", "product", "lot"):
        if wanted[name]:
            rows = rows.filter(**{name: "" if wanted[name] == NONE else wanted[name]})
    if wanted["area"]:
        rows = rows.filter(sites__region=wanted["area"]).distinct()
    rows = in_group(rows, scene.period, "patient", **wanted.group)
    return rows.select_related("patient").prefetch_related("sites")


def _of_kind(scene: Scene, kind: str) -> list[Any]:
    found = caseload_adverse.kinds(scene.period, scene.flags)
    asked = "" if kind == NONE else kind
    return [treatment for treatment, its in found.items() if its == asked]


def in_words(wanted: Wanted) -> list[str]:
    """What narrows the list, one line each."""
    return [str(line) for line in (*_of_cases(wanted), *_of_reports(wanted), *_of_both(wanted))]


def _of_cases(wanted: Wanted) -> Iterator[Any]:
    level, hour = wanted.one_of("level", clinic_wording.LEVELS), wanted.number("hour", 24)
    if level:
        yield clinic_wording.LEVELS[level]
    if hour is not None:
        yield _("Opened from %(hour)s") % {"hour": wording.hour(hour)}
    if wanted["late"]:
        yield _("Over time")
    if wanted["viewed"]:
        yield _("Seen")
    if wanted["answered"]:
        yield _("Answered")
    if wanted["open"]:
        yield wording.OPEN_AGES.get(wanted["open"], _("Open now"))
    if wanted["alarm"]:
        why = "" if wanted["alarm"] == NONE else wanted["alarm"]
        yield _("False alarm: %(why)s") % {"why": wording.ALARMS.get(why, why)}


def _of_reports(wanted: Wanted) -> Iterator[Any]:
    if wanted["due"]:
        yield _("On a day of check-in, the first of each day")
    if wanted.one_of("photo", wording.PHOTOS):
        yield wording.PHOTOS[wanted["photo"]]
    if wanted["flagged"] or wanted["rule"]:
        yield _("Flagged")
    if wanted["rule"]:
        yield wanted.scene.rule(wanted["rule"])
    if wanted["acted"]:
        yield _("Led to action")


def _of_both(wanted: Wanted) -> Iterator[Any]:
    scene, day = wanted.scene, wanted.number("day", 366)
    if day is not None:
        came = {"1": _("a check-in came"), "0": _("no check-in came")}.get(wanted["came"], "")
        yield ": ".join(filter(None, [clinic_wording.day(day), came]))
    if wanted["event"]:
        yield _("With an adverse event")
    if wanted["kind"]:
        kind = wanted["kind"]
        yield wording.NO_RULE if kind == NONE else scene.rule(kind)
    known = scene.voice.protocol
    for name, table in (
        ("procedure", known.procedures),
        ("product", known.products),
        ("area", known.regions),
    ):
        if wanted[name] not in ("", NONE):
            yield scene.voice.label(table, wanted[name])
    if wanted["lot"]:
        yield _("Lot %(lot)s") % {"lot": wanted["lot"]}
    if wanted["language"]:
        yield language_name(wanted["language"])
    if wanted.group["age"]:
        yield wording.AGES[wanted.group["age"]]
    skin = wanted.group["skin"]
    if skin:
        yield wording.SKIN_NOT_ASKED if skin == NOT_ASKED else wording.SKINS[skin]

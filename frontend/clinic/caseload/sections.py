"""The order of the page: which tables stand under which heading, and the figures on top."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.clinic.caseload import (
    tables_of_cases,
    tables_of_check_ins,
    tables_of_events,
    tables_of_groups,
    wording,
)
from frontend.clinic.caseload.scene import Scene
from frontend.clinic.caseload.table import Table
from tracker.figures.share import Share
from tracker.records.caseload_cases import open_now

TABLES: Mapping[str, Callable[[Scene], Table]] = {
    "adherence": tables_of_check_ins.adherence,
    "photos": tables_of_check_ins.photos,
    "missed": tables_of_check_ins.missed,
    "replies": tables_of_cases.replies,
    "hours": tables_of_cases.hours,
    "open": tables_of_cases.open_cases,
    "kinds": tables_of_events.kinds,
    "products": tables_of_events.products,
    "areas": tables_of_events.areas,
    "lots": tables_of_events.lots,
    "rules": tables_of_events.rules,
    "alarms": tables_of_cases.alarms,
    "languages": tables_of_groups.languages,
    "ages": tables_of_groups.ages,
    "skins": tables_of_groups.skins,
}


class Section(NamedTuple):
    id: str
    title: Any
    tables: tuple[str, ...]
    notes: tuple[Any, ...] = ()


SECTIONS = (
    Section("check-ins", gettext_lazy("Check-ins"), ("adherence", "photos", "missed")),
    Section("cases", gettext_lazy("Cases"), ("replies", "hours", "open")),
    Section(
        "events",
        gettext_lazy("Adverse events per 100 treatments"),
        ("kinds", "products", "areas", "lots"),
        (wording.ADVERSE_MEANS, wording.SMALL_MEANS, wording.INTERVAL_MEANS),
    ),
    Section("flags", gettext_lazy("Flags"), ("rules", "alarms")),
    Section("fairness", gettext_lazy("Fairness"), ("languages", "ages", "skins")),
)


def is_empty(scene: Scene) -> bool:
    """Whether nothing at all has happened in these days, and nothing is open."""
    numbers = (scene.check_ins.number, scene.adverse.total.of, scene.every_reply.number)
    return not any(numbers) and not open_now(scene.period).exists()


def headline(scene: Scene) -> list[dict[str, str]]:
    """The figures on top, each with its numerator and the list behind it."""
    url, replies = scene.asked.url, scene.every_reply
    opened = open_now(scene.period).count()
    return [
        _share(_("Check-ins that came"), scene.adherence.total(), url("caseload-check-ins", due=1)),
        _share(_("Flagged check-ins"), scene.check_ins.flags, url("caseload-check-ins", flagged=1)),
        _share(_("Cases over time"), replies.late, url("caseload-cases", late=1)),
        _adverse(scene),
        {
            "label": _("Open cases"),
            "figure": wording.number(opened),
            "detail": _("See the list") if opened else _("Nothing is open."),
            "url": url("caseload-cases", open="any") if opened else "",
        },
    ]


def _share(label: str, share: Share, url: str) -> dict[str, str]:
    return {
        "label": label,
        "figure": wording.percent(share.value) if share.of else "–",
        "detail": wording.of(share) if share.of else str(wording.NOT_ENOUGH),
        "url": url if share.part else "",
    }


def _adverse(scene: Scene) -> dict[str, str]:
    share, label = scene.adverse.total, _("Adverse events per 100 treatments")
    if share.is_small:
        few = {"few": wording.FEWER, "of": wording.number(share.of)}
        said = _("%(few)s of %(of)s") % few if share.of >= 5 else str(wording.NOT_ENOUGH)
        return {"label": label, "figure": "–", "detail": said, "url": ""}
    url = scene.asked.url("caseload-treatments", event="1")
    return {"label": label, "figure": wording.rate(share), "detail": wording.of(share), "url": url}

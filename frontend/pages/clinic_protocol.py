"""C6: the rules as sentences, each with its ground, its examples and what became of it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from frontend.clinic import version_wording, wording
from frontend.clinic.rule_page import rule_counts, rule_facts, rule_row
from frontend.pages.clinic_doors import Desk, clinician_required, show
from frontend.pages.clinic_versions import version_row
from tracker.records.rule_use import RuleUse, count, rule_use
from tracker.records.versions import Version, judging, version_of, versions
from tracker.triage.explain import Voice
from tracker.triage.protocol import RANK, Protocol

LEVELS = ("emergency", "urgent", "review", "self_care", "none")
MOST = 100  # characters of a search
Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """Which rules of which version; version "" is the one in force."""

    version: str
    level: str
    search: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        said = {name: request.GET.get(name, "").replace("\0", "") for name in cls.__annotations__}
        level = said["level"] if said["level"] in LEVELS else ""
        return cls(said["version"][:MOST], level, said["search"].strip()[:MOST])

    def url(self, **other: str) -> str:
        known = {name: value for name, value in (vars(self) | other).items() if value}
        address = reverse("protocol")
        return f"{address}?{urlencode(known)}" if known else address

    def takes(self, row: Row) -> bool:
        text = f"{row['title']} {row['sentence']} {row['id']}".casefold()
        words = self.search.casefold().split()
        return (not self.level or row["level"] == self.level) and all(w in text for w in words)


@require_GET
@clinician_required
def rules(request: HttpRequest, desk: Desk) -> HttpResponse:
    asked = Asked.of(request)
    version, known = _asked_version(asked.version)
    voice, use = Voice(known, get_language() or "en"), _use(desk, version)
    every = sorted(known.rules.values(), key=lambda rule: (-RANK[rule.urgency], rule.order))
    rows = [rule_row(rule, voice, use, asked.version) for rule in every]
    context: dict[str, Any] = {
        "version": version_row(version),
        "asked": asked,
        "is_narrowed": bool(asked.level or asked.search),
        "levels": [_level(asked, "")] + [_level(asked, level) for level in LEVELS],
        "groups": _groups([row for row in rows if asked.takes(row)]),
        "count": len(rows),
        "all_url": asked.url(level="", search=""),
        "versions": [version_row(each) for each in versions()],
        "counted_at": wording.moment(use.counted_at) if use else "",
        "done": version_wording.DONE.get(request.GET.get("done", "")),
        "here_protocol": True,
    }
    return show(request, desk, "protocol", **context)


@require_GET
@clinician_required
def rule(request: HttpRequest, desk: Desk, rule: str) -> HttpResponse:
    """A page of its own; ?version= for a rule of another version than the one in force."""
    asked = Asked.of(request)
    version, known = _asked_version(asked.version)
    found = known.rules.get(rule)
    if found is None:
        raise Http404
    voice, use = Voice(known, get_language() or "en"), _use(desk, version)
    context: dict[str, Any] = {
        "version": version_row(version),
        "rule": rule_facts(found, voice),
        "counts": rule_counts(found, use) if use else [],
        "counted_at": wording.moment(use.counted_at) if use else "",
        "acted_on": version_wording.ACTED_ON,
        "back_url": asked.url(level="", search=""),
        "here_protocol": True,
    }
    return show(request, desk, "protocol/rule", **context)


@require_POST
@clinician_required
def recount(request: HttpRequest, desk: Desk) -> HttpResponse:
    for clinic in desk.clinics:
        if desk.is_clinician_at(clinic):
            count(clinic)
    return redirect(f"{reverse('protocol')}?done=recount")


def _asked_version(name: str) -> tuple[Version, Protocol]:
    """Raises NotFound for a folder that is not there, Http404 for one that cannot be read."""
    found = version_of(name) if name else judging()
    if found.loaded is None:
        raise Http404
    return found, found.loaded


def _use(desk: Desk, version: Version) -> RuleUse | None:
    """A draft has judged nobody."""
    if version.release is None:
        return None
    return rule_use(clinic for clinic in desk.clinics if desk.is_clinician_at(clinic))


def _level(asked: Asked, level: str) -> dict[str, Any]:
    return {
        "id": level,
        "label": str(wording.LEVELS[level]) if level else wording.ALL_LEVELS,
        "url": asked.url(level=level),
        "current": asked.level == level,
    }


def _groups(rows: list[Row]) -> list[dict[str, Any]]:
    found = [
        {
            "level": level,
            "level_word": wording.LEVELS[level],
            "rules": [row for row in rows if row["level"] == level],
        }
        for level in LEVELS
    ]
    return [group for group in found if group["rules"]]

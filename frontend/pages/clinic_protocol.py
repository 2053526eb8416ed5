"""C6, to read: the protocol in force, its rules as sentences, and who answers for it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from frontend.clinic import wording
from frontend.clinic.rules import condition
from frontend.clinic.trace import source_titles
from frontend.pages.clinic_doors import Desk, clinician_required, show
from tracker.records import protocol
from tracker.triage.conditions import All
from tracker.triage.explain import Voice
from tracker.triage.protocol import RANK, Rule
from tracker.triage.trace import describe_condition

LEVELS = ("emergency", "urgent", "review", "self_care", "none")


@require_GET
@clinician_required
def in_force(request: HttpRequest, desk: Desk) -> HttpResponse:
    known = protocol.in_force()
    words = Voice(known, get_language() or "en")
    release = protocol.release_of(known)
    rules = sorted(known.rules.values(), key=lambda rule: (-RANK[rule.urgency], rule.order))
    groups = [
        {
            "level": level,
            "level_word": wording.LEVELS[level],
            "rules": [_rule(rule, words) for rule in rules if rule.urgency == level],
        }
        for level in LEVELS
    ]
    context: dict[str, Any] = {
        "version": known.version,
        "digest": known.digest,
        "release": release,
        "released_at": wording.full_moment(release.released_at) if release else "",
        "groups": [group for group in groups if group["rules"]],
        "count": len(rules),
        "here_protocol": True,
    }
    return show(request, desk, "protocol", **context)


def _rule(rule: Rule, words: Voice) -> dict[str, Any]:
    parts = rule.when.parts if isinstance(rule.when, All) else (rule.when,)
    procedures = words.protocol.procedures
    return {
        "id": rule.id,
        "title": rule.label(words.language) or rule.id,
        "conditions": [condition(describe_condition(part), words) for part in parts],
        "procedures": ", ".join(words.label(procedures, code) for code in rule.procedures),
        "sources": source_titles(rule.source, words),
    }

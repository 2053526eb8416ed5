"""C6: a version's state, handing it in and approving it, and two versions side by side."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from frontend.clinic import version_wording, wording
from frontend.clinic.rule_page import rule_url
from frontend.clinic.rules import rule_sentence
from frontend.clinic.told_texts import told_texts
from frontend.clinic.trace import source_titles
from frontend.pages.clinic_doors import Desk, clinician_required, show
from tracker.errors import Invalid
from tracker.models import Role, User
from tracker.records.versions import DRAFT, SUBMITTED, Version, judging, version_of
from tracker.services.releases import ACTS, faults_at_once
from tracker.triage.changes import Changed, rule_changes
from tracker.triage.explain import Voice
from tracker.triage.load import files_of
from tracker.triage.protocol import Protocol, Rule

MOST_FAULTS = 20
RULES = "rules/"


def version_row(version: Version) -> dict[str, Any]:
    """A version as lists and headings name it."""
    release, submission = version.release, version.submission
    submitted = submission if submission and submission.digest == version.digest else None
    return {
        "name": version.name,
        "url": reverse("protocol-version", args=[version.name]),
        "rules_url": f"{reverse('protocol')}?version={version.name}",
        "state": version.state,
        "state_word": version_wording.STATES[version.state],
        "digest": version.digest,
        "fault": version.fault,
        "is_changed": version.is_changed,
        "author": release.author if release else submitted.author.name if submitted else "",
        "approver": release.approver if release else "",
        "released_at": wording.full_moment(release.released_at) if release else "",
        "submitted_at": wording.full_moment(submitted.submitted_at) if submitted else "",
    }


@require_http_methods(["GET", "POST"])
@clinician_required
def version_page(request: HttpRequest, desk: Desk, version: str) -> HttpResponse:
    if request.method == "GET":
        return _shown(request, desk, version_of(version))
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise Http404
    try:
        ACTS[act](by=desk.user, version=version, digest=request.POST.get("digest", ""))
    except Invalid as refusal:
        errors = [{"text": each} for said in refusal.fields.values() for each in said]
        return _shown(request, desk, version_of(version), errors, refusal.status)
    return redirect(f"{reverse('protocol-version', args=[version])}?done={act}")


def _shown(
    request: HttpRequest,
    desk: Desk,
    version: Version,
    errors: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "version": version_row(version),
        "is_open": version.state in (DRAFT, SUBMITTED),
        "faults": list(_faults(version)),
        "acts": _acts(version, desk.user) if is_lead(desk) else [],
        "is_lead": is_lead(desk),
        "errors": errors,
        "done": version_wording.DONE.get(request.GET.get("done", "")),
        "here_protocol": True,
    }
    return show(request, desk, "protocol/version", status=status, **context)


def is_lead(desk: Desk) -> bool:
    return any(Role.CLINICAL_LEAD in held for held in desk.roles.values())


def _faults(version: Version) -> Iterator[str]:
    if version.fault:
        yield version.fault
    elif version.loaded and version.state in (DRAFT, SUBMITTED):
        yield from faults_at_once(version.loaded)[:MOST_FAULTS]


def _acts(version: Version, user: User) -> list[str]:
    """What this lead may do with it now; the service decides again."""
    if version.state == DRAFT:
        return ["submit"] if version.loaded else []
    if version.state != SUBMITTED or version.submission is None:
        return []
    return ["withdraw"] if version.submission.author_id == user.pk else ["approve", "withdraw"]


@require_GET
@clinician_required
def comparison(request: HttpRequest, desk: Desk, version: str) -> HttpResponse:
    """Beside the version in force: rules added, removed and changed, before and after."""
    base, draft = judging(), version_of(version)
    if base.loaded is None or draft.loaded is None:
        raise Http404
    language = get_language() or "en"
    before, after = Voice(base.loaded, language), Voice(draft.loaded, language)
    changes = rule_changes(base.loaded, draft.loaded)
    context: dict[str, Any] = {
        "base": version_row(base),
        "draft": version_row(draft),
        "added": [_side(rule, after, draft.name) for rule in changes.added],
        "removed": [_side(rule, before, base.name) for rule in changes.removed],
        "changed": [_both(each, before, after, base, draft) for each in changes.changed],
        "files": _other_files(base.loaded, draft.loaded),
        "here_protocol": True,
    }
    return show(request, desk, "protocol/comparison", **context)


def _side(rule: Rule, voice: Voice, version: str) -> dict[str, Any]:
    return {
        "title": rule.label(voice.language) or rule.id,
        "url": rule_url(rule.id, version),
        "level": rule.urgency,
        "level_word": str(wording.LEVELS[rule.urgency]),
        "sentence": rule_sentence(rule, voice, None),
        "told": told_texts(rule, voice),
        "sources": source_titles(rule.source, voice),
    }


def _both(
    changed: Changed, before: Voice, after: Voice, base: Version, draft: Version
) -> dict[str, Any]:
    return {
        "id": changed.after.id,
        "title": changed.after.label(after.language) or changed.after.id,
        "before": _side(changed.before, before, base.name),
        "after": _side(changed.after, after, draft.name),
        "parts": [version_wording.PARTS[name] for name in changed.fields],
    }


def _other_files(base: Protocol, draft: Protocol) -> list[str]:
    """Files beside the rules that differ; the head differs always, by its version."""
    one, other = (files_of(settings.FADEWELL_PROTOCOLS / each.version) for each in (base, draft))
    differ = {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
    return sorted(name for name in differ - {"protocol.toml"} if not name.startswith(RULES))

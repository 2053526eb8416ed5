"""The clinic's message templates: read, written, retired; what is retired is gone for good."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from frontend.accounts.recently import signed_in_recently
from frontend.clinic.reading import reading_hint
from frontend.pages.again import again_url, ask_again
from frontend.pages.clinic_doors import Desk, keeper_required, show
from tracker.errors import Invalid
from tracker.models import Clinic, MessageTemplate
from tracker.records.access import clinic_named, clinics_where
from tracker.records.templates import template_of, templates_of
from tracker.services.languages import written_by
from tracker.services.message_templates import (
    KEEPERS,
    add_starting_set,
    retire_template,
    save_template,
)
from tracker.wording_messages import FIELDS

Draft = dict[str, Any]


@require_http_methods(["GET", "POST"])
@keeper_required
def templates(request: HttpRequest, desk: Desk) -> HttpResponse:
    clinic = clinic_named(
        desk.user, request.POST.get("clinic") or request.GET.get("clinic", ""), KEEPERS
    )
    if request.method == "GET":
        return _page(request, desk, clinic, _draft(_asked(desk, request.GET.get("edit", ""))))
    done = request.POST.get("do", "")
    if done == "save":
        return _save(request, desk, clinic)
    if done == "retire":
        template = _kept(desk, request.POST.get("template", ""))
        if not signed_in_recently(request):
            return ask_again(request)
        retire_template(by=desk.user, template=template)
    elif done == "start":
        add_starting_set(by=desk.user, clinic=clinic)
    return _done(clinic, done)


def _save(request: HttpRequest, desk: Desk, clinic: Clinic) -> HttpResponse:
    template = _asked(desk, request.POST.get("template", ""))
    said = {name: request.POST.get(name, "").replace("\0", "") for name in ("title", *_inputs())}
    texts = {code: said[f"text-{code}"] for code, _name in settings.LANGUAGES}
    try:
        save_template(
            by=desk.user,
            clinic=template.clinic if template else clinic,
            title=said["title"],
            texts=texts,
            template=template,
        )
    except Invalid as refusal:
        draft = {"pk": template.pk if template else "", "title": said["title"], "texts": texts}
        return _page(request, desk, clinic, draft, _errors(refusal), status=400)
    return _done(clinic, "save")


def _page(
    request: HttpRequest,
    desk: Desk,
    clinic: Clinic,
    draft: Draft,
    wrong: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    errors, rows = wrong or {}, templates_of(desk.user, KEEPERS).filter(clinic=clinic)
    said = {"save": gettext("Kept."), "retire": gettext("Retired."), "start": gettext("Added.")}
    context = {
        "clinic": clinic,
        "clinics": clinics_where(desk.user, KEEPERS),
        "rows": [_row(row, written_by(clinic)) for row in rows],
        "draft": draft,
        "texts": [
            _text(draft, code, name, errors)
            for code, name in settings.LANGUAGES
            if code in written_by(clinic) or code in draft["texts"]
        ],
        "wrong": errors,
        "errors": [{"field": f"template-{name}", "text": text} for name, text in errors.items()],
        "fields": [(f"{{{name}}}", words) for name, words in FIELDS.items()],
        "done": said.get(request.GET.get("done", "")),
        "is_fresh": signed_in_recently(request),
        "again_url": again_url(f"{reverse('templates')}?clinic={clinic.pk}"),
        "here_admin": True,
    }
    return show(request, desk, "templates", status=status, **context)


def _row(row: MessageTemplate, needed: Mapping[str, str]) -> Draft:
    names = dict(settings.LANGUAGES)
    return {
        "pk": row.pk,
        "title": row.title,
        "missing": [name for code, name in needed.items() if code not in row.texts],
        "texts": [
            {"code": c, "language": names.get(c, c), "text": t, "hints": reading_hint(t, c)}
            for c, t in row.texts.items()
        ],
    }


def _text(draft: Draft, code: str, name: str, errors: dict[str, str]) -> Draft:
    wrong = errors.get(f"text-{code}", "")
    return {"code": code, "name": name, "text": draft["texts"].get(code, ""), "wrong": wrong}


def _draft(template: MessageTemplate | None) -> Draft:
    if template is None:
        return {"pk": "", "title": "", "texts": {}}
    return {"pk": template.pk, "title": template.title, "texts": template.texts}


def _errors(refusal: Invalid) -> dict[str, str]:
    """By the name of the input; a missing text is asked for in the first language."""
    first = f"text-{settings.LANGUAGES[0][0]}"
    named = {path.replace("texts.", "text-"): str(said[0]) for path, said in refusal.fields.items()}
    return {first if name == "texts" else name: said for name, said in named.items()}


def _inputs() -> list[str]:
    return [f"text-{code}" for code, _name in settings.LANGUAGES]


def _asked(desk: Desk, pk: str) -> MessageTemplate | None:
    return _kept(desk, pk) if pk else None


def _kept(desk: Desk, pk: str) -> MessageTemplate:
    return template_of(desk.user, pk, KEEPERS)


def _done(clinic: Clinic, what: str) -> HttpResponse:
    return redirect(f"{reverse('templates')}?clinic={clinic.pk}&done={what}")

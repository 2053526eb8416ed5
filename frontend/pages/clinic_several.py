"""What is done to several cases at once: take, give, label, and one template with a preview."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from frontend.clinic.chosen import Chosen, all_chosen, chosen, id_or_none
from frontend.clinic.last_act import LastAct
from frontend.clinic.several_letters import Letter, letters, seal_of
from frontend.clinic.way_back import WayBack, back_to
from frontend.pages.clinic_doors import Desk, show, staff_required
from tracker.errors import DomainError, Invalid
from tracker.models import MessageTemplate, ReviewCase, User
from tracker.records.desk import clinicians_beside
from tracker.records.templates import template_of
from tracker.services import labels, reviews
from tracker.services.held_messages import check_several, hold_message

Step = Callable[[ReviewCase, int], ReviewCase]
LABELLING = {"label": labels.add_label, "unlabel": labels.remove_label}


@require_POST
@staff_required
def several(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take the chosen cases, give them to a colleague, or label them; nothing else (UX.md C1)."""
    do, found = request.POST.get("do", ""), list(chosen(request, desk))
    if do in LABELLING:
        _label(request, desk, do, found).keep(request)
        return back_to(request)
    step = _step(request, desk.user)
    if not found or step is None:
        LastAct("assign", refused="NOBODY_CHOSEN").keep(request)
        return back_to(request)
    _each(LastAct("claim" if do == "claim" else "assign"), found, step).keep(request)
    return back_to(request)


@require_POST
@staff_required
def message(request: HttpRequest, desk: Desk) -> HttpResponse:
    """First each message as its patient will read it; sent only as it was looked at."""
    found = all_chosen(request, desk)
    if not found or not request.POST.get("template"):
        LastAct("send", refused="NO_TEMPLATE_CHOSEN").keep(request)
        return back_to(request)
    template = template_of(desk.user, request.POST["template"])
    try:
        check_several([case for case, _version in found], clinic=template.clinic_id)
        written = letters(found, template)
    except Invalid as refusal:
        LastAct("send", refused=_sentence(refusal)).keep(request)
        return back_to(request)
    if request.POST.get("step") == "without":
        written = [each for each in written if each.is_ready]
    is_as_seen = request.POST.get("seen") == seal_of(written)
    if request.POST.get("step") != "send" or not is_as_seen or not _all_ready(written):
        return _preview(request, desk, template, written)
    _send(request, desk, written).keep(request)
    return back_to(request)


def _label(request: HttpRequest, desk: Desk, do: str, found: list[Chosen]) -> LastAct:
    if not found or not request.POST.get("label", "").strip():
        return LastAct(do, refused="NO_LABEL_CHOSEN")
    try:
        check_several([case for case, _version in found])
    except Invalid as refusal:
        return LastAct(do, refused=_sentence(refusal))
    word = request.POST["label"]
    step = LABELLING[do]
    return _each(
        LastAct(do),
        found,
        lambda case, version: step(by=desk.user, case=case, version=version, label=word),
    )


def _sentence(refusal: Invalid) -> str:
    return str(next(iter(refusal.fields.values()))[0])


def _each(act: LastAct, found: list[Chosen], step: Step) -> LastAct:
    for case, version in found:
        try:
            act.done.append((str(case.pk), step(case, version).version))
        except DomainError:
            act.left.append(str(case.pk))
    return act


def _send(request: HttpRequest, desk: Desk, written: list[Letter]) -> LastAct:
    """A case that was closed or changed meanwhile is left and named; the others go."""
    run = id_or_none(request.POST.get("run", "")) or uuid4()
    act = LastAct("send", run=str(run))
    for each in written:
        case, version = each.case, each.version
        try:
            hold_message(by=desk.user, case=case, version=version, text=each.text, run=run)
            act.done.append((str(case.pk), version))
        except DomainError:
            act.left.append(str(case.pk))
    return act


def _all_ready(written: list[Letter]) -> bool:
    return bool(written) and all(each.is_ready for each in written)


def _preview(
    request: HttpRequest, desk: Desk, template: MessageTemplate, written: list[Letter]
) -> HttpResponse:
    way = WayBack.of(request.POST)
    context: dict[str, Any] = {
        "chosen": template,
        "letters": [each.shown(desk) for each in written],
        "held_up": [each.shown(desk) for each in written if not each.is_ready],
        "ready": sum(each.is_ready for each in written),
        "seen": seal_of(written),
        "has_changed": request.POST.get("step") == "send",
        "run": id_or_none(request.POST.get("run", "")) or uuid4(),
        "back": way.query,
        "list_url": way.list_url,
        "here_worklist": True,
    }
    return show(request, desk, "several_message", **context)


def _step(request: HttpRequest, by: User) -> Step | None:
    if request.POST.get("do") == "claim":
        return lambda case, version: reviews.claim(by=by, case=case, version=version)
    named = id_or_none(request.POST.get("to", ""))
    to = named and clinicians_beside(by).filter(pk=named).first()
    if not to:
        return None
    return lambda case, version: reviews.assign(by=by, case=case, version=version, to=to)

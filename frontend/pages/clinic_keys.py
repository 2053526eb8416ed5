"""Her keys: switched on or off, and another one for each step of the worklist and the case."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frontend.clinic import key_wording
from frontend.pages.clinic_doors import Desk, show, staff_required
from tracker.errors import Invalid, NotFound
from tracker.services.desk import keep_habit
from tracker.services.desk_keys import USUAL, keep_keys


@require_http_methods(["GET", "POST"])
@staff_required
def keys(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method == "GET":
        return _page(request, desk, desk.keys)
    do = request.POST.get("do", "")
    said = {act: request.POST.get(f"key-{act}", "").strip() for act in USUAL}
    try:
        _act(desk, do, said)
    except Invalid as refusal:
        errors = {act: str(lines[0]) for act, lines in refusal.fields.items()}
        return _page(request, desk, said, errors)
    return redirect(f"{reverse('desk-keys')}?done={do}")


def _act(desk: Desk, do: str, said: Mapping[str, str]) -> None:
    """Raises NotFound for an act that is none, Invalid by the step whose key does not fit."""
    if do in ("on", "off"):
        keep_habit(by=desk.user, habit="has_keys", is_on=do == "on")
    elif do in ("keep", "usual"):
        keep_keys(by=desk.user, keys=said if do == "keep" else USUAL)
    else:
        raise NotFound


def _page(
    request: HttpRequest,
    desk: Desk,
    said: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    wrong = errors or {}
    acts = [
        {
            "name": act,
            "label": label,
            "key": said[act],
            "usual": USUAL[act],
            "error": wrong.get(act),
        }
        for act, label in key_wording.ACTS.items()
    ]
    summary = [
        {"field": f"key-{act}", "text": f"{key_wording.ACTS[act]}: {text}"}
        for act, text in wrong.items()
    ]
    done = key_wording.DONE.get(request.GET.get("done", ""))
    status = 400 if wrong else 200
    return show(request, desk, "keys", status=status, acts=acts, errors=summary, done=done)

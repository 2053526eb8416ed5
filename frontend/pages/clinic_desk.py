"""What the worklist's own buttons do: undo, habits, views with a name, who has a case open."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from frontend.clinic.case_answers import answer_to
from frontend.clinic.chosen import chosen, id_or_none
from frontend.clinic.last_act import LastAct
from frontend.clinic.way_back import WayBack, back_to
from frontend.pages.clinic_doors import Desk, staff_required
from frontend.pages.doors import wants_json
from tracker.errors import Invalid, MoveNotLegal, NotFound, StaleVersion
from tracker.models import ReviewCase
from tracker.records.access import cases_of
from tracker.records.desk import others_at, saved_views_of
from tracker.services import desk as desks
from tracker.services.held_messages import take_back
from tracker.services.undoing import undo as undo_step
from tracker.services.viewing import is_looking, looked_away


@require_POST
@staff_required
def undo(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take back what she did in the last seconds, where nobody moved it since."""
    run = id_or_none(request.POST.get("run", ""))
    if run is not None:
        _withhold(desk, run).keep(request)
        return back_to(request)
    if wants_json(request):
        case, version = next(iter(chosen(request, desk)), (None, 0))
        if case is None:
            raise NotFound
        undo_step(by=desk.user, case=case, version=version)
        now = cases_of(desk.user).select_related("assigned_to", "patient", "clinic").get(pk=case.pk)
        return JsonResponse(answer_to("undo", now, desk))
    act, stands_in = _undo_all(request, desk), id_or_none(request.POST.get("in", ""))
    if stands_in is not None:
        way, said = WayBack.of(request.POST), act.refused or "undo"
        return redirect(way.case_url(ReviewCase(pk=stands_in), done=said))
    act.keep(request)
    return back_to(request)


def _withhold(desk: Desk, run: UUID) -> LastAct:
    """Messages to several, while they wait to leave."""
    kept = [(str(pk), 0) for pk in take_back(by=desk.user, run=run)]
    return LastAct("withhold", kept) if kept else LastAct("withhold", refused="TOO_LATE")


def _undo_all(request: HttpRequest, desk: Desk) -> LastAct:
    act, refused = LastAct("undo"), ""
    for case, version in chosen(request, desk):
        try:
            act.done.append(
                (str(case.pk), undo_step(by=desk.user, case=case, version=version).version)
            )
        except StaleVersion:
            refused = "MOVED_SINCE"
        except MoveNotLegal:
            refused = "TOO_LATE"
    return act if act.done else LastAct("undo", refused=refused or "TOO_LATE")


@require_POST
@staff_required
def habits(request: HttpRequest, desk: Desk) -> HttpResponse:
    habit, is_on = request.POST.get("habit", ""), request.POST.get("on") == "yes"
    desks.keep_habit(by=desk.user, habit=habit, is_on=is_on)
    return JsonResponse({"on": is_on}) if wants_json(request) else back_to(request)


@require_POST
@staff_required
def views(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Keep the list that she looks at under a name, or forget one."""
    way, forget = WayBack.of(request.POST), request.POST.get("forget", "")
    if forget:
        view = saved_views_of(desk.user).filter(pk=_id(forget)).first()
        if view is None:
            raise NotFound
        desks.forget_view(by=desk.user, view=view)
        return back_to(request)
    name, clinic = request.POST.get("name", "").strip(), request.POST.get("clinic", "")
    try:
        shared = _id(clinic) if clinic else None
        desks.save_view(by=desk.user, name=name, query=way.query, clinic=shared)
    except Invalid:
        LastAct("view", refused="NAME_OF_A_VIEW").keep(request)
    return back_to(request)


@require_POST
@staff_required
def viewing(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """She has this case open, or left it: who else has it, and which version it has now."""
    case = cases_of(desk.user).filter(pk=pk).first()
    if case is None:
        raise NotFound
    if request.POST.get("left"):
        looked_away(by=desk.user, case=case)
        return HttpResponse(status=204)
    is_looking(by=desk.user, case=case)
    return JsonResponse({"others": others_at(pk, desk.user), "version": case.version})


def _id(text: str) -> UUID:
    """Raises NotFound for what is no id."""
    found = id_or_none(text)
    if found is None:
        raise NotFound
    return found

"""What the worklist's own buttons do: several cases at once, undo, habits, views with a name."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from frontend.clinic.case_answers import answer_to
from frontend.clinic.keyset import LONG_PAGE
from frontend.clinic.last_act import LastAct
from frontend.clinic.way_back import WayBack
from frontend.pages.clinic_doors import Desk, staff_required
from frontend.pages.doors import wants_json
from tracker.errors import DomainError, Invalid, MoveNotLegal, NotFound, StaleVersion
from tracker.models import ReviewCase, User
from tracker.records.access import cases_of
from tracker.records.desk import clinicians_beside, others_at, saved_views_of
from tracker.services import desk as desks
from tracker.services import reviews
from tracker.services.undoing import undo as undo_step
from tracker.services.viewing import is_looking, looked_away

Step = Callable[[ReviewCase, int], ReviewCase]


@require_POST
@staff_required
def several(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take the chosen cases, or give them to a colleague; nothing else is done to several."""
    chosen = list(_chosen(request, desk))
    step = _step(request, desk.user)
    if not chosen or step is None:
        LastAct("assign", refused="NOBODY_CHOSEN").keep(request)
        return _back(request)
    act = LastAct("claim" if request.POST.get("do") == "claim" else "assign")
    for case, version in chosen:
        try:
            act.done.append((str(case.pk), step(case, version).version))
        except DomainError:
            act.left.append(str(case.pk))
    act.keep(request)
    return _back(request)


@require_POST
@staff_required
def undo(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take back what she did in the last seconds, where nobody moved it since."""
    if wants_json(request):
        case, version = next(iter(_chosen(request, desk)), (None, 0))
        if case is None:
            raise NotFound
        undo_step(by=desk.user, case=case, version=version)
        now = cases_of(desk.user).select_related("assigned_to", "patient").get(pk=case.pk)
        return JsonResponse(answer_to("undo", now, desk))
    act, stands_in = _undo_all(request, desk), _id_or_none(request.POST.get("in", ""))
    if stands_in is not None:
        way, said = WayBack.of(request.POST), act.refused or "undo"
        return redirect(way.case_url(ReviewCase(pk=stands_in), done=said))
    act.keep(request)
    return _back(request)


def _undo_all(request: HttpRequest, desk: Desk) -> LastAct:
    act, refused = LastAct("undo"), ""
    for case, version in _chosen(request, desk):
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
    return JsonResponse({"on": is_on}) if wants_json(request) else _back(request)


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
        return _back(request)
    name, clinic = request.POST.get("name", "").strip(), request.POST.get("clinic", "")
    try:
        shared = _id(clinic) if clinic else None
        desks.save_view(by=desk.user, name=name, query=way.query, clinic=shared)
    except Invalid:
        LastAct("view", refused="NAME_OF_A_VIEW").keep(request)
    return _back(request)


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


def _chosen(request: HttpRequest, desk: Desk) -> Iterable[tuple[ReviewCase, int]]:
    """Each that she may see, at most a page of them, with the version that she saw."""
    said = dict(each.partition("~")[::2] for each in request.POST.getlist("case")[:LONG_PAGE])
    ids = [pk for pk in map(_id_or_none, said) if pk is not None]
    for case in cases_of(desk.user).filter(pk__in=ids):
        version = said[str(case.pk)]
        yield case, int(version) if version.isdecimal() and len(version) < 9 else 0


def _step(request: HttpRequest, by: User) -> Step | None:
    if request.POST.get("do") == "claim":
        return lambda case, version: reviews.claim(by=by, case=case, version=version)
    named = _id_or_none(request.POST.get("to", ""))
    to = named and clinicians_beside(by).filter(pk=named).first()
    if not to:
        return None
    return lambda case, version: reviews.assign(by=by, case=case, version=version, to=to)


def _id(text: str) -> UUID:
    """Raises NotFound for what is no id."""
    found = _id_or_none(text)
    if found is None:
        raise NotFound
    return found


def _id_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _back(request: HttpRequest) -> HttpResponse:
    """To the case that she stands in, or to the list; never to another address."""
    way, case = WayBack.of(request.POST), _id_or_none(request.POST.get("in", ""))
    if case is not None:
        return redirect(way.case_url(ReviewCase(pk=case)))
    return redirect(way.asked.url() if way.asked else "worklist")

"""C7: who works here: invited, given and taken roles, removed; and the second person's yes."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from frontend.clinic import absences, admin_wording, wording
from frontend.pages.again import ask_again
from frontend.pages.clinic_admin_doors import (
    Office,
    administrator_required,
    as_uuid,
    done,
    errors_of,
    keeper_required,
    show_office,
    summary_of,
)
from frontend.pages.limits import hold
from tracker.errors import Invalid, NotFound
from tracker.models import Membership, RoleRequest, User
from tracker.records.attendance import current_absences
from tracker.records.members import (
    Member,
    changed_lately,
    invitations_open,
    member,
    members_of,
    requests_open,
)
from tracker.services import handovers, members, staff_invitations


@require_http_methods(["GET", "POST"])
@administrator_required
def people(request: HttpRequest, office: Office) -> HttpResponse:
    if request.method == "GET":
        return _people(request, office)
    if "withdraw" in request.POST:
        mine = invitations_open(office.clinic.pk).filter(pk=as_uuid(request.POST["withdraw"]))
        found = mine.first()
        if found is None:
            raise NotFound
        staff_invitations.withdraw(by=office.user, clinic=office.clinic, invitation=found)
        return done(office, "admin-people", "withdrawn")
    said = {name: request.POST.get(name, "").strip() for name in ("email", "name")}
    roles = request.POST.getlist("roles")
    hold(request, "invite-staff")
    try:
        staff_invitations.invite(by=office.user, clinic=office.clinic, roles=roles, **said)
    except Invalid as refusal:
        return _people(request, office, errors_of(refusal), {**said, "roles": roles})
    return done(office, "admin-people", "invited")


def _people(
    request: HttpRequest,
    office: Office,
    said: dict[str, str] | None = None,
    draft: dict[str, Any] | None = None,
) -> HttpResponse:
    away = set(current_absences(office.clinic.pk, timezone.now()).values_list("user_id", flat=True))
    listed = members_of(office.clinic.pk)
    context: dict[str, Any] = {
        "rows": [_row(office, each, away) for each in listed if each.roles],
        "gone": [_gone(each) for each in listed if not each.roles],
        "invitations": [_invitation(each) for each in invitations_open(office.clinic.pk)],
        "choices": _choices((draft or {}).get("roles", ())),
        "draft": draft or {},
        "said": said or {},
        "errors": summary_of(said) if said else None,
    }
    return show_office(request, office, "people", status=400 if said else 200, **context)


def _row(office: Office, each: Member, away: set[UUID]) -> dict[str, Any]:
    return {
        "name": each.user.name or each.user.email,
        "email": each.user.email,
        "url": office.url("admin-member", each.user.pk),
        "roles": admin_wording.roles(list(each.roles)),
        "is_away": each.user.pk in away,
    }


def _gone(each: Member) -> dict[str, Any]:
    left = admin_wording.day(each.left_at) if each.left_at else ""
    return {"name": each.user.name or each.user.email, "left": left}


def _invitation(each: Any) -> dict[str, Any]:
    return {
        "pk": each.pk,
        "name": each.name,
        "email": each.email,
        "roles": admin_wording.roles(each.roles),
        "until": wording.moment(each.expires_at),
    }


def _choices(ticked: Any) -> list[dict[str, Any]]:
    return [
        {
            "value": role,
            "label": label,
            "hint": admin_wording.ROLE_HINTS[role],
            "ticked": role in ticked,
        }
        for role, label in admin_wording.ROLES.items()
    ]


@require_http_methods(["GET", "POST"])
@administrator_required
def one(request: HttpRequest, office: Office, pk: UUID) -> HttpResponse:
    found = member(office.clinic.pk, pk)
    if found is None or not found.roles:
        raise NotFound
    if request.method == "GET":
        return _one(request, office, found)
    if not office.is_fresh:
        return ask_again(request)
    try:
        return _act(request, office, found.user)
    except Invalid as refusal:
        return _one(request, office, found, errors_of(refusal))


def _act(request: HttpRequest, office: Office, user: User) -> HttpResponse:
    act, role = request.POST.get("act", ""), request.POST.get("role", "")
    whom: dict[str, Any] = {"by": office.user, "clinic": office.clinic, "user": user}
    if act == "give":
        said = "given" if members.give_role(**whom, role=role) else "asked"
    elif act == "take":
        members.take_role(**whom, role=role)
        said = "taken"
    elif act == "remove":
        to = absences.chosen(request.POST, "to", office.clinic, user)
        members.remove(**whom, to=to)
        said = "removed"
    elif act in ("away", "back"):
        said = absences.change_absence(request.POST, office.user, office.clinic, user)
    else:
        raise Http404
    stays = member(office.clinic.pk, user.pk)
    if said == "removed" or stays is None or not stays.roles:
        return done(office, "admin-people", said)
    return done(office, "admin-member", said, user.pk)


def _one(
    request: HttpRequest, office: Office, found: Member, said: dict[str, str] | None = None
) -> HttpResponse:
    held, user = found.roles, found.user
    waiting = requests_open(office.clinic.pk).filter(user=user)
    asked = set(waiting.values_list("role", flat=True))
    context: dict[str, Any] = {
        "member": user,
        "name": user.name or user.email,
        "is_herself": user.pk == office.user.pk,
        "held": [_held(role, since) for role, since in held.items()],
        "may_get": [c for c in _choices(()) if c["value"] not in {*held, *asked}],
        "asked": admin_wording.roles(list(asked)),
        "cases": handovers.held_by(user, office.clinic.pk),
        "colleagues": absences.colleagues(office.clinic, user),
        "absences": absences.absence_rows(office.clinic, user),
        "works_with_patients": set(held) != {"administrator"},
        "draft": request.POST if said else {},
        "said": said or {},
        "errors": summary_of(said) if said else None,
        "suffix": "",
        "people_url": office.url("admin-people"),
    }
    return show_office(request, office, "member", status=400 if said else 200, **context)


def _held(role: str, since: Any) -> dict[str, Any]:
    since_day = admin_wording.day(since)
    return {"role": role, "label": admin_wording.ROLES[role], "since": since_day}


@require_http_methods(["GET", "POST"])
@keeper_required
def roles(request: HttpRequest, office: Office) -> HttpResponse:
    """What an administrator asked for herself, for another one or a lead to settle."""
    clinic, waiting = office.clinic, requests_open(office.clinic.pk)
    if request.method == "POST":
        asked = waiting.filter(pk=as_uuid(request.POST.get("request", ""))).first()
        act = request.POST.get("act", "")
        if asked is None or act not in ("confirm", "refuse"):
            raise NotFound
        members.decide_request(by=office.user, request=asked, give=act == "confirm")
        return done(office, "admin-roles", "confirmed" if act == "confirm" else "refused")
    context: dict[str, Any] = {
        "waiting": [_waiting(office, each) for each in waiting],
        "changes": [_change(each) for each in changed_lately(clinic.pk)[:50]],
    }
    return show_office(request, office, "roles", **context)


def _waiting(office: Office, each: RoleRequest) -> dict[str, Any]:
    return {
        "pk": each.pk,
        "name": each.user.name,
        "role": admin_wording.ROLES[each.role],
        "at": wording.moment(each.asked_at),
        "is_own": each.user_id == office.user.pk,
    }


def _change(each: Membership) -> dict[str, Any]:
    return {
        "name": each.user.name or each.user.email,
        "role": admin_wording.ROLES.get(each.role, each.role),
        "from": admin_wording.day(each.started_at),
        "until": admin_wording.day(each.ended_at) if each.ended_at else "",
    }

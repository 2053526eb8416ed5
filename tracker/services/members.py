"""Roles of the people of a clinic: given, taken, confirmed by a second person, ended.

What no single administrator can do: open patients' records to herself, or leave the clinic without
an administrator (docs/adr/054).
"""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from tracker import wording
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import ApiToken, Clinic, Membership, Role, RoleRequest, User
from tracker.records import audit
from tracker.records.access import (
    CLINICIANS,
    STAFF,
    is_patient,
    memberships,
    require_role,
    roles_at,
)
from tracker.records.attendance import members_with
from tracker.services import notifications
from tracker.services.handovers import hand_over

ADMINISTRATORS = (Role.ADMINISTRATOR,)
KEEPERS = (Role.ADMINISTRATOR, Role.CLINICAL_LEAD)


@transaction.atomic
def give_role(*, by: User, clinic: Clinic, user: User, role: str) -> bool:
    """Whether it holds at once; one that opens patients' records to herself waits for another.

    Raises NotAllowed for anybody but the clinic's administrators, Invalid for an unknown role or
    somebody who does not work here (she is invited).
    """
    _hold(clinic)
    require_role(by, clinic.pk, ADMINISTRATORS)
    if role not in Role.values:
        raise Invalid({"role": [wording.UNKNOWN_ROLE]})
    if not roles_at(user, clinic.pk):
        raise Invalid({"user": [wording.NOT_A_MEMBER]})
    if user.pk == by.pk and role in STAFF:
        _ask(by, clinic, role)
        return False
    grant(by=by, clinic=clinic, user=user, role=role)
    return True


def grant(*, by: User | None, clinic: Clinic, user: User, role: str) -> None:
    """Inside the caller's transaction, who has settled that `by` may; the leads are told."""
    _held, is_new = Membership.objects.get_or_create(
        user=user, clinic=clinic, role=role, ended_at=None
    )
    if is_new:
        audit.record("role.given", by=by, clinic_id=clinic.pk, about=user, role=role)
        if role in STAFF and by is not None:
            _tell_keepers(clinic, but=by)


def _ask(by: User, clinic: Clinic, role: str) -> None:
    if role in roles_at(by, clinic.pk):
        return
    asked, is_new = RoleRequest.objects.get_or_create(
        clinic=clinic, user=by, role=role, decided_at=None
    )
    if is_new:
        audit.record("role.asked", by=by, clinic_id=clinic.pk, about=asked, role=role)
        _tell_keepers(clinic, but=by)


@transaction.atomic
def decide_request(*, by: User, request: RoleRequest, give: bool) -> None:
    """Another administrator, or a clinical lead, says yes or no; she herself may take it back.

    Raises NotAllowed for her own yes and for anybody else, NotFound where it was decided before.
    """
    clinic = request.clinic
    _hold(clinic)
    is_own = request.user_id == by.pk
    if is_own and give:
        raise NotAllowed(wording.SECOND_PERSON_CONFIRMS)
    require_role(by, clinic.pk, KEEPERS)
    still_open = RoleRequest.objects.filter(pk=request.pk, decided_at=None)
    if not still_open.update(decided_at=timezone.now(), decided_by=by, was_given=give):
        raise NotFound
    if give and not roles_at(request.user, clinic.pk):
        raise Invalid({"user": [wording.NOT_A_MEMBER]})
    verdict = "confirmed" if give else "refused"
    audit.record(f"role.{verdict}", by=by, clinic_id=clinic.pk, about=request, role=request.role)
    if give:
        grant(by=by, clinic=clinic, user=request.user, role=request.role)


@transaction.atomic
def take_role(*, by: User, clinic: Clinic, user: User, role: str) -> None:
    """From the next request on. With her last role with patients, her cases go back to the queue.

    Raises NotAllowed, NotFound where she does not hold it, Invalid for the last administrator.
    """
    _hold(clinic)
    require_role(by, clinic.pk, ADMINISTRATORS)
    held = Membership.objects.filter(clinic=clinic, user=user, role=role, ended_at=None)
    if not held.exists():
        raise NotFound
    if role == Role.ADMINISTRATOR:
        _require_another_administrator(clinic, user)
    was = roles_at(user, clinic.pk)
    held.update(ended_at=timezone.now())
    _pass_on(by, clinic, user, was, None)
    audit.record("role.taken", by=by, clinic_id=clinic.pk, about=user, role=role)
    _settle(by, clinic, user)


@transaction.atomic
def remove(*, by: User, clinic: Clinic, user: User, to: User | None = None) -> int:
    """She leaves: roles, sessions and programs' ways in end, her cases go to `to` or the queue.

    Answers how many roles ended. Her account closes where she has no other clinic and is nobody's
    patient. Raises NotAllowed, NotFound, and Invalid for the last administrator or where `to`
    cannot take her cases.
    """
    _hold(clinic)
    require_role(by, clinic.pk, ADMINISTRATORS)
    if not roles_at(user, clinic.pk):
        raise NotFound
    _require_another_administrator(clinic, user)
    return leave(by=by, clinic=clinic, user=user, to=to)


def leave(*, by: User | None, clinic: Clinic, user: User, to: User | None = None) -> int:
    """Inside the caller's transaction, who has settled that she goes."""
    held = Membership.objects.filter(clinic=clinic, user=user, ended_at=None)
    was = roles_at(user, clinic.pk)
    ended = held.update(ended_at=timezone.now())
    _pass_on(by, clinic, user, was, to)
    audit.record("roles.ended", by=by, clinic_id=clinic.pk, about=user, roles=ended)
    _settle(by, clinic, user)
    return ended


def _pass_on(
    by: User | None, clinic: Clinic, user: User, was: frozenset[str], to: User | None
) -> None:
    """Her cases, with her last role with patients; before any audit row (its lock comes last)."""
    if roles_at(user, clinic.pk) & set(STAFF):
        return
    needed = CLINICIANS if was & set(CLINICIANS) else STAFF
    hand_over(by=by, clinic=clinic, user=user, to=to, because="left", needed=needed)


def _settle(by: User | None, clinic: Clinic, user: User) -> None:
    """What goes with the last role of all."""
    if roles_at(user, clinic.pk):
        return
    RoleRequest.objects.filter(clinic=clinic, user=user, decided_at=None).update(
        decided_at=timezone.now(), decided_by=by
    )
    for each in UserSession.objects.filter(user=user):
        each.end()
    if not memberships(user, Role.values).exists():
        _end_ways_in(by, clinic, user)


def _end_ways_in(by: User | None, clinic: Clinic, user: User) -> None:
    now = timezone.now()
    tokens = ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    audit.record("tokens.ended", by=by, clinic_id=clinic.pk, about=user, count=tokens)
    if not is_patient(user):
        User.objects.filter(pk=user.pk).update(is_active=False)
        audit.record("account.closed", by=by, clinic_id=clinic.pk, about=user)


def _require_another_administrator(clinic: Clinic, user: User) -> None:
    others = members_with(clinic.pk, ADMINISTRATORS).exclude(pk=user.pk)
    if Role.ADMINISTRATOR in roles_at(user, clinic.pk) and not others.exists():
        raise Invalid({"user": [wording.LAST_ADMINISTRATOR]})


def _hold(clinic: Clinic) -> None:
    """One change of a clinic's roles at a time: two administrators never remove each other."""
    Clinic.objects.select_for_update().get(pk=clinic.pk)


def _tell_keepers(clinic: Clinic, *, but: User) -> None:
    for each in members_with(clinic.pk, KEEPERS).exclude(pk=but.pk):
        notifications.queue(
            kind="role_news",
            address=each.email,
            language=each.language,
            dedupe_key=notifications.fresh_key("role_news"),
        )

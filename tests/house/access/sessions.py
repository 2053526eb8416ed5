"""What a session must have shown: a second factor before a patient, a fresh sign-in before some."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from api import permissions
from tests.house.access.actors import Actor, Outcome
from tests.house.access.routes import Route
from tests.house.access.world import ROLES, may

RECORDS = "account_authentication_methods"
AT_WORK = frozenset({"Staff", "Clinician", "ClinicalLead", "Administrator", "Keeper"})
AT_A_CLINIC = frozenset().union(*(ROLES[each] for each in AT_WORK))
# What is done only within ten minutes of signing in (docs/adr/041).
FRESH = frozenset(
    {
        "export",
        "again",
        "account_set_password",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_add_webauthn",
        "mfa_remove_webauthn",
    }
)
REFUSED = (302, 401, 403, 405)


def session_faults(actor: Actor, route: Route) -> Iterator[str]:
    """Lines for what this route lets pass in a session that has not shown enough."""
    for method in ("GET", "POST"):
        permission = route.may.get(method)
        if permission is None or actor.name == "anonymous" or not may(permission, actor.name):
            continue
        if actor.name in AT_A_CLINIC and _is_about_others(permission):
            with _session(actor, []):
                outcome = _tries(actor, route, method)
            if outcome.status not in REFUSED or outcome.changed:
                yield f"{method} /{route.path} with one factor: {outcome.status}"
        is_of_the_clinic = permission in AT_WORK and not route.is_api
        if is_of_the_clinic and _tries(actor, route, method).is_taken:
            yield f"{method} /{route.path} is taken away long after signing in"
        if route.name in FRESH and method == "GET":
            outcome = _tries(actor, route, method)
            if outcome.status not in (302, 403):
                yield f"{method} /{route.path} long after signing in: {outcome.status}"


def fresh_answer(actor: Actor, route: Route, method: str = "GET") -> Outcome:
    with fresh_session(actor):
        return _tries(actor, route, method)


def fresh_session(actor: Actor) -> AbstractContextManager[None]:
    """As long as it lasts she has just signed in; who is nobody has no session to freshen."""
    if actor.name == "anonymous":
        return nullcontext()
    return _session(actor, [{"method": "mfa", "type": "totp", "at": time.time()}])


def _is_about_others(permission: str) -> bool:
    return permission in AT_WORK or getattr(permissions, permission, None) in (
        permissions.PatientOrClinician,
        permissions.CareParty,
    )


def _tries(actor: Actor, route: Route, method: str) -> Outcome:
    return actor.tries(route, method, actor.own, in_browser=True)


@contextmanager
def _session(actor: Actor, records: list[dict[str, object]]) -> Iterator[None]:
    session = actor.browser.session
    before, session[RECORDS] = session[RECORDS], records
    session.save()
    try:
        yield
    finally:
        session[RECORDS] = before
        session.save()

"""Who shows once more that she is she gets a session of a new name; the old name is nobody's.

Source: OWASP ASVS 5.0, 7.2.4. What hangs on the session (its place in her list, notifications to
this phone) goes along.
"""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from tracker.models import User
from tracker.services import sessions
from tracker.session_store import SessionStore


def renew(request: HttpRequest) -> None:
    """The old name is given up last: a fault before that leaves everything as it was."""
    session, was = request.session, str(request.session.session_key)
    held = dict(session.items())
    session.create()
    session.update(held)
    here = str(session.session_key)
    sessions.rename_session(by=cast(User, request.user), was=was, is_now=here)
    SessionStore(was).give_up()


class Renewed:
    """For a form that asks for a sign-in once more."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        answer = cast(HttpResponse, super().form_valid(form))  # type: ignore[misc]
        renew(self.request)
        return answer

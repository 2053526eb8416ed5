"""A sign-in on a device that is new to an account is told to its owner, in neutral words.

A browser carries a cookie that knows whom it signed in before, as a keyed hash; signing out takes
it away with all else. The very first sign-in of an account is no news.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from frontend import cookies
from tracker.models import User
from tracker.services import notifications

DEVICES = "devices"
MOST = 4  # people of one device
FIRST_TIME = "_fadewell_first_time"


def note_first_time(request: HttpRequest, user: User) -> None:
    """Before the sign-in is written down."""
    setattr(request, FIRST_TIME, user.last_login is None)


def recognise(request: HttpRequest, response: HttpResponse, user: User) -> None:
    known, mark = cookies.held(request, DEVICES).split("."), _mark(user)
    if mark in known:
        return
    cookies.keep(response, DEVICES, ".".join([mark, *filter(None, known)][:MOST]))
    if not getattr(request, FIRST_TIME, False):
        notifications.queue(
            kind="new_sign_in",
            address=user.email,
            language=user.language or get_language() or "en",
            dedupe_key=notifications.fresh_key("new_sign_in"),
        )


def _mark(user: User) -> str:
    return salted_hmac("fadewell device", str(user.pk), algorithm="sha256").hexdigest()[:32]

"""A sign-out that happened without a connection is made good with the next request."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from frontend import cookies

MARK = "signed-out"  # set by sign-out.js, which has wiped the phone; holds nothing of anybody
Answer = Callable[[HttpRequest], HttpResponse]


def end_what_was_ended(get_response: Answer) -> Answer:
    """Ends the session before any view sees it, once (SAFETY abuse 32, "logout offline")."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not cookies.held(request, MARK):
            return get_response(request)
        logout(request)
        response = get_response(request)
        cookies.forget(response, MARK)
        return response

    return middleware

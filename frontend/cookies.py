"""Our own cookies: where there is TLS, only this host may set them (ASVS 3.3.3)."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse

A_YEAR = 365 * 24 * 60 * 60  # seconds


def host_name(name: str) -> str:
    """With the prefix that a browser takes from this host alone, over TLS, for every path."""
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name


def held(request: HttpRequest, name: str) -> str:
    return request.COOKIES.get(host_name(name), "")


def keep(response: HttpResponse, name: str, value: str) -> None:
    """For a year, and out of reach of scripts."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(
        host_name(name), value, A_YEAR, httponly=True, samesite="Lax", secure=secure
    )


def forget(response: HttpResponse, name: str) -> None:
    response.delete_cookie(host_name(name), samesite="Lax")


class _OfThisHost(CookieStorage):
    cookie_name = property(lambda _self: host_name("messages"))


class PassingSentences(FallbackStorage):
    """A sentence for the next page, as Django keeps it, under a name that is this host's."""

    storage_classes = (_OfThisHost, SessionStorage)

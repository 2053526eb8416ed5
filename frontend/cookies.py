"""The names of our own cookies: where there is TLS, only this host may set them (ASVS 3.3.3)."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


def host_name(name: str) -> str:
    """With the prefix that a browser takes from this host alone, over TLS, for every path."""
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name


class _OfThisHost(CookieStorage):
    cookie_name = property(lambda _self: host_name("messages"))


class PassingSentences(FallbackStorage):
    """A sentence for the next page, as Django keeps it, under a name that is this host's."""

    storage_classes = (_OfThisHost, SessionStorage)

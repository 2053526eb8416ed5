"""Which addresses the server may send a notification to: those of the known push services.

A browser names its own address, so that whoever holds an account could name any: without this list
the server would call wherever it is told to (SAFETY, blind SSRF).
"""

from urllib.parse import SplitResult, urlsplit

from django.conf import settings

LOOPBACK = "127.0.0.1"


def is_known(endpoint: str) -> bool:
    """Whether it is https, on a listed host, on the usual port, with nobody's name in it."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    if not endpoint.isascii() or not endpoint.isprintable() or "@" in parts.netloc:
        return False
    if settings.FADEWELL_PUSH_LOOPBACK and (parts.scheme, parts.hostname) == ("http", LOOPBACK):
        return True
    return parts.scheme == "https" and port in (None, 443) and _is_listed(parts)


def _is_listed(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    return any(
        host.endswith(known) if known.startswith(".") else host == known
        for known in settings.FADEWELL_PUSH_HOSTS
    )

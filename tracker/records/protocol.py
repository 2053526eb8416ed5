"""Which protocol is in force, loaded once a process."""

import logging
import time

from django.conf import settings

from tracker.errors import Unavailable
from tracker.models import ProtocolRelease
from tracker.triage.load import load_protocol, protocol_digest
from tracker.triage.protocol import Protocol

log = logging.getLogger("fadewell.protocol")
SECONDS_TRUSTED = 30.0  # how long a process may judge on before it looks for a newer release

_loaded: dict[str, Protocol] = {}
_in_force: list[tuple[float, Protocol]] = []


def in_force() -> Protocol:
    """The newest release whose digest equals its folder's; raises Unavailable where none is.

    An unapproved or changed folder never judges a patient (UX A17): the phone keeps the report.
    """
    if _in_force and time.monotonic() - _in_force[0][0] < SECONDS_TRUSTED:
        return _in_force[0][1]
    for version, digest in ProtocolRelease.objects.order_by("-released_at").values_list(
        "version", "digest"
    ):
        protocol = of_version(version, digest)
        if protocol is not None:
            _in_force[:] = [(time.monotonic(), protocol)]
            return protocol
        log.error("protocol %s is not as it was released: it judges nobody", version)
    raise Unavailable(retry_after=60)


def of_version(version: str, digest: str) -> Protocol | None:
    """The protocol under which something was judged; None where its folder is gone or changed."""
    if digest not in _loaded:
        folder = settings.FADEWELL_PROTOCOLS / version
        if not folder.is_dir() or protocol_digest(folder) != digest:
            return None
        _loaded[digest] = load_protocol(folder)
    return _loaded[digest]


def release_of(protocol: Protocol) -> ProtocolRelease | None:
    """Who wrote it and who approved it."""
    return ProtocolRelease.objects.filter(version=protocol.version, digest=protocol.digest).first()


def forget() -> None:
    """Look again at the next call: a release was just made."""
    _in_force.clear()

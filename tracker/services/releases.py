"""Putting a protocol in force: two people answer for it."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tracker.errors import Invalid
from tracker.models import ProtocolRelease
from tracker.records import audit, protocol
from tracker.triage.load import load_protocol


@transaction.atomic
def release(*, version: str, author: str, approver: str) -> ProtocolRelease:
    """Record the release of a protocol folder; the newest one is in force from then on.

    Raises Invalid where author and approver are one person or the folder is missing, ProtocolError
    where it does not load. A release that stands already is returned as it is.
    """
    if author.strip().casefold() == approver.strip().casefold():
        raise Invalid({"approver": [_("A second person has to approve it.")]})
    folder = settings.FADEWELL_PROTOCOLS / version
    if not folder.is_dir():
        raise Invalid({"version": [_("There is no such protocol folder.")]})
    digest = load_protocol(folder).digest
    made, is_new = ProtocolRelease.objects.get_or_create(
        version=version, digest=digest, defaults={"author": author, "approver": approver}
    )
    if is_new:
        audit.record("protocol.released", by=None, clinic_id=None, about=made, digest=digest)
    protocol.forget()
    return made

"""Putting a protocol in force: one person hands a draft in, another one answers for it too."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tracker import wording
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import ProtocolRelease, ProtocolSubmission, Rehearsal, Role, User
from tracker.records import audit, protocol
from tracker.records.access import has_role
from tracker.records.versions import DRAFT, SUBMITTED, Version, open_submission, version_of
from tracker.triage import gate
from tracker.triage.library import Library, read_library
from tracker.triage.protocol import Protocol, ProtocolError

MOST_FAULTS = 10  # named in one refusal


@transaction.atomic
def submit(*, by: User, version: str, digest: str) -> ProtocolSubmission:
    """Hand a draft in for approval, as its folder stands now; she is its author from then on.

    digest: of the files that she saw. Raises NotAllowed, NotFound, Invalid where it does not load,
    is no draft or is not what she saw. A submission of an earlier state of the folder is taken back
    by this one.
    """
    found = _draft_for(by, version, DRAFT, digest)
    if not found.loaded:
        raise Invalid({"version": [found.fault]})
    _take_back(found.submission, by)
    made = ProtocolSubmission.objects.create(version=version, digest=found.digest, author=by)
    audit.record("protocol.submitted", by=by, clinic_id=None, about=made, digest=made.digest)
    return made


@transaction.atomic
def withdraw(*, by: User, version: str, digest: str) -> None:
    """Back to a draft: the author thinks again, or the second person does not approve."""
    _require_lead(by)
    submission = open_submission(version)
    if submission is None or submission.digest != digest:
        raise Invalid({"version": [wording.NOT_SUBMITTED]})
    _take_back(submission, by)


def approve(*, by: User, version: str, digest: str) -> ProtocolRelease:
    """The second person answers for it too, and it is in force for every check-in from then on.

    digest: of the files that she saw. Raises NotAllowed, NotFound; Invalid where the author
    herself approves, where the folder is no longer what was submitted, where it was not rehearsed
    against the version in force, and where the gate finds a fault, each emergency case of the
    library that it misses among them. Source: UX specification C6; docs/clinical-safety.md.
    """
    found = _draft_for(by, version, SUBMITTED, digest)
    submission = found.submission
    if submission is None or not found.loaded:
        raise Invalid({"version": [wording.NOT_SUBMITTED]})
    if submission.author_id == by.pk:
        raise Invalid({"approver": [wording.SECOND_PERSON]})
    _refuse(_rehearsed_faults(found))
    _refuse(faults_at_once(found.loaded))
    with transaction.atomic():
        if open_submission(version) != submission:
            raise Invalid({"version": [wording.NOT_SUBMITTED]})
        made = _record(found.loaded, *_names(submission.author, by), submission.author, by)
    protocol.forget()
    return made


def release(*, version: str, author: str, approver: str) -> ProtocolRelease:
    """The same by names alone, for whoever runs the server; the whole gate is passed here.

    Raises Invalid where author and approver are one person, the folder is missing, the gate finds
    a fault or an open submission is of other files; ProtocolError where the folder does not load.
    A release that stands already is returned as it is.
    """
    if author.strip().casefold() == approver.strip().casefold():
        raise Invalid({"approver": [wording.SECOND_PERSON]})
    loaded = _load(version)
    known = ProtocolRelease.objects.filter(version=version, digest=loaded.digest).first()
    if known is not None:
        protocol.forget()
        return known
    submission = open_submission(version)
    if submission is not None and submission.digest != loaded.digest:
        raise Invalid({"version": [wording.NOT_AS_SUBMITTED]})
    _refuse(_all_faults(loaded, read_library(settings.FADEWELL_PROTOCOLS)))
    with transaction.atomic():
        made = _record(loaded, author, approver)
    protocol.forget()
    return made


def _load(version: str) -> Protocol:
    try:
        found = version_of(version)
    except NotFound:
        raise Invalid({"version": [wording.NO_SUCH_VERSION]}) from None
    if found.loaded is None:
        raise ProtocolError(found.fault)
    return found.loaded


def faults_at_once(loaded: Protocol) -> tuple[str, ...]:
    """Faults of words, rules and library; the promises are the rehearsal's."""
    return _at_once(loaded, read_library(settings.FADEWELL_PROTOCOLS))


@lru_cache(maxsize=4)
def _at_once(loaded: Protocol, library: Library) -> tuple[str, ...]:
    return tuple(gate.at_once(loaded, library))


@lru_cache(maxsize=4)
def _all_faults(loaded: Protocol, library: Library) -> tuple[str, ...]:
    return tuple(gate.faults(loaded, library))


def _record(
    loaded: Protocol,
    author: str,
    approver: str,
    author_user: User | None = None,
    approver_user: User | None = None,
) -> ProtocolRelease:
    made = ProtocolRelease.objects.create(
        version=loaded.version,
        digest=loaded.digest,
        author=author,
        approver=approver,
        author_user=author_user,
        approver_user=approver_user,
    )
    audit.record(
        "protocol.released", by=approver_user, clinic_id=None, about=made, digest=made.digest
    )
    return made


def _names(author: User, approver: User) -> tuple[str, str]:
    """As they are known; two people of one name are told apart by their address."""
    if author.name.casefold() != approver.name.casefold():
        return author.name, approver.name
    return f"{author.name} ({author.email})", f"{approver.name} ({approver.email})"


def _draft_for(by: User, version: str, wanted: str, digest: str) -> Version:
    _require_lead(by)
    found = version_of(version)
    if found.state == wanted and found.digest == digest:
        return found
    if found.state == wanted:
        raise Invalid({"version": [wording.NOT_AS_SEEN]})
    sentence = wording.NOT_A_DRAFT if wanted == DRAFT else wording.NOT_SUBMITTED
    raise Invalid({"version": [wording.NOT_AS_SUBMITTED if found.is_changed else sentence]})


def _require_lead(by: User) -> None:
    if not has_role(by, (Role.CLINICAL_LEAD,)):
        raise NotAllowed


def _take_back(submission: ProtocolSubmission | None, by: User) -> None:
    if submission is None:
        return
    submission.withdrawn_at, submission.withdrawn_by = timezone.now(), by
    submission.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record("protocol.withdrawn", by=by, clinic_id=None, about=submission)


def _rehearsed_faults(found: Version) -> list[object]:
    """Of the newest finished rehearsal of these very files against what is in force now."""
    done = Rehearsal.objects.filter(
        digest=found.digest, base_digest=protocol.in_force().digest, finished_at__isnull=False
    )
    newest = done.order_by("-finished_at").first()
    return [wording.REHEARSE_FIRST] if newest is None else list(newest.faults)


def _refuse(faults: Iterable[object]) -> None:
    named = list(islice(faults, MOST_FAULTS))
    if named:
        raise Invalid({"version": named})


Act = Callable[..., object]
ACTS: dict[str, Act] = {"submit": submit, "withdraw": withdraw, "approve": approve}

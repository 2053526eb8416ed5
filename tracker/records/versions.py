"""Every protocol version there is, with its state: draft, submitted, in force or retired."""

from dataclasses import dataclass

from django.conf import settings

from tracker.errors import NotFound, Unavailable
from tracker.models import ProtocolRelease, ProtocolSubmission
from tracker.records import protocol
from tracker.triage.load import HEAD, load_protocol, protocol_digest
from tracker.triage.protocol import Protocol, ProtocolError

DRAFT, SUBMITTED, IN_FORCE, RETIRED = "draft", "submitted", "in_force", "retired"

_drafts: dict[str, Protocol] = {}  # version -> as its folder stood when it was last read


@dataclass(frozen=True)
class Version:
    """A version folder. fault: why it cannot be loaded. release: of exactly these files.

    submission: the open one of this version; is_changed: its files, or those of its release, are
    no longer the ones that stand there.
    """

    name: str
    digest: str
    state: str
    loaded: Protocol | None
    fault: str
    release: ProtocolRelease | None
    submission: ProtocolSubmission | None
    is_changed: bool


def versions() -> list[Version]:
    """Newest name first."""
    return [version_of(name) for name in sorted(_names(), reverse=True)]


def _names() -> set[str]:
    return {each.parent.name for each in settings.FADEWELL_PROTOCOLS.glob(f"*/{HEAD}")}


def judging() -> Version:
    """The one in force, as this process judges by it, whatever became of its folder since.

    Raises Unavailable where none is.
    """
    loaded = protocol.in_force()
    release = protocol.release_of(loaded)
    return Version(loaded.version, loaded.digest, IN_FORCE, loaded, "", release, None, False)


def version_of(name: str) -> Version:
    """Raises NotFound where no such folder stands among the versions."""
    if name not in _names():
        raise NotFound
    digest = protocol_digest(settings.FADEWELL_PROTOCOLS / name)
    loaded, fault = _read(name, digest)
    releases = {each.digest: each for each in ProtocolRelease.objects.filter(version=name)}
    submission = open_submission(name)
    own = releases.get(digest)
    handed_in = submission is not None and submission.digest == digest
    return Version(
        name=name,
        digest=digest,
        state=_state(digest, own, handed_in),
        loaded=loaded,
        fault=fault,
        release=own,
        submission=submission,
        is_changed=not own and (bool(releases) or (submission is not None and not handed_in)),
    )


def open_submission(version: str) -> ProtocolSubmission | None:
    found = ProtocolSubmission.objects.filter(version=version, withdrawn_at=None)
    return found.select_related("author").first()


def _state(digest: str, release: ProtocolRelease | None, handed_in: bool) -> str:
    if release is not None:
        return IN_FORCE if digest == _judging() else RETIRED
    return SUBMITTED if handed_in else DRAFT


def _judging() -> str:
    try:
        return protocol.in_force().digest
    except Unavailable:
        return ""


def _read(name: str, digest: str) -> tuple[Protocol | None, str]:
    """Kept until the folder changes; one a version, so that drafts do not pile up."""
    kept = _drafts.get(name)
    if kept is not None and kept.digest == digest:
        return kept, ""
    try:
        _drafts[name] = load_protocol(settings.FADEWELL_PROTOCOLS / name)
    except ProtocolError as error:
        return None, str(error)
    return _drafts[name], ""

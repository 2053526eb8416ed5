"""What a service refuses, and why; the API and the pages turn each into an answer."""

from collections.abc import Mapping
from typing import Any

from tracker import wording


class DomainError(Exception):
    """code as API.md names it, status as HTTP; extra travels in the answer's body."""

    code = "validation"
    status = 400

    def __init__(self, detail: object = "", **extra: Any) -> None:
        self.detail = detail or wording.DETAILS.get(self.code, "")
        self.extra = extra
        super().__init__(str(self.detail))


class Invalid(DomainError):
    """fields: dotted path -> sentences."""

    def __init__(self, fields: Mapping[str, list[Any]]) -> None:
        super().__init__(wording.DETAILS["validation"])
        self.fields = fields


class NotFound(DomainError):
    code, status = "not-found", 404


class NotAllowed(DomainError):
    code, status = "not-allowed", 403


class ConsentRequired(DomainError):
    """extra, with a danger sign: seek_emergency_care and emergency_number."""

    code, status = "consent-required", 403


class OtherBody(DomainError):
    code, status = "other-body", 409


class StaleVersion(DomainError):
    code, status = "stale-version", 409


class MoveNotLegal(DomainError):
    """extra: moves, those that are legal."""

    code, status = "move-not-legal", 422


class ContactRequired(DomainError):
    code, status = "contact-required", 422


class TooLarge(DomainError):
    code, status = "too-large", 413


class UnsupportedPicture(DomainError):
    code, status = "unsupported-picture", 415


class UntrustedPicture(DomainError):
    code, status = "untrusted-picture", 422


class Quota(DomainError):
    """extra: retry_after in seconds."""

    code, status = "quota", 429


class TooManyRequests(DomainError):
    """extra: retry_after in seconds."""

    code, status = "too-many-requests", 429


class Unavailable(DomainError):
    """extra: retry_after in seconds."""

    code, status = "unavailable", 503

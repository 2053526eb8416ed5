"""The words of a notice. Each kind has two templates: <kind>_subject.txt and <kind>.txt.

They are neutral (UX.md sections 6 and 8): no treatment, symptom, photo, result or kind of clinic.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from tracker.models import Notification


def message_of(row: Notification) -> EmailMessage:
    origin = urlsplit(settings.FADEWELL_ORIGIN)
    return EmailMessage(
        subject=subject_of(row),
        body=_rendered(row, "").strip() + "\n",
        to=[row.address],
        headers={
            "Message-ID": f"<{row.pk}@{origin.hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def preview_of(kind: str, language: str, detail: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of a mail that nobody has asked for yet."""
    row = Notification(kind=kind, language=language, detail=detail)
    return subject_of(row), _rendered(row, "").strip()


def subject_of(row: Notification) -> str:
    """One line in her language; on a phone it is all that is said."""
    return " ".join(_rendered(row, "_subject").split())


def _rendered(row: Notification, part: str) -> str:
    facts: dict[str, Any] = {**row.detail, "origin": settings.FADEWELL_ORIGIN}
    with translation.override(row.language):
        return render_to_string(f"tracker/mail/{row.kind}{part}.txt", facts)

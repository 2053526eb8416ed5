"""From a template of ours to a PDF that a person takes along."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

from tracker.errors import Unavailable
from tracker.models import Clinic
from tracker.papers.libraries import missing
from tracker.papers.printing import NotPrinted, as_pdf
from tracker.services.turns import Turns

PRESS = Turns("papers")
KEPT_FROM = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}


def can_print() -> bool:
    """False where the machine lacks the libraries: then no page offers a PDF."""
    return not missing()


@contextmanager
def speaking_for(clinic: Clinic) -> Iterator[str]:
    """The clinic's own language and clock, for what stays with the clinic. Gives the language."""
    known = dict(settings.LANGUAGES)
    language = clinic.language if clinic.language in known else settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(ZoneInfo(clinic.time_zone)):
        yield language


def printed(
    template: str,
    context: Mapping[str, Any],
    pictures: Mapping[str, bytes] | None = None,
    *,
    who: str,
) -> bytes:
    """frontend/papers/<template>.html in the language that is spoken now.

    who: whose it will be; one at a time. Raises Unavailable where the press is busy or gave up.
    """
    language = translation.get_language() or settings.LANGUAGE_CODE
    html = render_to_string(f"frontend/papers/{template}.html", {**context, "language": language})
    try:
        with PRESS.a_turn(who):
            return as_pdf(html, pictures)
    except NotPrinted:
        raise Unavailable(retry_after=60) from None


def taken(content: bytes | str, name: str, content_type: str = "application/pdf") -> HttpResponse:
    """A file to keep; name: neutral, in plain letters, with its ending."""
    answer = HttpResponse(content, content_type=content_type, headers=KEPT_FROM)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

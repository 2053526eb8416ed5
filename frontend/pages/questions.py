"""What stands behind each line of the check-in: the same for everybody who reads a language.

Nobody's answers are in it, so a browser may keep it, and the check-in itself stays small
(docs/adr/058). Its address names its content: a new version of the protocol has another one.
"""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_GET

from frontend.check_in.build import rest_of
from frontend.check_in.carried import every_look
from frontend.check_in.script_words import question_words
from frontend.check_in.ticks import every_line
from frontend.pages.doors import with_refusals
from frontend.shots import shots_of_every_view
from frontend.vocabulary import Vocabulary, vocabulary

KEPT_FOR = "public, max-age=31536000, immutable"
TEMPLATE = "frontend/patient/check_in/questions.html"
# Her clinic's, which the script reads from her own page and puts in.
NOT_YET_NAMED = {"phone": "{phone}", "emergency_number": "{number}"}
MOST_KEPT = 8  # documents that a process remembers
_written: dict[tuple[str, str, str], tuple[str, str]] = {}


@require_GET
@with_refusals
def questions(request: HttpRequest) -> HttpResponse:
    """As they are now, whichever were asked for: an address that is behind is not to be kept."""
    language = language_in(request.GET.get("of", ""))
    with translation.override(language):
        text, name = written(vocabulary(language))
    response = HttpResponse(text)
    is_current = request.GET.get("of") == name
    response["Cache-Control"] = KEPT_FOR if is_current else "no-cache, public, max-age=0"
    return response


def address_of_questions(words: Vocabulary) -> str:
    return f"{reverse('questions')}?of={written(words)[1]}"


def usual_lines(words: Vocabulary) -> list[dict[str, Any]]:
    """What is usual, by procedure and days; the script shows those of her procedure and day."""
    return [
        {
            "procedure": known.id,
            "first": span["from"],
            "last": span["to"],
            "text": known.text(words.language, span["text"]),
        }
        for known in words.protocol.procedures.values()
        for span in known.usual
    ]


def language_in(name: str) -> str:
    """ "es" in "es-0a1b2c3d4e5f"; the first of ours where it is none."""
    known = [code for code, _label in settings.LANGUAGES]
    language = name.rpartition("-")[0]
    return language if language in known else known[0]


def written(words: Vocabulary) -> tuple[str, str]:
    """The document, and its name: language and digest."""
    said = question_words()
    key = (words.protocol.digest, words.language, str(said))
    if key not in _written:
        if len(_written) >= MOST_KEPT:
            _written.clear()
        text = render_to_string(TEMPLATE, context(words, said))
        _written[key] = text, f"{words.language}-{sha256(text.encode()).hexdigest()[:12]}"
    return _written[key]


def context(words: Vocabulary, said: dict[str, Any]) -> dict[str, Any]:
    return {
        "ticks": every_line(words),
        "looks": every_look(words),
        "form": rest_of(words),
        "clinic": NOT_YET_NAMED,
        "usual": usual_lines(words),
        "shots": shots_of_every_view(words),
        "regions": words.regions(),
        "words": said,
        "language": words.language,
        "is_map_apart": True,
    }

"""A pytest plug-in: what people said and are called in the suite, looked for where it must not be.

Planted: a family name nobody has on each person whom the cast makes. Known besides: every name,
address, note, message, lot and fingerprint of a photo that any test stores, and each symptom, by
its code and its label in every language. Looked for in the addresses that are asked for or
answered, headers, titles of pages as they come and as scripts set them, subjects and bodies of
mail, payloads of push, rows of the outbox and the audit, log lines, refusals (where a form may give
her symptoms back to her). CANARIES names the folder for what each worker saw, CANARIES_PART a part
of the files.
"""

import gzip
import json
import logging
import os
import re
from base64 import urlsafe_b64decode
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.mail import EmailMessage
from django.db.models import Model
from django.db.models.query import QuerySet
from playwright.sync_api import Browser, BrowserContext

from tracker.quiet_log import Places

PLANTED = "Vexqorimbal"
SHORTEST = 12  # characters: a shorter word may stand anywhere by chance
SAID = {
    "User": ("name", "email"),
    "Patient": ("name", "email", "phone"),
    "CheckIn": ("note",),
    "Message": ("text",),
    "PhotoRequest": ("text",),
    "ReviewEvent": ("note",),
    "Treatment": ("lot",),
    "Photo": ("fingerprint",),
}
OURS = {"0" * 64}  # a fingerprint that the cast makes up
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
ADDRESS = re.compile(r'\b(?:href|src|action)="([^"]*)"')
ASKED_FOR = re.compile(r"([?&;=](?:search|lot|symptom|rule|kind)=)[^&#]*")  # what staff look for
RULES = "/clinic/protocol"  # its pages are of nobody, and named after what a rule asks for
# Rules; what a rule was written from; a place on the page that she has open.
OF_NOBODY = re.compile(rf"{RULES}/\S*|^https?://(?!localhost|testserver).*|^#.*")
PLACE = re.compile(r"[?&](?:after|before)=([\w-]+)")  # in a list of the API: packed, not sealed
OFFICE = "/clinic/admin"  # whose refusal names the own administrators to a colleague, to be asked
REFUSED = {403, 404, 405, 429, 500, 503}
NO_SYMPTOMS_OF_HERS = {"titles of rules", "refusals"}  # a form that was not taken, with her ticks
TELL_TITLES = """
  addEventListener("DOMContentLoaded", () => {
    const tell = () => void canaryTitle(location.pathname, document.title).catch(() => undefined);
    new MutationObserver(tell).observe(document.head, { childList: true, subtree: true });
    tell();
  });
"""


class Watch:
    """Sink -> each text that went there; and the strings that must be in none."""

    def __init__(self) -> None:
        self.strings: set[str] = {PLANTED}
        self.symptoms: set[str] = set()
        self.sinks: dict[str, set[str]] = defaultdict(set)

    def note(self, sink: str, text: object) -> None:
        if str(text):
            self.sinks[sink].add(str(text))

    def know(self, row: Model) -> None:
        kind = type(row).__name__
        for name in SAID.get(kind, ()):
            value = str(getattr(row, name) or "")
            if len(value) >= SHORTEST and value not in OURS:
                self.strings.add(value)
        if kind in ("Notification", "AuditEvent"):
            self.note(f"rows of {kind}", _payload(row))

    def hits(self) -> list[str]:
        """A line each: the sink, the string, the text that holds it."""
        symptom = re.compile(rf"\b(?:{'|'.join(map(re.escape, self.symptoms)) or '(?!)'})\b")
        return sorted(
            f"{sink}: {string[:40]!r} in {text[:160]!r}"
            for sink, texts in self.sinks.items()
            for text in texts
            for string in [
                *(string for string in self.strings if string in text),
                *(symptom.findall(text)[:1] if sink not in NO_SYMPTOMS_OF_HERS else ()),
            ]
        )


def _payload(row: Any) -> str:
    detail = json.dumps(row.detail, default=str, ensure_ascii=False)
    return f"{detail} {getattr(row, 'dedupe_key', '')}"


WATCH = Watch()


class LogLines(logging.Handler):
    """Each message before our formatter has seen it; a fault as that one writes it."""

    def emit(self, record: logging.LogRecord) -> None:
        WATCH.note("log lines", OF_NOBODY.sub("", record.getMessage()))
        if record.exc_info and record.exc_info[1] is not None:
            WATCH.note("log lines", Places().format(record))


def pytest_configure(config: pytest.Config) -> None:
    logging.getLogger().addHandler(LogLines(level=logging.INFO))
    for name in ("fadewell", "django"):
        logging.getLogger(name).setLevel(logging.INFO)
    _around(Model, "save_base", _saved)
    _around(QuerySet, "bulk_create", _many_saved)
    _around(BaseHandler, "get_response", _answered)
    _around(EmailMessage, "message", _mailed)
    _around(Browser, "new_context", _opened)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    number, parts = map(int, os.environ["CANARIES_PART"].split("/"))
    files = sorted({item.path for item in items})
    mine = set(files[number - 1 :: parts])
    items[:] = [item for item in items if item.path in mine]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    from tracker.models.people import UserManager
    from tracker.services import pushes

    _around(pushes._Call, "__init__", _pushed)
    WATCH.symptoms = set(symptoms())
    make = UserManager.create_user

    def named(self: Any, email: str, password: str | None = None, **fields: Any) -> Any:
        if fields.get("name"):
            fields["name"] = f"{fields['name']} {PLANTED}"
        return make(self, email, password, **fields)

    UserManager.create_user = named  # type: ignore[method-assign]


def pytest_sessionfinish(session: pytest.Session) -> None:
    folder = Path(os.environ["CANARIES"])
    seen = {
        "strings": sorted(WATCH.strings),
        "symptoms": sorted(WATCH.symptoms),
        "sinks": {sink: sorted(texts) for sink, texts in WATCH.sinks.items()},
    }
    (folder / f"{os.getpid()}.json").write_text(json.dumps(seen))


def _around(owner: type, name: str, after: Callable[..., None]) -> None:
    """Whatever it does is done first; then it is looked at."""
    inner = getattr(owner, name)

    @wraps(inner)
    def outer(self: Any, *args: Any, **options: Any) -> Any:
        result = inner(self, *args, **options)
        after(self, result, *args)
        return result

    setattr(owner, name, outer)


def _saved(row: Model, _result: object, *_rest: object) -> None:
    WATCH.know(row)


def _many_saved(_rows: object, made: list[Model], *_rest: object) -> None:
    for row in made:
        WATCH.know(row)


def _mailed(_mail: EmailMessage, made: Any, *_rest: object) -> None:
    WATCH.note("mail subjects", made["Subject"])
    WATCH.note("mail bodies", made.get_payload())


def _pushed(call: Any, *_rest: object) -> None:
    WATCH.note("push payloads", f"{call.words} {json.dumps(call.headers)}")


def _opened(_browser: Browser, context: BrowserContext, *_rest: object) -> None:
    context.expose_function("canaryTitle", _titled)
    context.add_init_script(TELL_TITLES)


def _titled(path: str, title: str) -> None:
    WATCH.note("titles of rules" if path.startswith(RULES) else "titles in the browser", title)


def symptoms() -> Iterator[str]:
    """Each by its code and its labels, but "something else"."""
    from tracker.triage.load import load_protocol, newest_version

    protocol = load_protocol(settings.FADEWELL_PROTOCOLS / newest_version())
    for code, symptom in protocol.symptoms.items():
        if code != "other":
            yield code
            yield from (words["label"] for words in symptom.texts.values())


def _answered(_handler: object, answer: Any, request: Any) -> None:
    WATCH.note("addresses asked for", _address(request.get_full_path()))
    WATCH.note("addresses answered", _address(answer.get("Location", "")))
    for name, value in answer.items():
        WATCH.note("headers answered", f"{name}: {_address(value)}")
    if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
        if answer.status_code in REFUSED and not answer.streaming:
            WATCH.note("refusals", _words(answer))
        return
    page = _words(answer)
    for title in TITLE.findall(page):
        WATCH.note("titles of rules" if request.path.startswith(RULES) else "titles", title)
    for address in ADDRESS.findall(page):
        WATCH.note("addresses answered", _address(address))
    if answer.status_code in REFUSED:
        names_whom_to_ask = answer.status_code == 403 and request.path.startswith(OFFICE)
        WATCH.note("refusals", re.sub("<p>[^<]*</p>", "", page) if names_whom_to_ask else page)


def _words(answer: Any) -> str:
    is_packed = answer.get("Content-Encoding") == "gzip"
    data = gzip.decompress(answer.content) if is_packed else answer.content
    return str(data.decode(errors="replace"))


def _address(text: str) -> str:
    said = OF_NOBODY.sub("", unquote_plus(text))
    return " ".join([ASKED_FOR.sub(r"\1", said), *map(_unpacked, PLACE.findall(said))])


def _unpacked(place: str) -> str:
    try:
        return str(json.loads(urlsafe_b64decode(f"{place}==")))
    except ValueError:
        return ""

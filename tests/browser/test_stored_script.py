"""Two hundred texts that would be script, in every field there is: none runs, on any page.

Every address is looked at once in each role, under our policy. What is no page (a sheet, an
archive, a calendar) is looked into. With -s it prints how many. Source: SAFETY abuses 16 and 37.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import timezone
from playwright.sync_api import ConsoleMessage, Page, Request

from tests.browser.scripted_words import ACTS, WORDS, free_text, store_everywhere
from tests.house.access.addresses import looks
from tests.house.access.world import World
from tracker.models import ReviewCase, Treatment
from tracker.papers import printing
from tracker.services import opinions, reviews

pytestmark = [pytest.mark.full, pytest.mark.django_db(transaction=True)]
ROLES = ("anonymous", "ana", "coordinator", "dr_cho", "lead", "administrator")
FOREIGN = "document.querySelectorAll('[data-ran], [href^=\"javascript:\" i]').length"
IN_A_RULE = "A bruise <img data-ran src=x onerror=window.ran=1>"
RUNS_IN_A_CELL = tuple("=+-@\t\r\n＝＋－＠")
RUNS_IN_PDF = (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/EmbeddedFile")
IS_DATA = ("application/json", "application/problem+json", "application/manifest+json", "image/")
PAGE, PDF = "text/html", "application/pdf"
SHEETS = {"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
PAGES_AT_LEAST = dict.fromkeys(ROLES, 20) | {"anonymous": 5}
MUST_BE_SEEN = {"ana": {"application/zip"}, "lead": SHEETS}
PATIENCE = 300_000  # milliseconds: a paper full of texts is printed last in line
PAPERS = frozenset({"card", "case-paper"})
PRINTED = ("ana", "dr_cho", "lead")  # whose papers are looked into apart: each takes long to print
LONG_PRESS = 300  # seconds: a line holds fifty times what a form lets in
Draft = Callable[..., str]


class Watch:
    """What a page did that our own pages never do."""

    def __init__(self, page: Page, home: str) -> None:
        self.seen: list[str] = []
        self.home = home
        page.on("dialog", lambda dialog: (self.seen.append("a dialog"), dialog.dismiss()))
        page.on("console", self.hear)
        page.on("request", self.follow)

    def hear(self, message: ConsoleMessage) -> None:
        if "ran-here" in message.text or "Security Policy" in message.text:
            self.seen.append(f"console: {message.text[:200]}")

    def follow(self, request: Request) -> None:
        is_ours = request.url.startswith((self.home, "blob:", "data:", "about:"))
        if not is_ours or "/ran-here" in request.url:
            self.seen.append(f"request: {request.url[:200]}")

    def taken(self) -> list[str]:
        seen, self.seen = self.seen, []
        return seen


@pytest.fixture
def world(the_protocol: Any, a_draft: Draft) -> World:
    """Two clinics with all their texts, and a draft of the protocol with a text of its own."""
    world = World(the_protocol.digest)
    world.ids["draft"] = {"protocol": a_draft(("rules/bruise.toml", "A bruise", IN_A_RULE))}
    for who, decide in (("ana", False), ("ben", True)):
        _tell_more(world, who, decide)
    columns = store_everywhere()
    print(f"\n{len(WORDS)} texts in each of {columns} columns of every row")
    assert columns > 10
    asked_for = WORDS[0]  # a lot is looked for by its first 64 characters
    Treatment.objects.filter(pk=world.ids["ben"]["treatment"]).update(lot=asked_for)
    world.ids["draft"]["lot"] = asked_for
    return world


def _tell_more(world: World, who: str, decide: bool) -> None:
    """A second opinion is open on one case, another case is decided; both have their notes."""
    doctor = world.people["dr_cho"]
    case = ReviewCase.objects.get(pk=world.ids[who]["case"])
    if decide:
        told = {"at": timezone.now().isoformat(), "how": "phone", "outcome": "-"}
        reviews.decide(
            by=doctor, case=case, version=case.version, reason="treated", note="-", contact=told
        )
        return
    soon = timezone.now() + timezone.timedelta(minutes=30)
    asked = {"to": world.people["lead"], "question": "-", "wanted_by": soon}
    opinions.ask_opinion(by=doctor, case=case, version=case.version, **asked)


def test_there_are_two_hundred_different_texts_and_every_place_for_them() -> None:
    assert len(set(WORDS)) == 200
    named = {f"{model.__name__}.{column.name}" for model, column in free_text()}
    assert named >= {"User.name", "Patient.name", "CheckIn.note", "Message.text", "Treatment.lot"}


def test_the_watch_sees_each_of_the_four_ways_to_run(page: Page, live_server: Any) -> None:
    watch = Watch(page, live_server.url)
    page.goto("/help")
    for act in ACTS:
        page.evaluate(f"async () => {{ await ({act}) }}")

    said = {each.split(":")[0] for each in watch.taken()}
    assert said == {"console", "a dialog", "request"}
    assert page.evaluate("window.ran") == 1


@pytest.mark.parametrize("role", ROLES)
def test_no_text_runs_on_any_page(
    page: Page, signed_in: Callable[..., Page], world: World, live_server: Any, role: str
) -> None:
    if role != "anonymous":
        signed_in(page, world.people[role], fresh=True)  # sheets and papers ask for that
    watch = Watch(page, live_server.url)
    ids = world.ids["ana"] | world.ids["draft"]
    found, kinds = [], Counter[str]()
    for route, path in looks(role, ids):
        if route.name in PAPERS and role in PRINTED:
            continue
        kind, faults = _look(page, path)
        kinds[kind] += 1
        found += [f"{path}: {each}" for each in (*faults, *watch.taken())]
    print(f"{role}: {dict(kinds)}, {len(found)} ran")

    assert found == []
    assert kinds[PAGE] > PAGES_AT_LEAST[role]
    assert kinds.keys() >= MUST_BE_SEEN.get(role, set())


@pytest.mark.parametrize("role", PRINTED)
def test_no_text_runs_in_any_paper(
    page: Page,
    signed_in: Callable[..., Page],
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    role: str,
) -> None:
    monkeypatch.setattr(printing, "SECONDS", LONG_PRESS)
    signed_in(page, world.people[role], fresh=True)
    ids = world.ids["ana"] | world.ids["draft"]
    papers_of = [path for route, path in looks(role, ids) if route.name in PAPERS]
    answers = [page.request.get(path, timeout=PATIENCE) for path in papers_of]
    bodies = [each.body() for each in answers if each.headers["content-type"] == PDF]

    assert len(bodies) == len(papers_of) == 1, [each.status for each in answers]
    assert [each for body in bodies for each in _inside(page, PDF, body)] == []


def _look(page: Page, path: str) -> tuple[str, list[str]]:
    answer = page.request.get(path, max_redirects=0, timeout=PATIENCE)
    kind = answer.headers.get("content-type", "")
    body = answer.body()
    is_page = (kind.startswith("text/html") and body) or answer.status in (301, 302)
    if not is_page:
        return kind.split(";")[0], _inside(page, kind, body)
    page.goto(path)
    return PAGE if answer.status == 200 else "led elsewhere or refused", _on(page)


def _on(page: Page) -> list[str]:
    made = page.evaluate(FOREIGN)
    ran = page.evaluate("window.ran === 1")
    return [f"{made} foreign elements"] * bool(made) + ["a flag is set"] * bool(ran)


def _inside(page: Page, kind: str, body: bytes) -> list[str]:
    """A kind of answer that is not named here has to be looked into before it may be sent."""
    if not body or kind.startswith((*IS_DATA, "text/javascript", "text/yaml")):
        return []
    if kind.startswith("text/csv"):
        return _in_sheet(body.decode("utf-8-sig"))
    if kind.startswith("application/zip"):
        return _in_archive(page, body)
    if kind.startswith("text/calendar"):
        return ["words in a calendar"] * (b"data-ran" in body)
    if kind.startswith("application/pdf"):
        return [f"{word.decode()} in a PDF" for word in RUNS_IN_PDF if word in body]
    if kind.endswith("spreadsheetml.sheet"):
        return _in_workbook(body)
    return [f"nobody looks into {kind}"]


def _in_sheet(text: str) -> list[str]:
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    return [f"a formula: {cell[:40]}" for cell in cells if cell.startswith(RUNS_IN_A_CELL)]


def _in_archive(page: Page, body: bytes) -> list[str]:
    """Its page is read from her own disk, where no policy of ours is sent with it."""
    with ZipFile(io.BytesIO(body)) as archive:
        pages = [each for each in archive.namelist() if each.endswith(".html")]
        assert pages
        faults = []
        for name in pages:
            page.goto("about:blank")
            page.set_content(archive.read(name).decode())
            faults += _on(page)
    return faults


def _in_workbook(body: bytes) -> list[str]:
    with ZipFile(io.BytesIO(body)) as archive:
        parts = [each for each in archive.namelist() if each.startswith("xl/worksheets/")]
        lively = [each for each in parts if re.search(rb"<(f|hyperlink)\b", archive.read(each))]
    return [f"a formula or a link in {each}" for each in lively]

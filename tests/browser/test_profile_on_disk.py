"""What a lost phone's browser has on its disk, byte by byte: nothing of hers (SAFETY abuse 33)."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from tests.browser.phone import quiet_day, ready, send
from tests.browser.taps import Taps
from tracker.models import Treatment, User
from tracker.services.messages import send_message

pytestmark = [pytest.mark.full, pytest.mark.django_db(transaction=True)]
IN_THE_OPEN = "written-in-the-open"
TYPED_IN_THE_OPEN = "typed-in-the-open"
TABS = "Default/Sessions"  # what the browser remembers of its open tabs
PATIENCE = 60  # seconds until a browser has written down what it remembers of a tab
WRITE_IN_THE_OPEN = """async (word) => {
  const asked = indexedDB.open("in-the-open", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("words");
  const db = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const write = db.transaction("words", "readwrite");
  write.objectStore("words").put(word, 1);
  await new Promise((done) => { write.oncomplete = done; });
  db.close();
}"""
ADD_A_FIELD = """() => {
  const field = document.createElement("input");
  field.id = field.name = "in-the-open";
  document.body.append(field);
}"""


@pytest.fixture
def lost_phone(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    tmp_path: Path,
) -> Iterator[BrowserContext]:
    """Its profile lies in tmp_path / "profile"."""
    said = {**browser_type_launch_args, **browser_context_args, "service_workers": "allow"}
    context = browser_type.launch_persistent_context(tmp_path / "profile", **said)
    yield context
    context.close()


def found_on_disk(profile: Path, word: str) -> list[str]:
    """Files in which it stands, as bytes or as the two bytes a letter that a browser also uses."""
    spelt = (word.encode(), word.encode("utf-16-le"))
    files = [path for path in profile.rglob("*") if path.is_file() and not path.is_symlink()]
    return [
        path.relative_to(profile).as_posix()
        for path in files
        if any(each in path.read_bytes() for each in spelt)
    ]


def type_in_the_open(page: Page, profile: Path) -> None:
    """Until the browser has kept what this tab's fields say, for when it is opened again."""
    page.evaluate(ADD_A_FIELD)
    page.locator("#in-the-open").fill(TYPED_IN_THE_OPEN)
    until = time.monotonic() + PATIENCE
    while not found_on_disk(profile / TABS, TYPED_IN_THE_OPEN):
        assert time.monotonic() < until, "the browser keeps what is typed"
        page.wait_for_timeout(200)


def test_what_is_being_typed_is_not_in_the_browsers_own_memory_of_the_tab(
    lost_phone: BrowserContext,
    signed_in: Callable[..., Page],
    ana: User,
    her_toxin: Treatment,
    tmp_path: Path,
) -> None:
    page = signed_in(lost_phone.new_page(), ana)
    page.goto("/messages")
    page.locator("#text").fill("canary-while-typing")
    type_in_the_open(page, tmp_path / "profile")
    page.goto("/check-in")
    Taps(page).tap("button", "None of these")
    page.locator("[name=tick][value=headache]").check()
    type_in_the_open(page, tmp_path / "profile")

    for word in ("canary-while-typing", "headache"):
        assert found_on_disk(tmp_path / "profile" / TABS, word) == [], word


def test_nothing_that_waits_or_is_kept_can_be_read_from_the_disk(
    lost_phone: BrowserContext,
    signed_in: Callable[..., Page],
    ana: User,
    dr_cho: User,
    her_toxin: Treatment,
    face: Path,
    tmp_path: Path,
) -> None:
    User.objects.filter(pk=ana.pk).update(name="Ana Quillfeather")
    send_message(by=dr_cho, treatment=her_toxin, client_id=uuid4(), text="canary-of-the-clinic")
    page = ready(signed_in(lost_phone.new_page(), ana))
    lost_phone.set_offline(True)
    quiet_day(page, face)
    page.locator("#note").fill("canary-in-the-note")
    type_in_the_open(page, tmp_path / "profile")
    send(page)
    expect(page.get_by_role("heading", name="Not sent yet.")).to_be_visible()
    page.evaluate(WRITE_IN_THE_OPEN, IN_THE_OPEN)
    lost_phone.close()

    profile = tmp_path / "profile"
    assert found_on_disk(profile, IN_THE_OPEN), "what is written in the open is found"
    for word in ("canary-in-the-note", "canary-of-the-clinic", "Quillfeather", ana.email, "JFIF"):
        assert found_on_disk(profile, word) == [], word

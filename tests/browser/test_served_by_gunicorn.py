"""As a clinic serves it: gunicorn, hashed files, a strict policy, no test server in between."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Response, expect

from tests.house.source import ROOT

pytestmark = pytest.mark.full
PAGES = {
    "anybody": ["/sign-in", "/help", "/offline"],
    "patient": ["/", "/check-in", "/history", "/messages", "/aftercare", "/check-ins/{check_in}"],
    "doctor": ["/clinic/", "/clinic/cases/{case}", "/clinic/enrol", "/clinic/patients"],
}


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of a running gunicorn, and what the rows behind it are called."""
    port, data = free_port(), tmp_path_factory.mktemp("clinic")
    env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {
        "DJANGO_SETTINGS_MODULE": "tracker.settings.dev",
        "FADEWELL_DATA": str(data),
        "PYTHONPATH": str(ROOT),
    }
    rows = subprocess.run(
        [sys.executable, "-m", "tests.browser.the_clinic_to_serve"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    (data / "photos/ab").mkdir(parents=True)
    (data / "photos/ab" / ("ab" * 16)).write_bytes(b"sealed")
    bind = ["--config", "deploy/gunicorn.conf.py", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", *bind], cwd=ROOT, env=env)
    address = f"http://localhost:{port}"
    try:
        wait_for(address, server)
        told = json.loads(rows.stdout.splitlines()[-1])
        yield {"address": address, "data": str(data), **told}
    finally:
        server.terminate()
        server.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz") as answer:
                assert answer.status == 200
                return
        except OSError:
            with suppress(subprocess.TimeoutExpired):
                server.wait(0.1)
    pytest.fail("gunicorn did not start")


@pytest.fixture
def visitor(browser: Browser, clinic: dict[str, str]) -> Iterator[Callable[[str], Page]]:
    """visitor("doctor"): a page of hers on the served clinic; the worker is not blocked."""
    contexts = []

    def open_page(who: str) -> Page:
        context = browser.new_context(base_url=clinic["address"])
        contexts.append(context)
        if who in clinic:
            cookie = {"name": "sessionid", "value": clinic[who], "url": clinic["address"]}
            context.add_cookies([cookie])
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("who", "path"), [(who, path) for who in PAGES for path in PAGES[who]])
def test_a_page_loads_whole_and_its_policy_has_nothing_to_refuse(
    visitor: Callable[[str], Page], clinic: dict[str, str], who: str, path: str
) -> None:
    page = visitor(who)
    answers: list[Response] = []
    said: list[str] = []
    page.on("response", lambda answer: answers.append(answer))
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))

    first = page.goto(path.format(**clinic), wait_until="networkidle")

    assert first is not None and first.status == 200
    assert [f"{answer.status} {answer.url}" for answer in answers if answer.status >= 400] == []
    assert [line for line in said if line.startswith("error") or "Policy" in line] == []
    policy = first.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "trusted-types fadewell" in policy


def test_the_policy_lets_our_own_worker_in_and_no_text_becomes_html(
    visitor: Callable[[str], Page],
) -> None:
    page = visitor("patient")
    page.goto("/")

    ready = "navigator.serviceWorker.ready.then((each) => each.active.scriptURL)"
    assert str(page.evaluate(ready)).endswith("/sw.js")
    with pytest.raises(Error, match="TrustedHTML"):
        page.evaluate("document.body.innerHTML = '<b>text</b>'")


def test_the_cameras_modules_come_only_when_it_is_turned_on(
    visitor: Callable[[str], Page],
) -> None:
    """Under their hashed names and within the policy: they get as far as the missing camera."""
    page = visitor("patient")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/js/")[2]))
    page.goto("/check-in", wait_until="networkidle")
    assert not [name for name in asked if name.startswith(("capture.", "framing."))]

    page.get_by_role("button", name="None of these").click()
    page.get_by_label("Same").check()
    page.get_by_role("button", name="No new symptoms").click()
    page.get_by_role("button", name="Nothing to add").click()
    page.get_by_role("button", name="Turn on the camera").click()

    expect(page.get_by_text("We found no camera.")).to_be_visible()
    assert [name for name in asked if name.startswith("framing.")] != []


def test_files_carry_their_hash_and_are_kept_for_ever(visitor: Callable[[str], Page]) -> None:
    page = visitor("anybody")
    files: list[Response] = []
    page.on("response", lambda answer: files.append(answer) if "/static/" in answer.url else None)

    page.goto("/sign-in", wait_until="networkidle")

    assert files
    for answer in files:
        assert "immutable" in answer.headers["cache-control"], answer.url
        assert answer.headers.get("content-encoding") in ("br", "gzip"), answer.url


def test_what_a_person_sees_is_kept_by_nobody(
    visitor: Callable[[str], Page], clinic: dict[str, str]
) -> None:
    for who in ("patient", "doctor"):
        for path in PAGES[who]:
            answer = visitor(who).request.get(path.format(**clinic))
            assert answer.headers["cache-control"] == "private, no-store", path


def test_a_page_travels_packed(visitor: Callable[[str], Page]) -> None:
    answer = visitor("patient").goto("/")

    assert answer is not None and answer.headers["content-encoding"] == "gzip"


def test_what_it_runs_on_is_told_as_ready(clinic: dict[str, str]) -> None:
    with urllib.request.urlopen(f"{clinic['address']}/readyz") as answer:
        assert answer.status == 200


def test_the_folder_of_a_clinic_cannot_be_walked_into(clinic: dict[str, str]) -> None:
    for path in ("/photos/", "/db.sqlite3", "/static/../db.sqlite3", "/media/", "/keys/"):
        assert status_of(clinic["address"] + path) == 404


def test_no_file_of_a_clinic_is_had_by_its_path(clinic: dict[str, str]) -> None:
    data = Path(clinic["data"])
    files = [each.relative_to(data).as_posix() for each in data.rglob("*") if each.is_file()]
    private = [each for each in files if not each.startswith("static/")]
    assert {each.partition("/")[0] for each in private} >= {"db.sqlite3", "keys", "photos"}

    for path in private:
        for folder in ("/", "/static/", "/media/", "/static/../", "/static/%2e%2e/"):
            assert status_of(clinic["address"] + folder + path) == 404, folder + path


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_the_settings_of_a_clinic_refuse_a_start_that_is_half_set(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "tracker.settings.production"}

    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True
    )

    assert done.returncode != 0
    assert "FADEWELL_ORIGIN must be set" in done.stderr

"""`manage.py test`: nothing is skipped silently, and either run that fails makes it fail."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.database_only import touches_database
from tracker.management import chromium, debian, postgresql
from tracker.management.commands import test as suite

URL = "postgresql://somewhere/"


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[tuple[list[str], dict[str, str]]]]:
    """runs(1, 0): the first call of pytest ends with 1, the second with 0; what each was given."""

    def pretend(*codes: int) -> list[tuple[list[str], dict[str, str]]]:
        seen: list[tuple[list[str], dict[str, str]]] = []

        def run_pytest(arguments: list[str], **environment: str) -> int:
            seen.append((arguments, environment))
            return codes[len(seen) - 1]

        @contextmanager
        def running() -> Iterator[str]:
            yield URL

        monkeypatch.setattr(suite, "run_pytest", run_pytest)
        monkeypatch.setattr(suite.postgresql, "running", running)
        monkeypatch.setattr(suite.chromium, "find_or_install", lambda: "a-browser")
        return seen

    return pretend


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium.shutil, "which", lambda name: None)
    monkeypatch.setattr(chromium, "_playwrights_own", lambda: None)
    monkeypatch.setattr(debian.os, "geteuid", lambda: 1000)


def call(*arguments: str) -> int:
    everything = "--all" in arguments
    return suite.Command().handle(
        everything=everything, pytest=[a for a in arguments if a != "--all"]
    )


def test_the_fast_tier_leaves_out_what_is_marked_full(runs: Callable[..., list]) -> None:
    seen = runs(0)

    assert call("-k", "worklist") == 0
    assert seen == [(["-m", "not full", "-k", "worklist"], {"CHROMIUM": "a-browser"})]


def test_all_runs_postgresql_first_and_sqlite_last(runs: Callable[..., list]) -> None:
    seen = runs(0, 0)

    assert call("--all") == 0
    assert [environment.get("DATABASE_URL") for _arguments, environment in seen] == [URL, None]
    assert all("not full" not in arguments for arguments, _environment in seen)


@pytest.mark.parametrize(("first", "last"), [(1, 0), (0, 1), (2, 1), (5, 0)])
def test_either_run_that_fails_makes_it_fail(
    runs: Callable[..., list], first: int, last: int
) -> None:
    runs(first, last)

    assert call("--all") != 0


def test_chosen_tests_that_need_no_database_are_no_failure(runs: Callable[..., list]) -> None:
    runs(suite.NOTHING_COLLECTED, 0)

    assert call("--all", "tests/triage") == 0


@pytest.mark.usefixtures("no_browser")
def test_a_missing_browser_fails_where_changes_are_checked(
    runs: Callable[..., list], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = runs(0)
    monkeypatch.setattr(suite.chromium, "find_or_install", find_or_install)
    monkeypatch.setenv("CI", "true")

    assert call() == 1
    assert "apt-get install chromium" in capsys.readouterr().err
    assert seen == []


@pytest.mark.usefixtures("no_browser")
def test_a_missing_browser_is_said_elsewhere_and_the_rest_runs(
    runs: Callable[..., list], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = runs(0)
    monkeypatch.setattr(suite.chromium, "find_or_install", find_or_install)
    monkeypatch.delenv("CI", raising=False)

    assert call() == 0
    assert "will be skipped" in capsys.readouterr().err
    assert seen[0][1] == {}


find_or_install = chromium.find_or_install


def test_a_named_browser_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")

    with pytest.raises(debian.Missing, match="names no program"):
        chromium.find()


def test_the_second_run_keeps_the_tests_that_touch_the_database(
    request: pytest.FixtureRequest,
) -> None:
    kept = {item.name: touches_database(item) for item in request.session.items}

    assert kept[request.node.name] is False
    assert kept.get("test_every_migration_is_current", True) is True


@pytest.mark.full
def test_postgresql_answers_on_loopback_alone_and_leaves_nothing() -> None:
    with postgresql.running() as url, psycopg.connect(url) as connection:
        addresses = connection.execute("SHOW listen_addresses").fetchone()
        place = connection.execute("SHOW data_directory").fetchone()
        (backend,) = connection.execute("SELECT pg_backend_pid()").fetchone() or (0,)
        assert addresses == ("127.0.0.1",)
        assert place is not None and Path(place[0]).exists()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(re.sub(":[0-9a-f]{32}@", ":wrong@", url))

    assert not Path(place[0]).exists()
    with pytest.raises(ProcessLookupError):
        os.kill(backend, 0)

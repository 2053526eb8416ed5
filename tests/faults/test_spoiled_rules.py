"""The rules on disk are broken, half-written or gone while reports arrive: they judge nobody."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from api.endpoints import health
from tests.draft_versions import MakeDraft
from tests.faults.invariants import broken
from tests.faults.phone import Phone, a_numb_cheek
from tracker.models import Assessment, CheckIn, ProtocolRelease, Treatment
from tracker.records import protocol
from tracker.triage.load import protocol_digest

Enrol = Callable[[int], tuple[Phone, Treatment]]
RULE = "rules/numb-away.toml"


def half_written(folder: Path) -> None:
    text = (folder / RULE).read_text()
    (folder / RULE).write_text(text[: len(text) // 2])


def milder(folder: Path) -> None:
    """It loads, and nobody signed it."""
    text = (folder / RULE).read_text()
    assert 'urgency = "urgent"' in text
    (folder / RULE).write_text(text.replace('urgency = "urgent"', 'urgency = "self_care"'))


SPOILS: dict[str, Callable[[Path], None]] = {
    "half written": half_written,
    "milder": milder,
    "emptied": lambda folder: (folder / RULE).write_bytes(b"") and None,
    "no text": lambda folder: (folder / RULE).write_bytes(b"\xff\xfe\0") and None,
    "a rule gone": lambda folder: (folder / RULE).unlink(),
    "a rule more": lambda folder: shutil.copy(folder / RULE, folder / "rules/copy.toml") and None,
    "head gone": lambda folder: (folder / "protocol.toml").unlink(),
    "all gone": lambda folder: shutil.rmtree(folder),
}


@pytest.fixture
def restart(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A process that has loaded nothing yet."""

    def forget() -> None:
        monkeypatch.setattr(protocol, "_loaded", {})
        protocol.forget()
        health.forget()

    return forget


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_running_server_judges_on_and_one_that_starts_takes_no_report(
    spoil: str,
    protocols: Path,
    released: ProtocolRelease,
    a_patient: Enrol,
    restart: Callable[[], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder = protocols / released.version
    kept = shutil.copytree(folder, protocols.parent / "kept")
    phone, treatment = a_patient(1)
    restart()
    protocol.in_force()
    SPOILS[spoil](folder)

    phone.keep(a_numb_cheek(treatment))
    phone.flush()
    assert phone.statuses == {201: 1}

    restart()
    phone.keep(a_numb_cheek(treatment))
    phone.flush()
    assert phone.statuses == {201: 1, 503: 1}
    assert Client().get("/readyz").json()["protocol"] is False
    assert f"protocol {released.version} is not as it was released" in caplog.text

    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(kept, folder)
    restart()
    phone.flush()
    assert (phone.waiting, CheckIn.objects.count()) == ([], 2)
    assert set(Assessment.objects.values_list("digest", "urgency")) == {(released.digest, "urgent")}
    assert broken(phone) == []


def test_a_newer_release_that_is_spoiled_leaves_the_one_before_it_in_force_and_is_named(
    protocols: Path,
    released: ProtocolRelease,
    a_draft: MakeDraft,
    a_patient: Enrol,
    restart: Callable[[], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    newer = a_draft()
    digest = protocol_digest(protocols / newer)
    ProtocolRelease.objects.create(version=newer, digest=digest, author="A", approver="B")
    phone, treatment = a_patient(1)
    restart()
    phone.keep(a_numb_cheek(treatment))
    phone.flush()
    half_written(protocols / newer)
    restart()

    phone.keep(a_numb_cheek(treatment))
    phone.flush()

    assert phone.statuses == {201: 2}
    judged = Assessment.objects.order_by("created_at").values_list("protocol_version", flat=True)
    assert list(judged) == [newer, released.version]
    assert f"protocol {newer} is not as it was released" in caplog.text
    assert broken(phone) == []

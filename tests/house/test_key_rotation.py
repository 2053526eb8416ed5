"""Every key is changed while the clinic works: nobody is signed out, nothing becomes unreadable."""

import time
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from tests.frontend.test_sessions import sign_in
from tests.services.stored_photos import store_in
from tracker.models import AuditEvent, Clinic, Treatment, User
from tracker.records import audit, audit_chain, push_key
from tracker.records.secret_files import SecretFiles
from tracker.services import factor_secrets, photo_store
from tracker.services.photos import Upload, take_photo

pytestmark = pytest.mark.django_db
OLD, NEW = "the-older-key-of-this-clinic-" + "x" * 20, "the-newer-key-of-this-clinic-" + "y" * 20
ON_THE_WAY = {"SECRET_KEY": OLD, "SECRET_KEY_FALLBACKS": [NEW]}  # first the new one is known
IN_FORCE = {"SECRET_KEY": NEW, "SECRET_KEY_FALLBACKS": [OLD]}
AFTERWARDS = {"SECRET_KEY": NEW, "SECRET_KEY_FALLBACKS": []}


@pytest.fixture
def keys(settings: Any, tmp_path: Path) -> Path:
    return Path(store_in(settings, tmp_path)) / "keys"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """A command that is run a year on: a key's file is named after its time."""

    def run(*command: str) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(time, "strftime", lambda *_: "29990101-000000")
            call_command(*command, stdout=StringIO(), stderr=StringIO())

    yield run


def test_photos_are_shown_at_every_moment_of_a_new_master_key(
    keys: Path,
    later: Callable[..., None],
    ana: User,
    her_toxin: Treatment,
    a_jpeg: bytes,
) -> None:
    def shown(photo: Any) -> bool:
        return bool(photo_store.read(photo, "display", "jpeg"))

    def sent() -> Any:
        upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
        return take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)[0]

    before = sent()
    [older] = keys.glob("photo-master-*.key")
    later("photo_key")
    during = sent()
    assert shown(before) and shown(during)

    later("photo_key", "--rewrap")
    assert shown(before) and shown(during)
    older.unlink()

    assert shown(before) and shown(during) and shown(sent())


def test_the_audit_goes_on_under_a_new_key_and_what_the_older_sealed_verifies(
    keys: Path, later: Callable[..., None], clinic_a: Clinic, dr_cho: User
) -> None:
    audit.record("looked", by=dr_cho, clinic_id=clinic_a.pk, about=dr_cho)
    later("make_key", "audit")
    audit.record("looked", by=dr_cho, clinic_id=clinic_a.pk, about=dr_cho)

    assert len(list(keys.glob("audit-*.key"))) == 2
    assert AuditEvent.objects.count() == 2
    assert list(audit_chain.faults()) == []


def test_a_key_is_good_for_one_purpose_of_one_kind(keys: Path) -> None:
    audits, backups = SecretFiles("audit"), SecretFiles("backup")
    name = audits.make()
    (keys / name.replace("audit", "backup")).write_bytes((keys / name).read_bytes())

    derived = [audits.newest("a clinic"), audits.newest("another"), backups.newest("a clinic")]
    assert len(set(derived)) == 3
    assert audits.newest("a clinic") == derived[0]


def test_codes_of_an_app_set_up_before_and_after_a_new_key_are_both_read(
    keys: Path, later: Callable[..., None]
) -> None:
    before = factor_secrets.sealed("before")
    later("make_key", "second-factor")
    after = factor_secrets.sealed("after")

    assert factor_secrets.opened(before) == "before"
    assert factor_secrets.opened(after) == "after"
    newest = factor_secrets.FILES.each("seal")[-1]
    assert len(factor_secrets.FILES.files()) == 2 and newest == factor_secrets.FILES.newest("seal")


def test_phones_are_offered_a_newer_push_key_at_once(
    keys: Path, later: Callable[..., None]
) -> None:
    """What a service says to one made under the older: tests/services/test_pushes.py."""
    SecretFiles("push").make()
    before = push_key.public_key()

    later("make_key", "push")

    assert push_key.public_key() not in ("", before)


def test_a_backup_is_sealed_under_the_newer_key_and_older_ones_are_opened(
    keys: Path, later: Callable[..., None]
) -> None:
    """That the newest opens nothing of before, and is no hindrance: the restore drill."""
    SecretFiles("backup").make()
    older = SecretFiles("backup").newest("seal")

    later("make_key", "backup")

    newer = SecretFiles("backup").newest("seal")
    assert newer != older
    assert SecretFiles("backup", keys).each("seal") == [older, newer]


def test_a_new_secret_key_signs_nobody_out_on_either_of_two_servers(ana: User) -> None:
    with override_settings(SECRET_KEY=OLD, SECRET_KEY_FALLBACKS=[]):
        phone = sign_in(ana)
    for one, other in ((ON_THE_WAY, ON_THE_WAY), (IN_FORCE, ON_THE_WAY), (IN_FORCE, IN_FORCE)):
        for server in (one, other, one):
            with override_settings(**server):
                assert phone.get("/account").status_code == 200

    with override_settings(**AFTERWARDS):
        assert phone.get("/account").status_code == 200


def test_the_session_goes_on_in_her_list_and_she_can_end_it(ana: User) -> None:
    """Django gives it a new name the first time that the newer key meets it."""
    with override_settings(SECRET_KEY=OLD, SECRET_KEY_FALLBACKS=[]):
        phone, other = sign_in(ana), sign_in(ana)
    with override_settings(**IN_FORCE):
        assert phone.get("/account").status_code == 200
        assert UserSession.objects.filter(session_key=phone.session.session_key).exists()

        other.get("/account")
        phone.post("/account/sessions", {"end": "others"})

        assert other.get("/account").status_code == 302


def test_without_the_older_key_a_session_of_before_is_a_stranger_s(ana: User) -> None:
    with override_settings(SECRET_KEY=OLD, SECRET_KEY_FALLBACKS=[]):
        phone = sign_in(ana)

    with override_settings(**AFTERWARDS):
        assert phone.get("/account").status_code == 302
        assert Client().get("/account").status_code == 302

"""The outbox: each mail once, nothing private in it, nothing lost when a server is away."""

import os
import re
import signal
import smtplib
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from tracker.models import Notification
from tracker.services.notifications import KINDS, MOST_TRIES, deliver_due, drop_reminders, queue

pytestmark = pytest.mark.django_db


def a_mail(key="one", kind="new_message", **more):
    return queue(kind=kind, address="ana@example.org", language="en", dedupe_key=key, **more)


def test_a_queued_mail_leaves_only_when_the_outbox_is_emptied():
    a_mail()
    assert mail.outbox == []

    assert deliver_due() == {"sent": 1}

    assert [each.to for each in mail.outbox] == [["ana@example.org"]]
    assert Notification.objects.get().state == "sent"


def test_the_same_key_leaves_once():
    assert a_mail() is not None
    assert a_mail() is None

    deliver_due()
    deliver_due()

    assert len(mail.outbox) == 1


def test_a_code_is_gone_from_the_row_once_it_was_sent():
    a_mail(kind="sign_in_code", detail={"code": "BCDF-GHJK"})
    assert Notification.objects.get().detail

    deliver_due()

    assert "BCDF-GHJK" in mail.outbox[0].body
    assert Notification.objects.get().detail == {}


def test_nobody_without_an_address_is_written_to():
    assert queue(kind="new_message", address="", language="en", dedupe_key="x") is None
    assert not Notification.objects.exists()


def test_a_kind_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no mail is called"):
        a_mail(kind="newsletter")


def test_a_mail_of_tomorrow_waits():
    a_mail(due_at=timezone.now() + timedelta(days=1))

    assert deliver_due() == {}


def test_a_server_that_is_away_is_tried_again_later_and_less_and_less_often(monkeypatch):
    a_mail()
    monkeypatch.setattr(EmailBackend, "send_messages", away)
    now = timezone.now()

    assert deliver_due(now) == {"pending": 1}
    assert deliver_due(now) == {}, "the next try has its own time"
    first = Notification.objects.get().due_at
    deliver_due(first)
    second = Notification.objects.get().due_at
    assert second - first > first - now

    monkeypatch.undo()
    assert deliver_due(second) == {"sent": 1}
    assert len(mail.outbox) == 1


def test_after_many_tries_it_is_given_up_and_its_code_is_forgotten(monkeypatch):
    a_mail(detail={"url": "https://example.org/i/secret"})
    monkeypatch.setattr(EmailBackend, "send_messages", away)

    for _try in range(MOST_TRIES):
        deliver_due(Notification.objects.get().due_at)

    row = Notification.objects.get()
    assert (row.state, row.detail) == ("failed", {})


def test_a_code_that_comes_too_late_is_not_sent():
    a_mail(kind="sign_in_code", detail={"code": "BCDF-GHJK"})

    assert deliver_due(timezone.now() + timedelta(minutes=11)) == {"failed": 1}
    assert mail.outbox == []


def test_two_workers_at_once_send_one_mail(monkeypatch):
    """The first worker is still sending when the second one looks."""
    a_mail()
    really_send = EmailBackend.send_messages

    def send(backend, messages):
        monkeypatch.setattr(EmailBackend, "send_messages", really_send)
        assert deliver_due(timezone.now() + timedelta(seconds=1)) == {}
        return really_send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    deliver_due()

    assert len(mail.outbox) == 1


def test_a_mail_that_another_worker_is_sending_is_left_to_it(monkeypatch):
    """This worker read the row before the other one claimed it."""
    a_mail("first", due_at=timezone.now() - timedelta(minutes=2))
    a_mail("second", due_at=timezone.now() - timedelta(minutes=1))
    really_send = EmailBackend.send_messages

    def send(backend, messages):
        later = timezone.now() + timedelta(minutes=1)
        Notification.objects.filter(dedupe_key="second").update(tries=1, due_at=later)
        return really_send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)

    assert deliver_due() == {"sent": 1}
    assert Notification.objects.get(dedupe_key="second").state == "pending"


def test_a_no_to_mails_holds_for_the_reminder_behind_the_one_that_leaves(ana_patient, monkeypatch):
    """The post is slow: both were read before she said it."""
    a_mail("first", due_at=timezone.now() - timedelta(minutes=2))
    hers = a_mail("second", kind="reminder", patient=ana_patient)
    really_send = EmailBackend.send_messages

    def send(backend, messages):
        drop_reminders(ana_patient, but_to_phones=True)
        return really_send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)

    assert deliver_due(timezone.now() + timedelta(seconds=1)) == {"sent": 1}
    hers.refresh_from_db()
    assert (hers.address, hers.state) == ("", "pending"), "it may still go to her phone"


TOLD = {
    "en": ("botox", "toxin", "filler", "skin", "derm", "photo", "symptom", "bruis", "result"),
    "es": ("botox", "toxin", "relleno", "piel", "derm", "foto", "síntoma", "morat", "resultado"),
}
MAY_STAND_IN_IT = {"origin", "code", "url", "lines", "case"}  # ids and numbers, no words of anybody


@pytest.mark.parametrize("language", sorted(TOLD))
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_mail_is_neutral_and_links_to_our_own_address_alone(kind, language):
    """A12, of mail."""
    detail = {"code": "BCDF-GHJK", "url": f"{settings.FADEWELL_ORIGIN}/i/token"}
    queue(kind=kind, address="ana@example.org", language=language, dedupe_key="one", detail=detail)
    deliver_due()

    sent = mail.outbox[0]
    words = f"{sent.subject}\n{sent.body}".lower()
    for told in TOLD[language]:
        assert told not in words
    assert "\n" not in sent.subject
    assert words.count("http") == words.count(settings.FADEWELL_ORIGIN)
    assert sent.extra_headers["Message-ID"].startswith("<")


def test_no_mail_has_a_place_for_what_somebody_is_called_or_said():
    """SAFETY abuse 30: what may vary in a mail is named here."""
    folder = settings.ROOT / "tracker/templates/tracker/mail"
    templates = [each.read_text(encoding="utf-8") for each in folder.glob("*.txt")]
    said = {name for text in templates for name in re.findall(r"{{ *([^ }]+)", text)}
    tags = {name for text in templates for name in re.findall(r"{% *(\w+)", text)}

    assert len(templates) >= 2 * len(KINDS)
    assert said <= MAY_STAND_IN_IT
    assert tags <= {"load", "autoescape", "endautoescape", "translate", "if", "endif"}


def test_the_command_says_what_it_did(capsys):
    a_mail()

    call_command("tick")

    assert capsys.readouterr().out == "1 sent\n"


def away(*_args):
    raise smtplib.SMTPServerDisconnected


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_the_service_ends_when_it_is_asked_to(sign, tmp_path):
    """A process of its own: on an empty database it complains, waits, and still ends."""
    environment = {**os.environ, "FADEWELL_DATA": str(tmp_path), "DATABASE_URL": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "tracker.settings.dev"
    command = [sys.executable, "manage.py", "worker", "--every", "30"]
    with subprocess.Popen(
        command, cwd=settings.ROOT, env=environment, stderr=subprocess.PIPE, text=True
    ) as service:
        assert any("OperationalError" in line for line in service.stderr)
        service.send_signal(sign)
        assert service.wait(20) == 0

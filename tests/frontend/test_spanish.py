"""The patient's pages in Spanish: interface and protocol, and dates as Spanish writes them."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone, translation
from time_machine import travel

from frontend.wording import by_when
from tracker.models import Patient, Treatment, User
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.notifications import deliver_due, queue

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]


@pytest.fixture
def suya(hers: Client, ana: User, ana_patient: Patient) -> Client:
    """Ana's browser; she reads Spanish."""
    for record in (ana, ana_patient):
        record.language = "es"
        record.save(update_fields=["language"])
    return hers


def test_today_the_check_in_and_a_result_are_in_spanish(
    suya: Client, ana: User, her_toxin: Treatment, a_report: Callable[..., Report], words_of: Words
) -> None:
    today = suya.get("/")
    assert '<html lang="es"' in today.content.decode()
    assert "Día 3 de recuperación" in words_of(today)
    assert "Empezar control diario" in words_of(today)
    form = words_of(suya.get("/check-in"))
    assert "Nada de esto" in form
    assert "Párpado o ceja que cae" in form

    her_toxin.refresh_from_db()
    report = a_report(region="brow", side="left", brow_droop=4)
    sent = submit_check_in(by=ana, treatment=her_toxin, report=report)

    page = words_of(suya.get(f"/check-ins/{sent.check_in.pk}"))
    assert "Revisión: hemos avisado a tu clínica" in page
    assert "el efecto llega a otros músculos cercanos" in page
    assert "Get help now" not in page


def test_a_mail_is_in_her_language_and_as_neutral(suya: Client, ana: User) -> None:
    queue(kind="reminder", address=ana.email, language="es", dedupe_key="x")
    deliver_due()

    [sent] = mail.outbox
    assert sent.subject == "Tu control diario está listo"
    assert "Puedes parar estos correos en Ajustes." in sent.body


def test_hours_and_limits_are_told_as_spanish_tells_them(suya: Client, words_of: Words) -> None:
    settings = words_of(suya.get("/settings"))
    assert "será a las 19:00 hasta que elijas" in settings
    assert "8:00 12:30 19:00" in settings
    assert "De lunes a viernes, de 9:00 a 17:00" in settings
    assert "p.m." not in settings

    noon = timezone.make_aware(datetime(2026, 6, 1, 12))
    with translation.override("es"), travel(noon, tick=False):
        assert by_when(noon + timedelta(hours=2)) == "hoy antes de las 14:00"
        assert by_when(noon + timedelta(days=2)) == "el miércoles 3 de junio antes de las 12:00"


def test_a_stranger_is_greeted_in_the_language_of_the_browser(client: Client) -> None:
    page = client.get("/sign-in", headers={"accept-language": "es-MX,es;q=0.9"})

    assert "Enviarme un código" in page.content.decode()


def test_a_day_by_name_stands_in_a_sentence_with_its_article(
    suya: Client, her_toxin: Treatment, a_report: Callable[..., Report], words_of: Words, ana: User
) -> None:
    with travel(timezone.now() - timedelta(days=2)):
        submit_check_in(by=ana, treatment=her_toxin, report=a_report())

    assert re.search(r"Enviado el \w+ \d+ de \w+, ", words_of(suya.get("/")))

"""Every red screen says what it is not (SAFETY, "Clinical safety")."""

import pytest
from django.test import Client

from tests.house.source import ROOT, inside, name_of
from tests.house.test_static_and_templates import COMMENT
from tracker.models import ProtocolRelease

RED = ("care--emergency", "button--call", "components/care_card.html")
INSIDE = {  # a part -> what says it around or inside that
    "frontend/templates/frontend/patient/result_emergency.html": "patient/result.html",
    "frontend/templates/frontend/patient/result_news.html": "patient/result_news_body.html",
}
SAYS_SO = '{% include "frontend/components/no_emergency_service.html" %}'
TEMPLATES = {
    name_of(path): COMMENT.sub("", path.read_text(encoding="utf-8"))
    for path in inside("frontend", "api", "tracker", suffix=".html")
}
FOLDER = "frontend/templates/frontend/"


def test_every_red_screen_says_that_it_is_no_emergency_service_and_no_diagnosis() -> None:
    red = {name for name, text in TEMPLATES.items() if any(each in text for each in RED)}
    spoken = {name for name, text in TEMPLATES.items() if SAYS_SO in text}
    around = {FOLDER + where for where in INSIDE.values()}

    assert red >= {FOLDER + "patient/check_in/emergency.html", FOLDER + "errors/offline.html"}
    assert around <= spoken
    assert red - spoken - set(INSIDE) == set()
    said = (ROOT / FOLDER / "components/no_emergency_service.html").read_text()
    assert "not a diagnosis" in said
    assert "not an emergency service" in said


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/help", "/offline"])
def test_who_is_not_signed_in_reads_it_too(
    client: Client, released: ProtocolRelease, address: str
) -> None:
    page = client.get(address).content.decode()

    assert "This is not a diagnosis, and Fadewell is not an emergency service." in page

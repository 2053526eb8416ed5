"""One tap signs in as a demo person: in demo mode, and nowhere else."""

from importlib import reload

import pytest
from django.urls import clear_url_caches

from frontend import urls as frontend_urls
from frontend.accounts import urls as accounts_urls
from tracker import urls
from tracker.services.clinics import person

pytestmark = pytest.mark.django_db


def reload_addresses():
    for module in (accounts_urls, frontend_urls, urls):
        reload(module)
    clear_url_caches()


@pytest.fixture
def demo(settings):
    settings.FADEWELL_DEMO = True
    reload_addresses()
    yield
    settings.FADEWELL_DEMO = False
    reload_addresses()


@pytest.fixture
def demo_ana(ana_patient):
    user = person(email="ana@demo.fadewell.example", name="Ana", language="en", time_zone="UTC")
    ana_patient.user = user
    ana_patient.save()
    return user


def test_outside_the_demo_there_is_no_such_address(client, demo_ana):
    names = {pattern.name for pattern in accounts_urls.account_urls}
    assert "demo_sign_in" not in names

    assert client.post("/sign-in/demo", {"person": "ana"}).status_code == 404
    assert "Look around" not in client.get("/sign-in").content.decode()


def test_in_the_demo_everybody_of_the_cast_stands_on_the_page(demo, client):
    text = client.get("/sign-in").content.decode()

    for name in ("ana", "ben", "cleo", "dr.cho", "dr.dia", "lead.a", "lead.b"):
        assert f'value="{name}"' in text


def test_in_the_demo_one_tap_signs_in(demo, client, demo_ana):
    answer = client.post("/sign-in/demo", {"person": "ana"})

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(demo_ana.pk)


@pytest.mark.parametrize("who", ["", "admin", "dr.dia", "ana@demo.fadewell.example"])
def test_in_the_demo_nobody_else_can_be_signed_in(who, demo, client, demo_ana):
    assert client.post("/sign-in/demo", {"person": who}).status_code == 404
    assert client.get("/sign-in/demo").status_code == 405

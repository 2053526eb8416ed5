"""Who has left is out at once, and nobody gets in by a way that is not ours."""

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.urls import URLPattern, URLResolver, get_resolver

from tests.frontend.signing_in import ask_code, is_signed_in
from tracker.models import Notification, User
from tracker.services.clinics import end_roles

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def verified(ana):
    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    return ana


def test_a_closed_account_cannot_sign_in(client, verified):
    verified.is_active = False
    verified.save()
    client.post("/sign-in/password", {"login": verified.email, "password": PASSWORD})
    ask_code(client, verified.email)

    assert not is_signed_in(client)
    assert Notification.objects.get().kind == "unknown_address"


def test_a_closed_account_s_open_session_ends(client_of, verified):
    client = client_of(verified)
    verified.is_active = False
    verified.save()

    assert client.get("/password").url.startswith("/sign-in")


def test_a_removed_colleague_s_open_session_sees_no_clinic(client_of, dr_cho, clinic_a):
    client = client_of(dr_cho)
    assert client.get("/clinic/enrol").status_code == 200
    end_roles(by=None, clinic=clinic_a, user=dr_cho)

    assert client.get("/clinic/enrol").url.startswith("/sign-in"), "her session is over"


def test_nobody_signs_up_alone(client):
    page = client.post("/sign-up", {"email": "new@example.org", "password1": PASSWORD})

    assert "Your clinic invites you" in page.content.decode()
    assert not User.objects.exists()


def test_allauth_itself_is_closed_to_sign_up(rf):
    assert not get_adapter().is_open_for_signup(rf.get("/sign-up"))


def test_none_of_allauth_s_own_pages_can_be_reached():
    """Each of its views is one of ours by name of its template."""
    for view in views_in(get_resolver().url_patterns):
        if view.__module__.startswith("allauth"):
            pytest.fail(f"{view} of allauth is in the addresses")
        template = getattr(view, "template_name", None)
        if isinstance(template, str):
            assert template.startswith("frontend/")


def views_in(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views_in(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield getattr(pattern.callback, "view_class", pattern.callback)


@pytest.mark.parametrize(
    "path",
    ["/sign-in", "/sign-in/password", "/sign-up", "/password/forgot", "/sign-in/closed"],
)
def test_no_page_of_signing_in_is_kept_by_a_cache(path, client):
    assert "no-store" in client.get(path)["Cache-Control"]

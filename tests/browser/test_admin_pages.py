"""C7 by hand alone; how its pages look is asked where every screen is (test_looks, test_layout)."""

import pytest
from playwright.sync_api import expect

from tests.browser.screens import Story, the_office
from tests.conftest import member
from tracker.models import Membership, Role, StaffInvitation
from tracker.services import reviews

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(ana, her_toxin, dr_cho, clinic_a) -> Story:
    admin = member("admin.a", clinic_a, Role.ADMINISTRATOR, Role.COORDINATOR)
    told = Story(ana, ana, ana, her_toxin, dr_cho, admin)
    the_office(told, clinic_a)
    return told


def test_without_script_a_colleague_is_invited_and_another_one_leaves(
    without_script, signed_in, story, dr_cho, urgent_case
):
    case = reviews.claim(by=dr_cho, case=urgent_case, version=urgent_case.version)
    page = signed_in(without_script, story.admin, fresh=True)
    page.goto("/clinic/admin")
    page.get_by_role("link", name="People and roles").click()
    page.get_by_label("Name").fill("Nora Hale")
    page.get_by_label("E-mail address").fill("nora.hale@example.org")
    page.get_by_label("Dermatologist").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_contain_text("The invitation is on its way")
    assert StaffInvitation.objects.filter(email="nora.hale@example.org").exists()

    page.get_by_role("link", name="Dr Cho").click()
    page.get_by_role("button", name="End all roles").click()

    expect(page.get_by_role("status")).to_contain_text("All roles here ended")
    assert not Membership.objects.filter(user=dr_cho, ended_at=None).exists()
    case.refresh_from_db()
    assert case.assigned_to is None

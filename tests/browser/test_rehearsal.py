"""C6 in Chromium: a rehearsal goes on by itself; every page of the protocol, at both widths."""

import pytest
from playwright.sync_api import expect

from frontend.clinic.rule_page import rule_url
from frontend.pages import clinic_rehearsal
from tests.draft_versions import BLIND
from tracker.models import Assessment, Rehearsal, ReviewCase
from tracker.records import protocol
from tracker.records.versions import version_of
from tracker.services.check_ins import submit_check_in
from tracker.triage.rehearsal import compare
from tracker.triage.replay import facts_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_gate")]


@pytest.fixture
def numb_ana(ana, her_toxin, a_report):
    lost = {"touch_felt": False, "movement_normal": True}
    report = a_report("cheek", "left", numbness=4, answers=lost)
    return submit_check_in(by=ana, treatment=her_toxin, report=report)


@pytest.fixture
def bruised_ben(ben, his_toxin, a_report):
    report = a_report("forehead", None, bruise=2)
    return submit_check_in(by=ben, treatment=his_toxin, report=report)


def row_of(page, version, rule):
    """What the table says of a rule: flags before, now, new, gone."""
    link = page.locator(f"a[href='{rule_url(rule, version)}']")
    cells = page.get_by_role("row").filter(has=link).get_by_role("cell").all_inner_texts()
    return [int(each) for each in cells[:4]]


def counted(version, rule):
    """The same by hand, from each stored receipt."""
    before, after = protocol.in_force(), version_of(version).loaded
    both = [compare(before, after, facts_in(each.receipt)) for each in Assessment.objects.all()]
    fired = [(rule in each.before.flags, rule in each.after.flags) for each in both]
    kinds = (was for was, _ in fired), (now for _, now in fired)
    moved = [(False, True), (True, False)]
    return [*map(sum, kinds), *(fired.count(each) for each in moved)]


def test_a17_its_numbers_equal_a_direct_count_and_the_draft_flags_nobody(
    page, signed_in, lead_a, numb_ana, bruised_ben, a_draft, ben, his_toxin, a_report
):
    alarming = ("rules/bruise.toml", 'urgency = "self_care"', 'urgency = "emergency"')
    version = a_draft(BLIND, alarming)
    signed_in(page, lead_a).goto(f"/clinic/protocol/versions/{version}/rehearsal")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="By rule")).to_be_visible()

    shown = {rule: row_of(page, version, rule) for rule in ("numb-away", "bruise")}
    assert shown == {rule: counted(version, rule) for rule in shown}
    assert shown == {"numb-away": [1, 0, 0, 1], "bruise": [0, 1, 1, 0]}
    report = a_report("forehead", None, bruise=3)
    again = submit_check_in(by=ben, treatment=his_toxin, report=report)
    assert again.assessment.urgency == "self_care"
    assert list(ReviewCase.objects.all()) == [numb_ana.case]


def test_it_goes_on_by_itself_and_leads_to_the_case(
    page, signed_in, lead_a, numb_ana, a_draft, monkeypatch
):
    monkeypatch.setattr(clinic_rehearsal, "SLICE", 0)
    signed_in(page, lead_a)
    page.goto(f"/clinic/protocol/versions/{a_draft(BLIND)}/rehearsal")
    page.get_by_role("button", name="Start").click()

    expect(page.get_by_role("heading", name="Last 30 days this version would")).to_be_visible()
    assert Rehearsal.objects.get().pieces == 4  # gate, library, one patient, the end
    name = numb_ana.check_in.patient.name
    page.get_by_role("link", name=f"{name}, Day 3").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_where_the_network_is_lost_the_button_comes_back(
    page, signed_in, lead_a, numb_ana, a_draft, monkeypatch
):
    monkeypatch.setattr(clinic_rehearsal, "SLICE", 0)
    signed_in(page, lead_a)
    page.goto(f"/clinic/protocol/versions/{a_draft(BLIND)}/rehearsal")
    lost = "**/rehearsal?clinic=*"
    page.route(
        lost,
        lambda route: (
            route.abort()
            if "json" in route.request.headers.get("accept", "")
            else route.continue_()
        ),
    )
    page.get_by_role("button", name="Start").click()

    expect(page.get_by_role("status")).to_have_text("It stopped. What is judged is kept.")
    page.unroute(lost)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Last 30 days this version would")).to_be_visible()


@pytest.mark.parametrize(
    ("width", "theme"), [(1280, "light"), pytest.param(390, "dark", marks=pytest.mark.full)]
)
def test_the_pages_of_the_protocol_fit_and_can_be_read(
    page, signed_in, lead_a, numb_ana, a_draft, axe, wear, sideways, screenshot, width, theme
):
    version = a_draft(BLIND)
    signed_in(page, lead_a)
    page.emulate_media(reduced_motion="reduce")
    address = f"/clinic/protocol/versions/{version}"
    page.goto(f"{address}/rehearsal")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="By rule")).to_be_visible()
    pages = {
        "rules": "/clinic/protocol",
        "rule": "/clinic/protocol/rules/numb-away",
        "version": address,
        "comparison": f"{address}/comparison",
        "rehearsal": f"{address}/rehearsal",
    }
    for name, path in pages.items():
        page.goto(path)
        wear(page, width=width, theme=theme)
        axe(page)
        assert sideways(page) == 0, name
        screenshot(page, f"protocol-{name}-{width}-{theme}")

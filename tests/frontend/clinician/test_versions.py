"""C6: a version handed in by one lead and approved by another; two versions side by side."""

import re

import pytest
from django.utils import timezone

from tests.conftest import VERSION, member
from tests.draft_versions import BLIND, HARMLESS, MILDER, edit
from tracker.models import ProtocolRelease, ProtocolSubmission, Rehearsal, Role
from tracker.records import protocol

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gate")]


@pytest.fixture
def lead_b(clinic_b):
    return member("lead.b", clinic_b, Role.CLINICAL_LEAD)


def url(version: str, page: str = "") -> str:
    return f"/clinic/protocol/versions/{version}{page}"


def act(client, version: str, name: str):
    """The button of that name, pressed on the page as it stands."""
    page = client.get(url(version)).content.decode()
    digest = re.search(r'name="digest" value="([^"]+)"', page)
    return client.post(url(version), {"act": name, "digest": digest[1] if digest else ""})


def buttons(client, version: str) -> list[str]:
    return re.findall(r'name="act" value="(\w+)"', client.get(url(version)).content.decode())


def test_two_leads_bring_a_draft_into_force(a_draft, client_of, lead_a, lead_b, words_of):
    version, one, other = a_draft(HARMLESS), client_of(lead_a), client_of(lead_b)
    assert buttons(one, version) == ["submit"]
    assert act(one, version, "submit").status_code == 302
    assert (buttons(one, version), buttons(other, version)) == (
        ["withdraw"],
        ["approve", "withdraw"],
    )
    refused = act(other, version, "approve")
    assert refused.status_code == 400
    assert "Rehearse it first" in words_of(refused)

    answer = other.post(url(version, "/rehearsal"), {"days": "30"}, follow=True)
    while "Continue" in answer.content.decode():
        answer = other.post(url(version, "/rehearsal"), follow=True)
    done = act(other, version, "approve")

    assert done.status_code == 302
    assert protocol.in_force().version == version
    page = words_of(other.get(done.url))
    assert "It judges every check-in from now on." in page
    assert "Author Lead A Approved by Lead B" in page
    assert buttons(other, version) == []


def test_the_author_reads_that_a_second_person_is_needed(a_draft, client_of, lead_a, words_of):
    version, one = a_draft(HARMLESS), client_of(lead_a)
    act(one, version, "submit")
    Rehearsal.objects.update(finished_at=timezone.now())
    refused = act(one, version, "approve")

    assert refused.status_code == 400
    assert "A second person has to approve it." in words_of(refused)
    assert ProtocolRelease.objects.count() == 1


def test_faults_stand_on_the_page(a_draft, client_of, dr_cho, words_of):
    mute = ("rules/chest-pain.toml", 'urgency = "emergency"', 'urgency = "urgent"')
    page = words_of(client_of(dr_cho).get(url(a_draft(mute))))

    assert "emergency missed" in page
    assert "keep it from being approved" in page


def test_a_folder_that_cannot_be_read_says_where(a_draft, protocols, client_of, lead_a, words_of):
    version = a_draft()
    edit(protocols / version, "rules/hives.toml", '"hives" }', '"glow" }')
    client = client_of(lead_a)
    page = words_of(client.get(url(version)))

    assert "unknown code 'glow' among symptoms" in page
    assert "It has to be readable before it can be handed in." in page
    assert "cannot be read" in words_of(client.get("/clinic/protocol"))
    assert client.get(url(version, "/comparison")).status_code == 404
    assert client.post(url(version, "/rehearsal"), {"days": "30"}).status_code == 400


def test_a_dermatologist_reads_and_changes_nothing(a_draft, client_of, dr_cho, words_of):
    version, client = a_draft(HARMLESS), client_of(dr_cho)

    assert buttons(client, version) == []
    assert "A clinical lead hands it in and approves it." in words_of(client.get(url(version)))
    assert act(client, version, "submit").status_code == 403
    assert client.post(url(version, "/rehearsal"), {"days": "30"}).status_code == 403
    assert ProtocolSubmission.objects.count() == Rehearsal.objects.count() == 0


def test_an_act_that_is_none_is_not_found(a_draft, client_of, lead_a):
    assert act(client_of(lead_a), a_draft(), "publish").status_code == 404


def test_two_versions_side_by_side(a_draft, protocols, client_of, dr_cho, words_of):
    version = a_draft(BLIND)
    folder = protocols / version
    (folder / "rules" / "hives.toml").unlink()
    text = (folder / "rules" / "chest-pain.toml").read_text()
    again = text.replace('id = "chest-pain"', 'id = "x"').replace('"Chest pain"', '"More pain"')
    (folder / "rules" / "x.toml").write_text(again)
    edit(folder, "views/views.toml", "label = ", "label  = ")
    page = words_of(client_of(dr_cho).get(url(version, "/comparison")))

    assert "Rules: 1 added, 1 removed, 1 changed." in page
    assert re.search("Added More pain .* Removed Raised wheals .* Changed Loss of feeling", page)
    before = "Numbness away from every treated area, unless"
    after = "Numbness away from every treated area on both sides, unless"
    assert page.index(f"{VERSION}, In force") < page.index(before)
    assert page.index(before) < page.index(f"{version}, Draft") < page.index(after)
    assert "What differs: when it fires" in page
    assert "views/views.toml" in page


def test_a_version_beside_itself_says_the_same(protocols, client_of, dr_cho, words_of):
    page = words_of(client_of(dr_cho).get(url(VERSION, "/comparison")))

    assert "The two say the same" in page


def test_a_level_that_changed_is_shown_on_both_sides(a_draft, client_of, dr_cho, words_of):
    page = words_of(client_of(dr_cho).get(url(a_draft(MILDER), "/comparison")))

    assert "What differs: its level" in page
    assert re.search("In force Urgent Numbness .* Draft Review Numbness", page)

"""C2: why it was flagged, with the fact behind each condition, and what is not known."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from tests.conftest import treat
from tracker.models import Assessment, Message, ReviewEvent
from tracker.services import opinions, reviews
from tracker.services.check_ins import submit_check_in
from tracker.services.messages import send_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_of(client_of):
    def get(user, case):
        return client_of(user).get(f"/clinic/cases/{case.pk}")

    return get


def test_the_sentence_stands_first_then_the_rules_that_fired_with_their_facts(
    page_of, dr_cho, numb_cheek, words_of
):
    page = words_of(page_of(dr_cho, numb_cheek))
    receipt = json.loads(Assessment.objects.get().receipt)

    assert page.index("Why flagged") < page.index("Condition")
    assert "Numbness, left cheek, 5 of 10, touch not felt" in page
    for flag in receipt["flags"]:
        assert flag["title"] in page
        assert f"Rule {flag['rule']}, protocol {receipt['protocol']}" in page
    assert receipt["digest"] in page
    assert "Source:" in page
    assert "Asked: Can you feel a light touch there?" in page


def test_a_fact_that_is_another_makes_another_trace(
    page_of, dr_cho, ben, his_toxin, a_report, words_of
):
    report = a_report("chin", "right", numbness=8, answers={"touch_felt": "not_sure"})
    case = submit_check_in(by=ben, treatment=his_toxin, report=report).case

    page = words_of(page_of(dr_cho, case))

    assert "Numbness, right side of the chin, 8 of 10, not sure about touch" in page
    assert "left cheek" not in page


def test_the_answer_carries_the_time_and_offset_of_the_patients_device(
    page_of, dr_cho, ben, his_toxin, a_report, words_of
):
    zone = timezone.get_fixed_timezone(330)
    said_at = timezone.now().astimezone(zone).replace(microsecond=0)
    report = a_report("cheek", "left", numbness=5, reported_at=said_at)
    case = submit_check_in(by=ben, treatment=his_toxin, report=report).case

    page = words_of(page_of(dr_cho, case))

    assert f"{said_at:%H:%M} (UTC+05:30)" in page


def test_what_was_not_asked_is_named_and_never_left_blank(
    page_of, dr_cho, ben_patient, ben, his_toxin, a_report, words_of
):
    ben_patient.conditions, ben_patient.not_asked = None, ["vitamin_k"]
    ben_patient.save()
    report = a_report("cheek", "left", numbness=5, danger_signs=None)
    case = submit_check_in(by=ben, treatment=his_toxin, report=report).case

    page = words_of(page_of(dr_cho, case))

    for words in (
        "Danger signs: not asked",
        "Conditions: not asked",
        "Numbness: Can you feel a light touch there? Not asked",
        "Nerve or muscle disease Not asked",
        "Pregnancy Not asked",
        "Allergies Not asked",
        "Blood thinners None",
    ):
        assert words in page


def test_how_a_bruise_looks_stands_in_the_case_and_is_no_gap_where_it_was_not_said(
    page_of, dr_cho, ben, his_toxin, a_report, words_of
):
    looks = {"bruise_size": "under_50_mm", "bruise_colour": "darker_than_around"}
    report = a_report("cheek", "left", bruise=5, lump=6, answers=looks)
    case = submit_check_in(by=ben, treatment=his_toxin, report=report).case

    page = words_of(page_of(dr_cho, case))

    told = "Bruise, left cheek, moderate, 30 to 50 mm across, darker than the skin around it"
    assert told in page
    assert "Bruise, moderate, 30 to 50 mm across, darker than the skin around it" in page
    assert "next to a coin? Not asked" not in page
    submit_check_in(by=ben, treatment=his_toxin, report=a_report("cheek", bruise=5, lump=6))
    assert "next to a coin? Not asked" not in words_of(page_of(dr_cho, case))


def test_p9_what_she_took_and_did_stands_with_the_check_in(
    page_of, dr_cho, ben, his_toxin, a_report, words_of
):
    did = ["took_prescribed_medicine", "rubbed_site", "of_another_day"]
    report = a_report("cheek", "left", numbness=5, behaviours=did)
    case = submit_check_in(by=ben, treatment=his_toxin, report=report).case

    page = words_of(page_of(dr_cho, case))

    assert "Numbness, left cheek, moderate. Place rubbed, a prescribed medicine taken" in page
    submit_check_in(by=ben, treatment=his_toxin, report=a_report(behaviours=["took_aspirin"]))
    assert "No symptoms. Aspirin taken" in words_of(page_of(dr_cho, case))


def test_risks_that_are_known_are_named(page_of, dr_cho, ben_patient, numb_cheek, words_of):
    ben_patient.conditions = ["neuromuscular_disease", "pregnancy"]
    ben_patient.allergies, ben_patient.medicines = ["asteraceae"], ["apixaban", "fish_oil"]
    ben_patient.save()

    page = words_of(page_of(dr_cho, numb_cheek))

    for words in ("Allergies Daisy family", "Nerve or muscle disease Yes", "Pregnancy Yes"):
        assert words in page
    assert "Blood thinners Apixaban" in page


def test_her_own_later_answer_counts_beside_the_record(
    page_of, dr_cho, ben_patient, numb_cheek, the_protocol, words_of
):
    question = next(q for q in the_protocol.questions.values() if "pregnancy" in q.codes)
    ben_patient.safety_answers = {question.id: "not_sure"}
    ben_patient.save()

    assert "Pregnancy The patient is not sure" in words_of(page_of(dr_cho, numb_cheek))


def test_opening_the_case_is_what_seen_means_for_her_messages(
    page_of, dr_cho, ben, his_toxin, numb_cheek
):
    send_message(by=ben, treatment=his_toxin, client_id=uuid4(), text="Is this usual?")

    page = page_of(dr_cho, numb_cheek).content.decode()

    assert "Is this usual?" in page
    assert Message.objects.get().seen_by == dr_cho


def test_the_timeline_names_who_did_what(page_of, dr_cho, lead_a, numb_cheek, words_of):
    case = reviews.claim(by=dr_cho, case=numb_cheek, version=1)
    reviews.message(by=lead_a, case=case, version=2, text="Please keep the area still.")

    page = words_of(page_of(dr_cho, numb_cheek))

    for words in ("Case opened", "Claimed", "Dr Cho", "Please keep the area still."):
        assert words in page
    assert "Lead A, clinical lead" in page


def test_another_clinics_case_looks_exactly_like_one_that_does_not_exist(
    client_of, dr_dia, numb_cheek
):
    client = client_of(dr_dia)

    foreign = client.get(f"/clinic/cases/{numb_cheek.pk}")
    missing = client.get(f"/clinic/cases/{uuid4()}")

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content


def test_a_closed_case_shows_its_decision_and_can_only_be_reopened(
    page_of, dr_cho, numb_cheek, words_of
):
    contact = {"at": timezone.now(), "how": "phone", "outcome": "She feels better"}
    reviews.decide(by=dr_cho, case=numb_cheek, version=1, reason="expected_course", contact=contact)

    response = page_of(dr_cho, numb_cheek)

    page = words_of(response)
    assert "Decision Expected course" in page
    assert "Phone call" in page
    assert "She feels better" in page
    assert [move.action for move in response.context["moves"]] == ["reopen"]


def test_each_role_sees_only_the_moves_it_may_make(page_of, dr_cho, coordinator_a, numb_cheek):
    seen = {
        who.name: {move.action for move in page_of(who, numb_cheek).context["moves"]}
        for who in (dr_cho, coordinator_a)
    }

    hers = {"assign", "book", "claim", "label", "message", "request-photo"}
    assert seen["Coordinator A"] == hers
    assert seen["Dr Cho"] == {
        "claim", "acknowledge", "message", "request-photo", "snooze", "escalate", "decide", "book",
        "label",
    }  # fmt: skip


def test_what_needs_a_colleague_is_shown_where_there_is_one(page_of, dr_cho, lead_a, numb_cheek):
    def shown(who):
        return {move.action for move in page_of(who, numb_cheek).context["moves"]}

    assert {"assign", "second-opinion"} <= shown(dr_cho)
    asked = opinions.ask_opinion(
        by=dr_cho,
        case=numb_cheek,
        version=numb_cheek.version,
        to=lead_a,
        question="A nerve?",
        wanted_by=timezone.now() + timedelta(hours=1),
    )
    assert "A nerve?" in page_of(dr_cho, asked).content.decode()
    assert "give-opinion" in shown(lead_a)
    assert "give-opinion" not in shown(dr_cho)


def test_an_opinion_stands_beside_the_steps_and_the_decision_with_what_was_asked(
    page_of, dr_cho, lead_a, numb_cheek
):
    at = timezone.now() + timedelta(hours=1)
    asked = opinions.ask_opinion(
        by=dr_cho, case=numb_cheek, version=numb_cheek.version, to=lead_a,
        question="A nerve?", wanted_by=at,
    )  # fmt: skip
    given = opinions.give_opinion(
        by=lead_a, case=asked, version=asked.version, text="The branch below the eye."
    )

    def beside(case):
        page = page_of(dr_cho, case).content.decode()
        return page.split('class="card actions"')[1].split("<details")[0].split("</section>")[0]

    for word in (f"Second opinion by {lead_a.name}", "A nerve?", "The branch below the eye."):
        assert word in beside(given)
    told = {"at": timezone.now(), "how": "phone", "outcome": "Comes in"}
    closed = reviews.decide(
        by=dr_cho, case=given, version=given.version, reason="referred", contact=told
    )
    assert "The branch below the eye." in beside(closed)


def test_release_is_shown_to_who_holds_it_and_to_the_lead(page_of, dr_cho, lead_a, numb_cheek):
    reviews.claim(by=dr_cho, case=numb_cheek, version=1)

    hers, leads = (
        {move.action for move in page_of(who, numb_cheek).context["moves"]}
        for who in (dr_cho, lead_a)
    )

    assert "release" in hers & leads
    assert "claim" not in hers | leads


def test_an_emergency_says_phone_first_with_the_number(
    page_of, dr_dia, cleo_patient, pale_skin, words_of
):
    cleo_patient.phone = "+44 20 7946 0999"
    cleo_patient.save()

    response = page_of(dr_dia, pale_skin)

    assert "Emergency: phone the patient now." in words_of(response)
    assert 'href="tel:+442079460999"' in response.content.decode()
    assert "snooze" not in {move.action for move in response.context["moves"]}


def test_a_protocol_whose_folder_is_gone_still_shows_what_was_told(
    page_of, dr_cho, numb_cheek, words_of, monkeypatch
):
    monkeypatch.setattr("frontend.clinic.trace.protocol.of_version", lambda *_: None)

    page = words_of(page_of(dr_cho, numb_cheek))

    assert "its conditions cannot be shown" in page
    assert "Numbness, left cheek, 5 of 10, touch not felt" in page


def test_a_case_that_the_patient_raised_says_so(page_of, dr_cho, headache, words_of):
    page = words_of(page_of(dr_cho, headache))

    assert "Raised by the patient" in page
    assert "No rule asked for this case" in page


def test_the_other_toxin_of_the_last_months_stands_with_the_treatment(
    page_of, dr_cho, ben_patient, numb_cheek, words_of
):
    treat(ben_patient, "botulinum_toxin", ["jaw"], hours_ago=24 * 40)

    page = words_of(page_of(dr_cho, numb_cheek))

    assert "Also treated within four months" in page
    assert "jaw" in page


def test_looking_writes_nothing_on_the_case(page_of, dr_cho, numb_cheek):
    before = ReviewEvent.objects.count()

    page_of(dr_cho, numb_cheek)

    numb_cheek.refresh_from_db()
    assert (ReviewEvent.objects.count(), numb_cheek.version, numb_cheek.seen_at) == (
        before,
        1,
        None,
    )


def test_a_flag_that_raises_its_case_says_from_which_level(
    client_of, dr_cho, ana, her_toxin, headache, a_report, words_of
):
    urgent = a_report("cheek", "left", numbness=5, answers={"touch_felt": False})
    submit_check_in(by=ana, treatment=her_toxin, report=urgent)
    submit_check_in(by=ana, treatment=her_toxin, report=a_report("brow", "left", brow_droop=4))

    page = words_of(client_of(dr_cho).get(f"/clinic/cases/{headache.pk}"))

    opened, raised, joined = headache.events.all()
    assert "level_before" not in opened.detail
    assert (raised.detail["level_before"], raised.detail["level_after"]) == ("review", "urgent")
    assert (joined.detail["level_before"], joined.detail["level_after"]) == ("urgent", "urgent")
    assert "Level of the case: Review to Urgent" in page
    assert "Stays at Urgent" in page
    assert page.count("Review to Urgent") == 2, "in the trace and in the timeline"


def test_the_strip_says_what_was_not_asked_and_which_toxin_lies_within_four_months(
    page_of, dr_cho, ben_patient, numb_cheek, words_of
):
    known = "Prior reaction Not asked Other toxin within 4 months"
    assert f"{known} None here. Elsewhere: not asked" in words_of(page_of(dr_cho, numb_cheek))

    near = treat(ben_patient, "botulinum_toxin", ["forehead"], hours_ago=24 * 100)
    treat(ben_patient, "botulinum_toxin", ["forehead"], hours_ago=24 * 140)
    treat(ben_patient, "dermal_filler", ["cheek"], hours_ago=24 * 20)

    day = date_format(timezone.localdate(near.performed_at), "j M Y")
    assert f"{known} {day}. Elsewhere: not asked" in words_of(page_of(dr_cho, numb_cheek))

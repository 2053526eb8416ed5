"""The result: the action in the heading, remedies only after their questions."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from frontend.vocabulary import Vocabulary
from tracker.models import Assessment, Clinic, Patient, ReviewCase, Treatment, User
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.clinic_facts import change_numbers
from tracker.services.reviews import acknowledge
from tracker.triage.protocol import Protocol

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
Told = Callable[..., str]
ARNICA = "Pat a thin layer on whole skin"


@pytest.fixture
def hers(ana: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(ana)


@pytest.fixture
def told(ana: User, her_toxin: Treatment, a_report: Callable[..., Report]) -> Told:
    """told(bruise=5, region=…) -> the address of the result."""

    def tell(**said: Any) -> str:
        report = a_report(**said)
        sent = submit_check_in(by=ana, treatment=her_toxin, report=report)
        return f"/check-ins/{sent.check_in.pk}"

    return tell


def test_an_emergency_says_call_and_offers_nothing_else(
    hers: Client, told: Told, words_of: Words
) -> None:
    signs = {"asked": True, "any": True, "signs": ["breathing"]}
    response = hers.get(told(danger_signs=signs, region="cheek", side="left", bruise=5))

    page, source = words_of(response), response.content.decode()
    assert "Emergency: call 112 or go to hospital now" in page
    assert 'href="tel:112"' in source
    assert "We are also telling your clinic." in page
    assert "I had botulinum toxin on" in page
    assert ARNICA not in source
    assert 'class="tabs"' not in source  # nothing leads away


def test_a_number_that_her_clinic_changes_stands_on_each_result_and_beside_each_call(
    hers: Client, told: Told, clinic_a: Clinic, admin_a: User
) -> None:
    signs = {"asked": True, "any": True, "signs": ["breathing"]}
    results = [
        told(region="cheek", side="left", bruise=5),
        told(region="brow", side="left", brow_droop=4),
        told(region="cheek", side="left", numbness=4, answers={"touch_felt": False}),
        told(danger_signs=signs),
    ]
    numbers = {"phone": "+44 20 7946 0777", "out_of_hours_phone": "", "emergency_number": "118"}
    change_numbers(by=admin_a, clinic=clinic_a, **numbers, address="")

    for page in (*results, "/help", "/check-in"):
        source = hers.get(page).content.decode()
        assert 'href="tel:118"' in source, page
        assert 'href="tel:112"' not in source and "0101" not in source, page
        if page not in results[:2]:  # those say what to watch for, and how to write
            assert "0777" in source, page


def test_urgent_says_who_looks_by_when_and_when_it_is_an_emergency(
    hers: Client, told: Told, words_of: Words, the_protocol: Protocol
) -> None:
    felt = {"touch_felt": False}

    page = words_of(hers.get(told(region="cheek", side="left", numbness=4, answers=felt)))

    assert "Urgent: your clinic needs to see this today" in page
    assert "A dermatologist at Clinic A will look by" in page
    assert "Call your clinic:" in page
    assert "Call 112 if you notice" in page
    assert "What may help" not in page


def test_review_says_that_the_clinic_was_told(hers: Client, told: Told, words_of: Words) -> None:
    page = words_of(hers.get(told(region="brow", side="left", brow_droop=4)))

    assert "Review: we have told your clinic" in page
    assert "Nobody at your clinic has opened it yet." in page


def test_usual_still_says_when_to_get_in_touch(hers: Client, told: Told, words_of: Words) -> None:
    page = words_of(hers.get(told(region="cheek", side="left", bruise=5)))

    assert "Looks usual for day 3" in page
    assert "Get in touch if it gets worse" in page
    assert "I'm still worried" in page
    assert "not an emergency service" in page


def test_who_asks_to_be_contacted_is_told_that_someone_will_look(
    hers: Client, told: Told, words_of: Words
) -> None:
    page = words_of(hers.get(told(wants_contact=True)))

    assert "Review: we have told your clinic" in page


def test_seen_is_said_only_once_a_person_has_opened_it(
    hers: Client, told: Told, dr_cho: User, words_of: Words
) -> None:
    address = told(region="brow", side="left", brow_droop=4)
    case = ReviewCase.objects.get()

    acknowledge(by=dr_cho, case=case, version=case.version)

    assert "Seen by Dr Cho, today" in words_of(hers.get(address))


def test_the_reason_is_in_her_own_facts_with_the_protocol_behind_it(
    hers: Client, told: Told, words_of: Words, the_protocol: Protocol
) -> None:
    felt = {"touch_felt": False}

    page = words_of(hers.get(told(region="cheek", side="left", numbness=4, answers=felt)))

    assert "Numbness, left cheek, moderate, touch not felt." in page
    assert "of 10" not in page
    assert f"Protocol {the_protocol.version}." in page
    for flag in Assessment.objects.get().said["flags"]:
        assert flag["rule"] not in page


def test_no_id_of_a_rule_stands_on_the_page_of_an_emergency(
    hers: Client, told: Told, words_of: Words, the_protocol: Protocol
) -> None:
    signs = {"asked": True, "any": True, "signs": ["breathing"]}

    page = words_of(hers.get(told(danger_signs=signs)))

    assert f"Protocol {the_protocol.version}." in page
    assert not [rule for rule in the_protocol.rules if rule in page.split()]
    assert "Rules:" not in page


def test_the_number_to_call_is_the_clinics(
    hers: Client, told: Told, words_of: Words, ana_patient: Patient
) -> None:
    Clinic.objects.filter(pk=ana_patient.clinic_id).update(emergency_number="999")

    page = words_of(hers.get(told(region="cheek", side="left", bruise=5)))

    assert "Call 999 if you notice" in page
    assert "112" not in page


def test_a9_a_remedy_is_shown_only_after_its_questions(
    hers: Client, told: Told, words_of: Words
) -> None:
    address = told(region="cheek", side="left", bruise=5)
    before = hers.get(address)
    asked = questions_in(before)
    assert "broken_skin" in asked
    assert ARNICA not in before.content.decode()

    answered = hers.post(f"{address}/answers", dict.fromkeys(asked, "false"), follow=True)

    assert ARNICA in words_of(answered)
    assert Assessment.objects.count() == 2


@pytest.mark.parametrize("answer", ["true", "not_sure"])
def test_a9_yes_or_not_sure_keeps_it_back_and_says_why(
    hers: Client, told: Told, words_of: Words, answer: str
) -> None:
    address = told(region="cheek", side="left", bruise=5)
    asked = questions_in(hers.get(address))

    said = dict.fromkeys(asked, "false") | {"broken_skin": answer}
    response = hers.post(f"{address}/answers", said, follow=True)

    assert ARNICA not in response.content.decode()
    assert "What we left out, and why" in words_of(response)
    assert "Arnica cream or gel: Not on broken skin" in words_of(response)


def test_a9_an_open_question_is_never_a_no(hers: Client, told: Told) -> None:
    address = told(region="cheek", side="left", bruise=5)

    response = hers.post(f"{address}/answers", {})

    page = response.content.decode()
    assert response.status_code == 400
    assert page.count("Choose No, Yes or Not sure.") == 2 * page.count('href="#question-') > 0
    assert Assessment.objects.count() == 1


def test_a18_what_was_left_open_stands_on_top_names_its_question_and_leads_to_it(
    hers: Client, told: Told, ana_patient: Patient
) -> None:
    ana_patient.allergies = ana_patient.conditions = None
    ana_patient.save()
    address = told(region="cheek", side="left", bruise=5)
    questions = hers.get(address).context["questions"]
    assert len(questions) > 1
    all_but_one = {each["id"]: "false" for each in questions[1:]}

    page = hers.post(f"{address}/answers", all_but_one)

    summary = page.content.decode().partition('id="error-summary"')[2].partition("</div>")[0]
    assert summary.count("<a href=") == 1
    assert f'href="#question-{questions[0]["id"]}">{questions[0]["question"]} ' in summary
    assert page.context["questions"][0]["error"].startswith(questions[0]["question"])
    assert page.content.decode().partition("<title>")[2].startswith("Error:")


def test_p13_in_spanish_a_remedy_says_how_sure_we_are_of_what(hers: Client, told: Told) -> None:
    hers.post("/settings", {"change": "language", "language": "es"})

    remedies = hers.get(told(region="cheek", side="left", bruise=5)).context["remedies"]

    assert remedies
    assert {each["evidence"] for each in remedies} <= {
        "Buena evidencia",
        "Evidencia mixta",
        "Poca evidencia",
    }


def test_a_remedy_that_the_protocol_no_longer_has_keeps_its_own_word(
    the_protocol: Protocol,
) -> None:
    assert Vocabulary(the_protocol, "es").evidence("leeches") == ""


def test_what_waits_for_her_answer_is_not_the_clinics_to_say(
    hers: Client, told: Told, words_of: Words
) -> None:
    address = told(region="cheek", side="left", bruise=5)
    waiting = "Arnica cream or gel: We need one answer from you first."
    before = words_of(hers.get(address))
    assert waiting in before and f"{waiting} Ask your clinic." not in before

    said = dict.fromkeys(questions_in(hers.get(address)), "false") | {"broken_skin": "true"}
    after = words_of(hers.post(f"{address}/answers", said, follow=True))
    why = after.partition("Arnica cream or gel: Not on broken skin")[2]
    assert why.partition(":")[0].count("Ask your clinic.") == 1


def test_an_allergy_on_record_keeps_arnica_back_without_asking(
    hers: Client, told: Told, ana_patient: Patient, words_of: Words
) -> None:
    ana_patient.allergies = ["asteraceae"]
    ana_patient.save()

    page = words_of(hers.get(told(region="cheek", side="left", bruise=5)))

    assert "You may react to the daisy family" in page
    assert ARNICA not in page


def test_waiting_is_the_first_choice(hers: Client, told: Told) -> None:
    remedies = hers.get(told(region="cheek", side="left", bruise=5)).context["remedies"]

    assert len(remedies) > 1
    assert remedies[0]["label"] == "Waiting"


def test_p13_a_remedy_names_its_source_with_date_and_the_protocol(
    hers: Client, told: Told, words_of: Words, the_protocol: Protocol
) -> None:
    page = words_of(hers.get(told(region="cheek", side="left", bruise=5)))

    source = the_protocol.sources["F32"]
    assert source.details["date"] == "2026-11-22"
    said = "Where this comes from Colours and days of a bruise (22 November 2026)"
    assert said in page
    assert f"(22 November 2026) Protocol {the_protocol.version}." in page


def test_p13_the_source_is_in_her_language(
    hers: Client, told: Told, ana: User, words_of: Words
) -> None:
    address = told(region="cheek", side="left", bruise=5)
    ana.language = "es"
    ana.save()

    page = words_of(hers.get(address, headers={"Accept-Language": "es"}))

    assert "Colores y días de un moretón (22 de noviembre de 2026)" in page
    assert "Colours and days" not in page


def test_a_remedy_that_the_protocol_in_force_dropped_keeps_the_source_it_was_shown_with(
    hers: Client, told: Told, words_of: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = told(region="cheek", side="left", bruise=5)
    monkeypatch.setattr(Vocabulary, "sources", lambda self, remedy: [])

    page = words_of(hers.get(address))

    assert "Where this comes from Colours and days of a bruise; Remedy notes: Waiting" in page


def test_somebody_elses_result_does_not_exist(
    told: Told, ben: User, client_of: Callable[[User], Client]
) -> None:
    address = told(region="cheek", side="left", bruise=5)

    for response in (
        client_of(ben).get(address),
        client_of(ben).post(f"{address}/answers", {"broken_skin": "false"}),
    ):
        assert response.status_code == 404
    assert Assessment.objects.count() == 1


def questions_in(response: Any) -> list[str]:
    return [question["id"] for question in response.context["questions"]]

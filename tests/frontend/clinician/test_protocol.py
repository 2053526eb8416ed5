"""C6: every rule as a sentence, with its ground, its examples and what became of it."""

import re

import pytest

from frontend.clinic.rule_tests import AFTER, HEAD, REPORTED
from frontend.clinic.rules import NOT_TESTS, condition, rule_sentence
from frontend.clinic.situations import situations
from tests.conftest import VERSION
from tests.draft_versions import MILDER
from tracker.models import Membership, ProtocolRelease, Role
from tracker.records import protocol
from tracker.services.check_ins import submit_check_in
from tracker.triage import predicates
from tracker.triage.explain import Voice
from tracker.triage.trace import describe_condition


@pytest.mark.django_db
def test_the_page_names_version_digest_author_and_approver(
    client_of, dr_cho, the_protocol, words_of
):
    page = words_of(client_of(dr_cho).get("/clinic/protocol"))

    for words in (f"Protocol {VERSION}", the_protocol.digest, "Dr. Author", "Dr. Approver"):
        assert words in page


@pytest.mark.django_db
def test_every_rule_stands_there_as_a_sentence(client_of, lead_a, the_protocol, words_of):
    page = words_of(client_of(lead_a).get("/clinic/protocol"))

    for rule in the_protocol.rules.values():
        assert rule.label() in page
        assert rule_sentence(rule, Voice(the_protocol, "en")) in page


@pytest.mark.django_db
def test_each_rule_has_a_page_with_its_sources_and_its_situations(
    client_of, dr_cho, the_protocol, words_of
):
    client, voice = client_of(dr_cho), Voice(the_protocol, "en")
    for rule in the_protocol.rules.values():
        page = words_of(client.get(f"/clinic/protocol/rules/{rule.id}"))
        assert f"Rule {rule.id}, protocol {VERSION}." in page
        for code in rule.source.split():
            assert the_protocol.sources[code].label() in page
            assert the_protocol.sources[code].details["date"] in page
        for each in situations(rule, voice):
            assert all(line in page for line in (*each["told"], *each["expected"]))


@pytest.mark.django_db
def test_a_rule_says_how_often_it_fired_and_was_acted_on(
    client_of, dr_cho, numb_cheek, move, words_of
):
    client = client_of(dr_cho)
    url = "/clinic/protocol/rules/numb-away"
    assert "Fired on 1 of 1 check-ins in the last 30 days; a clinician acted on 0" in words_of(
        client.get(url)
    )
    move(client, numb_cheek, "escalate", to="lead", reason="Look", by="2999-01-01T09:00")
    client.post("/clinic/protocol/counts")
    page = words_of(client.get(url))

    assert "in the last 12 months; a clinician acted on 1 of that 1." in page
    assert "Counted at" in page


@pytest.mark.django_db
def test_another_clinics_check_ins_are_not_counted(client_of, dr_dia, numb_cheek, words_of):
    page = words_of(client_of(dr_dia).get("/clinic/protocol/rules/numb-away"))

    assert "Fired on 0 of 0 check-ins" in page


@pytest.mark.django_db
def test_only_clinics_where_she_is_a_clinician_are_counted(
    client_of, dr_cho, clinic_a, clinic_b, cleo, cleos_filler, a_report, words_of, monkeypatch
):
    Membership.objects.create(user=dr_cho, clinic=clinic_b, role=Role.COORDINATOR)
    submit_check_in(by=cleo, treatment=cleos_filler, report=a_report("cheek", "left", numbness=4))
    counted = []
    monkeypatch.setattr("frontend.pages.clinic_protocol.count", counted.append)

    client_of(dr_cho).post("/clinic/protocol/counts")
    page = words_of(client_of(dr_cho).get("/clinic/protocol/rules/numb-away"))

    assert counted == [clinic_a.pk]
    assert "Fired on 0 of 0 check-ins" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "there", "absent"),
    [
        ("level=urgent", "Raised wheals", "Chest pain"),
        ("search=WHEALS+itchy", "Raised wheals", "Chest pain"),
        ("level=emergency&search=chest", "Chest pain", "Raised wheals"),
        ("level=nonsense", "Chest pain", "No rule says that"),
        ("search=zzz", "No rule says that", "Chest pain"),
    ],
)
def test_the_list_is_narrowed_by_level_and_words(asked, there, absent, client_of, dr_cho, words_of):
    page = words_of(client_of(dr_cho).get(f"/clinic/protocol?{asked}"))

    assert there in page
    assert absent not in page


@pytest.mark.django_db
def test_a_draft_can_be_read_and_is_said_to_judge_nobody(a_draft, client_of, dr_cho, words_of):
    version, client = a_draft(MILDER), client_of(dr_cho)
    page = words_of(client.get(f"/clinic/protocol?version={version}"))
    rule = words_of(client.get(f"/clinic/protocol/rules/numb-away?version={version}"))

    assert "Draft: these rules judge nobody now." in page
    assert "This version has judged nobody." in rule
    assert "Review" in rule


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "rules/no-such-rule",
        "rules/bruise?version=1999-01",
        "versions/1999-01",
        "versions/..",
        "versions/cases/comparison",
        "versions/1999-01/rehearsal",
    ],
)
def test_what_is_not_there_is_not_found(path, protocols, client_of, dr_cho):
    assert client_of(dr_cho).get(f"/clinic/protocol/{path}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["coordinator_a", "admin_a", "ana", "nobody"])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "/rules/bruise",
        f"/versions/{VERSION}",
        f"/versions/{VERSION}/comparison",
        f"/versions/{VERSION}/rehearsal",
    ],
)
def test_the_protocol_is_for_clinicians(request, client_of, who, path):
    client = client_of(request.getfixturevalue(who))

    assert client.get(f"/clinic/protocol{path}").status_code == 403


@pytest.mark.django_db
def test_without_a_protocol_in_force_the_cases_can_still_be_read(
    client_of, dr_cho, numb_cheek, words_of
):
    ProtocolRelease.objects.all().delete()
    client = client_of(dr_cho)
    predicate_page = client.get("/clinic/")

    assert numb_cheek.reason in words_of(predicate_page)
    assert client.get(f"/clinic/cases/{numb_cheek.pk}").status_code == 200


@pytest.mark.django_db
def test_a_folder_that_was_damaged_leaves_the_page_of_what_judges(
    protocols, client_of, dr_cho, words_of
):
    """SAFETY fault 23: the last good version stays, and is what the page shows."""
    client = client_of(dr_cho)
    protocol.in_force()
    (protocols / VERSION / "sets.toml").write_text("half = [")
    page = words_of(client.get("/clinic/protocol"))

    assert "rules are in force for every check-in" in page
    assert "cannot be read" in page


def test_every_test_of_the_grammar_has_words() -> None:
    words = (HEAD.keys() | AFTER.keys()) - set(REPORTED.values())

    assert words | (NOT_TESTS & predicates.TESTS.keys()) == set(predicates.TESTS)


def test_no_sentence_shows_a_code_or_a_set_and_none_says_a_thing_twice(the_protocol):
    voice = Voice(the_protocol, "en")
    lines = [
        condition(describe_condition(rule.when), voice, None)
        for rule in the_protocol.rules.values()
    ]

    coded = [line for line in lines if re.search(r"@|\b[a-z]+_[a-z]+\b|\{|\}|\bNone\b", line)]
    doubled = [line for line in lines if re.search(r"(unless it was [^;]*); \1|  |, ,|; ;", line)]

    assert all(lines)
    assert (coded, doubled) == ([], [])


NUMB = {"symptom": "numbness", "relation": "touching", "unchanged_since_before": False}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"symptom": "numbness", "relation": "away", "severity_at_least": 1},
            "Numbness away from every treated area, strength 1 of 10 or more",
        ),
        (
            {"symptom": ["fever", "rash"], "kinds_at_least": 2},
            "At least 2 of these: fever or rash",
        ),
        ({"hours_at_least": 24}, "24 hours or more after the treatment"),
        ({"not": {"symptom": "fever", "gone": True}}, "No fever, now gone again"),
        ({"not": {"treated": ["nose"]}}, "Not treated at the nose"),
        ({"not": {"hours_at_most": 2}}, "Not: up to 2 hours after the treatment"),
        ({"danger_sign": True}, "A danger sign was ticked"),
        ({"danger_sign": ["chest_pain"]}, "A danger sign was ticked: chest pain"),
        ({"uncovered": True}, "A reported symptom that no other rule explains"),
        (
            {"symptom": "bruise", "course": ["new", "same", "worse"]},
            "Bruise, not getting better",
        ),
        (
            {"symptom": "rash", "apart_from": {"symptom": "hives"}},
            "Rash, with no raised itchy wheals there",
        ),
        (
            {"symptom": "numbness", "onset_at_most": 1, "hours_at_least": 24},
            "Numbness, onset within 1 hour of the treatment,"
            " reported 24 hours or more after the treatment",
        ),
        (
            {"medicines": ["aspirin_prescribed", "clopidogrel"], "at_least": 2},
            "Takes at least 2 of these: “aspirin, prescribed” or clopidogrel",
        ),
        (
            {"symptom": "swelling", "region": ["lips", "upper_lip", "lower_lip"]},
            "Swelling at the lips",
        ),
        ({"symptom": "swelling", "region": ["lips"]}, "Swelling at the lips"),
        (
            {"any": [{"symptom": "fever"}, {"all": [{"symptom": "rash"}, {"hours_at_most": 1}]}]},
            "Fever; or (rash; and up to 1 hour after the treatment)",
        ),
        (
            {
                "any": [
                    {"symptom": "fever", "course": "worse"},
                    {"symptom": "rash", "course": "worse"},
                ]
            },
            "Fever or rash, getting worse",
        ),
        (
            {"any": [{**NUMB, "hours_at_least": 24}, {**NUMB, "course": "worse"}]},
            "Numbness next to a treated area: 24 hours or more after the treatment;"
            " or getting worse; unless it was there before the treatment and is unchanged",
        ),
        (
            {"count": [{"symptom": "fever"}, {"symptom": "rash"}], "at_least": 2},
            "At least 2 of: fever; rash",
        ),
    ],
)
def test_a_condition_reads_as_a_sentence(the_protocol, said, sentence):
    assert condition(said, Voice(the_protocol, "en")) == sentence


@pytest.mark.django_db
def test_each_text_to_patients_says_its_languages_and_is_read_in_the_other_one(
    client_of, dr_cho, words_of
):
    page = client_of(dr_cho).get("/clinic/protocol/rules/numb-away").content.decode()

    told = page[page.index("told-title") : page.index("use-title")]
    assert "Title: Loss of feeling away from the treated areas" in told
    assert "Advice at this level: Contact your clinic today" in told
    assert '<p lang="es">Pérdida de tacto lejos de las zonas tratadas</p>' in told
    assert told.count("Written in: English, Español.") == told.count("<li>") > 1
    assert "Missing" not in told


@pytest.mark.django_db
def test_a_draft_whose_spanish_is_missing_says_so_before_it_is_approved(client_of, lead_a, a_draft):
    spanish = ("rules/numb-away.toml", 'label = "Pérdida de tacto lejos de las zonas tratadas"', "")
    client, version = client_of(lead_a), a_draft(spanish, MILDER)

    for address in (
        f"/clinic/protocol/rules/numb-away?version={version}",
        f"/clinic/protocol/versions/{version}/comparison",
    ):
        page = client.get(address).content.decode()
        assert "Written in: English. Missing: Español, read in English." in page

"""C6, to read: every rule in force as a sentence, with its source and who answers for it."""

import re

import pytest

from frontend.clinic.rules import TESTS, condition
from tracker.models import ProtocolRelease
from tracker.triage import predicates
from tracker.triage.explain import Voice
from tracker.triage.trace import describe_condition


@pytest.mark.django_db
def test_the_page_names_version_digest_author_and_approver(
    client_of, dr_cho, the_protocol, words_of
):
    page = words_of(client_of(dr_cho).get("/clinic/protocol"))

    for words in (
        f"Protocol {the_protocol.version}",
        the_protocol.digest,
        "Dr. Author",
        "Dr. Approver",
    ):
        assert words in page


@pytest.mark.django_db
def test_every_rule_stands_there_with_its_source(client_of, lead_a, the_protocol, words_of):
    page = words_of(client_of(lead_a).get("/clinic/protocol"))

    for rule in the_protocol.rules.values():
        assert f"Rule {rule.id}." in page
        for code in rule.source.split():
            assert the_protocol.sources[code].label() in page


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["coordinator_a", "admin_a", "ana", "nobody"])
def test_the_protocol_is_for_clinicians(request, client_of, who):
    assert client_of(request.getfixturevalue(who)).get("/clinic/protocol").status_code == 403


@pytest.mark.django_db
def test_without_a_protocol_in_force_the_cases_can_still_be_read(
    client_of, dr_cho, numb_cheek, words_of
):
    ProtocolRelease.objects.all().delete()
    client = client_of(dr_cho)
    predicate_page = client.get("/clinic/")

    assert numb_cheek.reason in words_of(predicate_page)
    assert client.get(f"/clinic/cases/{numb_cheek.pk}").status_code == 200


def test_every_test_of_the_grammar_has_words() -> None:
    assert set(TESTS) == set(predicates.TESTS)


def test_no_sentence_shows_a_code_or_a_set(the_protocol):
    voice = Voice(the_protocol, "en")
    lines = [
        condition(describe_condition(rule.when), voice) for rule in the_protocol.rules.values()
    ]

    coded = [line for line in lines if re.search(r"@|\b[a-z]+_[a-z]+\b|\{|\}|\bNone\b", line)]

    assert all(lines)
    assert coded == []


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"symptom": "numbness", "relation": "away", "severity_at_least": 1},
            "Numbness, away from treated area, strength 1 of 10 or more",
        ),
        ({"symptom": ["fever", "rash"], "kinds_at_least": 2}, "At least 2 kinds of: fever or rash"),
        ({"hours_at_least": 24}, "At least 24 hours since the treatment"),
        ({"not": {"symptom": "fever", "gone": True}}, "Not: Fever (gone now)"),
        ({"danger_sign": True}, "A danger sign was ticked"),
        ({"uncovered": True}, "No other rule explains a reported symptom"),
        (
            {"any": [{"symptom": "fever"}, {"all": [{"symptom": "rash"}, {"hours_at_most": 1}]}]},
            "Fever; or (rash; and at most 1 hour since the treatment)",
        ),
    ],
)
def test_a_condition_reads_as_a_sentence(the_protocol, said, sentence):
    assert condition(said, Voice(the_protocol, "en")) == sentence

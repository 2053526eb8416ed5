"""POST /check-ins/: shape, once only, whose clock, and what is kept."""

import pytest
from django.utils import timezone

from tracker.models import Assessment, CheckIn, ReviewCase


def test_a_quiet_day_is_stored_and_answered(ana, call, a_check_in):
    answer = call(ana).post(
        "/check-ins/", a_check_in(symptom="bruise", region="forehead", severity=2)
    )

    assert answer.status_code == 201
    body = answer.json()
    assert body["day"] == 3
    assert body["clock_suspect"] is False
    assert body["review_case"] is None
    assert body["assessment"]["seek_emergency_care"] is False
    assert body["received_at"].endswith("Z")


def test_numbness_away_from_the_treated_area_opens_a_case(ana, call, a_check_in, numb_cheek):
    body = call(ana).post("/check-ins/", a_check_in(**numb_cheek)).json()

    case = ReviewCase.objects.get()
    assert body["assessment"]["urgency"] == "urgent"
    assert body["assessment"]["flags"][0]["because"]
    assert body["assessment"]["remedies"] == []
    assert body["review_case"]["id"] == str(case.pk)


BRUISE = {"symptom": "bruise", "region": "forehead", "severity": 2}


def test_a_bruise_may_say_how_it_looks(ana, call, a_check_in):
    looks = {"bruise_size": "under_20_mm", "bruise_colour": "darker_than_around"}
    sent = call(ana).post("/check-ins/", a_check_in(**BRUISE, answers=looks)).json()

    (told,) = call(ana).get(f"/check-ins/{sent['id']}/").json()["symptoms"]
    assert told["answers"] == looks
    assert sent["review_case"] is None


@pytest.mark.parametrize("size", ["enormous", True, 12, {"mm": 12}, ["under_20_mm"], ""])
def test_a_size_that_nobody_offers_is_refused_with_what_is_offered(ana, call, a_check_in, size):
    answer = call(ana).post("/check-ins/", a_check_in(**BRUISE, answers={"bruise_size": size}))

    assert answer.status_code == 400
    (reason,) = answer.json()["fields"]["symptoms.0.answers.bruise_size"]
    assert reason.startswith("Answers are under_10_mm, under_20_mm,")
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("touch", ["under_20_mm", 1, 0, "true"])
def test_a_yes_or_no_question_takes_no_choice(ana, call, a_check_in, numb_cheek, touch):
    numb = numb_cheek | {"answers": {"touch_felt": touch}}

    assert call(ana).post("/check-ins/", a_check_in(**numb)).status_code == 400


def test_the_second_time_gives_the_same_answer_and_stores_nothing(
    ana, call, a_check_in, numb_cheek
):
    sent = a_check_in(**numb_cheek)
    first, second = (call(ana).post("/check-ins/", sent) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert CheckIn.objects.count() == Assessment.objects.count() == 1


def test_a_note_that_reaches_an_open_case_is_answered_alike_however_often_it_comes(
    ana, call, a_check_in, numb_cheek
):
    opened = call(ana).post("/check-ins/", a_check_in(**numb_cheek)).json()["review_case"]
    noted = a_check_in(symptoms=[], note="It tingles")

    first, again = (call(ana).post("/check-ins/", noted) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["review_case"]["id"] == opened["id"]


def test_the_same_words_in_another_order_are_the_same_body(ana, call, a_check_in):
    sent = a_check_in(symptom="bruise", region="forehead", note="")
    call(ana).post("/check-ins/", sent)
    turned = dict(reversed(sent.items()))
    turned["wants_contact"] = None

    assert call(ana).post("/check-ins/", turned).status_code == 200


def test_another_body_under_the_same_id_is_refused(ana, call, a_check_in):
    sent = a_check_in(symptom="bruise", region="forehead", severity=2)
    call(ana).post("/check-ins/", sent)
    sent["symptoms"][0]["severity"] = 8
    answer = call(ana).post("/check-ins/", sent)

    assert answer.status_code == 409
    assert answer.json()["type"] == "about:blank#other-body"
    assert CheckIn.objects.get().symptoms.get().severity == 2


def test_two_patients_may_use_the_same_id(ana, ben, her_toxin, his_toxin, call, a_check_in):
    sent = a_check_in(symptom="bruise")
    call(ana).post("/check-ins/", sent)

    answer = call(ben).post("/check-ins/", sent | {"treatment": str(his_toxin.pk)})

    assert answer.status_code == 201


@pytest.mark.parametrize("reported_at", ["1970-01-01T00:00:00Z", "2100-06-01T12:00:00+02:00"])
def test_an_impossible_clock_is_labelled_and_never_refused(
    ana, call, a_check_in, numb_cheek, reported_at
):
    answer = call(ana).post("/check-ins/", a_check_in(reported_at=reported_at, **numb_cheek))

    assert answer.status_code == 201
    assert answer.json()["clock_suspect"] is True
    assert answer.json()["assessment"]["urgency"] == "urgent"
    kept = CheckIn.objects.get()
    assert kept.reported_at.year == int(reported_at[:4])


def test_ten_minutes_ahead_is_a_clock_like_any_other(ana, call, a_check_in):
    ahead = (timezone.now() + timezone.timedelta(minutes=9)).isoformat()

    assert (
        call(ana).post("/check-ins/", a_check_in(reported_at=ahead)).json()["clock_suspect"]
        is False
    )


REFUSED = [
    ({"reported_at": "2026-11-22T08:15:00"}, "reported_at"),
    ({"reported_at": "yesterday"}, "reported_at"),
    ({"reported_at": "0001-01-01T00:00:00+14:00"}, "reported_at"),
    ({"reported_at": 1763799300}, "reported_at"),
    ({"reported_at": None}, "reported_at"),
    ({"client_id": "1"}, "client_id"),
    ({"client_id": 1}, "client_id"),
    ({"symptoms": None}, "symptoms"),
    ({"symptoms": {}}, "symptoms"),
    ({"symptoms": ["bruise"]}, "symptoms.0"),
    ({"symptoms": [{"region": "cheek"}]}, "symptoms.0.symptom"),
    ({"symptoms": [{"symptom": "sadness"}]}, "symptoms.0.symptom"),
    ({"symptoms": [{"symptom": ["bruise"]}]}, "symptoms.0.symptom"),
    ({"symptoms": [{"symptom": "bruise", "region": "elbow"}]}, "symptoms.0.region"),
    ({"symptoms": [{"symptom": "bruise", "side": "middle"}]}, "symptoms.0.side"),
    ({"symptoms": [{"symptom": "bruise", "course": "odd"}]}, "symptoms.0.course"),
    ({"symptoms": [{"symptom": "bruise", "onset_at": "2026-11-22"}]}, "symptoms.0.onset_at"),
    ({"symptoms": [{"symptom": "bruise", "severity": 11}]}, "symptoms.0.severity"),
    ({"symptoms": [{"symptom": "bruise", "severity": -1}]}, "symptoms.0.severity"),
    ({"symptoms": [{"symptom": "bruise", "severity": 4.5}]}, "symptoms.0.severity"),
    ({"symptoms": [{"symptom": "bruise", "severity": True}]}, "symptoms.0.severity"),
    ({"symptoms": [{"symptom": "bruise", "severity": "5.0"}]}, "symptoms.0.severity"),
    (
        {"symptoms": [{"symptom": "bruise", "answers": {"touch_felt": "yes"}}]},
        "symptoms.0.answers.touch_felt",
    ),
    ({"symptoms": [{"symptom": "bruise", "answers": {"mood": True}}]}, "symptoms.0.answers.mood"),
    ({"symptoms": [{"symptom": "bruise", "answers": []}]}, "symptoms.0.answers"),
    ({"symptoms": [{"symptom": "bruise"}] * 61}, "symptoms"),
    ({"danger_signs": {"asked": "yes"}}, "danger_signs.asked"),
    ({"danger_signs": {"signs": ["levitation"]}}, "danger_signs.signs.0"),
    ({"danger_signs": []}, "danger_signs"),
    ({"behaviours": ["took_up_smoking"]}, "behaviours.0"),
    ({"behaviours": "facial"}, "behaviours"),
    ({"wants_contact": 1}, "wants_contact"),
    ({"note": "x" * 4001}, "note"),
    ({"note": "a\x00b"}, "note"),
    ({"note": "\ud800"}, "note"),
    ({"note": 5}, "note"),
    ({"treatment": "her_toxin"}, "treatment"),
    ({"no_photo_because": "my hair"}, "no_photo_because"),
    ({"no_photo_because": ["no_camera"]}, "no_photo_because"),
    ({"no_photo_because": ""}, "no_photo_because"),
]


@pytest.mark.parametrize(("wrong", "field"), REFUSED, ids=lambda case: str(case)[:60])
def test_what_misses_its_shape_is_named_and_nothing_is_kept(ana, call, a_check_in, wrong, field):
    answer = call(ana).post("/check-ins/", a_check_in(**wrong))

    assert answer.status_code == 400
    assert answer.json()["type"] == "about:blank#validation"
    assert list(answer.json()["fields"]) == [field]
    assert not CheckIn.objects.exists()


ACCEPTED = [
    {"symptoms": [{"symptom": "bruise"}] * 60},
    {"note": "x" * 4000},
    {"symptoms": [{"symptom": "bruise", "severity": 0}]},
    {"symptoms": [{"symptom": "bruise", "severity": None, "region": None, "side": None}]},
    {"symptoms": [{"symptom": "numbness", "answers": {"touch_felt": "not_sure"}}]},
    {"danger_signs": None, "behaviours": None, "wants_contact": None, "note": None},
    {"danger_signs": {"asked": False}},
    {"behaviours": []},
    {"no_photo_because": None},
    {"mood": "an unknown field is passed over"},
]


@pytest.mark.parametrize("said", ACCEPTED, ids=lambda case: str(case)[:60])
def test_what_is_within_the_limits_is_stored(ana, call, a_check_in, said):
    assert call(ana).post("/check-ins/", a_check_in() | said).status_code == 201


def test_the_note_is_kept_as_it_was_written(ana, call, a_check_in):
    note = "  Gestern <b>taub</b>\n\tund 🙂 "
    call(ana).post("/check-ins/", a_check_in(note=note))

    assert CheckIn.objects.get().note == note


def test_a_danger_sign_alone_is_an_emergency(ana, call, a_check_in):
    said = {"asked": True, "any": True, "signs": []}
    body = call(ana).post("/check-ins/", a_check_in(danger_signs=said)).json()

    assert body["assessment"]["urgency"] == "emergency"
    assert body["assessment"]["seek_emergency_care"] is True


def test_wanting_contact_opens_a_case_and_leaves_the_judgement(ana, call, a_check_in):
    body = call(ana).post("/check-ins/", a_check_in(wants_contact=True)).json()

    assert body["review_case"] is not None
    assert body["assessment"]["urgency"] in ("none", "self_care")
    assert ReviewCase.objects.get().raised_by == "patient"


def test_check_ins_are_listed_newest_first_with_what_was_concluded(
    ana, call, a_check_in, her_toxin
):
    caller = call(ana)
    for symptom in ("bruise", "headache"):
        caller.post("/check-ins/", a_check_in(symptom=symptom))

    listed = caller.get(f"/check-ins/?treatment={her_toxin.pk}").json()["results"]

    assert [each["symptoms"][0]["symptom"] for each in listed] == ["headache", "bruise"]
    assert all(each["assessment"] for each in listed)
    one = caller.get(f"/check-ins/{listed[0]['id']}/").json()
    assert one == listed[0]


def test_an_answered_question_gives_a_new_assessment_and_keeps_the_older(ana, call, a_check_in):
    caller = call(ana)
    sent = a_check_in(symptom="bruise", region="forehead", severity=2)
    first = caller.post("/check-ins/", sent).json()["assessment"]
    assert "broken_skin" in [question["id"] for question in first["questions"]]

    answer = caller.post(
        f"/check-ins/{sent['client_id']}/answers/", {"answers": {"broken_skin": False}}
    )

    assert answer.status_code == 200
    assert answer.json()["id"] != first["id"]
    assert "broken_skin" not in [question["id"] for question in answer.json()["questions"]]
    assert Assessment.objects.count() == 2


@pytest.mark.parametrize("answers", [{"mood": True}, {"broken_skin": "no"}, ["broken_skin"], None])
def test_an_answer_to_no_question_is_refused(ana, call, a_check_in, answers):
    sent = a_check_in(symptom="bruise", region="forehead")
    call(ana).post("/check-ins/", sent)

    answer = call(ana).post(f"/check-ins/{sent['client_id']}/answers/", {"answers": answers})

    assert answer.status_code == 400
    assert Assessment.objects.count() == 1


def test_an_id_in_capitals_names_the_same_check_in(ana, call, a_check_in):
    sent = a_check_in(symptom="bruise", region="forehead")
    call(ana).post("/check-ins/", sent | {"client_id": sent["client_id"].upper()})
    path = f"/check-ins/{sent['client_id'].upper()}/answers/"

    assert call(ana).post(path, {"answers": {"broken_skin": False}}).status_code == 200


def test_why_there_is_no_photo_is_kept_and_read_again(ana, call, a_check_in):
    sent = a_check_in(no_photo_because="no_camera")
    first, again = (call(ana).post("/check-ins/", sent) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 200)
    read = call(ana).get(f"/check-ins/{first.json()['id']}/").json()
    assert read["no_photo_because"] == "no_camera"
    assert call(ana).post("/check-ins/", sent | {"no_photo_because": None}).status_code == 409


def test_a_report_that_gives_no_reason_has_the_digest_that_it_always_had(ana, call, a_check_in):
    """A phone sends again today what the clinic stored before a reason could be given."""
    call(ana).post("/check-ins/", a_check_in())

    assert "no_photo" not in CheckIn.objects.get().content

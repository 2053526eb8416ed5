"""GET /vocabulary/: every code that a check-in may name, with its words; asked for once."""


def test_every_code_of_the_protocol_has_its_words(ana, call, the_protocol):
    said = call(ana).get("/vocabulary/").json()

    assert (said["version"], said["digest"]) == (the_protocol.version, the_protocol.digest)
    assert said["language"] == "en"
    for table in ("symptoms", "regions", "procedures", "behaviours", "views", "courses"):
        assert [each["id"] for each in said[table]] == list(getattr(the_protocol, table))
        assert all(each["label"] for each in said[table])
    numbness = next(each for each in said["symptoms"] if each["id"] == "numbness")
    assert "touch_felt" in [each["id"] for each in numbness["answers"]]
    assert all(each["question"] for each in numbness["answers"])


def test_a_question_with_choices_lists_them_and_a_yes_or_no_has_none(ana, call, the_protocol):
    said = call(ana).get("/vocabulary/").json()["symptoms"]

    answers = {each["id"]: each for symptom in said for each in symptom["answers"]}
    colours = answers["bruise_colour"]["choices"]
    assert {"id": "darker_than_around", "label": "Darker than my skin around it"} in colours
    assert answers["touch_felt"]["choices"] == []


def test_who_has_it_already_is_told_so(ana, call):
    first = call(ana).get("/vocabulary/")
    second = call(ana).get("/vocabulary/", headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 304
    assert second.content == b""
    assert second["ETag"] == first["ETag"]
    assert second["Cache-Control"].startswith("private")


def test_another_etag_gets_the_whole(ana, call):
    assert call(ana).get("/vocabulary/", headers={"If-None-Match": '"x"'}).status_code == 200


def test_without_a_released_protocol_it_says_when_to_come_back(ana, call, released):
    released.delete()

    answer = call(ana).get("/vocabulary/")

    assert answer.status_code == 503
    assert answer.json()["type"] == "about:blank#unavailable"
    assert int(answer["Retry-After"]) > 0


def test_a_symptom_may_not_be_named_before_a_protocol_is_released(ana, call, released, a_check_in):
    released.delete()

    assert call(ana).post("/check-ins/", a_check_in(symptom="bruise")).status_code == 503

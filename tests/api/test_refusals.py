"""Every refusal is a problem with its code, and says nothing it should not."""

import json

import pytest
from django.db import OperationalError
from django.test import Client

from api.endpoints.base import Endpoint, Response
from tracker.models import CheckIn
from tracker.services.tokens import make_token

PATHS = [
    "/api/v1/nothing/",
    "/api/v1/me",
    "/api/v1/",
    "/api/v2/me/",
    "/api",
    "/api/v1/photos/1/display/",
]


def problem_of(answer, status, code):
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert said["type"] == f"about:blank#{code}"
    assert said["status"] == status
    assert said["title"]
    assert said["detail"]
    return said


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options"])
def test_an_unknown_address_is_a_problem_too(path, method):
    problem_of(getattr(Client(), method)(path), 404, "not-found")


def test_nobody_signed_in_is_asked_for_a_bearer(db):
    answer = Client().get("/api/v1/me/")

    problem_of(answer, 401, "not-signed-in")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["Bearer ", "Bearer x", "Bearer \x00", "bearer é", "Bearer a b"])
def test_a_wrong_token_is_asked_for_a_right_one(db, header):
    answer = Client().get("/api/v1/me/", headers={"Authorization": header})

    problem_of(answer, 401, "not-signed-in")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/octet-stream",
        "",
    ],
)
def test_a_session_without_its_csrf_token_writes_nothing(kind, ana, a_check_in):
    """A foreign page can send some of these without asking."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")

    body = json.dumps(a_check_in())
    answer = client.post("/api/v1/check-ins/", body, content_type=kind)

    problem_of(answer, 403, "csrf")
    assert not CheckIn.objects.exists()


def test_a_session_with_its_csrf_token_may_write(ana, a_check_in):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["csrftoken"] = token = "a" * 32

    answer = client.post(
        "/api/v1/check-ins/",
        a_check_in(),
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )

    assert answer.status_code == 201


def test_a_bearer_needs_no_csrf_token(ana, call, a_check_in):
    assert call(ana).post("/check-ins/", a_check_in()).status_code == 201


BROKEN = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"{'a': 1}",
    b"\xff\xfe",
    b'{"symptoms": NaN}',
    b'{"a": ' + b"9" * 5000 + b"}",
    b"[" * 100_000 + b"]" * 100_000,
    b'{"symptoms":' * 15_000 + b"1" + b"}" * 15_000,
]


@pytest.mark.parametrize("body", BROKEN, ids=lambda body: str(body[:20]))
def test_a_body_that_is_no_json_object_is_400(ana, call, body):
    problem_of(call(ana).post("/check-ins/", body), 400, "validation")


def test_deep_nesting_inside_a_known_field_is_400(ana, call, a_check_in):
    deep = json.loads("[" * 400 + "]" * 400)

    for field in ("symptoms", "note", "danger_signs", "behaviours", "treatment", "client_id"):
        answer = call(ana).post("/check-ins/", a_check_in() | {field: deep})
        problem_of(answer, 400, "validation")


def test_a_body_over_the_limit_is_413_before_it_is_parsed(ana, call):
    problem_of(call(ana).post("/check-ins/", b"{" * (256 * 1024 + 1)), 413, "too-large")


def test_a_body_at_the_limit_is_read(ana, call, a_check_in):
    body = json.dumps(a_check_in()).encode()
    padded = body[:-1] + b" " * (256 * 1024 - len(body)) + b"}"

    assert call(ana).post("/check-ins/", padded).status_code == 201


def test_another_media_type_is_415(ana, call):
    answer = call(ana).post("/check-ins/", "a=1", content_type="application/x-www-form-urlencoded")
    problem_of(answer, 415, "validation")
    answer = call(ana).post("/check-ins/", "{}", content_type="text/plain")
    problem_of(answer, 415, "validation")


def test_a_form_that_cannot_be_answered_is_406(ana, call):
    problem_of(call(ana).get("/me/", headers={"Accept": "text/html"}), 406, "validation")


def test_an_endpoint_that_states_nothing_answers_nobody(ana, lead_a, admin_a, rf):
    class Silent(Endpoint):
        def get(self, request):
            return Response({"said": "everything"})

    for user in (ana, lead_a, admin_a):
        token = {"Authorization": f"Bearer {make_token(user)}"}
        problem_of(told(Silent.as_view()(rf.get("/", headers=token))), 403, "not-allowed")
    problem_of(told(Silent.as_view()(rf.get("/"))), 401, "not-signed-in")


def told(answer):
    """As a client reads it."""
    answer.json = lambda: json.loads(answer.content)
    return answer


def test_a_method_that_is_not_taken_is_405_and_names_those_that_are(ana, call):
    answer = call(ana).client.delete("/api/v1/me/")

    problem_of(answer, 405, "validation")
    assert "GET" in answer["Allow"]
    assert "DELETE" not in answer["Allow"]


def test_our_own_mistake_is_500_and_tells_nothing(ana, call, a_check_in, monkeypatch, caplog):
    def fails(**_sent):
        raise RuntimeError("a secret about ana@example.org")

    monkeypatch.setattr("api.endpoints.check_ins.submit_check_in", fails)
    answer = call(ana).post("/check-ins/", a_check_in(note="canary"))

    problem_of(answer, 500, "unavailable")
    assert "secret" not in answer.content.decode()
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text
    assert "canary" not in caplog.text


def test_a_locked_database_is_503_with_a_time_to_come_back(ana, call, a_check_in, monkeypatch):
    def locked(**_sent):
        raise OperationalError("database is locked")

    monkeypatch.setattr("api.endpoints.check_ins.submit_check_in", locked)
    answer = call(ana).post("/check-ins/", a_check_in())

    problem_of(answer, 503, "unavailable")
    assert int(answer["Retry-After"]) > 0


@pytest.mark.parametrize(
    "query", ["search=%00", "search=" + "x" * 201, "limit=0", "limit=-1", "limit=ten"]
)
def test_a_query_that_misses_its_shape_is_400(dr_cho, call, query):
    problem_of(call(dr_cho).get(f"/patients/?{query}"), 400, "validation")


@pytest.mark.parametrize("header", ["ana", "dr_cho"])
def test_every_answer_stays_out_of_caches(request, call, header):
    answer = call(request.getfixturevalue(header)).get("/me/")

    assert answer["Cache-Control"] == "private, no-store"
    assert "Cookie" in answer["Vary"]
    assert "Authorization" in answer["Vary"]

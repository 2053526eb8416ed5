"""A folder with new items, put in force: page, API and judge take them without a line of code."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import VERSION, treat
from tests.protocols.test_one_file import (
    PROCEDURE,
    PRODUCT,
    REGION,
    REMEDY,
    RULE,
    SYMPTOM,
    TICK,
)
from tracker.models import Assessment, Patient, ProtocolRelease, Treatment, User
from tracker.records import protocol
from tracker.services.enrolment import SiteDetails, TreatmentDetails, record_treatment
from tracker.triage.load import protocol_digest

pytestmark = pytest.mark.django_db
NEW = {
    "symptoms/frosting.toml": SYMPTOM,
    "regions/earlobe.toml": REGION,
    "procedures/peel.toml": PROCEDURE,
    "products/glycolic.toml": PRODUCT,
    "rules/frosting-stays.toml": RULE,
    "remedies/cool-water.toml": REMEDY,
    "ticks/frosting.toml": TICK,
}


@pytest.fixture
def grown(protocols: Path, released: ProtocolRelease) -> None:
    """The files dropped in, and the version in force with them."""
    folder = protocols / VERSION
    for name, text in NEW.items():
        (folder / name).write_text(text)
    digest = protocol_digest(folder)
    ProtocolRelease.objects.create(version=VERSION, digest=digest, author="A", approver="B")
    protocol.forget()


@pytest.fixture
def peel(grown: None, ana_patient: Patient, dr_cho: User) -> Treatment:
    details = TreatmentDetails(
        procedure="peel",
        product="glycolic",
        performed_at=timezone.now() - timezone.timedelta(hours=30),
        circumstances=(),
        sites=(SiteDetails("earlobe", "left"),),
    )
    return record_treatment(by=dr_cho, patient=ana_patient, details=details)


def test_the_form_and_the_face_map_show_them(
    peel: Treatment, ana: User, dr_cho: User, client_of: Callable[[User], Client]
) -> None:
    opened = client_of(ana).get("/check-in").content.decode()
    check_in = opened + client_of(ana).get("/check-in/questions?of=en-").content.decode()
    enrol = client_of(dr_cho).get("/clinic/enrol").content.decode()

    assert "White like frost" in check_in
    assert 'value="earlobe:left"' in check_in and "Left earlobe" in check_in
    assert "Chemical peel" in enrol and "Glycolic acid 30 %" in enrol
    assert "earlobe" in enrol


def test_the_vocabulary_names_them(
    grown: None, ana: User, client_of: Callable[[User], Client]
) -> None:
    said = client_of(ana).get("/api/v1/vocabulary/").json()
    tables = {
        "symptoms": "frosting",
        "regions": "earlobe",
        "procedures": "peel",
        "remedies": "cool-water",
    }

    for table, code in tables.items():
        assert code in [each["id"] for each in said[table]], table
    (earlobe,) = (each for each in said["regions"] if each["id"] == "earlobe")
    assert earlobe["touches"] == ["cheek"] and earlobe["map"]["left"]


def test_the_judge_flags_by_the_new_rule(
    peel: Treatment, ana: User, client_of: Callable[[User], Client]
) -> None:
    body: dict[str, Any] = {
        "client_id": str(uuid4()),
        "treatment": str(peel.pk),
        "reported_at": timezone.now().isoformat(),
        "symptoms": [{"symptom": "frosting", "region": "earlobe", "side": "left", "severity": 5}],
    }
    told = client_of(ana).post("/api/v1/check-ins/", body, "application/json").json()

    assert [flag["rule"] for flag in told["assessment"]["flags"]] == ["frosting-stays"]
    assert Assessment.objects.get().rules == ["frosting-stays"]


def test_the_remedy_is_offered_where_it_may_be(
    grown: None, ana: User, ana_patient: Patient, client_of: Callable[[User], Client]
) -> None:
    early = treat(ana_patient, "peel", ["forehead"], hours_ago=2)
    body: dict[str, Any] = {
        "client_id": str(uuid4()),
        "treatment": str(early.pk),
        "reported_at": timezone.now().isoformat(),
        "symptoms": [{"symptom": "frosting", "region": "forehead", "severity": 2}],
        "danger_signs": {"asked": True, "any": False, "signs": []},
    }
    told = client_of(ana).post("/api/v1/check-ins/", body, "application/json").json()

    assert "cool-water" in [each["id"] for each in told["assessment"]["remedies"]]


def test_the_rule_reads_as_a_sentence(
    grown: None, dr_cho: User, client_of: Callable[[User], Client]
) -> None:
    page = client_of(dr_cho).get("/clinic/protocol/rules/frosting-stays").content.decode()

    assert "After chemical peel: frosting in a treated area, 24 hours or more" in page
    assert "Chemical peel (left earlobe), 30 hours ago" in page

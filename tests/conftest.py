"""The cast: the same few people in every test, with someone always shut out."""

import gc
import io
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client, TransactionTestCase
from django.utils import timezone
from PIL import Image

from tests import append_only
from tests.cast import member, person, record_of, report, show_second_factor, treat
from tests.draft_versions import (  # noqa: F401
    a_draft,
    protocols,
    quick_gate,
    the_protocol,
    whole_library,
)
from tracker.models import (
    Clinic,
    Membership,
    Patient,
    ProtocolRelease,
    ReviewCase,
    Role,
    Treatment,
    User,
)
from tracker.records import protocol
from tracker.services import rates
from tracker.services.check_ins import Report, submit_check_in
from tracker.triage.load import newest_version

VERSION = newest_version()


def pytest_collection_finish() -> None:
    """Thousands of tests stay until the end: they need not be looked through for rubbish."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _fresh_memory() -> Iterator[None]:
    """No rate limit and no protocol in force is carried from one test to the next."""
    protocol.forget()
    rates.COUNTS.forget()
    yield
    protocol.forget()


@pytest.fixture
def time_stands() -> Iterator[Any]:
    """The clock stands in the middle of a minute; `shift(seconds)` moves it."""
    now = timezone.now().replace(second=20, microsecond=0)
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def released(db: None, the_protocol: Any) -> ProtocolRelease:  # noqa: F811
    cache.clear()
    return ProtocolRelease.objects.create(
        version=VERSION,
        digest=the_protocol.digest,
        author="Dr. Author",
        approver="Dr. Approver",
    )


@pytest.fixture
def clinic_a(released: ProtocolRelease) -> Clinic:
    return Clinic.objects.create(
        name="Clinic A", phone="+44 20 7946 0101", time_zone="Europe/London"
    )


@pytest.fixture
def clinic_b(released: ProtocolRelease) -> Clinic:
    return Clinic.objects.create(
        name="Clinic B", phone="+44 20 7946 0202", time_zone="Europe/London"
    )


@pytest.fixture
def ana_patient(clinic_a: Clinic) -> Patient:
    return record_of(person("ana"), clinic_a)


@pytest.fixture
def ana(ana_patient: Patient) -> User:
    assert ana_patient.user
    return ana_patient.user


@pytest.fixture
def ben_patient(clinic_a: Clinic) -> Patient:
    return record_of(person("ben"), clinic_a)


@pytest.fixture
def ben(ben_patient: Patient) -> User:
    assert ben_patient.user
    return ben_patient.user


@pytest.fixture
def cleo_patient(clinic_b: Clinic) -> Patient:
    return record_of(person("cleo"), clinic_b)


@pytest.fixture
def cleo(cleo_patient: Patient) -> User:
    assert cleo_patient.user
    return cleo_patient.user


@pytest.fixture
def her_toxin(ana_patient: Patient) -> Treatment:
    return treat(ana_patient, "botulinum_toxin", ["forehead", "glabella"], hours_ago=72)


@pytest.fixture
def his_toxin(ben_patient: Patient) -> Treatment:
    return treat(ben_patient, "botulinum_toxin", ["forehead"], hours_ago=72)


@pytest.fixture
def cleos_filler(cleo_patient: Patient) -> Treatment:
    return treat(cleo_patient, "dermal_filler", ["cheek"], hours_ago=48)


@pytest.fixture
def dr_cho(clinic_a: Clinic) -> User:
    return member("dr.cho", clinic_a, Role.DERMATOLOGIST)


@pytest.fixture
def dr_dia(clinic_b: Clinic) -> User:
    return member("dr.dia", clinic_b, Role.DERMATOLOGIST)


@pytest.fixture
def lead_a(clinic_a: Clinic) -> User:
    return member("lead.a", clinic_a, Role.CLINICAL_LEAD, Role.ADMINISTRATOR)


@pytest.fixture
def coordinator_a(clinic_a: Clinic) -> User:
    return member("coordinator.a", clinic_a, Role.COORDINATOR)


@pytest.fixture
def admin_a(clinic_a: Clinic) -> User:
    return member("admin.a", clinic_a, Role.ADMINISTRATOR)


@pytest.fixture
def removed_doctor(clinic_a: Clinic) -> User:
    user = member("removed", clinic_a, Role.DERMATOLOGIST)
    Membership.objects.filter(user=user).update(ended_at=timezone.now())
    return user


@pytest.fixture
def both_clinics_doctor(clinic_a: Clinic, clinic_b: Clinic) -> User:
    user = member("both", clinic_a, Role.DERMATOLOGIST)
    Membership.objects.create(user=user, clinic=clinic_b, role=Role.DERMATOLOGIST)
    return user


@pytest.fixture
def nobody(db: None) -> User:
    """Signed in, but neither patient nor staff of any clinic."""
    return person("nobody")


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        show_second_factor(client)
        return client

    return signed_in


@pytest.fixture
def a_report() -> Callable[..., Report]:
    """A report now; `numbness=3, region="cheek"` adds that symptom at that place."""
    return report


@pytest.fixture(scope="session")
def a_jpeg() -> bytes:
    """A plain, bright, slightly textured picture of 640 by 800 pixels."""
    picture = Image.effect_noise((640, 800), 24).convert("RGB")
    out = io.BytesIO()
    Image.blend(picture, Image.new("RGB", picture.size, (205, 165, 145)), 0.7).save(
        out, "JPEG", quality=88
    )
    return out.getvalue()


@pytest.fixture
def urgent_case(ana: User, her_toxin: Treatment, a_report: Callable[..., Report]) -> ReviewCase:
    """Ana cannot feel her left cheek; only forehead and frown lines were treated."""
    lost = {"touch_felt": False, "movement_normal": True}
    report = a_report("cheek", "left", numbness=4, answers=lost)
    case = submit_check_in(by=ana, treatment=her_toxin, report=report).case
    assert case and case.urgency == "urgent"
    return case


@pytest.fixture
def review_case(ana: User, her_toxin: Treatment, a_report: Callable[..., Report]) -> ReviewCase:
    """A brow that droops and bothers her, beside the treated forehead."""
    report = a_report("brow", "left", brow_droop=4)
    case = submit_check_in(by=ana, treatment=her_toxin, report=report).case
    assert case and case.urgency == "review"
    return case


@pytest.fixture(autouse=True, scope="session")
def _flush_past_the_triggers() -> Iterator[None]:
    """The flush after a transactional test deletes rows that the database refuses to lose.

    Django would then make its own permissions anew, which nobody here asks for: most of its time.
    """
    flush = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        with append_only.lifted():
            flush(case)

    with (
        mock.patch.object(TransactionTestCase, "_fixture_teardown", teardown),
        mock.patch("django.core.management.commands.flush.emit_post_migrate_signal"),
    ):
        yield

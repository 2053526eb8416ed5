"""A dermatologist who is a patient elsewhere: her own pages are of her alone, not of her work."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.conftest import record_of, treat
from tracker.models import Clinic, ReviewCase, Treatment, User

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture
def her_own(dr_cho: User, clinic_b: Clinic) -> Treatment:
    """She works at clinic A and is treated at clinic B; she has not reported yet."""
    return treat(record_of(dr_cho, clinic_b), "botulinum_toxin", ["forehead"], hours_ago=24)


@pytest.mark.parametrize("address", ["/", "/kept"])
def test_what_her_patient_reported_stands_on_no_page_of_hers(
    address: str, dr_cho: User, her_own: Treatment, urgent_case: ReviewCase, client_of: ClientOf
) -> None:
    page = client_of(dr_cho).get(address).content.decode()

    [hers] = urgent_case.treatment.check_ins.all()
    assert ": forehead, " in page
    assert str(hers.pk) not in page
    assert "Sent today" not in page


def test_a_word_to_her_clinic_is_about_her_treatment_whoever_has_a_case(
    dr_cho: User, her_own: Treatment, urgent_case: ReviewCase, client_of: ClientOf
) -> None:
    page = client_of(dr_cho).get("/messages").content.decode()

    assert f'value="{her_own.pk}"' in page
    assert str(urgent_case.treatment_id) not in page

"""The libraries of the press, or what to run for them."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.papers.pdf import needs_press
from tracker.models import ReviewCase


@pytest.fixture(autouse=True)
def _press(request: pytest.FixtureRequest) -> None:
    if request.module.__name__.rpartition(".")[2] != "test_libraries":
        needs_press()


@pytest.fixture
def words_of_case() -> Callable[[Client, ReviewCase], str]:
    """words_of_case(client, case): the case page as it comes."""
    return lambda client, case: client.get(f"/clinic/cases/{case.pk}").content.decode()

"""On every page of a patient the number to call in an emergency is that of her clinic's country."""

from collections import Counter

import pytest

from tests.house.access.actors import Actor, undone
from tests.house.access.routes import routes
from tests.house.access.world import World, may
from tracker.models import Clinic

pytestmark = pytest.mark.django_db


def test_no_page_of_hers_says_the_number_of_another_country(world: World) -> None:
    """Also in what a page keeps for later: that she is signed out, that there is no connection."""
    actor, wrong, right = Actor("ana", world, Counter()), list[str](), 0
    with undone():
        Clinic.objects.filter(pk=world.a.pk).update(emergency_number="118")
        for route in routes():
            if route.is_api or not may(route.may.get("GET", ""), "ana"):
                continue
            body = actor.tries(route, "GET", "ana").body
            right += b'href="tel:118"' in body
            if b'href="tel:112"' in body:
                wrong.append(f"/{route.path}")

    assert wrong == []
    assert right > 10

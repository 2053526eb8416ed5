"""Looking costs no picture work: no GET decodes, draws, shrinks or encodes one.

Everything is made once, when a photo is taken in. A page of twenty photos must stay a page.
"""

import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from PIL import Image

from tests.house.access.actors import Actor
from tests.house.access.routes import Route, routes
from tests.house.access.world import ADMINISTERS, OWNERS, World
from tests.house.source import ROOT
from tracker.imaging import intake
from tracker.imaging.decoder_process import DecoderProcess
from tracker.imaging.picture import VARIANTS

pytestmark = pytest.mark.django_db
MAKERS = ("open", "new", "frombytes", "frombuffer", "fromarray")
READ_ONLY = ("GET", "HEAD")
IMPORTS = """
import sys, django
django.setup()
import tracker.services.photos
print(sorted({name.split(".")[0] for name in sys.modules} & {"PIL", "pi_heif", "pyvips", "cv2"}))
"""


@pytest.fixture(scope="package", params=["anonymous", "ana", "dr_cho", ADMINISTERS])
def viewer(request: pytest.FixtureRequest, world: World) -> Actor:
    return Actor(str(request.param), world, Counter())


@pytest.fixture
def picture_work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of the decoder or of Pillow, in the order of the asking."""
    asked: list[str] = []

    def trip(name: str) -> Any:
        def tripped(*_: object, **__: object) -> None:
            asked.append(name)
            raise AssertionError(f"{name} in a GET")

        return tripped

    monkeypatch.setattr(intake, "kind_of", trip("intake"))  # its first look at any bytes
    monkeypatch.setattr(DecoderProcess, "run", trip("the decoder"))
    for name in MAKERS:
        monkeypatch.setattr(Image, name, trip(f"Image.{name}"))
    return asked


def test_the_wire_is_tripped_by_a_picture(picture_work: list[str]) -> None:
    with pytest.raises(AssertionError):
        Image.new("RGB", (1, 1))
    with pytest.raises(AssertionError):
        intake.take_in(b"anything")
    with pytest.raises(AssertionError):
        DecoderProcess().run(b"", None)  # type: ignore[arg-type]

    assert picture_work == ["Image.new", "intake", "the decoder"]


@pytest.mark.full
def test_no_look_at_any_address_does_picture_work(viewer: Actor, picture_work: list[str]) -> None:
    found = [
        f"{method} /{route.path} of {owner}: {picture_work[-1]}"
        for route in routes()
        for method in READ_ONLY
        for owner in OWNERS
        if _works(viewer, route, method, owner, picture_work)
    ]

    assert found == []


def _works(actor: Actor, route: Route, method: str, owner: str, asked: list[str]) -> bool:
    before = len(asked)
    actor.tries(route, method, owner)
    return len(asked) > before


@pytest.mark.parametrize("variant", VARIANTS)
def test_each_size_of_a_photo_is_opened_and_sent_as_it_lies(
    viewer: Actor, picture_work: list[str], variant: str
) -> None:
    ids = viewer.world.ids[viewer.own]

    viewer.sends(True, "GET", f"/api/v1/photos/{ids['photo']}/{variant}/", ids)

    assert picture_work == []


def test_what_takes_a_strangers_picture_in_brings_no_decoder_along() -> None:
    """Near or far: whatever is opened in the web process, it is not what somebody sent."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "tracker.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "[]\n"

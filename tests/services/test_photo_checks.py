"""System checks about photos: said before the first patient finds out."""

import pytest
from django.core import checks

from tracker import checks as photo_checks
from tracker.imaging.intake import Busy
from tracker.services import photo_store

SOUND = {"network": "namespace", "system_calls": "filtered", "jpeg_scan": True}


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.FADEWELL_PHOTOS = tmp_path / "photos"
    settings.FADEWELL_KEYS = tmp_path / "keys"
    settings.FADEWELL_MAKE_KEYS = False
    return tmp_path


def ids(found: list[checks.CheckMessage]) -> list[str | None]:
    return [message.id for message in found]


def test_this_installation_passes_with_a_key_in_place():
    photo_store.make_master_key()

    assert photo_checks.decoders_are_recent(None) == []
    assert photo_checks.photos_can_be_kept(None) == []
    assert photo_checks.decoder_stands_apart(None) == []


def test_the_checks_run_with_every_command_or_before_deployment():
    everyday = checks.registry.registry.get_checks()
    before_deployment = checks.registry.registry.get_checks(include_deployment_checks=True)

    assert photo_checks.decoders_are_recent in everyday
    assert photo_checks.photos_can_be_kept in before_deployment
    assert photo_checks.decoder_stands_apart in before_deployment


@pytest.mark.parametrize("found", [None, "12.3.0", "9.5"])
def test_a_missing_or_old_decoder_is_an_error(monkeypatch, found):
    monkeypatch.setattr(
        photo_checks, "_installed", lambda name: found if name == "pillow" else "1.4.0"
    )

    assert ids(photo_checks.decoders_are_recent(None)) == ["fadewell.E001"]


def test_a_package_that_is_not_there_is_missing_not_an_accident():
    assert photo_checks._installed("no-such-package-anywhere") is None


def test_production_without_its_master_key_is_an_error():
    assert ids(photo_checks.photos_can_be_kept(None)) == ["fadewell.E002"]


def test_a_photo_folder_that_takes_nothing_is_an_error(settings, data):
    photo_store.make_master_key()
    settings.FADEWELL_PHOTOS = data / "a-file"
    (data / "a-file").write_bytes(b"")

    assert ids(photo_checks.photos_can_be_kept(None)) == ["fadewell.E003"]


def test_a_decoder_that_does_not_start_is_an_error(monkeypatch):
    def busy() -> None:
        raise Busy("Pillow 12 is older than 13.0")

    monkeypatch.setattr(photo_checks, "decoder_report", busy)
    [error] = photo_checks.decoder_stands_apart(None)

    assert error.id == "fadewell.E004" and "older than 13.0" in error.msg


@pytest.mark.parametrize(
    ("weak", "expected"),
    [
        ({"network": "none"}, ["fadewell.W001"]),
        ({"system_calls": "open"}, ["fadewell.W002"]),
        ({"jpeg_scan": False}, ["fadewell.W003"]),
        ({"network": "none", "system_calls": "open"}, ["fadewell.W001", "fadewell.W002"]),
    ],
)
def test_a_wall_that_the_kernel_does_not_give_is_a_warning(monkeypatch, weak, expected):
    monkeypatch.setattr(photo_checks, "decoder_report", lambda: SOUND | weak)

    assert ids(photo_checks.decoder_stands_apart(None)) == expected

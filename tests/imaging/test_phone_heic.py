"""HEIC as phones write it: a grid of tiles, turned by its boxes, with much lying beside it."""

import struct

import numpy as np
import pytest

from tests.imaging.phone_heic import PhoneHeic, tile
from tests.imaging.pictures import (
    BLUE,
    GREEN,
    QUARTERS,
    RED,
    YELLOW,
    assert_bare,
    box,
    corners,
    fixture,
    looks_like,
    shown,
)
from tests.imaging.test_colour_spaces import careful_lab
from tests.imaging.test_private_bytes import TRAILERS, XMP, private_exif
from tracker.imaging.colour import delta_e_2000, srgb_to_lab
from tracker.imaging.containers.coded_items import refuse_torn_items
from tracker.imaging.intake import take_in
from tracker.imaging.limits import LIMITS, Refused
from tracker.imaging.primaries import display_p3_profile

COLOURS = list(QUARTERS.values())
TURNS = {  # irot, imir -> top left, top right, bottom left, bottom right
    "as it is": (None, None, COLOURS),
    "a quarter": (1, None, [GREEN, YELLOW, RED, BLUE]),
    "a half": (2, None, [YELLOW, BLUE, GREEN, RED]),
    "three quarters": (3, None, [BLUE, RED, YELLOW, GREEN]),
    "mirrored": (None, 1, [GREEN, RED, YELLOW, BLUE]),
    "upside down": (None, 0, [BLUE, YELLOW, RED, GREEN]),
    "a quarter and mirrored": (1, 1, [YELLOW, GREEN, BLUE, RED]),
    "a quarter and upside down": (1, 0, [RED, BLUE, GREEN, YELLOW]),
}


def test_a_twelve_megapixel_grid_by_a_real_encoder_is_taken_in():
    clean = take_in(fixture("grid.heic"))

    assert (clean.width, clean.height, clean.kind) == (4032, 3024, "heic")
    assert shown(clean).size == (1600, 1200)
    assert looks_like(shown(clean), COLOURS, 6), corners(shown(clean))


@pytest.mark.parametrize("turn", TURNS)
def test_a_grid_is_turned_by_its_boxes_in_all_eight_ways(turn):
    quarters, mirror, expected = TURNS[turn]

    clean = take_in(bytes(PhoneHeic(turn=quarters, mirror=mirror)))

    upright = (768, 960) if quarters in (1, 3) else (960, 768)
    assert (clean.width, clean.height) == shown(clean).size == upright
    assert looks_like(shown(clean), expected, 6), corners(shown(clean))


def test_the_eight_ways_are_eight():
    assert len({tuple(colours) for _, _, colours in TURNS.values()}) == 8


@pytest.mark.parametrize("size", [(4032, 3024), (3024, 4032), (4000, 2252), (3840, 2160)])
def test_the_last_column_and_row_are_cut_to_size(size):
    columns, rows = -(-size[0] // 512), -(-size[1] // 512)

    clean = take_in(bytes(PhoneHeic(columns, rows, *size)))

    assert (clean.width, clean.height) == size
    assert looks_like(shown(clean), COLOURS, 6), corners(shown(clean))


def laden() -> bytes:
    exif = b"\0\0\0\6" + private_exif().tobytes()
    return bytes(
        PhoneHeic(turn=3, extra=((b"Exif", exif), (b"mime", XMP), (b"hvc1", tile("yellow"))))
    )


def test_place_device_and_thumbnail_of_a_phone_do_not_come_out():
    assert laden().count(b"CANARY") > 5

    clean = take_in(laden())

    assert_bare(clean, b"Apple iOS", b"adobe")
    assert looks_like(shown(clean), TURNS["three quarters"][2], 6)


@pytest.mark.parametrize("trailer", TRAILERS)
def test_what_follows_the_grid_is_cut_off(trailer):
    clean = take_in(laden() + TRAILERS[trailer])

    assert_bare(clean, b"PK\x03\x04", b"ftyp", b"MotionPhoto", b"script", b"php")


def test_a_video_of_a_motion_photo_in_a_box_of_its_own_is_left_behind():
    assert_bare(take_in(laden() + box(b"mpvd", b"ftypmp42" + b"CANARY" * 500)), b"ftyp")


@pytest.mark.parametrize(
    "colour", [b"prof" + display_p3_profile(), b"nclx" + struct.pack(">HHHB", 12, 13, 6, 128)]
)
def test_a_grid_in_display_p3_is_converted(colour):
    plain, p3 = (
        np.array(corners(shown(take_in(bytes(PhoneHeic(colour=named)))))) for named in (b"", colour)
    )

    expected = careful_lab("p3", plain)
    assert delta_e_2000(srgb_to_lab(p3), expected).max() < 2
    assert delta_e_2000(srgb_to_lab(plain), expected).max() > 3


def test_many_names_for_the_same_bytes_cost_no_more_than_the_file():
    unit = struct.pack(">L", 999_996) + b"\x02" + b"\x55" * 999_995
    ids = range(1, 80)
    names = [box(b"infe", b"\2\0\0\0" + struct.pack(">HH", i, 0) + b"hvc1\0") for i in ids]
    places = [struct.pack(">HHHLL", i, 0, 1, 0, len(unit)) for i in ids]
    count = struct.pack(">H", len(ids))
    meta = box(
        b"meta",
        bytes(4)
        + box(b"iinf", bytes(4) + count + b"".join(names))
        + box(b"iloc", bytes(4) + b"\x44\0" + count + b"".join(places)),
    )

    with pytest.raises(Refused) as refused:
        refuse_torn_items(unit, meta, LIMITS)

    assert refused.value.reason == "too-complex"

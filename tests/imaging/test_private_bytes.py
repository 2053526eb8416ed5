"""What lay beside the picture does not come out: place, device, person, thumbnail, trailer."""

import io
import struct
import zipfile

import pytest
from PIL import Image, PngImagePlugin

from tests.imaging.pictures import (
    QUARTERS,
    assert_bare,
    box,
    chunk,
    fixture,
    looks_like,
    quarters,
    riff,
    saved,
    segment,
    shown,
    srgb_profile,
    webp_of,
)
from tracker.imaging.intake import take_in

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>CANARYxmp</rdf:RDF></x:xmpmeta>'
IPTC = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x10\x1c\x02\x78\0\x0aCANARYiptc"


def private_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = "CANARYdescription"
    exif[0x010F] = "CANARYmaker"
    exif[0x9C9D] = "CANARYauthor".encode("utf-16-le")
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (52.0, 31.0, 12.0), "E", (13.0, 24.0, 18.0)
    gps[29] = "CANARYgps"
    details = exif.get_ifd(0x8769)
    details[0x927C] = b"Apple iOS\0CANARYmakernote" + bytes(range(200))
    details[0x9286] = b"ASCII\0\0\0CANARYusercomment"
    details[0xA430] = "CANARYowner"
    return exif


def with_thumbnail(exif: bytes) -> bytes:
    return exif + b"CANARYthumbnail" + saved(Image.new("RGB", (160, 120), (1, 2, 3)), "JPEG")


def named_profile() -> bytes:
    profile = bytearray(srgb_profile())
    at = profile.find("sRGB".encode("utf-16-be"))
    profile[at : at + 12] = "CANARY".encode("utf-16-be")
    return bytes(profile)


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as inside:
        inside.writestr("CANARYname.txt", "CANARYinside")
    return out.getvalue()


def laden_jpeg() -> bytes:
    exif = with_thumbnail(private_exif().tobytes())
    picture = saved(
        quarters(),
        "JPEG",
        quality=95,
        exif=exif,
        comment=b"CANARYcomment",
        icc_profile=named_profile(),
    )
    beside = [
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
        segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"C" * 40 + XMP),
        segment(0xED, IPTC),
        segment(0xEC, b"Ducky\0CANARYducky"),
        segment(0xE5, b"CANARYvendor"),
        segment(0xFE, b"<?php echo 'CANARYphp'; ?>"),
    ]
    return picture[:2] + b"".join(beside) + picture[2:]


def laden_png() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "CANARYauthor")
    text.add_text("Comment", "CANARYcomment" * 40, zip=True)
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    picture = saved(
        quarters(), "PNG", pnginfo=text, exif=private_exif(), icc_profile=named_profile()
    )
    more = chunk(b"tIME", b"\x07\xea\x0b\x16\x08\x0f\0") + chunk(b"prVt", b"CANARYprivate")
    return picture[:33] + more + picture[33:]


def laden_webp(lossless: bool) -> bytes:
    plain = saved(quarters(), "WEBP", lossless=lossless, quality=95)
    canvas = struct.pack("<L", 0b101100) + (159).to_bytes(3, "little") + (95).to_bytes(3, "little")
    return webp_of(
        riff(b"VP8X", canvas),
        riff(b"ICCP", named_profile()),
        plain[12:],
        riff(b"EXIF", with_thumbnail(private_exif().tobytes())),
        riff(b"XMP ", XMP),
        riff(b"note", b"CANARYunknown"),
    )


def laden_avif() -> bytes:
    return saved(
        quarters(),
        "AVIF",
        quality=90,
        exif=private_exif().tobytes(),
        xmp=XMP,
        icc_profile=named_profile(),
    )


LADEN = {
    "jpeg": laden_jpeg(),
    "png": laden_png(),
    "webp": laden_webp(lossless=False),
    "webp-lossless": laden_webp(lossless=True),
    "avif": laden_avif(),
    "heic": fixture("phone.heic"),
}
TRAILERS = {
    "archive": archive(),
    "motion-photo": box(b"ftyp", b"mp42\0\0\0\0CANARY") + box(b"mdat", b"CANARYvideo" * 50),
    "samsung": b"\0\0\x01\x0aCANARYMotionPhoto_Data" + bytes(60) + b"SEFT",
    "script": b"<script>CANARY</script><?php CANARY ?>",
    "second-picture": saved(quarters(), "JPEG", comment=b"CANARYsecond"),
}


@pytest.mark.parametrize("kind", LADEN)
def test_nothing_private_is_in_any_served_file(kind):
    assert b"CANARY" in LADEN[kind] or "CANARY".encode("utf-16-be") in LADEN[kind]

    clean = take_in(LADEN[kind])

    assert_bare(clean, b"Apple iOS", b"adobe", b"C\0A\0N\0A\0R\0Y", b"\0C\0A\0N\0A\0R\0Y")
    assert looks_like(shown(clean), list(QUARTERS.values()), 14)


@pytest.mark.parametrize("trailer", TRAILERS)
@pytest.mark.parametrize("kind", LADEN)
def test_what_follows_the_picture_is_cut_off(kind, trailer):
    clean = take_in(LADEN[kind] + TRAILERS[trailer])

    assert_bare(clean, b"PK\x03\x04", b"ftyp", b"MotionPhoto", b"script", b"php")
    assert looks_like(shown(clean), list(QUARTERS.values()), 14)


def test_the_same_picture_with_and_without_its_baggage_is_served_as_the_same_bytes():
    plain = saved(quarters(), "JPEG", quality=95, icc_profile=named_profile())

    assert take_in(laden_jpeg()).variants == take_in(plain).variants

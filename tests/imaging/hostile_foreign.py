"""Files that are no photo at all, under whatever name they come."""

import gzip
import io
import struct
import tarfile
import zipfile

from PIL import Image

from tests.imaging.pictures import box, quarters, saved


def zipped(name: str, body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as inside:
        inside.writestr(name, body)
    return out.getvalue()


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as inside:
        inside.addfile(tarfile.TarInfo("x"))
    return out.getvalue()


FOREIGN: dict[str, bytes] = {
    "nothing": b"",
    "one-byte": b"\xff",
    "two-bytes-of-jpeg": b"\xff\xd8",
    "zeros": bytes(5000),
    "all-ones": b"\xff" * 5000,
    "text": b"Dear clinic, here is my photo." * 50,
    "base64-of-a-jpeg": b"/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJ" * 9,
    "data-uri": b"data:image/jpeg;base64,/9j/4AAQSkZJRgABAQ==",
    "html": b"<!doctype html><script>alert('CANARY')</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "svg-with-declaration": b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "gzipped-svg": gzip.compress(b"<svg/>" * 100),
    "json": b'{"image": "x"}',
    "php": b"<?php system($_GET['c']); ?>",
    "shell-script": b"#!/bin/sh\nrm -rf /\n",
    "pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    "pdf-around-a-jpeg": b"%PDF-1.4\n" + saved(quarters(), "JPEG") + b"\n%%EOF",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (r) file\n",
    "eps-with-a-preview": struct.pack("<LLLLLLLH", 0xC6D3D0C5, 32, 99, 0, 0, 0, 0, 0xFFFF),
    "gif": saved(quarters().quantize(8), "GIF"),
    "gif-and-archive": saved(quarters().quantize(8), "GIF") + zipped("x", b"y"),
    "bmp": saved(quarters(), "BMP"),
    "tiff": saved(quarters(), "TIFF"),
    "big-tiff": b"II+\0\x08\0\0\0" + bytes(64),
    "raw-of-a-camera": b"II*\0\x10\0\0\0CR\x02\0" + bytes(64),
    "icon": saved(quarters(64, 64), "ICO"),
    "apple-icon": saved(quarters(64, 64), "ICNS"),
    "jpeg-2000": saved(quarters(), "JPEG2000"),
    "jpeg-2000-stream": saved(quarters(), "JPEG2000", no_jp2=True),
    "jpeg-xl": b"\xff\x0a" + bytes(100),
    "jpeg-xl-in-boxes": b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(100),
    "jpeg-xr": b"II\xbc\x01" + bytes(100),
    "targa": saved(quarters(), "TGA"),
    "portable-pixmap": saved(quarters(), "PPM"),
    "photoshop": b"8BPS\0\x01" + bytes(100),
    "flash": b"FWS\x09" + bytes(100),
    "windows-metafile": b"\xd7\xcd\xc6\x9a" + bytes(100),
    "program-elf": b"\x7fELF\x02\x01\x01" + bytes(100),
    "program-windows": b"MZ\x90\0" + bytes(100),
    "program-java": b"\xca\xfe\xba\xbe" + bytes(100),
    "archive": zipped("photo.jpg", saved(quarters(), "JPEG")),
    "archive-tar": tarred(),
    "video-mp4": box(b"ftyp", b"isom\0\0\x02\0isommp41") + box(b"mdat", bytes(500)),
    "video-quicktime": box(b"ftyp", b"qt  \0\0\0\0qt  ") + box(b"mdat", bytes(500)),
    "video-webm": b"\x1a\x45\xdf\xa3" + bytes(100),
    "sound-wave": b"RIFF" + struct.pack("<L", 36) + b"WAVEfmt " + bytes(100),
    "video-avi": b"RIFF" + struct.pack("<L", 36) + b"AVI LIST" + bytes(100),
    "boxes-of-an-unknown-brand": box(b"ftyp", b"zzzz\0\0\0\0zzzz") + box(b"meta", bytes(99)),
    "boxes-without-a-brand": box(b"ftyp", b"") + bytes(99),
    "jpeg-after-a-line-break": b"\n" + saved(quarters(), "JPEG"),
    "jpeg-after-a-byte-order-mark": b"\xef\xbb\xbf" + saved(quarters(), "JPEG"),
    "png-hurt-by-a-text-transfer": saved(quarters(), "PNG").replace(b"\r\n", b"\n"),
    "png-without-its-first-byte": saved(quarters(), "PNG")[1:],
    "dicom": bytes(128) + b"DICM" + bytes(64),
    "ole-document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "sqlite": b"SQLite format 3\0" + bytes(100),
    "dds": saved(Image.new("RGB", (64, 64)), "DDS"),
}

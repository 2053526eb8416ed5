"""Is every coded block of a JPEG really there? Asked of libjpeg itself, which Pillow keeps silent.

libjpeg fills what is missing or rotten with grey and only warns; Pillow drops the warnings and
shows the grey as skin. So the same library reads the scans once more at an eighth of the size,
and its warnings are counted. The structures are those of the libjpeg 6.2 interface, which has
not moved since 1998; where another one is installed, available() says so and the check is left
to the container walk.
"""

import ctypes
import os
import re
from typing import Final

from tracker.imaging.limits import Refused
from tracker.imaging.loaded_library import loaded

_API_VERSION: Final = 62
_STRUCT_SIZE: Final = 632  # of jpeg_decompress_struct where pointers are 64 bits wide
_AT: Final = {"source_space": 60, "out_space": 64, "scale": 68, "dct": 96, "height": 140}
_GREY, _YCC = 1, 3
_FASTEST_DCT: Final = 1
_ERROR_EXIT, _EMIT_MESSAGE, _OUTPUT_MESSAGE, _FORMAT_MESSAGE = 0, 8, 16, 24
_WIDEST_ROW: Final = 65_535 * 4
_DIED: Final = 70
_EXTRANEOUS: Final = re.compile(r"(\d+) extraneous bytes before marker 0xd9")

_Fatal = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_Message = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int)
_Format = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_char_p)


_LIB: Final = loaded(r"libjpeg[^/\s]*\.so\.62\S*")


def available() -> bool:
    """Whether rot inside a JPEG scan can be seen on this machine."""
    return _LIB is not None


def refuse_rotten_scan(data: bytes) -> None:
    """Raises Refused("broken") where libjpeg warns of missing or rotten data.

    `data` must have been decoded before without an error: a fatal one here ends the process.
    """
    for text in scan_warnings(data):
        if "JPEG" in text and not _is_padding(text, data):
            raise Refused("broken", text)


def scan_warnings(data: bytes) -> list[str]:
    """What libjpeg has to say about the file, in its own words."""
    if _LIB is None:
        return []
    info, errors, seen = _prepared(_LIB)
    _LIB.jpeg_mem_src(info, data, ctypes.c_ulong(len(data)))
    _LIB.jpeg_read_header(info, 1)
    _ask_for_little(info)
    _LIB.jpeg_start_decompress(info)
    row = ctypes.create_string_buffer(_WIDEST_ROW)
    rows = (ctypes.c_void_p * 1)(ctypes.addressof(row))
    for _ in range(_read(info, "height")):
        _LIB.jpeg_read_scanlines(info, rows, 1)
    _LIB.jpeg_finish_decompress(info)
    _LIB.jpeg_destroy_decompress(info)
    del errors
    return seen


def _prepared(lib: ctypes.CDLL) -> tuple[ctypes.Array[ctypes.c_char], object, list[str]]:
    """A decompressor, what must outlive it, and the list that its warnings will stand in."""
    info = ctypes.create_string_buffer(_STRUCT_SIZE)
    errors = ctypes.create_string_buffer(1024)
    seen: list[str] = []
    lib.jpeg_std_error.restype = ctypes.c_void_p
    ctypes.c_void_p.from_buffer(info).value = lib.jpeg_std_error(errors)
    format_address = ctypes.c_void_p.from_buffer(errors, _FORMAT_MESSAGE).value or 0
    wording = _Format(format_address)

    def note(about: int, level: int) -> None:
        if level < 0 and len(seen) < 64:
            text = ctypes.create_string_buffer(256)
            wording(about, ctypes.cast(text, ctypes.c_char_p))
            seen.append(text.value.decode("ascii", "replace"))

    kept = (_Fatal(lambda _: os._exit(_DIED)), _Message(note), _Fatal(lambda _: None))
    for at, call in zip((_ERROR_EXIT, _EMIT_MESSAGE, _OUTPUT_MESSAGE), kept, strict=True):
        ctypes.c_void_p.from_buffer(errors, at).value = ctypes.cast(call, ctypes.c_void_p).value
    lib.jpeg_CreateDecompress(info, _API_VERSION, ctypes.c_size_t(_STRUCT_SIZE))
    return info, (errors, kept, wording), seen


def _ask_for_little(info: ctypes.Array[ctypes.c_char]) -> None:
    """An eighth of the size, grey where that can be had: every code is read, little is drawn."""
    if _read(info, "source_space") in (_GREY, _YCC):
        _write(info, "out_space", _GREY)
    _write(info, "scale", 1)
    ctypes.c_uint.from_buffer(info, _AT["scale"] + 4).value = 8
    _write(info, "dct", _FASTEST_DCT)


def _read(info: ctypes.Array[ctypes.c_char], name: str) -> int:
    return ctypes.c_uint.from_buffer(info, _AT[name]).value


def _write(info: ctypes.Array[ctypes.c_char], name: str, value: int) -> None:
    ctypes.c_uint.from_buffer(info, _AT[name]).value = value


def _is_padding(text: str, data: bytes) -> bool:
    """Some cameras fill up with equal bytes before the end marker: nothing is missing then."""
    found = _EXTRANEOUS.search(text)
    if found is None:
        return False
    count = int(found.group(1))
    left = data[-2 - count : -2]
    return len(left) == count and len(set(left)) <= 1

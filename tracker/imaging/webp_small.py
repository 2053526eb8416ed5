"""A large WebP read at a fraction of its size, by libwebp itself.

Pillow opens each WebP as an animation, with two whole canvases in memory: 64 megapixels would need
512 MB before the first pixel. libwebp shrinks row by row while it reads. The structures are those
of its decoder interface 2 (webp/decode.h); where another one is installed, available() says so and
Pillow does it all.
"""

import ctypes
from typing import Final

from PIL import Image

from tracker.imaging.limits import Refused
from tracker.imaging.loaded_library import loaded

_INTERFACE: Final = 0x0209  # only the higher byte must agree
_RGB, _RGBA = 0, 1
_MODES: Final = {_RGB: "RGB", _RGBA: "RGBA"}


class _Features(ctypes.Structure):
    _fields_ = [
        *[(name, ctypes.c_int) for name in ("width", "height", "has_alpha", "moves", "format")],
        ("_pad", ctypes.c_uint32 * 5),
    ]


class _Output(ctypes.Structure):
    _fields_ = [
        *[(name, ctypes.c_int) for name in ("colours", "width", "height", "is_ours")],
        ("pixels", ctypes.c_void_p),
        ("stride", ctypes.c_int),
        ("size", ctypes.c_size_t),
        ("_other_form", ctypes.c_uint8 * 56),
        ("_pad", ctypes.c_uint32 * 4),
        ("_memory", ctypes.c_void_p),
    ]


class _Options(ctypes.Structure):
    _fields_ = [
        ("_before", ctypes.c_int * 7),
        ("use_scaling", ctypes.c_int),
        ("scaled_width", ctypes.c_int),
        ("scaled_height", ctypes.c_int),
        ("_after", ctypes.c_int * 4),
        ("_pad", ctypes.c_uint32 * 5),
    ]


class _Config(ctypes.Structure):
    _fields_ = [("input", _Features), ("output", _Output), ("options", _Options)]


def _library() -> ctypes.CDLL | None:
    found = loaded(r"libwebp(?:-\w+)?\.so\.7\S*")
    agrees = found is not None and found.WebPInitDecoderConfigInternal(
        ctypes.byref(_Config()), _INTERFACE
    )
    return found if agrees else None


_LIB: Final = _library()


def available() -> bool:
    return _LIB is not None


def read_small(data: bytes, size: tuple[int, int]) -> Image.Image:
    """A still WebP at that size, RGB or RGBA. Raises Refused("broken")."""
    if _LIB is None:
        raise RuntimeError("available() was not asked")
    config = _Config()
    _LIB.WebPInitDecoderConfigInternal(ctypes.byref(config), _INTERFACE)
    length = ctypes.c_size_t(len(data))
    if _LIB.WebPGetFeaturesInternal(data, length, ctypes.byref(config.input), _INTERFACE):
        raise Refused("broken", "WebP header")
    colours = _RGBA if config.input.has_alpha else _RGB
    pixels = _room_for(config, size, colours)
    status = _LIB.WebPDecode(data, length, ctypes.byref(config))
    if status:
        raise Refused("broken", f"WebP status {status}")
    return Image.frombytes(_MODES[colours], size, pixels.raw)


def _room_for(
    config: _Config, size: tuple[int, int], colours: int
) -> "ctypes.Array[ctypes.c_char]":
    width, height = size
    options, output = config.options, config.output
    options.use_scaling, options.scaled_width, options.scaled_height = 1, width, height
    output.colours, output.is_ours, output.stride = colours, 1, width * len(_MODES[colours])
    output.size = output.stride * height
    pixels = ctypes.create_string_buffer(output.size)
    output.pixels = ctypes.addressof(pixels)
    return pixels

"""A forkserver whose `develop` was replaced before it forks plays the captured decoder.

The walls, the limits and the line are the real ones.
"""

import pytest

from tests.imaging.pictures import quarters, saved
from tracker.imaging.decoder_process import DecoderProcess
from tracker.imaging.intake import Limits, Refused, take_in

PICTURE = saved(quarters(), "JPEG")
CAPTURED = """
import sys; sys.path.insert(0, sys.argv[1])
import ctypes, os, resource, signal, socket, time
from tracker.imaging import forkserver
from tracker.imaging.limits import Refused
def say(text): raise Refused("broken", str(text))
def tried(act):
    try: say(f"did it: {{act()!r}}")
    except ValueError as error: say(f"refused: 1 {{error}}")
    except OSError as error: say(f"refused: {{error.errno}}")
whole = forkserver.develop
def develop(data, limits):
    {act}
forkserver.develop = develop
forkserver.main(int(sys.argv[2]))
"""


def decoder_that(act: str) -> DecoderProcess:
    return DecoderProcess(CAPTURED.format(act=act))


def refusal(**limits: int) -> Refused:
    with pytest.raises(Refused) as caught:
        take_in(PICTURE, limits=Limits(**limits))
    return caught.value

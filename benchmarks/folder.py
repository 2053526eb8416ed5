"""The temporary data folder of a benchmark, and Django set up on it: imported before any model."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django

NAMED = os.environ.get("FADEWELL_DATA")
DATA = Path(NAMED or tempfile.mkdtemp(prefix="fadewell-benchmark-"))
OWNER = 0 if NAMED else os.getpid()


@atexit.register
def clear_away() -> None:
    if os.getpid() == OWNER:
        shutil.rmtree(DATA, ignore_errors=True)


os.environ |= {
    "FADEWELL_DATA": str(DATA),
    "FADEWELL_DEMO": "on",  # only there may limits be lifted
    "FADEWELL_LIMITS": "off",
}
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings.dev")
django.setup()

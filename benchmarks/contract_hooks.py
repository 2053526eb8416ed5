"""Loaded by schemathesis in benchmarks/contract_fuzz.py: files of pictures, answers counted."""

import atexit
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import strategies

FILES = [file.read_bytes() for file in sorted(Path(os.environ["FUZZ_FILES"]).iterdir())]
ANSWERS: Counter[int] = Counter()
UNKNOWN = "x-schemathesis-unknown-property"

schemathesis.openapi.format("binary", strategies.sampled_from(FILES))


@schemathesis.hook
def after_call(_context: Any, _case: Any, response: Any) -> None:
    ANSWERS[response.status_code] += 1


@schemathesis.hook
def filter_case(_context: Any, case: Any) -> bool:
    """Not a header that no description knows: a server passes over it (RFC 9110, 5.1)."""
    return UNKNOWN not in {name.lower() for name in case.headers or ()}


@atexit.register
def tell() -> None:
    Path(os.environ["FUZZ_ANSWERS"]).write_text(json.dumps(ANSWERS))

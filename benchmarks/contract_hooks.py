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

schemathesis.openapi.format("binary", strategies.sampled_from(FILES))


@schemathesis.hook
def after_call(_context: Any, _case: Any, response: Any) -> None:
    ANSWERS[response.status_code] += 1


@atexit.register
def tell() -> None:
    Path(os.environ["FUZZ_ANSWERS"]).write_text(json.dumps(ANSWERS))

"""No text that somebody sends makes a pattern of ours think for long (SAFETY abuse 39).

While Python looks for a pattern no other thread of the process runs: a second of it is a second in
which no danger sign is taken.
"""

import ast
import re
import time
from collections.abc import Iterator

import pytest

from tests.house.source import HOUSE, inside, name_of, tree_of

LONG = 20_000  # characters; what takes steps by their square takes seconds
MOST = 0.3  # seconds of this process; a linear look takes some thousandths
NOT_OF_OTHERS = {
    r"([\w-]+)/<(?:uuid|id):pk>": "reads our own routes",
    r"(\d+) extraneous bytes before marker 0xd9": "reads what libjpeg says, in a child with a time",
}
CALLS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
BEGINNINGS = ("", "/", "{", "+", "--hash=sha256:", "a==1", "Invalid request from ip=")
REPEATED = ("a", "1", "/", "{", " ", "-", "_", ".", "\n", "\n ", "a1", "a ", "/a", "1 ", "do ")
ENDINGS = ("!\0", "z")
TEXTS = [
    first + each * (LONG // len(each)) + last
    for first in BEGINNINGS
    for each in REPEATED
    for last in ENDINGS
]


def patterns() -> Iterator[tuple[str, str]]:
    """Where it stands, and the pattern; of a text only: bytes are a picture's, in a child."""
    for path in inside(*HOUSE, suffix=".py"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and _is_of_re(node.func) and node.args:
                said = node.args[0]
                is_text = isinstance(said, ast.Constant) and isinstance(said.value, str)
                if is_text and said.value not in NOT_OF_OTHERS:
                    yield f"{name_of(path)}:{node.lineno}", said.value


def _is_of_re(function: ast.expr) -> bool:
    is_named = isinstance(function, ast.Attribute) and function.attr in CALLS
    return is_named and isinstance(function.value, ast.Name) and function.value.id == "re"


def seconds(pattern: str) -> float:
    """The longest that one of the texts takes."""
    compiled, longest = re.compile(pattern), 0.0
    for text in TEXTS:
        begun = time.process_time()
        for _found in compiled.finditer(text):
            pass
        longest = max(longest, time.process_time() - begun)
        if longest > MOST:
            break
    return longest


def test_every_pattern_of_ours_is_known() -> None:
    assert len(list(patterns())) > 20


@pytest.mark.parametrize(("place", "pattern"), list(patterns()))
def test_no_long_text_makes_a_pattern_think(place: str, pattern: str) -> None:
    assert seconds(pattern) < MOST, place


@pytest.mark.parametrize("slow", [r"[\d\W_]+$", r"(/[\w./-]*)\?\S*"])
def test_one_that_looks_back_again_and_again_is_found(slow: str) -> None:
    assert seconds(slow) > MOST

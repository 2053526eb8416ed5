"""Can a stranger tell by words or by time whether an address has an account?

    python -m benchmarks.unknown_address [--pairs 300] [--kind "staff, invited"] [--way NAME]

For accounts of each kind (benchmarks/known_accounts.py), known and unknown addresses in turn, in
process, limits off, a mail queued on both paths: asking for a code, a wrong password, a forgotten
password. Bar: the same words, and by the process's CPU time medians within 5 % and
Kolmogorov-Smirnov p > 0.01, in two runs of three.
"""

import argparse
import logging
import math
import re
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from django.conf import settings
from django.test import Client

from benchmarks import stage
from benchmarks.known_accounts import KINDS, addresses

MOST_APART, LEAST_P, RUNS, WANTED = 0.05, 0.01, 3, 2
WARM = 10
MASKED = re.compile(r'value="[\w-]{64}"|nonce="[^"]*"')
Ways = dict[str, tuple[str, Callable[[str], dict[str, str]]]]
WAYS: Ways = {
    "asking for a code": ("/sign-in", lambda email: {"email": email}),
    "a wrong password": (
        "/sign-in/password",
        lambda email: {"login": email, "password": "not the right one"},
    ),
    "a forgotten password": ("/password/forgot", lambda email: {"email": email}),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--way", choices=WAYS, action="append")
    told = parser.parse_args()
    logging.disable(logging.CRITICAL)
    settings.ALLOWED_HOSTS, settings.ACCOUNT_RATE_LIMITS = ["testserver"], False
    settings.FADEWELL_DEMO = False  # its sign-in page lists people to play
    clinic = stage.build()
    stage.collect_files()
    fits = []
    for kind in told.kind or KINDS:
        known = list(addresses(clinic, kind, told.pairs + WARM))
        for way in told.way or WAYS:
            fits += [alike(way, kind, known[0]), measured(way, kind, known)]
    return 0 if all(fits) else 1


def alike(way: str, kind: str, email: str) -> bool:
    """Whether both are told the same, on this page and the one that it leads to."""
    said = [told_of(way, each) for each in (email, "nobody@known.example")]
    if said[0] != said[1]:
        print(f"{kind}, {way}: MISSED, other words or another page")
    return said[0] == said[1]


def told_of(way: str, email: str) -> list[Any]:
    path, body = WAYS[way]
    client = Client()
    answer = client.post(path, body(email))
    pages = [answer, *([client.get(answer["Location"])] if "Location" in answer else [])]
    return [
        (
            page.status_code,
            page.get("Location"),
            sorted({*page.headers} - {"Content-Length"}),
            sorted(page.cookies),
            MASKED.sub("", page.content.decode().replace(email, "")),
        )
        for page in pages
    ]


def measured(way: str, kind: str, known: list[str]) -> bool:
    good = 0
    for run in range(RUNS):
        a, b = in_turn(way, known, f"{list(KINDS).index(kind)}{run}")
        apart = abs(median(a) - median(b)) / median(a)
        p = kolmogorov_smirnov(a, b)
        good += apart <= MOST_APART and p > LEAST_P
        print(
            f"{kind}, {way}, {len(a)} pairs: known {median(a) * 1000:.2f} ms, unknown"
            f" {median(b) * 1000:.2f} ms, apart {apart:.1%}, p {p:.3f}",
            flush=True,
        )
    return good >= WANTED


def in_turn(way: str, known: list[str], run: str) -> tuple[list[float], list[float]]:
    """CPU seconds of the process: the machine's other work is not in them."""
    path, body = WAYS[way]
    seen: tuple[list[float], list[float]] = ([], [])
    for number, address in enumerate(known):
        unknown = f"nobody{run}{number:04}@known.example"
        both = list(zip(seen, (address, unknown), strict=True))
        for times, email in reversed(both) if number % 2 else both:
            client = Client()
            began = time.process_time()
            client.post(path, body(email))
            times.append(time.process_time() - began)
    return seen[0][WARM:], seen[1][WARM:]


def kolmogorov_smirnov(a: list[float], b: list[float]) -> float:
    """p of two samples being of one distribution (asymptotic, two-sided)."""
    points = sorted({*a, *b})
    a, b = sorted(a), sorted(b)
    most, i, j = 0.0, 0, 0
    for x in points:
        while i < len(a) and a[i] <= x:
            i += 1
        while j < len(b) and b[j] <= x:
            j += 1
        most = max(most, abs(i / len(a) - j / len(b)))
    root = math.sqrt(len(a) * len(b) / (len(a) + len(b)))
    at = (root + 0.12 + 0.11 / root) * most
    if at < 0.2:
        return 1.0
    return min(1.0, 2 * sum((-1) ** (k - 1) * math.exp(-2 * (k * at) ** 2) for k in range(1, 101)))


if __name__ == "__main__":
    sys.exit(main())

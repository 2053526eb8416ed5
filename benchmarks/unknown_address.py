"""Can a stranger tell by the time of an answer whether an address has an account?

    python -m benchmarks.unknown_address [--pairs 300]

Known and unknown addresses in turn, in process, limits off, a mail queued on both paths: asking for
a code, a wrong password, a forgotten password. Bar: medians within 5 %, and Kolmogorov-Smirnov
p > 0.01, in two runs of three.
"""

import argparse
import logging
import math
import sys
import time
from collections.abc import Callable, Iterator
from statistics import median

from django.conf import settings
from django.test import Client

from benchmarks import stage
from tracker.models import User
from tracker.services.clinics import person

MOST_APART, LEAST_P, RUNS, WANTED = 0.05, 0.01, 3, 2
WARM = 10
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
    pairs = parser.parse_args().pairs
    logging.disable(logging.CRITICAL)
    settings.ALLOWED_HOSTS, settings.ACCOUNT_RATE_LIMITS = ["testserver"], False
    stage.build()
    stage.collect_files()
    known = list(accounts(pairs + WARM))
    fits = [measured(way, known, pairs) for way in WAYS]
    return 0 if all(fits) else 1


def accounts(count: int) -> Iterator[User]:
    """Each asked once, so that nobody's path is one that was walked before."""
    for number in range(count):
        user = person(
            email=f"person{number:05}@known.example",
            name="Person",
            language="en",
            time_zone="UTC",
            is_verified=True,
        )
        user.set_password("a quiet lake at dawn")
        user.save()
        yield user


def measured(way: str, known: list[User], pairs: int) -> bool:
    good = 0
    for run in range(RUNS):
        a, b = in_turn(way, known, run)
        apart = abs(median(a) - median(b)) / median(a)
        p = kolmogorov_smirnov(a, b)
        good += apart <= MOST_APART and p > LEAST_P
        print(
            f"{way}, {pairs} pairs: known {median(a) * 1000:.2f} ms, unknown"
            f" {median(b) * 1000:.2f} ms, apart {apart:.1%}, p {p:.3f}",
            flush=True,
        )
    return good >= WANTED


def in_turn(way: str, known: list[User], run: int) -> tuple[list[float], list[float]]:
    """CPU seconds of the process: the machine's other work is not in them."""
    path, body = WAYS[way]
    seen: tuple[list[float], list[float]] = ([], [])
    for number, user in enumerate(known):
        unknown = f"nobody{run}{number:04}@known.example"
        both = list(zip(seen, (user.email, unknown), strict=True))
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

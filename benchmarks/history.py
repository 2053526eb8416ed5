"""What earlier check-ins add to creating one: CPU and statements, with and without reading them.

    python -m benchmarks.history [--pairs 300]

A patient with 30 earlier check-ins of five symptoms sends hers in turn to two servers on one
database: the product, and the product with the read of earlier check-ins left out. Bar: at most
20 % of the CPU of creating a check-in, and one statement.
"""

import argparse
import sys
from statistics import median
from unittest import mock

from benchmarks import rows, stage
from benchmarks.check_in import URL, in_turn, report
from benchmarks.served import Served

EARLIER = 30
MOST_SHARE, MOST_STATEMENTS = 0.20, 1
READ = "tracker.services.assessments.earlier_reports"
BLIND = "benchmarks.without_history:application"


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--pairs", type=int, default=300)
    pairs = asked.parse_args().pairs
    person = stage.a_patient(stage.build())
    for _ in range(EARLIER):
        rows.send(URL, person, report(person))
    more = statements(person)
    seeing, blind = Served("tracker.wsgi:application"), Served(BLIND)
    with seeing, blind:
        used = in_turn([(seeing, URL), (blind, URL)], person, pairs)
    ours, theirs = (median(each) * 1000 for each in used)
    with_it, without = (sum(each) for each in used)
    share = (with_it - without) / with_it
    print(f"Server CPU of a check-in after {EARLIER} others, {pairs} pairs (medians):")
    print(f"  with history {ours:.2f} ms, without {theirs:.2f} ms")
    print(f"  in all {with_it:.2f} s and {without:.2f} s: {with_it / without:.3f} times,", end=" ")
    print(f"history is {share:.1%} of it (at most {MOST_SHARE:.0%})")
    return 0 if share <= MOST_SHARE and more <= MOST_STATEMENTS else 1


def statements(person: stage.Person) -> int:
    """How many more are read; printed for both."""
    seen, _ = rows.statements(URL, person, report(person))
    with mock.patch(READ, lambda *_, **__: []):
        blind, _ = rows.statements(URL, person, report(person))
    print(f"Statements of one check-in (BEGIN and COMMIT included): {seen} with history,", end=" ")
    print(f"{blind} without (at most {MOST_STATEMENTS} more)")
    return seen - blind


if __name__ == "__main__":
    sys.exit(main())

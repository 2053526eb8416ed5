"""One judgement by the whole protocol with its trace, beside the same rules as bare closures.

    python -m benchmarks.triage [--seconds N]

Both judge the same seeded reports of six symptoms in the same run. The closures are the rules
compiled to Python functions: no trace, no evidence, no near misses, only the highest urgency.
Prints both in microseconds and the ratio (at most 8), the whole receipt beside them, how long the
protocol takes to load (under 100 ms) and how many stored check-ins a process re-judges a second.
"""

import argparse
import json
import resource
import statistics
import time
from collections.abc import Callable

from benchmarks.closures import compiled
from tracker.triage.facts import Facts
from tracker.triage.judge import judge
from tracker.triage.load import PROTOCOLS, load_protocol, newest_version
from tracker.triage.protocol import Protocol
from tracker.triage.readings import scene_of
from tracker.triage.receipt import assess, canonical_json
from tracker.triage.sampling import Sampler

MOST_TIMES, MOST_MS = 8.0, 100.0
REPORTS, ROUNDS = 300, 7


def micros(work: Callable[[Facts], object], reports: list[Facts]) -> float:
    """CPU microseconds of one call, the median of several rounds."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for each in reports:
            work(each)
        rounds.append((time.process_time() - start) / len(reports) * 1e6)
    return statistics.median(rounds)


def loading_ms(folder_name: str) -> float:
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        load_protocol(PROTOCOLS / folder_name)
        rounds.append((time.process_time() - start) * 1e3)
    return statistics.median(rounds)


def rejudged_a_second(protocol: Protocol, stored: list[str], seconds: float) -> float:
    """Receipts judged again from their stored facts and compared to the byte."""
    done, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        for text in stored:
            again = assess(protocol, Facts.from_data(json.loads(text)["facts"]), "en")
            if canonical_json(again.data) != text:
                raise SystemExit("a receipt differs when it is judged again")
            done += 1
    return done / (time.process_time() - start)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seconds", type=float, default=5.0, help="for re-judging")
    chosen = arguments.parse_args()
    protocol = load_protocol(PROTOCOLS / newest_version())
    sampler = Sampler(protocol, seed=6, fully_known=True)
    reports = [sampler.facts(symptoms=6) for _ in range(REPORTS)]
    bare = compiled(protocol)
    for each in reports:
        if bare(each) != judge(scene_of(protocol, each)).urgency:
            raise SystemExit("the closures come to another urgency: nothing to compare")
    full = micros(lambda facts: judge(scene_of(protocol, facts)), reports)
    closures = micros(bare, reports)
    receipt = micros(lambda facts: assess(protocol, facts, "en"), reports)
    loading = loading_ms(protocol.version)
    stored = [canonical_json(assess(protocol, each, "en").data) for each in reports]
    rate = rejudged_a_second(protocol, stored, chosen.seconds)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"judgement of six symptoms with its trace   {full:8.0f} us")
    print(f"the same rules as closures, no trace       {closures:8.0f} us")
    print(f"ratio (at most {MOST_TIMES:.0f})                         {full / closures:8.1f}")
    print(f"whole receipt, remedies and words          {receipt:8.0f} us")
    print(f"loading the protocol (under {MOST_MS:.0f} ms)        {loading:8.0f} ms")
    print(f"re-judged to the byte                      {rate:8.0f} a second, peak {memory:.0f} MiB")
    if full / closures > MOST_TIMES or loading > MOST_MS:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

"""Where a check-in spends its time, by cProfile: `python -m benchmarks.profile_check_in`."""

import argparse
import cProfile
import io
import pstats
import time

from django.test import Client

from benchmarks import stage
from benchmarks.check_in import URL, report


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--times", type=int, default=200)
    asked.add_argument("--lines", type=int, default=45)
    options = asked.parse_args()
    person = stage.a_patient(stage.build())
    client = Client(headers={"authorization": f"Bearer {person.token}"}, SERVER_NAME="localhost")

    def send() -> None:
        answer = client.post(URL, report(person), content_type="application/json")
        assert answer.status_code == 201, answer.content

    for _ in range(40):
        send()
    profile = cProfile.Profile(time.process_time)  # a busy machine must not count
    profile.enable()
    for _ in range(options.times):
        send()
    profile.disable()
    for order in ("cumulative", "tottime"):
        out = io.StringIO()
        pstats.Stats(profile, stream=out).sort_stats(order).print_stats(options.lines)
        print(out.getvalue())


if __name__ == "__main__":
    main()

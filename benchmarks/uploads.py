"""Damaged photos over HTTP, and how a page fares while four photos are sent at once.

    python -m benchmarks.uploads [--count 1000]

Bars: no answer of 5xx, no worker that died and no dead server for `count` mutations, every photo
that was taken in is served as bare pixels; a plain page's median at most 3 times its idle one while
four 12-megapixel photos are on their way without pause to two workers (its 95th centile is
printed), with never more decoders at work than there are cores, all at nice 10.
"""

import argparse
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from statistics import median, quantiles
from uuid import uuid4

from benchmarks import stage
from benchmarks.decoders import Watch
from benchmarks.mutate import mutation
from benchmarks.rivals import saved, twelve_megapixels
from benchmarks.served import Served, parent_of, tree_of
from tracker.imaging.containers.jpeg import strip_jpeg
from tracker.imaging.limits import Limits
from tracker.imaging.picture import FORMATS, VARIANTS
from tracker.imaging.places import cores

PAGE = "/sign-in"
MOST_RATIO, SENDERS, SECONDS, IDLE = 3.0, 4, 15.0, 300
NICE, MOST_SLIPS = 10, 0.05
EDGE = "fadewell-benchmark-edge"
BARE = Limits(shorter_side=1)


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--count", type=int, default=1000)
    count = asked.parse_args().count
    clinic = stage.build()
    person, *others = [stage.a_patient(clinic, number) for number in range(1 + SENDERS)]
    stage.collect_files()
    with Served("tracker.wsgi:application", workers=2, threads=4) as server:
        good = damaged(server, person, count)
        good &= beside_four(server, person, others)
    return 0 if good else 1


def damaged(server: Served, person: stage.Person, count: int) -> bool:
    answers: Counter[int] = Counter()
    unclean, workers = 0, workers_of(server)
    for number in range(count):
        status, body = send(server, person, mutation(number))
        answers[status] += 1
        unclean += status == 201 and not is_bare(server, person, json.loads(body)["id"])
    alive = get(server, person, "/healthz")[0] == 200
    print(f"{count} damaged photos over HTTP: {dict(sorted(answers.items()))}, unclean {unclean}")
    same = workers_of(server) == workers
    good = alive and same and unclean == 0 and not any(status >= 500 for status in answers)
    print(f"  no 5xx, alive, the same workers, clean: {'holds' if good else 'MISSED'}")
    return good


def workers_of(server: Served) -> set[int]:
    """The server's own children: it starts another for one that died."""
    own = server.process.pid
    return {pid for pid in tree_of(own) if parent_of(pid) == own}


def is_bare(server: Served, person: stage.Person, photo: str) -> bool:
    return all(
        is_bare_file(*get(server, person, f"/api/v1/photos/{photo}/{variant}/", f"image/{fmt}"))
        for variant in VARIANTS
        for fmt in FORMATS
    )


def is_bare_file(status: int, body: bytes) -> bool:
    """Pixels alone: no segment of a JPEG and no chunk of a WebP beside them."""
    if status != 200 or b"CANARY" in body:
        return False
    if body.startswith(b"RIFF"):
        length = int.from_bytes(body[16:20], "little") + 20
        return body[8:16] == b"WEBPVP8 " and length in (len(body), len(body) - 1)
    return strip_jpeg(body, BARE).data == body


def beside_four(server: Served, person: stage.Person, others: list[stage.Person]) -> bool:
    sent = saved(twelve_megapixels(), quality=90)
    if get(server, person, PAGE)[0] != 200 or send(server, person, sent)[0] != 201:
        raise SystemExit("the page or the photo does not work at all")
    idle = [timed(lambda: get(server, person, PAGE)) for _ in range(IDLE)]
    over = time.monotonic() + SECONDS
    taken: Counter[int] = Counter()

    def keep_sending(sender: stage.Person) -> None:
        while time.monotonic() < over:
            taken[send(server, sender, sent)[0]] += 1

    senders = [threading.Thread(target=keep_sending, args=[each]) for each in others]
    with Watch(server.process.pid) as seen:
        for sender in senders:
            sender.start()
        busy = []
        while time.monotonic() < over:
            busy.append(timed(lambda: get(server, person, PAGE)))
            time.sleep(0.02)
        for sender in senders:
            sender.join()
    return verdict(idle, busy, taken) & in_line(seen)


def in_line(seen: Watch) -> bool:
    """A look may fall between a decoder's answer and its end, or before it has made itself nice."""
    looks = seen.at_once.total()
    over = sum(times for many, times in seen.at_once.items() if many > cores()) / max(1, looks)
    nice = seen.niceness[NICE] / max(1, seen.niceness.total())
    print(f"  decoders at once, of {looks} looks: {dict(sorted(seen.at_once.items()))}")
    good = seen.niceness.total() > 0 and over <= MOST_SLIPS and nice >= 1 - MOST_SLIPS
    print(f"  more than {cores()} (cores): {over:.1%}; at nice {NICE}: {nice:.1%}")
    print(f"  one a core, last in line: {'holds' if good else 'MISSED'}")
    return good


def verdict(idle: list[float], busy: list[float], taken: Counter[int]) -> bool:
    ratio = median(busy) / median(idle)
    late = quantiles(busy, n=20)[-1]
    print(f"{SENDERS} senders, {SECONDS:.0f} s: {dict(taken)}; page {PAGE}")
    print(f"  idle {median(idle) * 1000:.1f} ms, busy {median(busy) * 1000:.1f} ms (medians),")
    print(f"  95th centile while busy {late * 1000:.0f} ms")
    good = ratio <= MOST_RATIO and set(taken) == {201}
    print(f"  ratio: {ratio:.2f} (at most {MOST_RATIO:g}) {'holds' if good else 'MISSED'}")
    return good


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def get(server: Served, person: stage.Person, path: str, accept: str = "*/*") -> tuple[int, bytes]:
    return ask(server, "GET", path, b"", {"Accept": accept} | bearer(person))


def send(server: Served, person: stage.Person, photo: bytes) -> tuple[int, bytes]:
    body, kind = form_of(photo)
    path = f"/api/v1/treatments/{person.treatment.pk}/photos/"
    return ask(server, "POST", path, body, {"Content-Type": kind} | bearer(person))


def form_of(photo: bytes) -> tuple[bytes, str]:
    """A photo as a browser sends it: the body, and its kind."""
    fields = {"client_id": str(uuid4()), "view": "front_rest", "taken_at": "2026-11-22T08:15:00Z"}
    lines = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    lines += [f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="x.jpg"\r\n']
    head = "".join([*lines, "Content-Type: image/jpeg\r\n\r\n"]).encode()
    body = head + photo + f"\r\n--{EDGE}--\r\n".encode()
    return body, f"multipart/form-data; boundary={EDGE}"


def bearer(person: stage.Person) -> dict[str, str]:
    return {"Authorization": f"Bearer {person.token}"}


def ask(
    server: Served, method: str, path: str, body: bytes, headers: dict[str, str]
) -> tuple[int, bytes]:
    connection = server.connect()
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())

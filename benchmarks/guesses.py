"""Ten thousand guesses at a password: how many are looked at, and does the right one get in?

    python -m benchmarks.guesses [--guesses 10000] [--way 1]

Three attackers, in process, with the limits of a clinic and one proxy in front: one address at one
account, a made-up forwarded address with each guess; a thousand addresses at one account; one
address at ten thousand accounts. The last guess is the right password. Bar: at most two in a
hundred are looked at, the right one does not get in, and the owner still signs in with a code.
"""

import argparse
import logging
import re
import sys
import time
from collections.abc import Callable
from unittest import mock

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from benchmarks import stage
from frontend.accounts.adapter import ClosedAdapter
from tracker.models import User
from tracker.services.clinics import person
from tracker.services.notifications import deliver_due

RIGHT = "a quiet lake at dawn"
MOST_LOOKED_AT = 0.02
ADDRESSES = 1000
LIMITS = {"login_failed": "10/m/ip,60/h/ip,5/5m/key"}  # of settings/base.py
Guess = Callable[[int], tuple[str, str]]  # number -> the account's address, X-Forwarded-For


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guesses", type=int, default=10_000)
    parser.add_argument("--way", type=int, choices=(1, 2, 3), action="append")
    told = parser.parse_args()
    logging.disable(logging.CRITICAL)
    settings.ALLOWED_HOSTS, settings.ACCOUNT_RATE_LIMITS = ["testserver"], LIMITS
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    stage.build()
    stage.collect_files()
    users = [account(number) for number in range(2)]
    ways: dict[str, tuple[User, Guess]] = {
        "one address, one account": (
            users[0],
            lambda n: (users[0].email, f"198.51.100.{n % 250}, 203.0.113.7"),
        ),
        "a thousand addresses, one account": (
            users[1],
            lambda n: (users[1].email, f"10.9.{n % ADDRESSES // 250}.{n % 250}"),
        ),
        "one address, each account once": (
            users[0],
            lambda n: (f"somebody{n}@known.example" if n else users[0].email, "203.0.113.9"),
        ),
    }
    wanted = [list(ways)[number - 1] for number in told.way or (1, 2, 3)]
    fits = [stopped(way, *ways[way], told.guesses) for way in wanted]
    return 0 if all(fits) else 1


def account(number: int) -> User:
    email = f"owner{number}@known.example"
    user = person(email=email, name="Person", language="en", time_zone="UTC", is_verified=True)
    user.set_password(RIGHT)
    user.save()
    return user


def stopped(way: str, owner: User, guess: Guess, guesses: int) -> bool:
    cache.clear()
    began, looked_at, inside = time.monotonic(), 0, False

    def counts(adapter: ClosedAdapter, request: object, **credentials: object) -> None:
        nonlocal looked_at
        looked_at += 1

    with mock.patch.object(ClosedAdapter, "authentication_failed", counts):
        for number in range(guesses, -1, -1):
            email, forwarded = guess(number)
            client = Client(headers={"X-Forwarded-For": forwarded})
            password = RIGHT if number == 0 else f"guess number {number}"
            client.post("/sign-in/password", {"login": email, "password": password})
            inside |= "_auth_user_id" in client.session
    took = time.monotonic() - began
    again = signs_in_by_code(owner)
    fits = looked_at <= guesses * MOST_LOOKED_AT and not inside and again
    print(
        f"{way}: {guesses} guesses in {took:.0f} s, {looked_at} looked at; the right one"
        f" {'got in' if inside else 'stayed out'}, the owner's code"
        f" {'works' if again else 'does not work'}: {'holds' if fits else 'MISSED'}",
        flush=True,
    )
    return fits


def signs_in_by_code(owner: User) -> bool:
    client = Client(headers={"X-Forwarded-For": "192.0.2.77"})
    client.post("/sign-in", {"email": owner.email})
    deliver_due()
    found = re.search(r"[A-Z]{4}-[A-Z]{4}", str(mail.outbox[-1].body)) if mail.outbox else None
    client.post("/sign-in/code", {"code": found.group() if found else ""})
    return "_auth_user_id" in client.session


if __name__ == "__main__":
    sys.exit(main())

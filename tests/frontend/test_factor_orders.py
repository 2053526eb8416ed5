"""The steps of signing in, in any order: no patient is opened by less than both, one after another.

A small model knows what was shown in this session: a right first step, then an unused right second
one. Whatever else somebody asks for, skips, repeats or resets between, the clinic opens only after
that (SAFETY abuse 21).
"""

import random
import time
from collections.abc import Callable, Iterator
from copy import copy, deepcopy
from itertools import islice, product
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.test import Client

from tests.frontend.signing_in import ask_code, code_in_mail
from tests.frontend.test_second_factor import PASSWORD, code_of, recovery_codes, set_up_app
from tracker.models import User

pytestmark = pytest.mark.django_db
HALF_A_MINUTE = 30  # a code of the app: then comes the next
PLACES = ("/api/v1/review-cases/", "/api/v1/patients/", "/clinic/patients", "/clinic/")
Walk = tuple[str, ...]


class Clock:
    """The time that is told, by so many seconds ahead of the real one."""

    def __init__(self) -> None:
        self.real, self.ahead = time.time, 0.0

    def told(self) -> float:
        return self.real() + self.ahead


class Browser:
    """Somebody who knows all of hers, and tries it in an odd order."""

    def __init__(self, user: User, secret: str, codes: list[str], clock: Clock):
        self.user, self.secret, self.codes, self.clock = user, secret, list(codes), clock
        self.password, self.client = PASSWORD, Client()
        self.spent = [codes[-1], self.spent_elsewhere()]  # a recovery code, a code of the app
        self.has_first = self.has_both = False

    def spent_elsewhere(self) -> str:
        """The app's code of this moment, with which she has just signed in on another device."""
        for _try in range(3):  # six digits come again now and then, and work once
            self.later(2 * HALF_A_MINUTE)
            code, other = code_of(self.secret), Client()
            other.post("/sign-in/password", {"login": self.user.email, "password": PASSWORD})
            other.post("/sign-in/second", {"code": code})
            if other.get("/clinic/").status_code == 200:
                return code
        raise AssertionError("no code of the app signs her in")

    def as_it_stands(self) -> "Browser":
        """Another at the same point: what it does changes nothing of this one's."""
        other = copy(self)
        other.codes, other.spent = list(self.codes), list(self.spent)
        other.client = Client()
        other.client.cookies = deepcopy(self.client.cookies)
        return other

    def later(self, seconds: float) -> None:
        self.clock.ahead += seconds

    def opened(self) -> list[str]:
        """All that is open by less than both steps; after both one place tells that she is in."""
        found = (path for path in PLACES if self.client.get(path).status_code == 200)
        return list(islice(found, 1 if self.has_both else None))

    # First steps

    def password_right(self) -> None:
        login = {"login": self.user.email, "password": self.password}
        self.client.post("/sign-in/password", login)
        self.has_first = True

    def password_wrong(self) -> None:
        login = {"login": self.user.email, "password": "not hers at all"}
        self.client.post("/sign-in/password", login)

    def code_by_mail(self) -> None:
        if ask_code(self.client, self.user.email).headers.get("Location") != "/sign-in/code":
            return  # who is signed in is mailed none
        answer = self.client.post("/sign-in/code", {"code": code_in_mail()})
        self.has_first = self.has_first or answer.status_code == 302

    def code_by_mail_wrong(self) -> None:
        ask_code(self.client, self.user.email)
        self.client.post("/sign-in/code", {"code": "AAAA-AAAA"})

    def forgotten(self) -> None:
        """A new password by mail: whoever reads her mail has no second step by it."""
        self.client.post("/password/forgot", {"email": self.user.email})
        if self.client.get("/password/forgot/code").status_code != 200:
            return
        self.client.post("/password/forgot/code", {"code": code_in_mail()})
        said = {"password1": "quiet lake at dawn", "password2": "quiet lake at dawn"}
        if self.client.post("/password/forgot/new", said).status_code == 302:
            self.password = said["password1"]

    # Second steps

    def shows(self, code: str, *, is_right: bool) -> None:
        """A right code is spent where it is asked for; elsewhere nobody has looked at it."""
        is_asked_for = self.has_first and not self.has_both
        self.client.post("/sign-in/second", {"code": code})
        if is_asked_for and is_right:
            self.has_both = True
            self.spent.append(code)

    def app_right(self) -> None:
        self.later(2 * HALF_A_MINUTE)
        self.shows(code_of(self.secret), is_right=True)

    def app_wrong(self) -> None:
        self.shows("000000", is_right=False)

    def spent_code(self) -> None:
        for code in self.spent[-2:]:
            self.shows(code, is_right=False)

    def recovery_right(self) -> None:
        self.shows(self.codes.pop(0), is_right=True)

    # What somebody tries between, or instead

    def skips(self) -> None:
        for path in ("/", "/account", "/sign-in/second", "/sign-in/again", "/sign-in/fresh"):
            self.client.get(path)

    def her_own_app(self) -> None:
        """An app of the thief's, set up where the account is open."""
        self.client.get("/account/app")
        self.client.post("/account/app", {"code": code_of("JBSWY3DPEHPK3PXP")})

    def app_removed(self) -> None:
        self.client.post("/account/app/remove")

    def new_codes(self) -> None:
        answer = self.client.post("/account/codes/new")
        if answer.status_code == 302 and answer.url == "/account/codes":
            self.spent += self.codes[:1]
            self.codes = recovery_codes(self.client)

    def shown_again(self) -> None:
        """The step that makes a session fresh, tried as if it made one."""
        self.later(2 * HALF_A_MINUTE)
        code = code_of(self.secret)
        answer = self.client.post("/sign-in/again/code?next=/clinic/", {"code": code})
        self.client.post("/sign-in/again?next=/clinic/", {"password": self.password})
        if self.has_both and answer.status_code == 302:
            self.spent.append(code)

    def signs_out(self) -> None:
        self.client.post("/sign-out")
        self.has_first = self.has_both = False


NO_STEPS = ("as_it_stands", "later", "opened", "shows", "spent_elsewhere")
STEPS = [
    name
    for name, each in vars(Browser).items()
    if callable(each) and not name.startswith("_") and name not in NO_STEPS
]


@pytest.fixture
def somebody(
    dr_cho: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Browser]]:
    """somebody(): a fresh browser at a fresh account; nothing is held to a rate."""
    settings.ACCOUNT_RATE_LIMITS = False
    settings.FADEWELL_LIMITS = False
    clock = Clock()
    monkeypatch.setattr(time, "time", clock.told)
    EmailAddress.objects.create(user=dr_cho, email=dr_cho.email, primary=True, verified=True)
    own = Client()
    own.post("/sign-in/password", {"login": dr_cho.email, "password": PASSWORD})
    secret = set_up_app(own)
    codes = recovery_codes(own)
    used = Client()  # elsewhere: a recovery code is spent
    used.post("/sign-in/password", {"login": dr_cho.email, "password": PASSWORD})
    used.post("/sign-in/second", {"code": codes[-1]})
    assert used.get("/clinic/").status_code == 200
    yield lambda: Browser(dr_cho, secret, codes, clock)


def walked(one: Browser, walks: list[Walk], faults: list[str], gone: Walk = ()) -> int:
    """How many of these walks open the clinic; what several begin with is walked once for all.

    gone: the steps that each of them begins with. faults: gets where more was opened than shown.
    """
    count, further = 0, dict[str, list[Walk]]()
    for walk in walks:
        if len(walk) > len(gone):
            further.setdefault(walk[len(gone)], []).append(walk)
    for step, some in further.items():
        with transaction.atomic():
            time_before, other = one.clock.ahead, one.as_it_stands()
            getattr(other, step)()
            opened, here = other.opened(), (*gone, step)
            if opened and not other.has_both:
                faults.append(f"{' > '.join(here)} opens {opened}")
            more = walked(other, some, faults, here)
            count += len(some) if opened else more
            one.clock.ahead = time_before
            transaction.set_rollback(True)
    return count


def held(somebody: Callable[[], Browser], walks: list[Walk]) -> int:
    """How many of them opened the clinic, each by both steps."""
    faults: list[str] = []
    count = walked(somebody(), walks, faults)
    assert faults == []
    return count


def at_random(seed: int, count: int, length: int) -> list[Walk]:
    chance = random.Random(seed)
    return [tuple(chance.choices(STEPS, k=length)) for _walk in range(count)]


def test_the_two_steps_in_their_order_open_the_clinic(somebody: Callable[[], Browser]) -> None:
    first, second = ("password_right", "code_by_mail"), ("app_right", "recovery_right")

    assert held(somebody, list(product(first, second))) == 4
    assert held(somebody, list(product(second, first))) == 0


def test_no_order_of_steps_opens_it_by_less(somebody: Callable[[], Browser]) -> None:
    assert held(somebody, at_random(seed=21, count=12, length=6)) > 0


@pytest.mark.full
@pytest.mark.parametrize("first", ["password_right", "code_by_mail", "forgotten"])
def test_after_a_first_step_no_two_others_open_it_by_less(
    somebody: Callable[[], Browser], first: str
) -> None:
    held(somebody, [(first, *more) for more in product(STEPS, repeat=2)])


@pytest.mark.full
@pytest.mark.parametrize("seed", range(10))
def test_no_long_walk_opens_it_by_less(somebody: Callable[[], Browser], seed: int) -> None:
    assert held(somebody, at_random(seed, count=20, length=10)) > 0

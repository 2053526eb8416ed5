"""A page's document, read the way a test wants to ask about it."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from tracker.models import Treatment, User


@pytest.fixture
def words_of() -> Callable[[HttpResponse], str]:
    """words_of(response): what is read on a page, markup and spacing apart."""

    def read(response: HttpResponse) -> str:
        page = response.content.decode()
        body = re.sub(r"<(script|template)\b.*?</\1>", " ", page, flags=re.S)
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))

    return read


@pytest.fixture
def markup_of() -> Callable[[HttpResponse], str]:
    """markup_of(response): a page as it comes, without the letters that chance puts into it.

    A token of 64 letters now and then spells a short name, and a look for "Eve" would find it.
    """

    def read(response: HttpResponse) -> str:
        page = response.content.decode()
        return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', r'\1=""', page)

    return read


Form = Callable[..., dict[str, Any]]


@pytest.fixture
def a_form() -> Form:
    """What a browser without script posts for a day without anything; "__" stands for a dot."""

    def fill(**said: Any) -> dict[str, Any]:
        dotted = {name.replace("__", "."): value for name, value in said.items()}
        return {"client_id": str(uuid4()), "danger": "none", "note": ""} | dotted

    return fill


@pytest.fixture
def hers(ana: User, her_toxin: Treatment, client_of: Callable[[User], Client]) -> Client:
    """Ana's browser, signed in, three days after her treatment."""
    return client_of(ana)

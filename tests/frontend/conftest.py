"""A page's document, read the way a test wants to ask about it."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse


@pytest.fixture
def words_of() -> Callable[[HttpResponse], str]:
    """words_of(response): what is read on a page, markup and spacing apart."""

    def read(response: HttpResponse) -> str:
        page = response.content.decode()
        body = re.sub(r"<(script|template)\b.*?</\1>", " ", page, flags=re.S)
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))

    return read

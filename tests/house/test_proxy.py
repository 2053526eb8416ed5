"""What stands before gunicorn as deployed: who is slow waits there, and not for ever.

That it holds is shown by `python -m benchmarks.slow_bodies`, which needs nginx.
"""

import re

import pytest

from tests.house.source import ROOT

SITE = (ROOT / "deploy/nginx.conf").read_text()
UNIT = (ROOT / "deploy/fadewell.service").read_text()


@pytest.mark.parametrize(
    ("word", "most"), [("client_header_timeout", 15), ("client_body_timeout", 30)]
)
def test_who_is_slow_has_a_time(word: str, most: int) -> None:
    assert [int(each) for each in re.findall(rf"^ +{word} (\d+)s;", SITE, re.M)] == [most]


def test_a_body_comes_whole_or_not_at_all_and_one_address_has_a_share() -> None:
    assert "proxy_request_buffering on;" in SITE
    assert "limit_conn_zone $binary_remote_addr zone=fadewell:" in SITE
    assert re.search(r"^ +limit_conn fadewell \d+;", SITE, re.M)


def test_gunicorn_is_reached_from_this_machine_alone() -> None:
    assert re.findall(r"--bind (\S+)", UNIT) == ["127.0.0.1:8000"]
    assert "proxy_pass http://127.0.0.1:8000;" in SITE


def test_a_page_asked_for_without_tls_is_led_to_it_and_a_program_is_refused() -> None:
    """It would go on for ever, its token in the open at each first try (ASVS 4.1.2)."""
    plain, sealed = SITE.split("\nserver {")[1:]

    assert re.search(r"location /api/ {\s+return 403;", plain)
    assert re.search(r"location / {\s+return 301 https://\$host\$request_uri;", plain)
    assert "proxy_pass" not in plain and "return 30" not in sealed


def test_no_older_tls_is_spoken() -> None:
    assert re.findall(r"^ +ssl_protocols (.+);", SITE, re.M) == ["TLSv1.2 TLSv1.3"]

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

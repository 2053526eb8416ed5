"""What stands before gunicorn as deployed: who is slow waits there, and not for ever.

That it holds is shown by `python -m benchmarks.slow_bodies`, which needs nginx.
"""

import re
from ipaddress import ip_address

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
    assert "limit_conn_zone $fadewell_from zone=fadewell:" in SITE
    assert re.search(r"^ +limit_conn fadewell \d+;", SITE, re.M)


def test_who_has_a_network_of_ipv6_has_one_share_of_it() -> None:
    """Eight bytes of sixteen, and an address of IPv4 whole."""
    [chosen] = re.findall(r"map \$binary_remote_addr \$fadewell_from \{(.*?)\n\}", SITE, re.S)
    [pattern] = re.findall(r'"~(.+)\$"', chosen)
    network = re.compile(pattern.replace("?<", "?P<").encode())

    for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::7"):
        found = network.fullmatch(ip_address(address).packed)
        assert found and found["network"] == ip_address("2001:db8:1:2::").packed[:8]
    assert network.fullmatch(ip_address("203.0.113.7").packed) is None
    assert "default                     $binary_remote_addr;" in chosen


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'"),
        ("Cache-Control", "private, no-store"),
    ],
)
def test_a_page_of_nginx_itself_carries_what_ours_do_and_ours_carry_it_once(
    header: str, says: str
) -> None:
    """Where the application did not answer, which always says how long it is TLS alone."""
    [name] = re.findall(rf"^    add_header {header} \$(\w+) always;", SITE, re.M)
    [lines] = re.findall(
        rf"^map \$upstream_http_strict_transport_security \${name} \{{\n(.*?)^\}}",
        SITE,
        re.S | re.M,
    )

    assert re.match(r' +"" ', lines) and lines.count(";\n") == 1 and says in lines


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

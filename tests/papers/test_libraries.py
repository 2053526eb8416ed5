"""A machine without the libraries: one sentence, no PDF, and everything else as ever."""

import pytest

from tracker import checks
from tracker.management import debian
from tracker.management.commands import test as suite
from tracker.papers import libraries

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
SENTENCE = f"PDFs are off: run 'sudo apt-get install {' '.join(PACKAGES)}' to turn them on."


@pytest.fixture
def a_bare_debian(monkeypatch):
    monkeypatch.setattr(libraries, "_loads", lambda library: False)
    libraries.missing.cache_clear()
    yield
    libraries.missing.cache_clear()


def test_the_check_names_the_packages_in_one_sentence(a_bare_debian):
    [warning] = checks.papers_can_be_printed(None)

    assert (warning.id, warning.msg) == ("fadewell.W005", SENTENCE)


def test_where_they_are_installed_nothing_is_said():
    assert libraries.missing() == ()
    assert checks.papers_can_be_printed(None) == []


def test_the_suite_installs_them_as_root(a_bare_debian, monkeypatch):
    asked = []
    monkeypatch.setattr(debian, "install", lambda *names, otherwise: asked.append(names))

    suite.the_press()

    assert asked == [PACKAGES]


def test_the_suite_says_the_command_to_anybody_else(a_bare_debian, monkeypatch, capsys):
    monkeypatch.setattr(debian.os, "geteuid", lambda: 1000)
    monkeypatch.delenv("CI", raising=False)

    suite.the_press()

    assert capsys.readouterr().err.startswith(SENTENCE)


def test_with_ci_their_lack_fails(a_bare_debian, monkeypatch):
    monkeypatch.setattr(debian.os, "geteuid", lambda: 1000)
    monkeypatch.setenv("CI", "true")

    with pytest.raises(debian.Missing):
        suite.the_press()


@pytest.mark.django_db
def test_no_page_offers_a_pdf_and_no_address_gives_one(
    a_bare_debian, ana, her_toxin, review_case, dr_cho, client_of
):
    hers, clinics = client_of(ana), client_of(dr_cho)

    assert "card.pdf" not in hers.get("/settings").content.decode()
    assert "Case (PDF)" not in clinics.get(f"/clinic/cases/{review_case.pk}").content.decode()
    assert hers.get("/card.pdf").status_code == 404
    assert clinics.get(f"/clinic/cases/{review_case.pk}/paper").status_code == 404

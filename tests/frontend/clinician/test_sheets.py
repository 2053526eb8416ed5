"""Sheets of the caseload and of a lot: for the lead, written down, and nothing in them runs."""

import csv
import io
import re
from zipfile import ZipFile

import pytest

from frontend.clinic.sheet import as_csv, as_xlsx
from tests.cast import treat
from tracker.models import AuditEvent, Patient

pytestmark = pytest.mark.django_db
SHEET = "/clinic/caseload/sheet"
RUNS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0"]
WIDE = ["\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)"]  # as a Japanese keyboard writes them
SIGNS = ("=", "+", "-", "@", *(wide[0] for wide in WIDE))
LED = {"\t=1": "'\t'=1", "\r=1": "'\r'=1", "\n=1": "'\n'=1"}  # what follows a tab may be a cell
INSIDE = [
    "a;=1+1;b",
    "a; @SUM(A1)",
    'a;"=1+1";b',
    "a\n=1+1",
    "a\r\n-1",
    "a\t=1+1\tb",
    "a|=1+1",
    " =1",
]


def parts_of(content: bytes) -> dict[str, str]:
    with ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def texts_of(content: bytes) -> list[str]:
    parts = parts_of(content)
    return re.findall(r"<t[^>]*>([^<]*)</t>", parts["xl/sharedStrings.xml"])


@pytest.mark.parametrize("text", [*RUNS, *WIDE, "https://example.org"])
def test_a_text_never_becomes_a_formula_or_a_link(text):
    book = as_xlsx("odd", ["Name"], [[text]])
    parts = parts_of(book.content)

    assert "<f>" not in parts["xl/worksheets/sheet1.xml"]
    assert "hyperlink" not in parts["xl/worksheets/sheet1.xml"]
    assert len(re.findall(r'<c [^>]*t="s"', parts["xl/worksheets/sheet1.xml"])) == 2
    row = list(
        csv.reader(io.StringIO(as_csv("odd", ["Name"], [[text]]).content.decode("utf-8-sig")))
    )
    assert row[1][0] == (text if text.startswith("https") else LED.get(text, f"'{text}"))


@pytest.mark.parametrize("quote", ['"', "\0"], ids=["quotes", "none"])
@pytest.mark.parametrize("ends", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_no_cell_runs_whatever_a_spreadsheet_takes_for_its_end(ends, quote):
    """One of a country of decimal commas parts cells by semicolons, inside of our quotes too."""
    texts = [*RUNS, *WIDE, *INSIDE]
    sheet = as_csv("odd", ["Name", "More"], [[text, f"x {text}"] for text in texts])
    lines = sheet.content.decode("utf-8-sig").splitlines()

    cells = [cell for row in csv.reader(lines, delimiter=ends, quotechar=quote) for cell in row]
    assert len(cells) > len(texts)
    assert [cell for cell in cells if cell.strip(' "').startswith(SIGNS)] == []


def test_numbers_stay_numbers_in_both():
    book, text = (each("n", ["N"], [[-3], [2.5]]) for each in (as_xlsx, as_csv))

    assert parts_of(book.content)["xl/worksheets/sheet1.xml"].count("<v>") == 3
    assert "<v>-3</v>" in parts_of(book.content)["xl/worksheets/sheet1.xml"]
    assert text.content.decode("utf-8-sig").split() == ["N", "-3", "2.5"]


def test_the_lead_takes_a_table_either_way_and_each_is_written_down(
    fresh_client_of, lead_a, numb_cheek
):
    client = fresh_client_of(lead_a)
    book = client.get(f"{SHEET}?table=rules&kind=xlsx")
    text = client.get(f"{SHEET}?table=rules&kind=csv")

    assert book["Content-Disposition"].endswith('.xlsx"')
    assert "Loss of feeling away from the treated areas" in texts_of(book.content)
    rows = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Rule", "Flagged check-ins", "Of", "Flags per 100"]
    assert rows[1][1:4] == ["1", "1", "100.0"]
    taken = AuditEvent.objects.filter(action="table.exported").order_by("sequence")
    assert [each.detail for each in taken] == [
        {"table": "rules", "kind": kind, "rows": 1} for kind in ("xlsx", "csv")
    ]
    assert {each.actor for each in taken} == {lead_a.pk}


def test_what_is_hidden_on_the_page_is_hidden_in_the_sheet(fresh_client_of, lead_a, numb_cheek):
    text = fresh_client_of(lead_a).get(f"{SHEET}?table=areas&kind=csv").content.decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(text)))[1][1:] == [
        "fewer than 5",
        "fewer than 5",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize("who", ["dr_cho", "coordinator_a", "admin_a", "ana", "removed_doctor"])
def test_nobody_else_takes_a_sheet(request, client_of, numb_cheek, who):
    answer = client_of(request.getfixturevalue(who)).get(f"{SHEET}?table=rules&kind=csv")

    assert answer.status_code == 403
    assert not AuditEvent.objects.filter(action="table.exported").exists()


def test_the_page_offers_sheets_to_the_lead_only(fresh_client_of, lead_a, dr_cho, numb_cheek):
    offered = [
        fresh_client_of(who).get("/clinic/caseload").content.decode().count(f'href="{SHEET}')
        for who in (lead_a, dr_cho)
    ]

    assert offered[0] >= 10 and offered[1] == 0


@pytest.mark.parametrize("asked", ["table=odd&kind=csv", "table=rules&kind=exe", ""])
def test_a_sheet_that_is_not_there_is_not_found(fresh_client_of, lead_a, asked):
    assert fresh_client_of(lead_a).get(f"{SHEET}?{asked}").status_code == 404


def test_a_lot_is_a_sheet_too(client_of, fresh_client_of, lead_a, dr_cho, ana_patient):
    treatment = treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=72)
    type(treatment).objects.update(lot="C1")
    Patient.objects.update(name="=cmd|' /C calc'!A0")
    asked = "/clinic/lots/list?lot=c1&kind=xlsx"
    book = fresh_client_of(lead_a).get(asked)

    assert "=cmd|' /C calc'!A0" in texts_of(book.content)
    assert "<f>" not in parts_of(book.content)["xl/worksheets/sheet1.xml"]
    assert AuditEvent.objects.get(action="list.exported").detail == {"rows": 1}
    assert client_of(dr_cho).get(asked).status_code == 403
    assert fresh_client_of(lead_a).get("/clinic/lots/list?lot=c1&kind=exe").status_code == 404
    page = fresh_client_of(lead_a).get("/clinic/lots?lot=C1").content.decode()
    assert "kind=xlsx" in page and "kind=csv" in page


def test_an_older_sign_in_is_asked_for_again_and_takes_nothing(
    client_of, lead_a, numb_cheek, words_of
):
    browser = client_of(lead_a)
    for asked in (f"{SHEET}?table=rules&kind=csv", "/clinic/lots/list?lot=c1"):
        answer = browser.get(asked)
        assert answer.status_code in (302, 403)
        assert "Content-Disposition" not in answer
    assert not AuditEvent.objects.filter(action__endswith=".exported").exists()

    page = browser.get("/clinic/caseload")

    assert "A copy leaves this record, so sign in again first." in words_of(page)
    assert f'href="{SHEET}' not in page.content.decode()

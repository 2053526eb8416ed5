"""Rows as CSV that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

RUNS = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is a formula to a spreadsheet


def inert(value: object) -> str:
    """The text, led by an apostrophe where a spreadsheet would take it for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(RUNS) else text


def as_csv(name: str, head: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """name: of the file, in plain letters; UTF-8 with the mark that spreadsheets look for."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([inert(each) for each in head])
    writer.writerows([inert(each) for each in row] for row in rows)
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer

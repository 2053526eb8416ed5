"""Rows as CSV or XLSX that a spreadsheet opens without running anything."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.http import HttpResponse
from xlsxwriter import Workbook

Rows = Iterable[Sequence[object]]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = {  # what is text stays text, whatever it looks like
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDEST = 60  # characters
# A cell that begins so is a formula to a spreadsheet; with a Japanese keyboard the wide ones too.
# It begins where the text does, and after what a spreadsheet of another country takes for the end
# of a cell: quotes around the text hold for those alone that part their cells by commas.
BEGINS = re.compile(
    r"^(?= *[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])"
    r"|(?<=[;|\t\r\n])(?=[ \"]*[=+\-@\uff1d\uff0b\uff0d\uff20])"
)


def inert(value: object) -> str:
    """The text, with an apostrophe before all that a spreadsheet would take for a formula."""
    text = str(value)
    return text if isinstance(value, int | float) else BEGINS.sub("'", text)


def as_csv(name: str, head: Sequence[object], rows: Rows) -> HttpResponse:
    """name: of the file, in plain letters; UTF-8 with the mark that spreadsheets look for."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([inert(each) for each in head])
    writer.writerows([inert(each) for each in row] for row in rows)
    return _file("\ufeff" + out.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def as_xlsx(name: str, head: Sequence[object], rows: Rows) -> HttpResponse:
    """Numbers stay numbers; every other cell is text, so that nothing of it is ever a formula."""
    out = io.BytesIO()
    with Workbook(out, PLAIN) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        widths = [len(str(each)) for each in head]
        for number, row in enumerate([head, *rows]):
            for place, value in enumerate(row):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(number, place, value)
                else:
                    sheet.write_string(number, place, str(value), None if number else bold)
                widths[place] = min(max(widths[place], len(str(value))), WIDEST)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width + 2)
        sheet.freeze_panes(1, 0)
    return _file(out.getvalue(), XLSX, f"{name}.xlsx")


SHEETS: Mapping[str, Callable[[str, Sequence[object], Rows], HttpResponse]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
}


def _file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

"""A table of the caseload, as its page shows it and as a sheet holds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cell:
    """url: the list behind the number. values: what a sheet holds; () is the text itself.

    bar: the drawing beside a row's name, from drawing.py.
    """

    text: str
    url: str = ""
    values: tuple[object, ...] = ()
    bar: dict[str, str] | None = None

    def in_sheet(self) -> tuple[object, ...]:
        return self.values or (self.text,)


@dataclass(frozen=True)
class Column:
    """heads: the columns of a sheet that it fills; () is the label itself."""

    label: str
    heads: tuple[str, ...] = ()

    def in_sheet(self) -> tuple[str, ...]:
        return self.heads or (self.label,)


@dataclass(frozen=True)
class Table:
    """The first cell of a row names it. drawing: columns of drawing.py, above the table."""

    id: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()
    warnings: Sequence[str] = ()
    drawing: dict[str, Any] | None = None
    is_folded: bool = False
    empty: str = ""
    of_patients: bool = False  # it names people

    @property
    def head(self) -> list[str]:
        return [head for column in self.columns for head in column.in_sheet()]

    @property
    def body(self) -> list[list[object]]:
        return [[value for cell in row for value in cell.in_sheet()] for row in self.rows]

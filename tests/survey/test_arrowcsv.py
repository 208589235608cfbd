"""Arrow and the csv module give the same survey."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.survey import delimited
from evalkit.survey.arrowcsv import read_with_arrow
from evalkit.survey.delimited import read_text
from evalkit.survey.kinds import kind_of, spread
from evalkit.survey.table import Grid

pytest.importorskip("pyarrow")
CELLS = st.sampled_from(
    ["", "1", "2", "-3", "007", "1.5", "2.0", "3,5", "true", "NaN", "null", "NA", "Enig", "helt  enig", "å;b", "to\nlinjer", "2016-10-25",
     "12345678901234567890", "25/10/2016", '"citat"', "05/10/2016", "07:30", "2016-10-25 07:30", "2016-10-25T07:30:00Z", "b|01", '"09"', "to\n03 timer"]
)  # fmt: skip


def read(grid: Grid) -> list[list[object]]:
    columns = [spread(cells, *kind_of(cells)) for cells in grid.columns]
    return [[None if pd.isna(value) else value for value in column.astype(object)] for column in columns]


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12))
def test_arrow_reads_what_csv_reads(rows):
    quoted = [
        "|".join('"' + cell.replace('"', '""') + '"' if set(cell) & set('"\n|') else cell for cell in row)
        for row in rows
    ]
    content = "\n".join(["a|b|c", *quoted, ""]).encode()
    slow = read_text(content, "x.csv").body(1)
    fast = read_with_arrow(content, "|", 2, 3)
    assert fast is not None
    assert fast.rows.tolist() == slow.rows.tolist()
    assert read(fast) == read(slow)


def test_large_files_go_through_arrow(monkeypatch):
    monkeypatch.setattr(delimited, "LARGE", 10)
    grid = read_text(b"a,b\n1,x\n2,y\n", "x.csv").body(1)
    assert type(grid.columns[0]).__name__ == "NumberCells"


def kinds_of(content: bytes) -> list[str]:
    grid = read_with_arrow(content, ",", 2, 3)
    assert grid is not None
    return [type(column).__name__ for column in grid.columns]


def test_dates_and_times_with_zeros_leave_columns_of_numbers_as_they_are():
    rows = [f'{n},0{n}-10-2016,"kl. 8,05"' for n in range(1, 10)] + ['10,000000,"8,05,06"']
    assert kinds_of("\n".join(["a,b,c", *rows, ""]).encode()) == ["NumberCells", "Cells", "Cells"]


@pytest.mark.parametrize("at", [5, 2500])
def test_a_code_with_zeros_makes_its_own_column_text_wherever_it_stands(at):
    rows = [f"{n},{n},0{n % 9 + 1}/10/2016" for n in range(1, 3000)]
    rows[at] = f"{at},007,01/10/2016"
    content = "\n".join(["a,b,c", *rows, ""]).encode()
    grid = read_with_arrow(content, ",", 2, 3)
    assert grid is not None
    assert "007" in grid.columns[1].texts.tolist()
    assert kinds_of(content)[0] == ("NumberCells" if at < 1000 else "Cells")  # late ones cost all their speed

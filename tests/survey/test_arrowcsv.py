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
     "12345678901234567890", "25/10/2016", '"citat"']
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

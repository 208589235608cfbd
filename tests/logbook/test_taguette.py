"""Taguette's highlights."""

import openpyxl
import pytest

from evalkit import read_logbook

ROWS = [
    ["id", "document", "tag", "content"],
    ["1", "logbog.txt", "adfærd.fortov", "kører på fortovet"],
    ["2", "logbog.txt", "during.dialogue", "de talte"],
    ["2", "logbog.txt", "adfærd.står_af", "de talte"],
    ["3", "Interview 4", "during.dialogue", "nej"],
]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_highlight_is_evidence_for_each_of_its_tags(tmp_path, ending):
    path = tmp_path / f"highlights.{ending}"
    if ending == "csv":
        path.write_text("\n".join(",".join(row) for row in ROWS), "utf-8")
    else:
        book = openpyxl.Workbook()
        for row in ROWS:
            book.active.append(row)
        book.save(path)
    log = read_logbook(path)
    assert log.entries[["entry", "kind"]].to_numpy().tolist() == [
        ["logbog", "document"],
        ["Interview 4", "document"],
    ]
    assert log.evidence["code"].tolist() == [row[2] for row in ROWS[1:]]
    assert log.evidence["quote"].tolist() == [row[3] for row in ROWS[1:]]
    assert set(log.evidence["criterion"]) == {""}
    assert log.report == (f"highlights.{ending}: 3 highlights with 4 tags in 2 documents.",)

"""LimeSurvey's VV file.

The layout is that of vvexport() in application/controllers/admin/export.php and of getFieldText() and
getFieldCode() in application/helpers/viewHelper.php of LimeSurvey/LimeSurvey: two lines of headings parted by
tabs, `_` between a question's code and its parts, an unticked box empty, what was not shown marked.
"""

import pytest

from evalkit.survey import read_survey

TEXTS = [
    "Response ID", "Access code", "Date submitted", "Last page", "Start language", "Seed",
    "Hvor enig er du (i dag)? (Vi stoler på hinanden)", "Hvor enig er du (i dag)? (Vi mødes)",
    "Hvad brugte I? (Møder (fysiske))", "Hvad brugte I? (Mail)", "Hvad brugte I? (Other)", "Hvorfor?", "Hvor længe?",
]  # fmt: skip
CODES = [
    "id", "token", "submitdate", "lastpage", "startlanguage", "seed", "G1_SQ001", "G1_SQ002", "Q2_SQ001",
    "Q2_SQ002", "Q2_other", "Q3", "Q4",
]  # fmt: skip
NOT = "{question_not_shown}"
ROWS = [
    ["1", NOT, "2024-01-05 10:11:12", "3", "da", "7", "A4", "A5", "Y", "", "", "fordi{newline}{lbrace}altid}", "4"],
    ["2", NOT, "2024-01-05 10:11:12", "3", "da", "7", "A2", "A1", "", "", "", "", NOT],
    ["3", NOT, NOT, "1", "da", "7", NOT, NOT, NOT, NOT, NOT, NOT, NOT],
    ["4", NOT, "2024-01-05 10:11:12", "3", "da", "7", "A1", "", "Y", "Y", "Telefon", "{quote}ja\"", "2"],
]  # fmt: skip


def vv(path, rows=ROWS, codes=CODES, texts=TEXTS):
    path.write_text("\n".join("\t".join(line) for line in [texts, codes, *rows]) + "\n", "utf-8")
    return path


def test_the_line_of_codes_is_no_respondent(tmp_path):
    survey = read_survey(vv(tmp_path / "vvexport_1.csv"))
    assert survey.data["id"].tolist() == [1, 2, 3, 4]
    assert survey.data.index.tolist() == [3, 4, 5, 6]
    titles = survey.codebook.set_index("name")["title"]
    assert titles["G1[SQ002]"] == "Hvor enig er du (i dag)? [Vi mødes]"
    assert survey.codebook.set_index("name").loc["G1[SQ002]", "source"] == "G1_SQ002"
    assert any("1 af 4" in line for line in survey.said("da"))  # one row was never submitted


def test_what_was_not_shown_is_not_asked(tmp_path):
    survey = read_survey(vv(tmp_path / "vvexport_1.txt"))
    assert survey.data["Q4"].mean() == 3
    assert survey.states["Q4"].tolist() == ["answered", "not_asked", "not_asked", "answered"]
    assert survey.states["G1[SQ002]"].tolist() == ["answered", "answered", "not_asked", "skipped"]
    assert survey.missing.empty


def test_tick_boxes_seen_and_not_seen(tmp_path):
    survey = read_survey(vv(tmp_path / "vvexport_1.csv"))
    boxes = survey.data[["Q2[SQ001]", "Q2[SQ002]"]]
    assert boxes.sum().tolist() == [2, 1]
    assert boxes.iloc[0].tolist() == [True, False]
    assert survey.states["Q2[SQ002]"].tolist() == ["answered", "skipped", "not_asked", "answered"]
    assert survey.codebook.set_index("name").loc["Q2[SQ001]", "title"] == "Møder (fysiske)"


def test_an_option_that_a_filter_hid_is_not_a_no(tmp_path):
    rows = [[*line] for line in ROWS]
    rows[0][9] = NOT
    survey = read_survey(vv(tmp_path / "vvexport_1.csv", rows))
    assert survey.states["Q2[SQ002]"].tolist()[0] == "not_asked"
    assert survey.data["Q2[SQ001]"].tolist()[0] is True


def test_written_out_line_breaks_and_brackets(tmp_path):
    survey = read_survey(vv(tmp_path / "vvexport_1.csv"))
    assert survey.data["Q3"].tolist()[0] == "fordi\n{altid}"
    assert survey.data["Q3"].tolist()[3] == '"ja"'


@pytest.mark.parametrize("separator", [" - {}", "\n{}"])
def test_parts_after_a_dash_or_line_break(tmp_path, separator):
    """The form of the export offers brackets, a dash and a line break."""
    texts = [*TEXTS]
    texts[8:11] = ["Hvad brugte I?" + separator.format(text) for text in ("Møder", "Mail", "Other")]
    texts = [f'"{text}"' if "\n" in text else text for text in texts]
    survey = read_survey(vv(tmp_path / "vvexport_1.csv", texts=texts))
    assert survey.codebook.set_index("name")["title"][["Q2[SQ001]", "Q2[SQ002]"]].tolist() == [
        "Møder",
        "Mail",
    ]


def test_the_oldest_form_names_questions_by_number(tmp_path):
    """VV version 1: the codes are survey X group X question and part; the texts lack the parts."""
    codes = [
        *CODES[:6],
        "1X2X3SQ001",
        "1X2X3SQ002",
        "1X2X4SQ001",
        "1X2X4SQ002",
        "1X2X4other",
        "1X2X5",
        "1X2X6",
    ]
    texts = [text.partition(" (Mø")[0].partition(" (Ma")[0].partition(" (Oth")[0] for text in TEXTS]
    survey = read_survey(vv(tmp_path / "vvexport_1.csv", codes=codes, texts=texts))
    group = survey.codebook[survey.codebook["type"] == "boolean"]
    assert group["group"].nunique() == 1
    assert [int(survey.data[name].sum()) for name in group["name"]] == [2, 1]


def test_structure_beside_it_gives_the_labels(tmp_path, fixtures):
    (tmp_path / "survey.lss").write_text(fixtures.LSS, "utf-8")
    codes = [*CODES[:6], "G1_tillid1", "G1_tillid2", *CODES[8:12], "Q3"]
    vv(
        tmp_path / "vvexport_1.csv",
        codes=[code if code != "Q3" or n > 11 else "Q9" for n, code in enumerate(codes)],
    )
    survey = read_survey(tmp_path)
    assert survey.labelled()["tillid1"].tolist()[:2] == ["Enig", "Uenig"]
    assert survey.data["Q3"].tolist()[0] == 4

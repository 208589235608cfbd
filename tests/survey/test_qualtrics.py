"""Qualtrics' older exports, and what people leave of the newer.

Layouts from the public exports under `data/Sample Surveys` of ctesta01/QualtricsTools: the first 'Insights' form has
`ResponseID` first, ImportIds in single quotes joined by `-`, and options after a dash without blanks; the legacy
form has V1 ... V10 and a comma at the end of each line.
"""

from evalkit.survey import read_survey

INSIGHTS = [
    "ResponseID,ResponseSet,IPAddress,StartDate,EndDate,Finished,Status,Q2_1_1,Q2_1_2,Q2_1_3,Q2_2_1,Q2_2_2,Q2_2_3,Q3_1,Q3_2",
    "ResponseID,ResponseSet,IPAddress,StartDate,EndDate,Finished,Status,"
    "Pick-Fruit-Red,Pick-Fruit-Green,Pick-Fruit-Blue-ish,Pick-Roots-Red,Pick-Roots-Green,Pick-Roots-Blue-ish,Rate-A,Rate-B",
    "{'ImportId': 'responseId'},{'ImportId': 'responseSetId'},{'ImportId': 'ipAddress'},{'ImportId': 'startDate'},"
    "{'ImportId': 'endDate'},{'ImportId': 'finished'},{'ImportId': 'status'},{'ImportId': 'QID2-1-1'},{'ImportId': 'QID2-1-2'},"
    "{'ImportId': 'QID2-1-3'},{'ImportId': 'QID2-2-1'},{'ImportId': 'QID2-2-2'},{'ImportId': 'QID2-2-3'},"
    "{'ImportId': 'QID3-1'},{'ImportId': 'QID3-2'}",
    "R_8i9uJcWSX3p4lX7,Default Response Set,,2016-05-27 10:45:04,2016-05-27 10:45:04,1,2,1,,1,,,,2,3",
    "R_37NR2pKb6RD1lqd,Default Response Set,,2016-05-27 10:45:04,2016-05-27 10:45:05,1,2,,1,1,1,1,,1,3",
    "R_cSn4Q5nnQesVhmB,Default Response Set,,2016-05-27 10:45:05,2016-05-27 10:45:05,1,2,,,,1,,,3,",
]


def written(tmp_path, lines):
    path = tmp_path / "export.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_import_ids_in_single_quotes_are_no_respondent(tmp_path):
    survey = read_survey(written(tmp_path, INSIGHTS))
    assert survey.data["Q3_1"].mean() == 2
    assert survey.data.index.tolist() == [4, 5, 6]


def test_a_matrix_of_tick_boxes_is_one_block_a_row(tmp_path):
    survey = read_survey(written(tmp_path, INSIGHTS))
    ticks = survey.codebook[survey.codebook["type"] == "boolean"].set_index("name")
    assert ticks["group"].tolist() == ["Q2_1"] * 3 + ["Q2_2"] * 3
    assert ticks["title"].tolist()[:3] == ["Red", "Green", "Blue-ish"]
    assert survey.data["Q2_1_3"].sum() == 2
    assert survey.states["Q2_1_1"].tolist() == ["answered", "answered", "skipped"]
    assert survey.states["Q2_2_1"].tolist() == ["skipped", "answered", "answered"]


def test_two_lines_of_headings_are_known_by_the_response_numbers_below_them(tmp_path):
    """Lines 1 and 3 kept, or line 3 taken out; few of Qualtrics' own columns are left, in any language."""
    lines = ["ResponseId,Q1", "Svar-id,Hvor tilfreds er du?", "R_8i9uJcWSX3p4lX7,4", "R_cSn4Q5nnQesVhmB,2"]
    survey = read_survey(written(tmp_path, lines))
    assert survey.data["Q1"].mean() == 3
    assert survey.codebook.set_index("name").loc["Q1", "title"] == "Hvor tilfreds er du?"


def test_one_line_of_headings(tmp_path):
    lines = [INSIGHTS[0], *INSIGHTS[3:]]
    survey = read_survey(written(tmp_path, lines))
    assert len(survey.data) == 3
    assert survey.data["Q3_1"].mean() == 2


LEGACY = [
    "V1,V2,V3,V4,V5,V6,V7,V8,V9,V10,Q1,Q2_1,Q2_2,Q2_3,Q3_1,Q3_2,LocationLatitude,",
    "ResponseID,ResponseSet,Name,ExternalDataReference,EmailAddress,IPAddress,Status,StartDate,EndDate,Finished,How?,"
    "Check all-Squash are great,Check all-No basis for evaluation,Check all-I've never had squash,Rate-Squash,Rate-Beans,LocationLatitude,",
    "R_ebopwASnJ6p0KSp,Default Response Set,Anonymous,,,,2,2016-06-24 12:27:08,2016-06-24 12:27:08,1,3,,1,1,-1,3,42.4,",
    "R_9mZ86nFH0t9KX6l,Default Response Set,Anonymous,,,,2,2016-06-24 12:27:08,2016-06-24 12:27:08,1,3,1,1,,2,3,42.4,",
    "R_6FNzHBiAGDCdM4B,Default Response Set,Anonymous,,,,2,2016-06-24 12:27:08,2016-06-24 12:27:08,1,-1,1,1,,3,-1,42.4,",
]


def test_legacy_two_lines(tmp_path):
    survey = read_survey(written(tmp_path, LEGACY))
    assert len(survey.data) == 3
    titles = survey.codebook.set_index("name")["title"]
    assert titles["Q2_2"] == "No basis for evaluation"
    assert survey.data[["Q2_1", "Q2_2", "Q2_3"]].sum().tolist() == [2, 3, 1]
    assert survey.data["Q2_3"].tolist() == [True, False, False]
    assert survey.data["Q3_2"].tolist() == [3, 3, -1]


def test_tries_and_unfinished_rows_are_said(tmp_path):
    """Status is 'Survey Preview' or 1, 'Survey Test' or 2; Finished False or 0 (Qualtrics' page on the data set)."""
    lines = [*LEGACY]
    lines[3] = lines[3].replace("10:12:12,1,", "10:12:12,0,").replace(",1,3,1,1", ",0,3,1,1")
    said = read_survey(written(tmp_path, lines)).said("da")
    assert "3 af 3 rækker er prøvebesvarelser (Survey Preview); de er beholdt." in said
    assert "1 af 3 rækker blev aldrig indsendt; de er beholdt." in said


def test_an_apostrophe_in_an_import_id(tmp_path):
    lines = [
        "ResponseId,Q1,own", "Response ID,How?,own",
        '"{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""the party\'s name""}"',
        "R_1,4,a", "R_2,5,b",
    ]  # fmt: skip
    survey = read_survey(written(tmp_path, lines))
    assert survey.codebook.set_index("name").loc["Q1", "group"] == "QID1"
    assert survey.data["Q1"].mean() == 4.5


def test_lines_of_headings_of_three_lengths(tmp_path):
    """The last is the longest: cells without a heading are columns all the same."""
    path = tmp_path / "short.csv"
    path.write_text("A\nB\n" + ",".join(["{'ImportId': 'QID1'}"] * 4) + "\n1,2,3,4\n", "utf-8")
    assert read_survey(path).data.shape == (1, 4)

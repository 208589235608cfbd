"""LimeSurvey's structure beside its responses.

Sections and tags as in admin/remotecontrol/surveys/limesurvey_survey_29846.lss of LimeSurvey/LimeSurvey (version 145 of
its database, with conditions) and newer files (relevance of groups); rows and columns of a grid of texts or numbers have
scale_id 0 and 1, and its headings are `q[row_column]`.
"""

from evalkit.survey import item_values, read_survey


def row(**cells):
    return "<row>" + "".join(f"<{tag}><![CDATA[{text}]]></{tag}>" for tag, text in cells.items()) + "</row>"


def section(name, *rows):
    return f"<{name}><rows>{''.join(rows)}</rows></{name}>"


def question(qid, kind, title, gid=1):
    return row(qid=qid, parent_qid=0, gid=gid, type=kind, title=title, question=title, language="en")


def part(qid, parent, title, scale=0):
    return row(
        qid=qid, parent_qid=parent, title=title, question=f"Part {title}", scale_id=scale, language="en"
    )


LABELS = ["6 - Like it very much", "5", "4", "3", "2", "1 - Dont like it at all"]
LSS = (
    "<document><LimeSurveyDocType>Survey</LimeSurveyDocType><languages><language>en</language></languages>"
    + section("answers", *(row(qid=5, code=f"TL{n}", answer=text, language="en", scale_id=0) for n, text in enumerate(LABELS, 1)))
    + section("conditions", row(cid=1, qid=11, cqid=5))
    + section("groups", row(gid=1, grelevance="", language="en"), row(gid=2, grelevance="age.NAOK > 3", language="en"))
    + section("questions", question(5, "F", "tool"), question(9, ";", "m", 2), question(10, ":", "n"), question(11, "N", "age"))
    + section("subquestions", part(50, 5, "1"), part(51, 5, "2"), part(90, 9, "r"), part(91, 9, "c", 1), part(100, 10, "r"), part(101, 10, "c", 1))
    + "</document>"
)  # fmt: skip


def read(tmp_path):
    (tmp_path / "survey.lss").write_text(LSS, "utf-8")
    (tmp_path / "results.csv").write_text(
        '"id","submitdate","lastpage","startlanguage","tool[1]","tool[2]","m[r_c]","n[r_c]","age"\n'
        '"1","2024-01-05 10:10:10","3","en","TL1","TL6","abc","4","33"\n'
        '"2","2024-01-05 10:10:10","3","en","TL2","TL3","","","44"\n'
        '"3","2024-01-05 10:10:10","3","en","TL2","","","1",""\n',
        "utf-8",
    )
    return read_survey(tmp_path)


def test_labels_that_are_numbers_give_the_order_of_codes_that_are_none(tmp_path):
    survey = read(tmp_path)
    assert survey.data["tool[1]"].tolist() == ["TL1", "TL2", "TL2"]  # codes are kept
    assert item_values(survey, "tool[1]")["position"].tolist() == [5, 4, 4]
    assert item_values(survey, "tool[2]")["position"].tolist() == [0, 3]


def test_filters_of_groups_and_conditions(tmp_path):
    states = read(tmp_path).states
    assert states["m[r_c]"].tolist() == ["answered", "not_asked", "not_asked"]
    assert states["age"].tolist() == ["answered", "answered", "not_asked"]
    assert states["n[r_c]"].tolist() == ["answered", "skipped", "answered"]


def test_the_cells_of_a_grid_with_columns_get_their_titles(tmp_path):
    book = read(tmp_path).codebook.set_index("name")
    assert book.loc["m[r_c]", "title"] == "m [Part r] [Part c]"
    assert book.loc["m[r_c]", "role"] == "text"
    assert book.loc["age", "role"] == ""


OWN = "id,submitdate,lastpage,startlanguage"
OWN_ROW = "{},2024-01-05 10:10:10,3,da"


def written(tmp_path, *lines):
    (tmp_path / "results.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path / "results.csv"


def test_parts_joined_by_an_underscore(tmp_path):
    """The export option that writes codes as expressions do (getHeadingCode in .../admin/export/Writer.php)."""
    rows = [OWN_ROW.format(n) + tail for n, tail in enumerate((",Y,,,4,5", ",,Y,,2,1", ",,,Fax,3,3"), 1)]
    survey = read_survey(written(tmp_path, OWN + ",Q2_SQ001,Q2_SQ002,Q2_other,G1_SQ001,G1_SQ002", *rows))
    assert survey.data[["Q2[SQ001]", "Q2[SQ002]"]].sum().tolist() == [1, 1]
    assert survey.states["Q2[SQ001]"].tolist() == ["answered"] * 3
    assert survey.data["G1[SQ001]"].mean() == 3


def test_yes_and_no_turned_to_1_and_2(tmp_path):
    """`Convert N to 2`: an unticked box that was shown holds 2, one that wasn't shown nothing (Writer.php, same place)."""
    rows = [OWN_ROW.format(n) + tail for n, tail in enumerate((",1,2,,1,2", ",2,2,Fax,2,2", ",,,,1,1"), 1)]
    survey = read_survey(written(tmp_path, OWN + ",Q2[SQ001],Q2[SQ002],Q2[other],G1[SQ001],G1[SQ002]", *rows))
    assert survey.data[["Q2[SQ001]", "Q2[SQ002]"]].sum().tolist() == [1, 0]
    assert survey.states["Q2[SQ001]"].tolist() == ["answered", "answered", "skipped"]
    assert survey.data["G1[SQ001]"].tolist() == [1, 2, 1]  # nothing says that these are tick boxes


def test_the_structure_says_what_are_tick_boxes(tmp_path):
    lss = LSS.replace('question(5, "F", "tool")', "").replace(
        "<type><![CDATA[F]]></type>", "<type><![CDATA[M]]></type>"
    )
    (tmp_path / "survey.lss").write_text(lss, "utf-8")
    rows = [OWN_ROW.format(n) + tail for n, tail in enumerate((",1,2", ",2,2", ",,"), 1)]
    written(tmp_path, OWN + ",tool[1],tool[2]", *rows)
    survey = read_survey(tmp_path)
    assert survey.data["tool[1]"].tolist()[:2] == [True, False]
    assert survey.codebook.set_index("name").loc["tool[2]", "title"] == "Part 2"

"""item_values: where an answer stands on its scale."""

import pytest

from evalkit.errors import EvalkitError
from evalkit.framework import Scale
from evalkit.survey import item_values, read_survey


def survey(tmp_path, text, book=None):
    (tmp_path / "survey.csv").write_text(text, encoding="utf-8")
    if book:
        (tmp_path / "codebook.yml").write_text(book, encoding="utf-8")
    return read_survey(tmp_path / "survey.csv", tmp_path / "codebook.yml" if book else None)


def test_an_answer_off_the_scale_is_named_with_file_row_column_and_value(tmp_path):
    read = survey(tmp_path, "q1;q2\n1;a\n43;b\n", "fields: [{name: q1, scale: points5}]")
    with pytest.raises(
        EvalkitError, match=r"survey\.csv, row 3, column 'q1': '43' is not one of 1, 2, 3, 4, 5"
    ):
        item_values(read, "q1")


def test_a_word_that_is_not_on_the_scale_is_refused_too(tmp_path):
    read = survey(tmp_path, "q1;q2\nEnig;a\nSådan da;b\n", "fields: [{name: q1, scale: agree5}]")
    with pytest.raises(EvalkitError, match=r"row 3, column 'q1': 'Sådan da' is not one of Helt uenig"):
        item_values(read, "q1")


def test_unknown_labels_ask_for_a_scale(tmp_path):
    read = survey(tmp_path, "q1\nblå\ngrøn\n")
    with pytest.raises(
        EvalkitError, match=r"no scale is known for the answers 'blå', 'grøn'.*Give the variable a scale"
    ):
        item_values(read, "q1")


def test_reversed_codes_are_turned_round_and_said(tmp_path, fixtures):
    labels = "\n".join(
        f"v_1;{n};{t}"
        for n, t in enumerate(["Helt enig", "Enig", "Hverken enig eller uenig", "Uenig", "Helt uenig"], 1)
    )
    (tmp_path / "dataset.csv").write_text("v_1;v_2\n1;x\n5;y\n", encoding="cp1252")
    (tmp_path / "labels.csv").write_text(labels + "\n", encoding="cp1252")
    structure = "questionName;variableName;questionType;subType;questionText;choiceValue;choiceText\nv_1;v_1;Closed;Single;Enig?;;\n"
    (tmp_path / "structure.csv").write_text(structure, encoding="cp1252")
    read = read_survey(tmp_path)
    assert item_values(read, "v_1")["position"].tolist() == [4, 0]
    assert read.data["v_1"].tolist() == [1, 5]
    assert any("the highest code is the lowest answer" in line for line in read.report)


@pytest.mark.parametrize(
    ("answers", "positions", "points"),
    [
        ("Slet ikke;I nogen grad;I meget høj grad", [0, 2, 4], 5),
        ("Meget tilfreds;Utilfreds;Hverken/eller", [4, 1, 2], 5),
        ("Strongly agree;Neither agree nor disagree;Disagree", [4, 2, 1], 5),
        ("0 - slet ikke;7;10 - helt", [0, 7, 10], 11),
    ],
)
def test_known_scales_in_both_languages(tmp_path, answers, positions, points):
    read = survey(tmp_path, "q1,q2\n" + "".join(f"{answer},1\n" for answer in answers.split(";")))
    values = item_values(read, "q1")
    assert values["position"].tolist() == positions
    assert set(values["points"]) == {points}


def test_four_of_five_answers_are_not_taken_for_a_scale_of_four(tmp_path):
    read = survey(tmp_path, "q1,q2\nHelt uenig,1\nUenig,1\nEnig,1\nHelt enig,1\n")
    assert any("q1: several scales fit the answers" in line for line in read.report)


def test_a_framework_brings_its_own_scale(tmp_path):
    read = survey(tmp_path, "q1,q2\nja tak,1\nnej tak,2\n", "fields: [{name: q1, scale: tak}]")
    scales = {"tak": Scale("tak", {"da": ("nej tak", "ja tak"), "en": ("no thanks", "yes please")})}
    assert item_values(read, "q1", scales=scales)["position"].tolist() == [1, 0]


def test_dont_know_is_no_value(tmp_path):
    read = survey(tmp_path, "q1,q2\nUenig,1\nVed ikke,1\nHverken enig eller uenig,2\n")
    assert item_values(read, "q1")["row"].tolist() == [2, 4]

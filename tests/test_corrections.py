"""What a correction may write into a column, and how the cell that it corrects may be written."""

import pytest

from evalkit.corrections import Correction, correct_survey
from evalkit.errors import EvalkitError
from evalkit.survey import read_survey

TEXT = "record_id,gym___1,gym___2,n,d,a_complete\n1,1,0,3,2020-01-02,2\n2,0,1,4,2020-01-03,2\n"


def corrected_survey(tmp_path, column, old, new):
    path = tmp_path / "redcap.csv"
    path.write_text(TEXT, "utf-8")
    correction = Correction("redcap.csv", "2", column, old, new, "mistyped", 2)
    return correct_survey(read_survey(path), "redcap.csv", [correction])


def corrected(tmp_path, column, old, new):
    return corrected_survey(tmp_path, column, old, new).data


@pytest.mark.parametrize(("old", "new"), [("1", "0"), ("True", "False"), ("1", "nej"), ("valgt", "0")])
def test_a_tick_box_stays_one(tmp_path, old, new):
    data = corrected(tmp_path, "gym___1", old, new)
    assert data["gym[1]"].tolist() == [False, False]
    assert data["gym[1]"].dtype == "boolean"


@pytest.mark.parametrize(("new", "mean"), [("5", 4.5), ("4,5", 4.25), ("4.5", 4.25)])
def test_a_number_stays_one(tmp_path, new, mean):
    assert corrected(tmp_path, "n", "3", new)["n"].mean() == mean


def test_a_date_is_corrected_as_it_stands_in_the_file(tmp_path):
    assert str(corrected(tmp_path, "d", "2020-01-02", "2.2.2020")["d"].iloc[0]) == "2020-02-02 00:00:00"


@pytest.mark.parametrize(
    ("column", "old", "new", "match"),
    [
        ("gym[1]", "1", "måske", "'måske' is not 1 or 0"),
        ("n", "3", "fem", "'fem' is not a number"),
        ("d", "2020-01-02", "i går", "'i går' is not a date"),
        ("gym[1]", "0", "1", "that is 'True'"),
    ],
)
def test_what_the_column_cannot_hold_is_refused(tmp_path, column, old, new, match):
    with pytest.raises(EvalkitError, match=match):
        corrected(tmp_path, column, old, new)


def test_don_t_know_is_no_answer_though_nobody_gave_it(tmp_path):
    survey = corrected_survey(tmp_path, "n", "3", "Ved ikke")
    assert survey.states["n"].tolist() == ["dont_know", "answered"]
    assert survey.data["n"].mean() == 4
    assert survey.missing["label"].tolist() == ["Ved ikke"]

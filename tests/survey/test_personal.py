"""What is dropped as personal, and what only sounds like it."""

from evalkit.survey import read_survey


def test_a_question_of_brands_stays_and_a_name_asked_twice_goes(tmp_path):
    path = tmp_path / "phones.csv"
    path.write_text(
        "id,Mobile,Name2,Phone\n1,iPhone,Anna Andersen,12345678\n2,Samsung,Bo Bertelsen,87654321\n", "utf-8"
    )
    assert list(read_survey(path).data.columns) == ["id", "Mobile"]

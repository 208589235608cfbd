from evalkit.errors import EvalkitError, not_one_of, place


def test_an_error_has_its_three_parts_in_one_line():
    error = EvalkitError("'x' is not a party", "Use a or b.", where=place("in/study.yml", key="parties"))
    assert str(error) == "study.yml, key 'parties': 'x' is not a party. Use a or b."
    assert (error.wrong, error.do, error.where) == (
        "'x' is not a party",
        "Use a or b.",
        "study.yml, key 'parties'",
    )


def test_a_place_names_file_row_and_column():
    assert place(r"C:\data\logbook.csv", row=14, column="stance") == "logbook.csv, row 14, column 'stance'"
    assert place(row=2) == "row 2"
    assert place() == ""


def test_a_near_miss_is_named():
    assert "(did you mean supports?)" in str(not_one_of("suports", ["supports", "against"], "Correct it."))
    assert "did you mean" not in str(not_one_of("xyz", ["supports", "against"], "Correct it."))


def test_a_long_list_is_cut_and_counted():
    message = str(not_one_of("x", range(30), "Choose."))
    assert "11, ... (30 in all)" in message


def test_an_empty_list_says_so():
    assert "(nothing)" in str(not_one_of("x", [], "Add one."))

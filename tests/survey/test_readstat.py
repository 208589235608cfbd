"""SPSS and Stata files with what only they have; pyreadstat writes them, and says how the format does it."""

import struct

import numpy as np
import pandas as pd
import pytest

from evalkit.survey import item_values, read_survey, readstat

pyreadstat = pytest.importorskip("pyreadstat")
ANSWERS = {1: "Uenig", 2: "Enig", -9: "Ved ikke", -8: "Ikke relevant", 99: "Uoplyst"}


@pytest.fixture(params=["sav", "zsav"])
def ranges(request, tmp_path):
    """A range of user-missing codes and one beside it, half codes, a text code, a label at each end."""
    frame = pd.DataFrame(
        {
            "svar": [1.0, 2.0, -9, -8, 99, 2],
            "halve": [0.5, 1.0, 1.5, 0.5, 1.0, 9.9],
            "tekst": ["x" * 600, "DK", "y", "", "DK", "z"],
            "ender": [0, 1, 5, 10, 7, 3.0],
        }
    )
    path = tmp_path / f"odd.{request.param}"
    pyreadstat.write_sav(
        frame, str(path), compress=request.param == "zsav",
        variable_value_labels={"svar": ANSWERS, "halve": {0.5: "En halv", 1.0: "En"},
                               "tekst": {"DK": "Don't know"}, "ender": {0: "Slet ikke", 10: "Fuldt ud"}},
        missing_ranges={"svar": [{"lo": -9, "hi": -8}, 99], "tekst": ["DK"], "halve": [9.9]},
    )  # fmt: skip
    return read_survey(path)


def test_user_missing_ranges_keep_every_label_and_its_kind(ranges):
    assert ranges.data["svar"].dropna().tolist() == [1, 2, 2]
    assert ranges.states["svar"].tolist() == [
        "answered", "answered", "dont_know", "not_asked", "skipped", "answered",
    ]  # fmt: skip
    assert ranges.missing.query("name == 'svar'")["label"].tolist() == [
        "Ved ikke",
        "Ikke relevant",
        "Uoplyst",
    ]
    assert ranges.states["tekst"].tolist().count("dont_know") == 2
    assert len(ranges.data["tekst"].iloc[0]) == 600


def test_codes_needn_t_be_whole_and_needn_t_all_have_labels(ranges):
    assert ranges.data["halve"].mean() == pytest.approx(0.9)
    assert ranges.labelled()["halve"].tolist()[:3] == ["En halv", "En", "1.5"]
    assert ranges.data["ender"].mean() == pytest.approx(26 / 6)


def test_stata_letters_are_missing_each_with_its_label(tmp_path):
    frame = pd.DataFrame({"q": [1, 2, 3, "a", "b"], "tal": [1.5, 2.5, np.nan, "z", 4.0]})
    pyreadstat.write_dta(
        frame, str(tmp_path / "tag.dta"), missing_user_values={"q": ["a", "b"], "tal": ["z"]},
        variable_value_labels={"q": {1: "Low", 2: "Mid", 3: "High", "a": "Refused", "b": "Don't know"}},
    )  # fmt: skip
    survey = read_survey(tmp_path / "tag.dta")
    assert survey.data["q"].mean() == 2
    assert survey.states["q"].tolist()[3:] == ["skipped", "dont_know"]
    assert survey.data["tal"].mean() == pytest.approx(8 / 3)


def with_set(path, text, frame, **options):
    """Write a file with a response set: record 7, subtype 7, as PSPP's description of the format has it."""
    pyreadstat.write_sav(frame, str(path), **options)
    content, end = path.read_bytes(), struct.pack("<ii", 999, 0)
    record = struct.pack("<iiii", 7, 7, 1, len(text)) + text
    at = content.index(end)
    path.write_bytes(content[:at] + record + content[at:])
    return read_survey(path)


def test_mentions_of_a_multiple_response_set_are_tick_boxes_too(tmp_path):
    frame = pd.DataFrame({"m1": [1, 2, 3, np.nan, 9], "m2": [2, np.nan, 1, np.nan, np.nan]})
    labels = {1: "Mail", 2: "Møder", 3: "Telefon", 4: "Fax", 9: "Ved ikke"}
    survey = with_set(
        tmp_path / "c.sav",
        b"$kanal=C 7 Kanaler m1 m2\n",
        frame,
        variable_value_labels={"m1": labels, "m2": labels},
    )
    ticks = survey.codebook[survey.codebook["group"] == "kanal"]
    assert ticks["name"].tolist() == ["kanal[1]", "kanal[2]", "kanal[3]", "kanal[4]"]
    assert ticks["title"].tolist() == ["Mail", "Møder", "Telefon", "Fax"]
    assert survey.data[ticks["name"]].sum().tolist() == [2, 2, 1, 0]
    assert survey.states["kanal[4]"].tolist() == ["answered"] * 3 + ["skipped"] * 2
    assert survey.data["m1"].dropna().tolist() == [1, 2, 3]  # the order of mention stays


def test_a_multiple_response_set_is_tick_boxes_and_nothing_ticked_is_no_answer(tmp_path):
    frame = pd.DataFrame({"m1": [1, 1, 0, np.nan], "m2": [0, 1, 0, np.nan]})
    survey = with_set(tmp_path / "sets.sav", b"$kanal=D1 1 7 Kanaler m1 m2\n", frame)
    assert survey.data[["m1", "m2"]].sum().tolist() == [2, 1]
    assert survey.states["m2"].tolist() == ["answered", "answered", "skipped", "skipped"]
    assert survey.codebook["group"].tolist() == ["kanal", "kanal"]


def test_a_reversed_scale_is_found(tmp_path):
    labels = dict(
        enumerate(["Helt enig", "Enig", "Hverken enig eller uenig", "Uenig", "Helt uenig"], start=1)
    )
    pyreadstat.write_sav(
        pd.DataFrame({"q": [1.0, 5, 4]}), str(tmp_path / "r.sav"), variable_value_labels={"q": labels}
    )
    assert item_values(read_survey(tmp_path / "r.sav"), "q")["position"].tolist() == [4, 0, 1]


def test_a_file_read_in_parts_is_the_file_read_whole(tmp_path, monkeypatch):
    """Stata's letters stand only in the second part, and the third is empty."""
    frame = pd.DataFrame(
        {"q": [1.0, 2.0, 3.0, "a", 5.0, "b"], "n": [1, 2, None, 4, 70_000, 6], "s": [*"xyxz", "", "æ"]}
    )
    labels = {"q": {1: "Low", "a": "Refused", "b": "Don't know"}}
    pyreadstat.write_dta(
        frame, str(tmp_path / "s.dta"), missing_user_values={"q": ["a", "b"]}, variable_value_labels=labels
    )
    whole = read_survey(tmp_path / "s.dta")
    monkeypatch.setattr(readstat, "_AT_ONCE", 3)
    parts = read_survey(tmp_path / "s.dta")
    pd.testing.assert_frame_equal(parts.data, whole.data)
    pd.testing.assert_frame_equal(parts.states, whole.states)
    pd.testing.assert_frame_equal(parts.missing, whole.missing)
    assert parts.states["q"].tolist() == ["answered"] * 3 + ["skipped", "answered", "dont_know"]
    assert parts.data["n"].tolist()[4] == 70_000


def test_a_scale_with_labels_at_its_ends_or_numbers_in_its_labels_is_in_order(tmp_path):
    """0-10 with two labels and codes 77-99, as the European Social Survey has them; `1 Strongly disagree`, `2` ..."""
    frame = pd.DataFrame(
        {"trust": [0, 5, 10, 77, 88.0], "agree": [1, 2, 5, 9, 4.0], "own": [1, 5, 1, 5, 5.0]}
    )
    pyreadstat.write_sav(
        frame, str(tmp_path / "ends.sav"),
        variable_value_labels={
            "trust": {0: "No trust at all", 10: "Complete trust", 77: "Refusal*", 88: "Don't know*"},
            "agree": {1: "1 Strongly disagree", 2: "2", 3: "3", 4: "4", 5: "5 Strongly agree", 9: "9 Don't know"},
            "own": {1: "House", 5: "Flat"},
        },
    )  # fmt: skip
    survey = read_survey(tmp_path / "ends.sav")
    assert survey.data[["trust", "agree"]].mean().tolist() == [5, 3]
    assert item_values(survey, "trust")["position"].tolist() == [0, 5, 10]
    assert item_values(survey, "agree")["position"].tolist() == [0, 1, 4, 3]
    assert not survey.codebook.set_index("name").loc["own", "ordered"]

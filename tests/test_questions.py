"""Waves put together: a renamed column is an error, a question that wasn't asked is said."""

import shutil

import pytest

from evalkit.errors import EvalkitError
from evalkit.study import load_study
from tests.conftest import CODEBOOK, END
from tests.test_real_exports import FRAMEWORK, STUDY, value_of

END_WITH_A_COMMENT = "\n".join(
    line + (";kommentar" if n == 0 else ";fint") for n, line in enumerate(END.splitlines())
)


@pytest.fixture(autouse=True)
def salted(monkeypatch):
    monkeypatch.setenv("EVALKIT_SALT", "the same pseudonyms from other exports")


def error(folder):
    with pytest.raises(EvalkitError) as caught:
        load_study(folder)
    return str(caught.value)


@pytest.mark.parametrize("new", ["q1_ny", "Q_17", "helt andet"])
def test_a_column_renamed_in_one_wave_is_an_error_that_names_it(small, new):
    text = error(small({"end.csv": ("q1", new)}))
    assert text.startswith("end.csv: 1 item that other files ask about is missing here")
    assert f"'shared_start_1' could be '{new.replace(' ', '_')}'" in text
    assert "aliases: in the codebook" in text


def test_with_a_mapping_the_renamed_column_is_read(small):
    folder = small(
        {"end.csv": ("q1", "Q_17"), "codebook.yml": ("name: q1\n", "name: q1\n    aliases: [Q_17]\n")}
    )
    assert load_study(folder).responses.equals(load_study(small()).responses)


def test_a_question_of_its_own_is_not_taken_for_the_missing_one(small):
    own = CODEBOOK + "  - {name: Q_17, title: Noget andet, type: integer}\n"
    study = load_study(small({"end.csv": ("q1", "Q_17"), "codebook.yml": own}))
    assert any("end.csv: does not ask about shared_start_1" in line for line in study.said("en"))
    assert any("end.csv: spørger ikke om shared_start_1" in line for line in study.said("da"))


@pytest.mark.parametrize(
    "end",
    [
        "\n".join(";".join(cell for n, cell in enumerate(line.split(";")) if n != 2) for line in END.splitlines()),
        "\n".join(";".join(line.split(";")[:2] + line.split(";")[3:] + ["godt"]) for line in END.splitlines()),
    ],
    ids=["simply without it", "with a free text instead"],
)  # fmt: skip
def test_a_wave_that_simply_lacks_a_question_is_fine_and_said(small, end):
    study = load_study(small({"end.csv": end + "\n"}))
    states = study.responses.query("item == 'shared_start_1' and wave == 'end'")["state"]
    assert set(states) == {"not_asked"}
    assert any("end.csv: does not ask about shared_start_1" in line for line in study.said("en"))


def test_renamed_ids_are_an_error_too(small):
    text = error(small({"end.csv": ("who", "whos")}))
    assert "respondents are told apart by 'who' in start.csv" in text
    assert "'whos', which could be it" in text


def test_a_respondent_who_is_there_twice_is_an_error(small):
    assert "respondent 'a1' is there 2 times in wave 'end'" in error(small({"end.csv": ("\na2;", "\na1;")}))


WORDS = ["Helt uenig", "Uenig", "Hverken enig eller uenig", "Enig", "Helt enig"]


def worded(text, words):
    """Write a survey's answers as words."""
    head, *lines = text.splitlines()
    cells = (line.split(";") for line in lines)
    rows = [
        ";".join([*line[:2], *(words[int(n) - 1] if n in "12345" and n else "" for n in line[2:])])
        for line in cells
    ]
    return "\n".join([head, *rows]) + "\n"


def test_case_and_blanks_may_differ_and_other_words_of_the_scale_are_said(small):
    other = ["HELT UENIG", " Delvist uenig", "Hverken/eller", "Delvist enig", "Helt  enig "]
    book = CODEBOOK.replace("    missingValues: [{value: 9, label: Ved ikke}]\n", "")
    coded = load_study(small())
    study = load_study(
        small({"start.csv": worded(END, WORDS), "end.csv": worded(END, other), "codebook.yml": book})
    )
    end = study.responses.query("wave == 'end'")["value"]
    assert end.tolist() == pytest.approx(
        coded.responses.query("wave == 'end'")["value"].tolist(), nan_ok=True
    )
    line = next(line for line in study.said("en") if "has other words than in start.csv" in line)
    assert "'Uenig' = 'Delvist uenig'" in line
    assert "HELT" not in line


# --- two real waves ------------------------------------------------------------------------------------------

ITEMS = {
    "satisfaction": [f"affSat{n}" for n in range(1, 5)],
    "recognition": [f"affRec{n}" for n in range(1, 6)],
}


@pytest.fixture
def waves(tmp_path, real):
    """Write the study of the two LimeSurvey waves, the second one's codes changed, with given aliases."""
    import yaml

    def write(rename, aliases):
        folder = tmp_path / "rse"
        folder.mkdir(exist_ok=True)
        for year in (2016, 2017):
            shutil.copy(real / f"limesurvey/ssi_rse_{year}_uk_public_data.csv", folder / f"w{year}.csv")
        second = (folder / "w2017.csv").read_text("utf-8-sig")
        (folder / "w2017.csv").write_text(rename(second), "utf-8")
        rows = [(item, criterion) for criterion, group in ITEMS.items() for item in group]
        items = [{"id": i, "criterion": c, "scale": "agree5", "text": i} for i, c in rows]
        fields = [{"name": i, "aliases": aliases(i), "evalkit": {"item": i}} for i, _ in rows]
        (folder / "rse.yml").write_text(
            yaml.safe_dump({**FRAMEWORK, "items": items}, allow_unicode=True), "utf-8"
        )
        (folder / "codebook.yml").write_text(yaml.safe_dump({"fields": fields}), "utf-8")
        (folder / "study.yml").write_text(STUDY, "utf-8")
        return folder

    return write


FACTS = {"w2016": (271, 3.741697), "w2017": (225, 4.195556)}


def facts_of(study):
    answered = study.responses.query("item == 'affSat1' and state == 'answered'")
    return {
        wave: (len(group), group["value"].mean()) for wave, group in answered.groupby("wave", observed=True)
    }


def check_facts(study):
    for wave, (n, mean) in facts_of(study).items():
        assert (n, mean) == (FACTS[wave][0], pytest.approx(value_of(FACTS[wave][1]), abs=2.5e-5))


def test_real_waves_whose_arrays_differ_are_one_by_the_rows_own_codes(waves):
    check_facts(load_study(waves(lambda text: text, lambda item: [])))


def test_real_waves_with_new_codes_are_an_error_without_a_mapping_and_right_with_one(waves):
    def renamed(text):
        return text.replace("[affSat", "[jobSat").replace("[affRec", "[jobRec")

    text = error(waves(renamed, lambda item: []))
    assert text.startswith("w2017.csv: 9 items that other files ask about are missing here")
    assert "'affRec1' could be 'jobRec1' (I am satisfied with my supervisor" in text
    check_facts(load_study(waves(renamed, lambda item: [item.replace("aff", "job")])))

"""Three kinds of empty from every format's export to the responses, the scores and the chart of who answered.

Four people answer one question alike; of the other one answers, one doesn't know, one leaves it out, one isn't asked.
The shapes are those of `survey/fixtures.py`, which says where each comes from.
"""

import csv
import io

import pytest

import evalkit as ek
from evalkit.study import load_study
from tests.survey import fixtures

STUDY = """
schema: 1
id: empties
title: Tomme svar
parties: {a: {label: A, role: evaluator, invited: unknown}}
waves: {end: 2024-06-10}
surveys: [{file: FILE, wave: end, party: a}]
"""
BOOK = """
fields:
  - {name: first, aliases: [FIRST], scale: agree5, evalkit: {item: shared_start_1}}
  - name: second
    aliases: [SECOND]
    scale: agree5
    MISSING
    evalkit: {item: dialogue_1}
"""
ALL = ["answered", "dont_know", "skipped", "not_asked"]
WORDS = ["Enig", "Ved ikke", "", "Ikke relevant"]
CODES = "missingValues: [{value: 9, label: Ved ikke}, {value: 8, label: Ikke relevant}]"


def table(*rows, sep=","):
    """Write rows as a CSV text."""
    text = io.StringIO()
    csv.writer(text, delimiter=sep).writerows(rows)
    return text.getvalue()


def plain(folder):
    rows = [[n, "Enig", word] for n, word in enumerate(WORDS, 1)]
    return _text(folder, table(["id", "first", "second"], *rows, sep=";"))


def plain_numbers(folder):
    rows = [[n, 4, code] for n, code in enumerate([4, 9, "", 8], 1)]
    return _text(folder, table(["id", "first", "second"], *rows, sep=";"))


def limesurvey(folder):
    head = [
        "id. Response ID",
        "submitdate. Date submitted",
        "lastpage. Last page",
        "G1[first]. Enig? [Et]",
        "G1[second]. Enig? [To]",
    ]
    rows = [[n, "2024-01-05 10:11:12", 3, "Enig", word] for n, word in enumerate(WORDS, 1)]
    return _text(folder, table(head, *rows))


def qualtrics(folder):
    heads = [
        ["StartDate", "ResponseId", "Finished", "first", "second"],
        ["Startdato", "Svar-id", "Fuldført", "Enig i et?", "Enig i to?"],
        [f'{{"ImportId":"{name}"}}' for name in ("startDate", "_recordId", "finished", "QID1", "QID2")],
    ]
    rows = [["2024-01-05 10:11:12", f"R_{n}", 1, 4, code] for n, code in enumerate([4, 9, -99, ""], 1)]
    return _text(folder, table(*heads, *rows))


def googleforms(folder):
    rows = [[f"05/01/2024 10.1{n}.12", "Enig", word] for n, word in enumerate(WORDS, 1)]
    return _text(folder, table(["Tidsstempel", "Enig? [first]", "Enig? [second]"], *rows))


def msforms(folder):
    head = [*fixtures.MSFORMS[0][:5], "first", "second"]
    rows = [
        [n, "2024-01-05 10:11", "2024-01-05 10:12", "anonymous", "", "Enig", word]
        for n, word in enumerate(WORDS, 1)
    ]
    return fixtures.workbook(folder / "Svar.xlsx", {"Sheet1": [head, *rows]})


def surveymonkey(folder):
    heads = [["Respondent ID", "Collector ID", "IP Address", "Enig?", ""], ["", "", "", "first", "second"]]
    return _text(
        folder, table(*heads, *[[10 + n, 5, "10.0.0.1", "Enig", word] for n, word in enumerate(WORDS, 1)])
    )


def alchemer(folder):
    head = [
        "Response ID",
        "Time Started",
        "Date Submitted",
        "Status",
        "IP Address",
        "first:Enig?",
        "second:Enig?",
    ]
    when = ["2024-01-05 10:11:12", "2024-01-05 10:12:12", "Complete", "10.0.0.1"]
    return _text(folder, table(head, *[[n, *when, "Enig", word] for n, word in enumerate(WORDS, 1)]))


def eusurvey(folder):
    heads = [["Alias", "partnership"], ["Export Date", "2024-01-06 10:11"], []]
    head = [
        "first",
        "second",
        "Invitation number",
        "Contribution ID",
        "User name",
        "Creation date",
        "Last update",
        "Languages",
    ]
    rows = [
        ["Enig", word, "", f"c{n}", "", "2024-01-05", "2024-01-05", "DA"] for n, word in enumerate(WORDS, 1)
    ]
    return _text(folder, table(*heads, head, *rows))


def kobo(folder):
    head = ["g/first", "g/second", "_uuid", "_submission_time", "_submitted_by"]
    rows = [[4, code, f"u{n}", "2024-01-05T10:11:12", "x"] for n, code in enumerate([4, 9, "", 8], 1)]
    return _text(folder, table(head, *rows))


def redcap(folder):
    head = ["record_id", "redcap_event_name", "first", "second", "basis_complete"]
    return _text(
        folder, table(head, *[[n, "start_arm_1", 4, code, 2] for n, code in enumerate([4, 9, "", 8], 1)])
    )


def enalyzer(folder):
    head = ["Respondent ID", "Enalyzer survey", "first", "second"]
    return _text(folder, table(head, *[[n, "a", 4, code] for n, code in enumerate([4, 9, "", 8], 1)]))


def surveyxact(folder):
    heads = [
        "questionName",
        "variableName",
        "questionType",
        "subType",
        "questionText",
        "choiceValue",
        "choiceText",
    ]
    labels = [
        *enumerate(
            [
                "Helt uenig",
                "Uenig",
                "Hverken enig eller uenig",
                "Enig",
                "Helt enig",
                "Ved ikke",
                "Ikke relevant",
            ],
            1,
        )
    ]
    parts = {
        "dataset": [["first", "second", "statoverall_4"], *[[4, code, 1] for code in (4, 6, "", 7)]],
        "labels": [[name, code, label] for name in ("first", "second") for code, label in labels],
        "structure": [
            heads,
            *[[name, name, "Closed", "Single", name, "", ""] for name in ("first", "second")],
        ],
    }
    (folder / "export").mkdir()
    for name, rows in parts.items():
        (folder / "export" / f"{name}.csv").write_text(table(*rows, sep=";"), encoding="cp1252")
    return folder / "export"


def spss(folder):
    import pandas as pd
    import pyreadstat

    steps = {
        1: "Helt uenig",
        2: "Uenig",
        3: "Hverken enig eller uenig",
        4: "Enig",
        5: "Helt enig",
        8: "Ikke relevant",
        9: "Ved ikke",
    }
    frame = pd.DataFrame({"first": [4.0] * 4, "second": [4.0, 9, None, 8]})
    pyreadstat.write_sav(
        frame, str(folder / "survey.sav"), variable_value_labels={"first": steps, "second": steps},
        missing_ranges={"second": [8, 9]},
    )  # fmt: skip
    return folder / "survey.sav"


def stata(folder):
    import pandas as pd
    import pyreadstat

    steps = {
        1: "Helt uenig",
        2: "Uenig",
        3: "Hverken enig eller uenig",
        4: "Enig",
        5: "Helt enig",
        "a": "Ved ikke",
        "b": "Ikke relevant",
    }
    frame = pd.DataFrame({"first": [4.0] * 4, "second": [4.0, "a", None, "b"]})
    pyreadstat.write_dta(
        frame, str(folder / "survey.dta"), variable_value_labels={"second": steps},
        missing_user_values={"second": ["a", "b"]},
    )  # fmt: skip
    return folder / "survey.dta"


def _text(folder, text):
    path = folder / "survey.csv"
    path.write_text(text, encoding="utf-8")
    return path


EXPORTS = {  # how it is written, and the codes that only its codebook explains
    "plain": (plain, ""), "plain numbers": (plain_numbers, CODES), "limesurvey": (limesurvey, ""),
    "qualtrics": (qualtrics, CODES), "googleforms": (googleforms, ""), "msforms": (msforms, ""),
    "surveymonkey": (surveymonkey, ""), "alchemer": (alchemer, ""), "eusurvey": (eusurvey, ""), "kobo": (kobo, CODES),
    "redcap": (redcap, CODES), "enalyzer": (enalyzer, CODES), "surveyxact": (surveyxact, ""), "spss": (spss, ""), "stata": (stata, ""),
}  # fmt: skip


@pytest.fixture(params=EXPORTS)
def study(request, tmp_path):
    """Load the study of one format's export."""
    write, missing = EXPORTS[request.param]
    path = write(tmp_path)
    names = ek.read_survey(path).data.columns
    first, second = (next(name for name in names if word in name) for word in ("first", "second"))
    book = (
        BOOK.replace("FIRST", f'"{first}"')
        .replace("SECOND", f'"{second}"')
        .replace("    MISSING\n", f"    {missing}\n" if missing else "")
    )
    (tmp_path / "codebook.yml").write_text(book, encoding="utf-8")
    (tmp_path / "study.yml").write_text(STUDY.replace("FILE", path.name), encoding="utf-8")
    return load_study(tmp_path)


def test_all_the_way_to_the_chart(study):
    rows = study.responses.query("item == 'dialogue_1'")
    assert sorted(rows["state"].astype(str)) == sorted(ALL)
    assert rows.query("state == 'answered'")["value"].tolist() == [75]
    assert rows.query("state != 'answered'")["value"].isna().all()
    scores = ek.score_criteria(study).set_index("criterion")
    assert scores.loc["during.dialogue", ["asked", "n", "dont_know"]].tolist() == [3, 1, 1]
    assert scores.loc["before.shared_start", ["asked", "n", "dont_know"]].tolist() == [4, 4, 0]
    told = {"da": ("1 til 4", "4 (inviterede: ukendt)"), "en": ("1 to 4", "4 (invited: unknown)")}
    for lang, texts in told.items():
        ax = ek.plot_response(scores.reset_index(), labels=study, lang=lang)
        assert set(texts) <= {text.get_text() for text in ax.texts}

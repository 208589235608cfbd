"""Which scale a set of answers lies on, and when somebody must be asked.

The wordings come from public pages: Vagias (2006), Likert-type scale response anchors; surveymonkey.com in Swedish
('Instämmer i hög grad' ...); spørreundersøkelser.no, Skalaer; rogator.de and dorsch.hogrefe.com, Likert-Skala; at.dk and
Danish surveys in public repositories.
"""

import pytest

from evalkit.survey import item_values, read_survey
from evalkit.survey.missing import state_of_label


def read(tmp_path, columns, book=None):
    """Read a table of columns of answers."""
    rows = zip(*columns.values(), strict=True)
    text = "\n".join(";".join(row) for row in [tuple(columns), *rows])
    (tmp_path / "survey.csv").write_text(text + "\n", encoding="utf-8")
    if book:
        (tmp_path / "codebook.yml").write_text(book, encoding="utf-8")
    return read_survey(tmp_path / "survey.csv", tmp_path / "codebook.yml" if book else None)


LADDERS = [  # lowest first, as the pages have them
    "Strongly disagree|Disagree|Somewhat disagree|Neither agree or disagree|Somewhat agree|Agree|Strongly agree",
    "Instämmer inte alls|Instämmer inte helt|Varken instämmer eller instämmer inte|Instämmer delvis|Instämmer i hög grad",
    "Instämmer inte alls|Instämmer inte|Varken instämmer eller tar avstånd|Instämmer|Instämmer helt och hållet",
    "Helt uenig|Delvis uenig|Nøytral|Delvis enig|Helt enig",
    "Svært usannsynlig|Lite sannsynlig|Ikke sikker|Ganske sannsynlig|Svært sannsynlig",
    "Aldri|Svært sjelden|Sjelden|Ofte|Svært ofte|Alltid",
    "Ikke viktig|Lite viktig|Nøytral|Ganske viktig|Svært viktig",
    "trifft überhaupt nicht zu|trifft nicht zu|teils/teils|trifft zu|trifft voll und ganz zu",
    "überhaupt nicht wichtig|wenig wichtig|mittel wichtig|wichtig|sehr wichtig",
    "Stimme ganz und gar nicht zu|Stimme nicht zu|Stimme eher nicht zu|Weder noch|Stimme eher zu|Stimme zu|Stimme voll und ganz zu",
    "Helt uenig|Overvejende uenig|Hverken enig eller uenig|Overvejende enig|Helt enig",
    "Slet ikke|I ringe grad|I nogen grad|I høj grad|I meget høj grad",
    "Slet ikke|I ringe grad|I mindre grad|I nogen grad|I høj grad",
    "Very difficult|Difficult|Neutral|Easy|Very easy",
    "Never|Rarely|Sometimes|Often|Always",
]  # fmt: skip


@pytest.mark.parametrize("ladder", LADDERS)
@pytest.mark.parametrize("spelling", ["{}", "  {} ", "- {}", "upper"])
def test_a_known_set_is_put_in_order_however_it_is_spelt(tmp_path, ladder, spelling):
    labels = ladder.split("|")
    mixed = labels[1::2] + labels[::2]
    spelt = [label.upper() if spelling == "upper" else spelling.format(label) for label in mixed]
    values = item_values(read(tmp_path, {"id": [str(n) for n in range(len(spelt))], "q1": spelt}), "q1")
    assert values["position"].tolist() == [labels.index(label) for label in mixed]
    assert set(values["points"]) == {len(labels)}


AGREE = ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"]


@pytest.mark.parametrize(
    "form",
    ["{n} - {label}", "{n} = {label}", "{n}. {label}", "{n} ({label})", "({n}) {label}", "{label} ({n})"],
)
@pytest.mark.parametrize("up", [True, False])
def test_numbers_beside_labels_are_kept_and_the_words_say_which_end_is_low(tmp_path, form, up):
    numbers = range(1, 6) if up else range(5, 0, -1)
    answers = [form.format(n=n, label=label) for n, label in zip(numbers, AGREE, strict=True)]
    survey = read(tmp_path, {"id": list("abcde"), "q1": answers})
    assert survey.data["q1"].tolist() == list(numbers)
    assert item_values(survey, "q1")["position"].tolist() == [0, 1, 2, 3, 4]
    assert any("turned round" in line for line in survey.report) is not up


@pytest.mark.parametrize(
    ("answers", "positions", "points"),
    [
        (["2 - Disagree", "4 - Agree", "2 - Disagree"], [1, 3, 1], 5),  # nobody chose an end
        (
            ["1 - Strongly agree", "2", "5 - Strongly disagree"],
            [4, 3, 0],
            5,
        ),  # words at the ends alone, turned
        (["0 - overhovedet", "7", "10 - fuldt ud"], [0, 7, 10], 11),  # unknown words at both ends of numbers
    ],
)
def test_numbers_place_answers_where_words_are_few(tmp_path, answers, positions, points):
    values = item_values(read(tmp_path, {"id": list("abc"), "q1": answers}), "q1")
    assert values["position"].tolist() == positions
    assert set(values["points"]) == {points}


def test_numbered_answers_that_nobody_knows_are_in_no_order(tmp_path):
    survey = read(tmp_path, {"q1": ["1 - Økonomi", "2 - Teknik"], "q2": ["2 - Teknik", "3 - Personale"]})
    assert survey.data["q1"].tolist() == [1, 2]
    assert not survey.codebook["ordered"].any()


UNKNOWN = {"q1": ["lidt af hvert", "mest det ene", "Ved ikke", "kun det ene"],
           "q2": ["kun det ene", "lidt af hvert", "mest det ene", "lidt af hvert"]}  # fmt: skip


def test_an_unknown_set_asks_for_its_scale_in_both_languages_with_the_lines_to_write(tmp_path):
    survey = read(tmp_path, UNKNOWN)
    field = "- {name: q1, categories: [kun det ene, lidt af hvert, mest det ene]}"
    assert any(
        "q1, q2: no scale with the answers 'kun det ene'" in line and line.endswith(field)
        for line in survey.said("en")
    )
    assert any(
        "q1, q2: ingen kendt skala har svarene" in line and line.endswith(field) for line in survey.said("da")
    )
    assert survey.states["q1"].tolist() == ["answered", "answered", "dont_know", "answered"]
    assert not survey.codebook["ordered"].any()


def test_the_lines_it_shows_put_in_order_are_a_scale(tmp_path):
    book = "fields:\n  - {name: q1, categories: [lidt af hvert, mest det ene, kun det ene]}\n"
    survey = read(tmp_path, UNKNOWN, book)
    assert item_values(survey, "q1")["position"].tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    "columns",
    [
        {"q1": ["Ja", "Nej", "Ja"], "q2": ["Nej", "Nej", "Ja"]},
        {"q1": ["rød", "grøn", "blå"], "q2": ["Aarhus", "Odense", "Vejle"]},
        {"q1": ["godt forløb men sent", "fint", "tak"], "q2": ["nej", "for lidt tid", "dialogen"]},
    ],
)
def test_nobody_is_asked_about_yes_and_no_or_sets_that_do_not_come_back(tmp_path, columns):
    assert not [line for line in read(tmp_path, columns).report if "scale" in line.lower()]


def test_a_yes_and_a_no_are_a_scale_where_the_codebook_says_so(tmp_path):
    columns = {"q1": ["Ja", "Nej", "Ved ikke"], "q2": list("abc")}
    survey = read(tmp_path, columns, "fields: [{name: q1, scale: yes_no}]")
    assert item_values(survey, "q1")["position"].tolist() == [1, 0]
    assert read(tmp_path, columns).codebook.set_index("name").loc["q1", "scale"] == ""


def test_two_scales_that_fit_are_both_named(tmp_path):
    answers = ["Helt uenig", "Uenig", "Enig", "Helt enig"]
    survey = read(tmp_path, {"id": list("abcd"), "q1": answers})
    sentence = next(line for line in survey.report if "several scales fit" in line)
    assert "agree5" in sentence
    assert "agree4" in sentence


EMPTY = {
    "dont_know": ["Ved ikke", "Ved ikke/ikke relevant", "Vet ikke", "Vet ej", "Weiß nicht", "Don't know/not sure",
                  "Don’t know", "9 - Ved ikke", "(Ved ikke)", "Ved ikke (99)", "Kann ich nicht beurteilen",
                  "(DO NOT READ) Don't know/Refused", "(VOL) Don't know", "Dk/Ref", "(Læs ikke op) Ved ikke", "Ved ikke [spontant]"],
    "not_asked": ["Ikke relevant", "Not applicable", "N/A", "Ej relevant", "Inte aktuellt"],
    "skipped": ["Ønsker ikke at svare", "Prefer not to say", "Keine Angabe", "Vill inte svara", "-99 = Refused", "Refused (VOL.)"],
    "": ["Ikke relevant nok", "Ved at undersøge det", "Ikke enig", "Trifft nicht zu", "Not sure", "NA-gruppen", "Ingen", "None",
         "Other (don't know)", "(VOL) Neither", "Yes (refused)"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("state", "label"), [(state, label) for state, labels in EMPTY.items() for label in labels]
)
def test_words_of_no_answer_are_told_apart(state, label):
    assert state_of_label(label) == state


@pytest.mark.parametrize(
    ("state", "label"), [(s, label) for s, labels in EMPTY.items() if s for label in labels]
)
def test_words_of_no_answer_are_never_a_step_and_keep_their_label(tmp_path, state, label):
    survey = read(tmp_path, {"id": list("abcdef"), "q1": [*AGREE, label]})
    assert survey.states["q1"].tolist()[-1] == state
    assert survey.missing["label"].tolist() == [label]
    assert item_values(survey, "q1")["points"].unique().tolist() == [5]


def test_a_numbered_dont_know_keeps_its_number_as_code(tmp_path):
    answers = [f"{n} - {label}" for n, label in enumerate(AGREE, 1)] + ["9 - Ved ikke"]
    survey = read(tmp_path, {"id": list("abcdef"), "q1": answers})
    assert survey.missing[["code", "label"]].to_numpy().tolist() == [[9, "Ved ikke"]]
    assert survey.states["q1"].tolist()[-1] == "dont_know"


def test_namibia_is_a_country_and_na_beside_numbers_is_none(tmp_path):
    survey = read(tmp_path, {"country": ["NA", "DK", "SE"], "age": ["34", "NA", "41"]})
    assert survey.states["country"].tolist() == ["answered"] * 3
    assert survey.states["age"].tolist() == ["answered", "skipped", "answered"]


@pytest.mark.parametrize(
    ("label", "state"),
    [
        ("Don't know - DO NOT READ", "dont_know"),
        ("Ved ikke - læs ikke op", "dont_know"),
        ("VOL: Don't know", "dont_know"),
        ("Ved ikke/ikke relevant", "dont_know"),
        ("Kan ikke svare på det", "dont_know"),
        ("Unsure / Don't know", "dont_know"),
        ("Not applicable - I don't have children", "not_asked"),
        ("Ikke relevant i min stilling", "not_asked"),
        ("NA - Not applicable", "not_asked"),
        ("-4 Not asked in survey", "not_asked"),  # the labels of the World Values Survey's codes -1 to -5
        ("-5 Missing; Not available", "skipped"),
        ("Not applicable: not in paid work", "not_asked"),
        ("Ikke oplyst", "skipped"),
        ("Refused (DO NOT READ)", "skipped"),
        ("Not sure", ""),
        ("Unsure / Agree", ""),
        ("Nej, ikke relevant længere", ""),
        ("Don't know enough about the programme", ""),
    ],
)
def test_words_that_say_that_there_is_no_answer(label, state):
    """Interviewers' notes as the public questionnaires of telephone surveys print them; the rest is the language's."""
    assert state_of_label(label) == state


def test_not_sure_is_an_answer_only_where_the_scale_has_a_place_for_it(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "q1;q2;q3\nStrongly agree;Yes;Strongly agree\nNot sure;Not sure;Undecided\nDisagree;No;Disagree\n"
        "Strongly disagree;Yes;Agree\nAgree;;Strongly disagree\nNeither agree nor disagree;;Agree\n",
        "utf-8",
    )
    survey = read_survey(path)
    assert survey.data["q1"].mean() == 3
    assert survey.states["q1"].tolist()[1] == survey.states["q2"].tolist()[1] == "dont_know"
    assert survey.states["q3"].tolist()[1] == "answered"
    assert survey.data["q3"].tolist()[1] == 3
    assert "'Not sure' er 'ved ikke' og aldrig en værdi: q1, q2 (2 variable)." in survey.said("da")


def test_what_a_program_writes_for_nothing_among_numbers_is_nothing_among_words_too(tmp_path):
    """R's write.csv, in a public survey of programmers, writes NA in every column; numbers may be many."""
    numbers = [str(n * 37) if n % 7 else "NA" for n in range(1, 501)]
    words = ["Yes" if n % 2 else "NA" for n in range(1, 501)]
    survey = read(tmp_path, {"pay": numbers, "hobby": words, "none": ["NA"] * 500})
    assert survey.data["pay"].mean() == sum(n * 37 for n in range(1, 501) if n % 7) / 429
    assert survey.states["hobby"].value_counts().to_dict() == {
        "answered": 250, "skipped": 250, "dont_know": 0, "not_asked": 0,
    }  # fmt: skip
    assert survey.data["none"].isna().all()
    assert "'NA' står for en tom celle: sådan står det mellem tallene, eller alene, i pay." in survey.said(
        "da"
    )


def test_words_for_no_answer_among_many_numbers(tmp_path):
    survey = read(tmp_path, {"km": [*map(str, range(400)), "Ved ikke", "Refused"]})
    assert survey.data["km"].mean() == 199.5
    assert survey.states["km"].tolist()[-2:] == ["dont_know", "skipped"]

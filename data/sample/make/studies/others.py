"""The five smaller studies: one export format each, logbooks kept in as many ways."""

from __future__ import annotations

from pathlib import Path

from evalkit.yamlfile import read_yaml

from .. import msforms, plain, qualtrics, spss, surveyxact
from ..codebooks import Answers, Field, also, codebook, danish_text, item_field
from ..exports import AGREE, NOT_KNOWN
from ..notes import Note, danish_rows, markdown, marked_rows, own_words_rows, read_notes, to_csv
from ..plan import HERE, Form, read_forms
from ..workbook import xlsx

Content = dict[str, str | bytes]
NUMBERED = list(enumerate(AGREE, start=1))


def _notes(study: str) -> list[Note]:
    return read_notes(Path(HERE) / "texts" / f"{study}.txt")


def _authors(**prefixes: str) -> dict[str, str]:
    """Return the party of every author whose pseudonym begins so."""
    return {f"{prefix}{n}": party for prefix, party in prefixes.items() for n in range(10)}


def _named(party: str, *authors: str) -> dict[str, str]:
    """Return the party of each of these authors."""
    return dict.fromkeys(authors, party)


def _person(code: str, party: str, form: Form) -> list[Field]:
    """Describe the two columns that say who answered, by pseudonym and party."""
    parties = {label: id for id, label in form.parties.items()}
    return [{"name": code, "evalkit": {"respondent": True}}, {"name": party, "evalkit": {"party": parties}}]


def rain_yard() -> Content:
    """SurveyXact triples; a Markdown logbook from each party."""
    forms = read_forms("rain_yard")
    absent = read_yaml(HERE / "studies" / "rain_yard.yml")["absent"]
    names = surveyxact.names(forms["end"].items)
    answers = Answers(NUMBERED, (6, NOT_KNOWN))
    fields = _person("kode", "part", forms["end"])
    fields += [item_field(i, names[i.id], answers) for i in forms["end"].items]
    exports = {
        f"survey_{wave}/{name}": content
        for wave, form in forms.items()
        for name, content in surveyxact.triple(form, absent[wave]).items()
    }
    notes = _notes("rain_yard")
    return {
        **exports,
        "codebook.yml": codebook("SurveyXact, variable names as in its dataset.", fields),
        "logbook_climate.md": markdown([n for n in notes if n.author.startswith("P3")], "Klimateamet"),
        "logbook_yard.md": markdown([n for n in notes if n.author.startswith("P4")], "Gårdlauget"),
    }


def care_meals() -> Content:
    """Qualtrics, one distribution and file for each party; the logbook is a workbook."""
    form = read_forms("care_meals")["end"]
    answers = Answers(NUMBERED, (9, NOT_KNOWN))
    fields: list[Field] = [{"name": "kode", "evalkit": {"respondent": True}}]
    fields += [item_field(item, f"Q2_{n}", answers) for n, item in enumerate(form.items, start=1)]
    authors = _authors(P5="Kvalitetsenheden", P6="Køkkener og afdelinger")
    return {
        **{f"survey_{party}.csv": qualtrics.export(form, party) for party in form.parties},
        "codebook.yml": codebook("Qualtrics, numbers as answers.", fields),
        "logbook.xlsx": xlsx(danish_rows(_notes("care_meals"), authors), "Logbog"),
    }


def waste_sorting() -> Content:
    """Microsoft Forms; a logbook with the criteria of a note in one cell."""
    form = read_forms("waste_sorting")["end"]
    person = _person("kode", "part", form)
    fields = [
        also(field, heading) for field, heading in zip(person, (msforms.CODE, msforms.PARTY), strict=True)
    ]
    answers = Answers([(text, text) for text in AGREE], (NOT_KNOWN, NOT_KNOWN))
    fields += [also(item_field(i, i.id, answers), danish_text(i)) for i in form.items]
    authors = _authors(P7="Analyse og udvikling", P8="Ejendomsfolk og skraldefolk")
    return {
        "survey_end.xlsx": msforms.workbook(form),
        "codebook.yml": codebook("Microsoft Forms, the statements are the headings.", fields),
        "logbook.csv": to_csv(marked_rows(_notes("waste_sorting"), authors), separator=";"),
    }


def library_youth() -> Content:
    """SPSS, one file a wave; a logbook in a Windows code page, as older spreadsheets save it."""
    forms = read_forms("library_youth")
    answers = Answers(NUMBERED, (9, NOT_KNOWN))
    fields = _person("kode", "part", forms["end"])
    fields += [item_field(item, item.id, answers) for item in forms["end"].items]
    authors = {**_named("Biblioteket", "P91", "P92"), **_named("Ungerådet", "P93", "P94", "P96")}
    return {
        **{f"survey_{wave}.sav": spss.sav(form) for wave, form in forms.items()},
        "codebook.yml": codebook("SPSS, variables named as the items.", fields),
        "logbook.csv": to_csv(danish_rows(_notes("library_youth"), authors), separator=";").encode("cp1252"),
    }


def one_entrance() -> Content:
    """Plain CSV, one file a wave, three parties; a logbook with stances in the office's own words."""
    forms = read_forms("one_entrance")
    answers = Answers(NUMBERED, (8, NOT_KNOWN))
    fields = _person("id", "part", forms["end"])
    fields += [item_field(item, item.id, answers) for item in forms["end"].items]
    authors = _authors(PA="Sekretariatet", PB="Tilladelser", PC="Foreningerne")
    return {
        **{f"survey_{wave}.csv": plain.export(form) for wave, form in forms.items()},
        "codebook.yml": codebook("A plain CSV, headings are the items' ids.", fields),
        "logbook.csv": to_csv(own_words_rows(_notes("one_entrance"), authors), separator=";"),
    }

"""The torture set: the roads sample pulled out of shape, and each of the twelve charts drawn of it.

Every table is made by the public function that a reader would have called: a chart never meets a table here
that it couldn't meet at a desk.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

import evalkit as ek
from evalkit.charts.layout import draw_rows
from evalkit.disclosure import protect_together
from evalkit.framework import Scale
from evalkit.scoping import compare_dilemmas
from evalkit.study import Party
from evalkit.tables import ordered

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
LONG = (
    "{} vejarbejdsafmærkningsplanlægningen gav både brolæggerne, rådgivningsingeniørerne og borgerinddragelses"
    "konsulenterne en ny fælles forståelse"
)
SEVEN = ("Slet ikke", "Næsten ikke", "Lidt", "Hverken eller", "Noget", "Meget", "Helt og fuldt")
FIVE = {
    "hrou": "HR&OU", "staff": "Fagmedarbejdere", "citizens": "Borgerrådgivningen",
    "owners": "Grundejerforeningen", "elders": "Æbleøens Ældreråd",
}  # fmt: skip


def long(text):
    """Make a Danish label of exactly 140 characters that begins with what it is a label of."""
    return LONG.format(text)[:140].ljust(140, "å")


def plain(study):
    return study


def long_labels(study):
    framework = study.framework

    def both(text):
        return {"da": long(text), "en": long(text)}

    criteria = tuple(replace(c, label=both(c.id), short=both(c.id)) for c in framework.criteria)
    items = tuple(replace(i, text=both(i.id)) for i in framework.items)
    dilemmas = tuple(replace(d, label=both(d.id)) for d in framework.dilemmas)
    sites = study.sessions.assign(
        **{c: study.sessions[c].map(_long_unless_baseline) for c in ("site", "solution")}
    )
    return replace(
        study,
        title=both(study.id),
        parties=tuple(replace(party, label=both(party.id)) for party in study.parties),
        framework=replace(framework, criteria=criteria, items=items, dilemmas=dilemmas),
        sessions=sites,
        counts=study.counts.assign(behaviour=study.counts["behaviour"].map(long)),
    )


def _long_unless_baseline(text):
    return text if text == "baseline" else long(text)


def thirty(study):
    """Thirty criteria of one item each: the long form, where every row of every chart is an item."""
    framework, kinds = study.framework, {c.id: c for c in study.framework.criteria}
    ids = {item.id: f"{kinds[item.criterion].phase}.{item.id}" for item in framework.items}
    criteria = tuple(
        replace(kinds[i.criterion], id=ids[i.id], label=i.text, short=i.text) for i in framework.items
    )
    items = tuple(replace(item, criterion=ids[item.id]) for item in framework.items)
    names = study.responses["item"].astype(str).map(ids)
    evidence = [
        study.evidence.assign(criterion=ids[item.id])[study.evidence["criterion"].eq(item.criterion)]
        for item in framework.items
    ]
    return replace(
        study,
        framework=replace(framework, criteria=criteria, items=items),
        responses=study.responses.assign(criterion=ordered(names, list(ids.values()))),
        evidence=pd.concat(evidence, ignore_index=True),
    )


def one_item(study):
    item = next(i for i in study.framework.items if i.core)
    return replace(
        study,
        responses=study.responses[study.responses["item"] == item.id],
        evidence=study.evidence[study.evidence["criterion"] == item.criterion],
        counts=study.counts[study.counts["behaviour"] == study.counts["behaviour"].iloc[0]],
    )


def seven_levels(study):
    """The same answers on a scale of seven points; every eighth moves to a place that five don't have."""
    framework, answers = study.framework, study.responses
    steps = (answers["value"] / 100 * 6).round() - (answers.index % 8 == 3)
    steps = steps.clip(lower=0)
    words = steps.map(dict(enumerate(SEVEN)))
    seven = Scale(id="seven", labels={"da": SEVEN, "en": SEVEN})
    items = tuple(replace(item, scale="seven") for item in framework.items)
    return replace(
        study,
        framework=replace(framework, items=items, scales={**framework.scales, "seven": seven}),
        responses=answers.assign(value=steps / 6 * 100, answer=ordered(words, SEVEN)),
    )


def one_answer(study):
    """One respondent a party, one logbook note, one session with and one without a solution."""
    answers = study.responses
    first = answers.groupby("party", observed=True)["respondent"].transform("first")
    sessions = study.sessions.drop_duplicates(["site", "solution"])
    return replace(
        study,
        responses=answers[answers["respondent"] == first],
        entries=study.entries.head(1),
        evidence=study.evidence[study.evidence["entry"] == study.entries["entry"].iloc[0]],
        sessions=sessions,
        counts=study.counts[study.counts["session"].isin(sessions["session"])],
    )


def all_missing(study):
    """Everybody was asked and nobody answered; no note has a day; no session has a length."""
    answers = study.responses
    skipped = ordered(["skipped"] * len(answers), list(answers["state"].cat.categories))
    return replace(
        study,
        responses=answers.assign(value=float("nan"), answer=None, state=skipped).astype(
            {"answer": answers["answer"].dtype}
        ),
        entries=study.entries.assign(occurred_at=pd.NaT),
        sessions=study.sessions.assign(start=pd.NaT, end=pd.NaT),
        counts=study.counts.assign(total=float("nan")),
    )


def one_party(study):
    answers = study.responses[study.responses["party"] == "staff"]
    return replace(
        study,
        parties=study.parties[1:],
        room=None,
        entries=study.entries.assign(party="staff"),
        responses=answers.assign(party=ordered(answers["party"].astype(str), ["staff"])),
    )


def five_parties(study):
    """The staff in four parties and the evaluators in one; each is named in both languages."""
    answers, names = study.responses, list(FIVE)
    number = answers["respondent"].str.extract(r"(\d+)")[0].astype(int) % 4
    party = [
        "hrou" if old == "hrou" else names[1 + n] for old, n in zip(answers["party"], number, strict=True)
    ]
    waves = {wave.id: 6 for wave in study.waves}
    return replace(
        study,
        room=None,
        parties=tuple(Party(id=id, label=label, role="other", invited=waves) for id, label in FIVE.items()),
        responses=answers.assign(party=ordered(party, names)),
    )


CASES = {
    "plain": plain, "long_labels": long_labels, "thirty_items": thirty, "one_item": one_item,
    "seven_levels": seven_levels, "one_answer": one_answer, "all_missing": all_missing,
    "one_party": one_party, "five_parties": five_parties,
}  # fmt: skip


@cache
def sample():
    return ek.load_study(SAMPLE / "roadworks")


@cache
def study_of(case):
    """Return the sample in a case's shape."""
    return CASES[case](sample())


FORTY = tuple(f"s{n:02}" for n in range(40))


@cache
def _tables(case, lang, mode):
    """Return a case's study and every table a chart draws, in report mode past the gate."""
    if case == "forty_studies":
        return _forty(*_tables("plain", lang, mode))
    study = study_of(case)
    scores = ek.score_criteria(study)
    evidence = ek.triangulate(scores, study)
    verdicts = ek.judge_criteria(scores, evidence, labels=study, lang=lang)
    tables = {
        "scores": scores, "verdicts": verdicts, "evidence": evidence, "parties": ek.compare_parties(scores),
        "answers": ek.count_answers(study),
    }  # fmt: skip
    if mode == "report":
        tables = dict(zip(tables, protect_together(list(tables.values())), strict=True))
    tables |= {"responses": study.responses, "entries": study.entries, "codings": study.evidence}
    tables |= {"trials": ek.compare_trials(study, lang=lang), "dilemmas": compare_dilemmas(study, mode=mode)}
    return study, tables


def _forty(study, tables):
    """The sample's tables under forty names: what stacking forty studies' tables gives."""
    studies = tuple(
        replace(study, id=id, title={"da": f"Projekt nummer {id}", "en": f"Project number {id}"})
        for id in FORTY
    )
    stacked = {
        name: pd.concat([table.assign(study=id) for id in FORTY], ignore_index=True)
        for name, table in tables.items()
    }
    return studies, stacked


def pages(chart, case, lang, mode):
    """Draw a chart of a case on as many pages as it needs, as `save_deck` does: (rows, axes) of each."""
    study, t = _tables(case, lang, mode)
    first, *more = ARGUMENTS[chart]
    plot, rest = getattr(ek, f"plot_{chart}"), [t[name] for name in more]
    return draw_rows(t[first], lambda part: plot(part, *rest, labels=study, lang=lang))


ARGUMENTS = {
    "scorecard": ("verdicts", "scores"), "profile": ("scores", "verdicts"), "likert": ("answers",),
    "answers": ("responses",), "parties": ("parties",), "waves": ("scores",), "portfolio": ("verdicts",),
    "logbook": ("entries", "codings"), "evidence": ("evidence",), "trials": ("trials",), "response": ("scores",),
    "dilemmas": ("dilemmas",),
}  # fmt: skip

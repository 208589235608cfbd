"""Triangulation once more, by brute force: DESIGN.md's paragraph on convergence in plain loops, over random studies.

What the paragraph leaves open is settled in docs/decisions.md and said beside the line it touches.
"""

import datetime as dt
from functools import cache
from itertools import product
from types import SimpleNamespace

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit import load_framework, score_criteria, triangulate
from evalkit.logbook.carrier import as_table
from evalkit.studyfile import Party, Wave
from evalkit.tables import ENTRIES, EVIDENCE

FRAMEWORK = load_framework()
WAVES = (("start", dt.date(2016, 8, 15)), ("mid", dt.date(2016, 10, 3)), ("end", dt.date(2016, 11, 28)))
CRITERIA = {"during.dialogue": "dialogue_1", "during.respect": "respect_1"}
PARTIES = ("a", "b")
NO_OVERRIDES = pd.DataFrame(columns=["wave", "criterion", "convergence", "reason", "by"])
# six answers, three a party, that are by the rule of verdicts fulfilled, not fulfilled, in between, contested, too few
ANSWERS = {"+": ([100] * 3, [75] * 3), "-": ([0] * 3, [25] * 3), "0": ([50] * 3, [50] * 3), "apart": ([100] * 3, [0] * 3),
           "few": ([100] * 2, [100] * 3), "": ([], [])}  # fmt: skip
VALENCE = {"+": 1, "-": -1, "0": 0, "apart": 0, "few": None, "": None}


def brute(entries, codings, says, min_net=0.5, enough=2):
    """Return the convergence code of every wave and criterion."""
    found = {}
    for (wave, _), criterion in product(WAVES, CRITERIA):
        found[wave, criterion] = code(
            *valence(entries, codings, wave, criterion, min_net), says[wave, criterion], enough
        )
    return found


def counts_for(day):
    for wave, date in WAVES:
        if day <= date:
            return wave
    return WAVES[-1][0]  # after the last for the last


def valence(entries, codings, wave, criterion, min_net):
    """Return the logbook's valence and its sources: (way, party, kind)."""
    voices = {}
    for number, (author, party, kind, day) in enumerate(entries):
        said = {stance for entry, about, stance in codings if entry == number and about == criterion}
        said = ({"supports", "against"} if "mixed" in said else said) - {"neutral", "mixed"} if said else said
        if counts_for(day) != wave or not said:  # neutral is no stance
            continue
        voice = (author or f"somebody of {party}", kind)  # decisions: unsigned notes of a party are one voice
        ways, _ = voices.setdefault(voice, (set(), party))
        ways |= said  # repetitions and coders who differ make it mixed
    sources = [
        ("mixed" if len(ways) == 2 else min(ways), party, kind) for (_, kind), (ways, party) in voices.items()
    ]
    if not sources:
        return None, sources
    ways = [way for way, _, _ in sources]
    net = (ways.count("supports") - ways.count("against")) / len(ways)
    return (1 if net >= min_net else -1 if net <= -min_net else 0), sources


def code(logbook, sources, survey, enough):
    if survey is None and logbook is None:
        return "neither"
    if survey is None or logbook is None:
        return "logbook_only" if survey is None else "survey_only"
    if survey == logbook and len(sources) >= enough:
        return "agreement"
    against = [source for source in sources if source[0] == ("supports" if logbook == 1 else "against")]
    two = len({party for _, party, _ in against}) >= 2 or {"count", "film"} & {kind for _, _, kind in against}
    if survey * logbook == -1 and len(against) >= enough and two:  # decisions: those against the survey
        return "dissonance"
    return "partial"


@cache
def scores(*says):
    rows = [
        {"study": "s", "wave": wave, "party": party, "respondent": f"{party}{n}", "item": CRITERIA[criterion], "value": value}
        for ((wave, _), criterion), what in zip(product(WAVES, CRITERIA), says, strict=True)
        for party, values in zip(PARTIES, ANSWERS[what], strict=True)
        for n, value in enumerate(values)
    ]  # fmt: skip
    filler = {"study": "s", "wave": "end", "party": "a", "respondent": "x", "item": "learning_1", "value": 50}
    return score_criteria(pd.DataFrame([*rows, filler]), framework=FRAMEWORK)


def study(entries, codings):
    notes = [
        {"entry": str(n), "author": author, "party": party, "kind": kind, "occurred_at": dt.datetime.combine(day, dt.time(9)), "text": "t"}
        for n, (author, party, kind, day) in enumerate(entries)
    ]  # fmt: skip
    codes = [
        {"entry": str(entry), "criterion": criterion, "stance": stance, "coder": f"K{n}"}
        for n, (entry, criterion, stance) in enumerate(codings)
    ]
    return SimpleNamespace(
        id="s",
        framework=FRAMEWORK,
        waves=tuple(Wave(id, date, "", id) for id, date in WAVES),
        parties=tuple(Party(id, id, role, {}) for id, role in (("a", "evaluator"), ("b", "domain"))),
        entries=as_table(notes, ENTRIES),
        evidence=as_table(codes, EVIDENCE),
        overrides=NO_OVERRIDES,
    )


people = st.sampled_from([("P1", "a"), ("P2", "a"), ("P3", "b"), ("", "a"), ("P9", "external")])
kinds = st.sampled_from(["note", "note", "meeting", "film", "count"])
stances = st.sampled_from(["supports", "against", "against", "mixed", "neutral"])
codes = st.lists(st.tuples(st.sampled_from(sorted(CRITERIA)), stances), max_size=2)
# the last day of a wave, the day after it, the last wave and long after it
days = st.sampled_from(
    [dt.date(2016, 8, 15), dt.date(2016, 8, 16), dt.date(2016, 11, 28), dt.date(2017, 2, 1)]
)
surveys = st.sampled_from(
    [("+",) * 6, ("-",) * 6, ("+", "-", "0", "apart", "few", ""), ("-", "+", "", "0", "+", "-")]
)


@st.composite
def studies(draw):
    fewer = draw(st.lists(days, min_size=1, max_size=2))  # most notes on a day or two, so that voices meet
    drawn = draw(st.lists(st.tuples(people, kinds, st.sampled_from(fewer), codes), min_size=1, max_size=6))
    entries = [(*who, kind, day) for who, kind, day, _ in drawn]
    codings = [(number, *code) for number, (*_, given) in enumerate(drawn) for code in given]
    return entries, codings, draw(surveys)


@settings(max_examples=60, deadline=None)
@given(studies())
def test_the_code_is_what_the_paragraph_says(case):
    entries, codings, says = case
    survey = dict(
        zip(
            ((wave, criterion) for (wave, _), criterion in product(WAVES, CRITERIA)),
            (VALENCE[s] for s in says),
            strict=True,
        )
    )
    table = triangulate(scores(*says), study(entries, codings)).astype(
        {"wave": str, "criterion": str, "convergence": str}
    )
    table = table[table["criterion"].isin(CRITERIA)].set_index(["wave", "criterion"])
    assert (
        table["survey_valence"].astype(object).where(table["survey_valence"].notna(), None).to_dict()
        == survey
    )
    assert table["convergence"].to_dict() == brute(entries, codings, survey)

"""Small tables with the columns of the real ones, ugly on purpose."""

import datetime as dt
from types import SimpleNamespace

import matplotlib
import numpy as np
import pandas as pd
import pytest

from evalkit.framework import load_framework
from evalkit.tables import ordered

matplotlib.use("agg")

FRAMEWORK = load_framework()
LABELS = {
    "a": "HR&OU",
    "b": {"da": "Fagmedarbejdere", "en": "Domain staff"},
    "c": "Borgerrådgivningen",
    "d": "Grundejerforeningen",
    "e": "Æbleøens Ældreråd",
    "road": {"da": "Cyklister", "en": "Cyclists"},
}
INVITED = {"a": 6, "b": 14, "c": 9, "d": 3, "e": 12}
WAVES = ("start", "mid", "end", "followup")


def _ordered(table):
    for column, order in (
        ("criterion", FRAMEWORK.criterion_ids),
        ("phase", ("before", "during", "after")),
        ("wave", WAVES),
    ):
        if column in table:
            table[column] = ordered(table[column], order)
    return table


def make_scores(parties=("a", "b"), *, wave="end", seed=1, shown=False, study="road"):
    draw, rows = np.random.default_rng(seed), []
    for criterion in FRAMEWORK.criteria:
        for party in parties:
            n = int(draw.integers(max(1, INVITED[party] // 2), INVITED[party] + 1))
            score, half = float(np.round(draw.uniform(5, 100), 1)), draw.uniform(5, 25)
            everybody = n == INVITED[party]
            rows.append(
                {
                    "study": study, "wave": wave, "party": party, "phase": criterion.phase,
                    "criterion": criterion.id, "state": "answered", "invited": INVITED[party], "asked": n, "n": n,
                    "dont_know": int(draw.integers(0, 3)), "score": score,
                    "low": np.nan if everybody else max(0.0, score - half),
                    "high": np.nan if everybody else min(100.0, score + half),
                    "interval": "all_answered" if everybody else "sample",
                }
            )  # fmt: skip
    table = pd.DataFrame(rows)
    table.loc[0, ["state", "score", "low", "high", "interval", "n"]] = [
        "dont_know",
        *[np.nan] * 3,
        "too_few",
        0,
    ]
    table.loc[len(table) - 1, ["score", "low", "high", "interval"]] = [100.0, 88.0, 100.0, "sample"]
    table["party"] = ordered(table["party"], parties)
    table["invited"] = table["invited"].astype("Int64")
    if shown:
        table["shown"], table["level"] = "yes", None
        table.loc[1, ["shown", "level"]] = ["word", "high"]
        table.loc[[1, 2], ["score", "low", "high"]] = np.nan
        table.loc[2, "shown"] = "hidden_primary"
    return _ordered(table)


def make_verdicts(*, wave="end", shown=False, study="road"):
    kinds = [
        "fulfilled",
        "partly",
        "not_fulfilled",
        "contested",
        "contested",
        "too_little_data",
        "fulfilled",
        "partly",
    ]
    rows = []
    for n, criterion in enumerate(FRAMEWORK.criteria):
        kind = kinds[n] if n < len(kinds) else None
        rows.append(
            {
                "study": study, "wave": wave, "phase": criterion.phase, "criterion": criterion.id,
                "state": "answered" if kind else ("not_due", "not_asked")[n - 8], "verdict": kind, "score": 60.0,
                "lowest_party": "a", "lowest_score": 52.0 + n, "gap": 20.0, "smallest_n": 3 + n % 3,
                "contested_by": {3: "parties", 4: "logbook"}.get(n, ""), "hangs_on": n % 3,
                "reason": "HR&OU 52 (3 af 6)", "convergence": "agreement",
            }
        )  # fmt: skip
    table = pd.DataFrame(rows)
    if shown:
        table["shown"] = "yes"
    return _ordered(table)


def make_counts(parties=("a", "b"), *, items=None, levels=None, most=(6, 30, 9, 3, 22), seed=3, shown=False):
    draw, rows = np.random.default_rng(seed), []
    items = items or [item.id for item in FRAMEWORK.items if item.core]
    levels = list(levels or FRAMEWORK.scales["agree5"].labels["da"])
    for item in items:
        for party, limit in zip(parties, most, strict=False):
            chosen = draw.multinomial(int(draw.integers(1, limit + 1)), draw.dirichlet(np.ones(len(levels))))
            base = {"study": "road", "wave": "end", "party": party, "item": item}
            for n, level in enumerate(levels):
                value = 100 * n / (len(levels) - 1)
                rows.append(
                    {**base, "state": "answered", "answer": level, "value": value, "n": int(chosen[n])}
                )
            rows.append(
                {**base, "state": "dont_know", "answer": None, "value": np.nan, "n": int(draw.integers(0, 4))}
            )
    table = pd.DataFrame(rows)
    table["answer"], table["party"] = ordered(table["answer"], levels), ordered(table["party"], parties)
    if shown:
        table["shown"] = "yes"
    return _ordered(table)


def make_parties(parties=("a", "b"), *, shown=False, seed=1):
    table = make_scores(parties, shown=shown, seed=seed)
    scores = table.groupby("criterion", observed=True)["score"]
    gap = scores.transform("max") - scores.transform("min")
    whole = scores.transform("count") == len(parties)
    table["gap"] = gap.where(whole & (len(parties) > 1))
    return table.assign(gap_low=table["gap"] - 20, gap_high=table["gap"] + 20)


def make_responses():
    draw, rows = np.random.default_rng(2), []
    for item in [item for item in FRAMEWORK.items if item.core]:
        for party in ("a", "b"):
            for n in range(INVITED[party]):
                state = "dont_know" if draw.random() < 0.2 else "answered"
                value = float(draw.choice([0, 25, 50, 75, 100])) if state == "answered" else np.nan
                rows.append(("road", "end", party, f"{party}{n}", item.id, value, state))
    table = pd.DataFrame(rows, columns=["study", "wave", "party", "respondent", "item", "value", "state"])
    table["party"] = ordered(table["party"], ("a", "b"))
    return table


def make_evidence():
    draw, rows = np.random.default_rng(2), []
    codes = ("agreement", "partial", "dissonance", "survey_only", "logbook_only", "neither")
    for n, criterion in enumerate(FRAMEWORK.criteria):
        sources = {name: int(draw.integers(0, 4)) for name in ("supports", "against", "mixed", "neutral")}
        rows.append(
            {
                "study": "road", "wave": "end", "phase": criterion.phase, "criterion": criterion.id,
                "survey_valence": (1, 0, -1, pd.NA)[n % 4], **sources, "convergence": codes[n % 6],
                "computed": "partial", "override_reason": "Fotos viser det modsatte" if n == 2 else "",
                "override_by": "AB" if n == 2 else "", "author_parties": ("a", "external") if n % 2 else ("b",),
            }
        )  # fmt: skip
    return _ordered(pd.DataFrame(rows))


def make_logbook():
    draw = np.random.default_rng(4)
    days = [pd.Timestamp("2016-08-20") + pd.Timedelta(days=int(draw.integers(0, 130))) for _ in range(40)]
    days[3] = pd.NaT
    ids = [f"e{n}" for n in range(40)]
    entries = pd.DataFrame({"study": "road", "entry": ids, "occurred_at": days, "party": ["a", "b"] * 20})
    stances = ("supports", "against", "mixed", "neutral")
    rows = [
        (f"e{draw.integers(0, 40)}", draw.choice(FRAMEWORK.criterion_ids), draw.choice(stances))
        for _ in range(60)
    ]
    rows.append(("e3", "after.action", "supports"))
    return entries, pd.DataFrame(rows, columns=["entry", "criterion", "stance"])


def make_trials():
    rows = []
    for site, solutions in (("Njalsgade", 3), ("Havnegade", 2)):
        for n in range(solutions):
            rows.append(
                {
                    "study": "road", "site": site, "solution": ("baseline", "Gule striber", "Hegn")[n],
                    "behaviour": "kører på fortov", "baseline": n == 0, "sessions": 4 - n, "hours": 3.5,
                    "passers": np.nan, "count": 12.0 * (3 - n), "rate_hour": 12 * (3 - n) / 3.5, "rate_100": np.nan,
                    "ratio": 0.62 if n == 1 else np.nan, "low": 0.4, "high": 0.9, "bound": "upper" if n == 2 else "",
                    "comparison": ("baseline", "very_uncertain", "compared")[n], "comparisons": 8,
                    "exploratory": True, "counted_by": ("b",), "by_developers": n > 0,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def make_study():
    days = (dt.date(2016, 8, 15), dt.date(2016, 10, 3), dt.date(2016, 11, 28), dt.date(2016, 12, 12))
    waves = tuple(SimpleNamespace(id=id, label="", date=day) for id, day in zip(WAVES, days, strict=True))
    parties = tuple(SimpleNamespace(id=id, label=LABELS[id]) for id in "abcde")
    return SimpleNamespace(id="road", title=LABELS["road"], framework=FRAMEWORK, parties=parties, waves=waves)


def make_waves(**options):
    tables = [make_scores(wave=wave, seed=n, **options) for n, wave in enumerate(WAVES)]
    table = _ordered(pd.concat([t.astype({"party": str, "wave": str}) for t in tables], ignore_index=True))
    table["party"] = ordered(table["party"].astype(str), ("a", "b"))
    return table


def make_portfolio(studies=6, *, shown=True):
    table = pd.concat([make_verdicts(study=f"s{n}", shown=shown) for n in range(studies)], ignore_index=True)
    table = table.drop(index=[12])
    return _ordered(table.astype({"wave": str, "criterion": str, "phase": str}))


def make_dilemmas():
    draw = np.random.default_rng(5)
    rows = [
        (
            dilemma.id,
            party,
            float(draw.integers(20, 100)),
            float(draw.integers(0, 90)),
            int(draw.integers(3, 9)),
        )
        for dilemma in FRAMEWORK.dilemmas
        for party in ("a", "b")
    ]
    return pd.DataFrame(rows, columns=["dilemma", "party", "importance", "settled", "n"])


@pytest.fixture
def tables():
    """The makers of tables, by name."""
    return SimpleNamespace(
        scores=make_scores, verdicts=make_verdicts, counts=make_counts, parties=make_parties,
        responses=make_responses, evidence=make_evidence, logbook=make_logbook, trials=make_trials,
        study=make_study, waves=make_waves, portfolio=make_portfolio, dilemmas=make_dilemmas,
        labels=LABELS, framework=FRAMEWORK,
    )  # fmt: skip


@pytest.fixture
def charts(tables):
    """Each of the twelve charts, by name: a function of language and of whether the tables passed the gate."""
    import evalkit.charts as ec

    t, study = tables, make_study()
    many = {
        f"s{n}": title
        for n, title in enumerate(["Én indgang", "Regnvandsgård", "Ungebibliotek", "Å", "B", "C"])
    }
    return {
        "scorecard": lambda lang, shown: ec.plot_scorecard(
            t.verdicts(shown=shown), t.scores(shown=shown), labels=study, lang=lang
        ),
        "profile": lambda lang, shown: ec.plot_profile(
            t.scores(shown=shown), t.verdicts(shown=shown), labels=study, lang=lang
        ),
        "likert": lambda lang, shown: ec.plot_likert(t.counts(shown=shown), labels=study, lang=lang),
        "answers": lambda lang, shown: ec.plot_answers(t.responses(), labels=study, lang=lang),
        "parties": lambda lang, shown: ec.plot_parties(t.parties(shown=shown), labels=study, lang=lang),
        "waves": lambda lang, shown: ec.plot_waves(t.waves(shown=shown), labels=study, lang=lang),
        "portfolio": lambda lang, shown: ec.plot_portfolio(t.portfolio(shown=shown), labels=many, lang=lang),
        "logbook": lambda lang, shown: ec.plot_logbook(*t.logbook(), labels=study, lang=lang),
        "evidence": lambda lang, shown: ec.plot_evidence(t.evidence(), labels=study, lang=lang),
        "trials": lambda lang, shown: ec.plot_trials(t.trials(), labels=study, lang=lang),
        "response": lambda lang, shown: ec.plot_response(t.waves(shown=shown), labels=study, lang=lang),
        "dilemmas": lambda lang, shown: ec.plot_dilemmas(t.dilemmas(), labels=study, lang=lang),
    }


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    from matplotlib import pyplot as plt

    plt.close("all")

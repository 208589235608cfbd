"""The dilemmas, party by party: how important, how settled, who has taken it on, and what it threatens.

Three sources, the nearest to the people first: what was set at the table (`room.yml`), what each respondent
answered (optional items ``<dilemma>.importance`` and ``<dilemma>.settled``), and codes in the logbook.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit.disclosure.cells import NOTHING, NUMBER, WORD, coarse_step, rung, step_of, word_of
from evalkit.disclosure.logbook import unnamed_entries
from evalkit.errors import not_one_of
from evalkit.framework import Framework, Limits
from evalkit.tables import ordered
from evalkit.words import check_lang, listed, pick, say

if TYPE_CHECKING:
    from evalkit.study import Study

SOURCES = ("room", "survey", "logbook")
COLUMNS = ("study", "dilemma", "party", "importance", "settled", "n", "source")
GATED = ("shown", "level")
REGISTER = ("study", "dilemma", "owner", "decided", "date", "threatens", "text")


def compare_dilemmas(study: Study, *, source: str | None = None, mode: str = "report") -> pd.DataFrame:
    """Say how important each dilemma is to each party, and how settled; `evalkit.plot_dilemmas` draws it.

    Parameters
    ----------
    study : Study
    source : {'room', 'survey', 'logbook'}, optional
        Where it is from; the first of these that has any unless given.
    mode : {'report', 'dialogue'}
        In report mode the room's figures need ``share: yes``, a party's own answers stand on the ladder
        that its scores stand on, and a party with under three authors isn't told from its entries.

    Returns
    -------
    DataFrame
        One row per dilemma and party: study, dilemma, party, importance, settled (0-100), n (people at the
        table, respondents, or entries), source; in report mode also shown and level, the word for the
        importance.

        From the logbook, importance is how often the party wrote about it, over the dilemma it wrote about
        most; settled is the share of those entries that support.

    Raises
    ------
    EvalkitError
        If the source or the mode is unknown.

    Examples
    --------
    >>> from evalkit import load_study
    >>> table = compare_dilemmas(load_study("data/sample/roadworks"))
    >>> table.loc[table["dilemma"] == "draw_on_resources", ["party", "importance", "settled"]].values.tolist()
    [['hrou', 50.0, 75.0], ['staff', 100.0, 25.0]]
    """
    if mode not in ("report", "dialogue"):
        raise not_one_of(mode, ("report", "dialogue"), "Give mode='report' or mode='dialogue'.")
    if source is not None and source not in SOURCES:
        raise not_one_of(source, SOURCES, "Say where the figures are from.")
    readers: dict[str, Callable[[Study], pd.DataFrame]] = {
        "room": lambda one: _room(one, mode), "survey": _survey, "logbook": _logbook,
    }  # fmt: skip
    for name in [source] if source else SOURCES:
        table = readers[name](study)
        if len(table):
            table = table.assign(source=name)
            return _typed(_gated(table, study.framework.limits) if mode == "report" else table, study)
    return _typed(pd.DataFrame(columns=[*COLUMNS, *(GATED if mode == "report" else ())]), study)


def dilemma_register(study: Study, *, mode: str = "report", lang: str = "da") -> pd.DataFrame:
    """List the dilemmas that were taken up: by whom, what was decided, and which criteria they threaten.

    Parameters
    ----------
    study : Study
    mode : {'report', 'dialogue'}
        In report mode it is empty unless the parties said ``share: yes``.
    lang : {'da', 'en'}

    Returns
    -------
    DataFrame
        One row per dilemma, as last talked about: study, dilemma, owner (a party, or ""), decided, date,
        threatens (tuple of criteria), text (which criteria, and why).
    """
    check_lang(lang)
    room = study.room
    rows = [] if room is None or not (room.share or mode == "dialogue") else room.dilemmas.to_dict("records")
    last = {row["dilemma"]: row for row in rows}
    known = [dilemma for dilemma in study.framework.dilemmas if dilemma.id in last]
    return pd.DataFrame(
        [
            (
                study.id, d.id, last[d.id]["owner"], last[d.id]["decided"], last[d.id]["date"],
                tuple(d.threatens), threat_text(study.framework, d.id, lang),
            )
            for d in known
        ],
        columns=list(REGISTER),
    )  # fmt: skip


def threat_text(framework: Framework, dilemma: str, lang: str) -> str:
    """Say which criteria a dilemma threatens while it is unsettled, and why."""
    threatens = next((d.threatens for d in framework.dilemmas if d.id == dilemma), {})
    said = [
        f"{framework.label(criterion, lang, short=True)} ({pick(why, lang)})"
        for criterion, why in threatens.items()
    ]
    return say("scoping.threatens", lang, criteria=listed(said, lang)) if said else ""


def behind(framework: Framework, criterion: str) -> list[str]:
    """Return the dilemmas that threaten a criterion."""
    return [dilemma.id for dilemma in framework.dilemmas if criterion in dilemma.threatens]


def _room(study: Study, mode: str) -> pd.DataFrame:
    room = study.room
    if room is None or not (room.share or mode == "dialogue"):
        return pd.DataFrame(columns=list(COLUMNS))
    last = room.dilemmas.drop_duplicates(["dilemma", "party"], keep="last")
    return last.rename(columns={"present": "n"}).assign(rung=NUMBER)  # they said it may be shown


def _survey(study: Study) -> pd.DataFrame:
    """Average each party's answers to the optional items, of the last wave that asked them."""
    answers = _asked(study)
    if answers.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    coarse = coarse_step(study.framework, answers["item"].unique())
    step = max(step_of(Counter(answers["value"])), coarse)
    groups = answers.groupby(["dilemma", "party", "about"])["value"]
    rungs = groups.agg(lambda values: rung(Counter(values), study.framework.limits, step=step)).unstack()
    rungs = rungs.reindex(columns=["importance", "settled"]).fillna(NUMBER)
    means = groups.mean().unstack().reindex(columns=["importance", "settled"])
    both = rungs.min(axis=1) >= NUMBER
    return means.assign(
        n=groups.size().groupby(["dilemma", "party"]).min(),
        rung=np.where(both, NUMBER, np.minimum(rungs["importance"], WORD)),
    ).reset_index()


def _asked(study: Study) -> pd.DataFrame:
    """Return the answers to the optional items in the last wave that asked them, with dilemma and about."""
    answers = study.responses.query("state == 'answered'").astype({"item": str, "party": str, "wave": str})
    parts = answers["item"].str.rsplit(".", n=1)
    answers = answers.assign(dilemma=parts.str[0], about=parts.str[-1])
    answers = answers[answers["dilemma"].isin([dilemma.id for dilemma in study.framework.dilemmas])]
    asked = [wave.id for wave in study.waves if wave.id in set(answers["wave"])]
    return answers[answers["wave"].isin(asked[-1:])]


def _logbook(study: Study) -> pd.DataFrame:
    """Count entries: each once for a dilemma, whoever coded it."""
    coded = study.dilemmas.merge(study.entries[["entry", "party"]], on="entry")
    coded = coded[coded["party"].astype(str).isin([party.id for party in study.parties])]
    if coded.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    coded = coded.assign(dilemma=coded["criterion"].astype(str), for_it=coded["stance"].eq("supports"))
    one = coded.groupby(["dilemma", "party", "entry"], observed=True)["for_it"].all().reset_index()
    table = one.groupby(["dilemma", "party"], observed=True)["for_it"].agg(["size", "mean"]).reset_index()
    most = table.groupby("party", observed=True)["size"].transform("max")
    unnamed = set(study.entries["party"].astype(str)[unnamed_entries(study.entries)])
    return table.assign(
        importance=100 * table["size"] / most, settled=100 * table["mean"], n=table["size"],
        rung=np.where(table["party"].astype(str).isin(unnamed), NOTHING, NUMBER),
    )  # fmt: skip


def _gated(table: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """Leave of each row what its rung allows: both numbers, the word for the importance, or nothing."""
    shown = {NOTHING: "hidden_primary", WORD: "word"}
    words = [
        None if step == NOTHING or pd.isna(importance) else word_of(importance, limits)
        for importance, step in zip(table["importance"], table["rung"], strict=True)
    ]
    table = table.assign(
        shown=[shown.get(step, "yes") for step in table["rung"]],
        level=pd.Series(words, index=table.index, dtype=object),
    )
    for column in ("importance", "settled", "n"):
        table[column] = pd.to_numeric(table[column]).where(table["rung"] >= NUMBER)
    return table


def _typed(table: pd.DataFrame, study: Study) -> pd.DataFrame:
    extra = [column for column in GATED if column in table]
    table = table.assign(
        study=study.id,
        dilemma=ordered(table["dilemma"], [dilemma.id for dilemma in study.framework.dilemmas]),
        party=ordered(table["party"].astype(str), [party.id for party in study.parties]),
        n=pd.to_numeric(table["n"]).astype("Int64"),
        **{column: pd.to_numeric(table[column]).astype(float) for column in ("importance", "settled")},
    )
    if "source" not in table:
        table = table.assign(source=pd.Series(dtype=str))
    return table.sort_values(["dilemma", "party"])[[*COLUMNS, *extra]].reset_index(drop=True)

"""Verdicts: one printed rule over the parties' scores, said in one breath.

Both yes, both no, a step apart, in between; and before that, too little data. Parties count equally and
the mean of all parties is no input. The limits are conventions of ours, kept in the framework.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from evalkit.errors import EvalkitError
from evalkit.framework import PHASES, Framework, Label, Limits
from evalkit.scoring.reasons import explain, party_labels, why_too_little
from evalkit.scoring.sources import framework_of, studies_of
from evalkit.tables import CONVERGENCE, STATES, VERDICT_COLUMNS, VERDICTS, need_columns, ordered
from evalkit.words import check_lang

_NEEDED = (
    "study",
    "wave",
    "party",
    "phase",
    "criterion",
    "state",
    "invited",
    "n",
    "score",
    "dont_know_share",
    "loo",
)


def judge_criteria(
    scores: pd.DataFrame,
    evidence: pd.DataFrame | None = None,
    *,
    framework: Framework | str | Path | None = None,
    labels: Any = None,
    lang: str = "da",
) -> pd.DataFrame:
    """Judge every criterion at every wave: fulfilled, partly, not fulfilled, contested, too little data.

    The first rule that fits. *Too little data*: a party with fewer than 3 valid respondents, or valid
    answers from under half of its invited, or over 40 % of its item answers don't know (a party of one or
    two invited who all answered is judged, and the reason says so). *Fulfilled*: every party at 62.5 or
    more. *Not fulfilled*: every party below 50. *Contested*: highest and lowest party 25 points apart or
    more. Else *partly*. Where the logbook contradicts a fulfilled or not fulfilled (`evidence` says
    dissonance), the verdict is *contested* by the logbook. A criterion that nobody was asked about, or
    that isn't due, gets no verdict.

    Parameters
    ----------
    scores : DataFrame
        As `score_criteria` returns it.
    evidence : DataFrame, optional
        As `triangulate` returns it.
    framework : Framework, name or path, optional
        Whose limits to judge by. Unset: that of the studies in `labels`, else the shipped one.
    labels : Study, tuple of Study, or dict, optional
        Party labels for the reasons; ids are used for parties without.
    lang : {'da', 'en'}
        Language of the reasons.

    Returns
    -------
    DataFrame
        One row for each study, wave and criterion:

        - study, wave, phase, criterion; state: answered, or why there is no score at all
        - verdict: missing where the criterion wasn't asked or due
        - score: the parties' unweighted mean, missing where one respondent would carry over 20 % of it
        - lowest_party: ids joined with ``+`` when tied; lowest_score; gap: highest minus lowest party
          (missing with one party); smallest_n
        - contested_by: parties or logbook
        - hangs_on: respondents any one of whom, left out, changes the verdict (the too-little rules left
          out); missing without a verdict or with too little data
        - reason: the rule and the numbers in words
        - convergence: from `evidence`

    Raises
    ------
    EvalkitError
        If this is no scores table, or its criteria aren't the framework's.

    Notes
    -----
    Scores are rounded once from whole numbers, so comparing them with a limit is exact; the difference of
    two is taken to nine decimals, finer than any true difference of partnerships' scores.

    Examples
    --------
    >>> import pandas as pd
    >>> from evalkit.scoring import score_criteria
    >>> table = pd.DataFrame({
    ...     "study": "s", "wave": "end", "party": list("aaabbb"), "respondent": list("123456"),
    ...     "item": "dialogue_1", "value": [75, 100, 75, 25, 50, 50]})
    >>> verdicts = judge_criteria(score_criteria(table), lang="en").set_index("criterion")
    >>> print(verdicts.loc["during.dialogue", "reason"])
    a 83 (n = 3) and b 42 (n = 3): there are 42 points from the lowest to the highest party;
    from 25 points the parties see it differently.
    """
    check_lang(lang)
    need_columns(scores, _NEEDED, "a scores table")
    books = _frameworks(framework, labels)
    names = party_labels(labels, lang)
    codes = _convergence_codes(evidence)
    rows = []
    for (study, wave, criterion), parties in _by_criterion(scores):
        limits = _limits(books, study, criterion)
        code = codes.get((study, wave, criterion))
        verdict = _judge(parties, limits, dissonance=code == "dissonance")
        called: dict[str, Any] = {
            p.party: names.get((study, p.party), names.get(("", p.party), p.party)) for p in parties
        }
        reason = explain(verdict, parties, limits, called, lang)
        where = {"study": study, "wave": wave, "phase": parties[0].phase, "criterion": criterion}
        rows.append({**where, **verdict, "reason": reason, "convergence": code})
    return _typed(pd.DataFrame(rows, columns=list(VERDICT_COLUMNS)), scores)


def rule(scores: Sequence[float], limits: Limits) -> str:
    """Return the verdict that the parties' scores alone give: the rule in one place.

    Parameters
    ----------
    scores : sequence of float
        One a party, 0 to 100.
    limits : Limits

    Returns
    -------
    str

    Examples
    --------
    >>> limits = Limits()
    >>> [rule(scores, limits) for scores in ([62.5, 90], [49.9, 0], [62.4, 37.4], [62.4, 50])]
    ['fulfilled', 'not_fulfilled', 'contested', 'partly']
    """
    if min(scores) >= limits.high:
        return "fulfilled"
    if max(scores) < limits.low:
        return "not_fulfilled"
    return "contested" if spread(scores) >= limits.apart else "partly"


def spread(scores: Sequence[float]) -> float:
    """Return highest minus lowest, the last bits of noise taken off."""
    return round(max(scores) - min(scores), 9)


def all_parties(
    scores: Sequence[float], ns: Sequence[int], limits: Limits, weights: Sequence[float] = ()
) -> float:
    """Return the parties' mean, each the same unless weighted; NaN where one respondent carries too much.

    Parameters
    ----------
    scores, ns : sequence
        One a party.
    limits : Limits
    weights : sequence of float, optional

    Returns
    -------
    float

    Examples
    --------
    >>> all_parties([80, 40], [3, 10], Limits()), all_parties([80, 40], [2, 10], Limits())
    (60.0, nan)
    """
    weights = weights or [1.0] * len(scores)
    whole = math.fsum(weights)
    carried = [w / whole / n if n else math.inf for w, n in zip(weights, ns, strict=True)]
    if not scores or max(carried) > limits.max_weight + 1e-12:
        return math.nan
    return math.fsum(w * s for w, s in zip(weights, scores, strict=True)) / whole


def _judge(parties: Sequence[Any], limits: Limits, *, dissonance: bool) -> dict[str, Any]:
    """Return the figures of a verdict row."""
    answered = [p for p in parties if p.n > 0]
    state = min((p.state for p in parties), key=STATES.index)
    values = [p.score for p in answered]
    lowest = min(values, default=math.nan)
    row: dict[str, Any] = {
        "state": state,
        "verdict": None,
        "score": all_parties([p.score for p in parties], [p.n for p in parties], limits),
        "lowest_party": "+".join(p.party for p in answered if round(p.score - lowest, 9) == 0) or None,
        "lowest_score": lowest,
        "gap": spread(values) if len(values) > 1 else math.nan,
        "smallest_n": min(p.n for p in parties),
        "contested_by": None,
        "hangs_on": None,
    }
    if state in ("not_asked", "not_due"):
        return row
    if any(why_too_little(p, limits) for p in parties):
        return {**row, "verdict": "too_little_data"}
    alone = rule(values, limits)
    against = dissonance and alone in ("fulfilled", "not_fulfilled")
    verdict = "contested" if against else alone
    by = "logbook" if against else "parties" if alone == "contested" else None
    return {
        **row,
        "verdict": verdict,
        "contested_by": by,
        "hangs_on": _hangs_on(parties, limits, (alone, verdict)),
    }


def _hangs_on(parties: Sequence[Any], limits: Limits, verdicts: tuple[str, str]) -> int:
    """Count the respondents any one of whom, left out, changes the verdict."""
    alone, final = verdicts
    values = [p.score for p in parties]
    count = 0
    for at, party in enumerate(parties):
        others = values[:at] + values[at + 1 :]
        for without, people in party.loo or ((None, 1),):  # without the only one the party has no score
            left = others if without is None else [*others, without]
            other = rule(left, limits) if left else None
            count += people * ((final if other == alone else other) != final)
    return count


def _by_criterion(scores: pd.DataFrame) -> Iterable[tuple[tuple[str, str, str], list[Any]]]:
    """Yield each study, wave and criterion with its parties' rows; parties not invited are left out."""
    kept = scores[scores["invited"].ne(0).fillna(True).to_numpy(dtype=bool)]
    double = kept.duplicated(["study", "wave", "criterion", "party"])
    if double.any():
        row = kept[double].iloc[0]
        raise EvalkitError(
            f"party {row['party']!r} has several scores for {row['criterion']} at wave {row['wave']}",
            "Score by study, wave and party alone to judge; look at other groups one at a time.",
        )
    groups: dict[tuple[str, str, str], list[Any]] = {}
    text = kept[[*_NEEDED]].assign(
        **{c: kept[c].astype(str) for c in ("study", "wave", "party", "criterion", "state")}
    )
    for row in text.itertuples(index=False):
        groups.setdefault((str(row.study), str(row.wave), str(row.criterion)), []).append(row)
    return groups.items()


def _frameworks(framework: Framework | str | Path | None, labels: Any) -> dict[str, Framework]:
    """Return frameworks by study id; "" is the one for all others."""
    books = {study.id: study.framework for study in studies_of(labels)} if framework is None else {}
    one = next(iter(books.values())) if len(books) == 1 else framework
    return {**books, "": framework_of(one)}


def _limits(books: Mapping[str, Framework], study: str, criterion: str) -> Limits:
    book = books.get(study, books[""])
    if criterion not in book.criterion_ids:
        raise EvalkitError(
            f"criterion {criterion!r} isn't in the framework {book.id!r}",
            "Give framework= the one the scores were made by (a study's is study.framework).",
        )
    return book.limits


def _convergence_codes(evidence: pd.DataFrame | None) -> dict[tuple[str, str, str], str]:
    if evidence is None:
        return {}
    need_columns(evidence, ("study", "wave", "criterion", "convergence"), "an evidence table")
    columns = [evidence[c].astype(str) for c in ("study", "wave", "criterion", "convergence")]
    return {(s, w, c): code for s, w, c, code in zip(*columns, strict=True) if code in CONVERGENCE}


def _typed(table: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    for column in ("wave", "criterion"):
        kind = scores[column].dtype
        order = (
            kind.categories
            if isinstance(kind, pd.CategoricalDtype)
            else dict.fromkeys(scores[column].astype(str))
        )
        table[column] = ordered(table[column], order)
    return table.assign(
        phase=ordered(table["phase"], PHASES),
        state=pd.Categorical(table["state"], categories=STATES),
        verdict=pd.Categorical(table["verdict"], categories=VERDICTS),
        contested_by=pd.Categorical(table["contested_by"], categories=("parties", "logbook")),
        hangs_on=table["hangs_on"].astype("Int64"),
        convergence=pd.Categorical(table["convergence"], categories=CONVERGENCE),
    )


__all__ = ["Label", "all_parties", "judge_criteria", "rule", "spread"]

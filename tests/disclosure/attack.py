"""An attack on published tables: a solver that knows the rule, every figure, and her own answer.

For each row (criterion and wave) it lists the sets of answers that would have been published just as these
were, party by party, tied by the verdict. Then it asks, of each person in turn, which answers the others may
have given. It reads nothing but the published tables, how many answered (hidden or not, the people in the
room know) and the attacker's own answer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement, product
from typing import Any

import numpy as np
import pandas as pd

from evalkit.comparing.parties import compare_parties
from evalkit.disclosure import protect_together
from evalkit.disclosure.cells import FULL, NOTHING, NUMBER, WORD, rung, word_of
from evalkit.framework import Limits
from evalkit.scoring import count_answers, judge_criteria, score_criteria
from evalkit.scoring.verdicts import rule

LIMITS = Limits()
TOP = 4  # the last step of a five-point scale
CRITERIA = {"before.clear_purpose": "clear_purpose_1", "during.dialogue": "dialogue_1"}

ROW = ["study", "wave", "criterion", "party"]

Answers = tuple[int, ...]


@dataclass(frozen=True)
class Seen:
    """What is published of one party in a row."""

    n: int
    rung: int
    score: float | None
    word: str | None


def random_studies(count: int, seed: int) -> pd.DataFrame:
    """Return small studies: 2-3 parties of 2-12 people, 1-3 waves, joiners and leavers, don't-knows."""
    rng = np.random.default_rng(seed)
    rows = [row for study in range(count) for row in _random_study(f"s{study}", rng)]
    names = ["study", "wave", "party", "respondent", "item", "criterion", "value", "state"]
    return pd.DataFrame(rows, columns=names)


def _random_study(study: str, rng: np.random.Generator) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    waves = ["start", "mid", "end"][: rng.integers(1, 4)]
    for party in "abc"[: rng.integers(2, 4)]:
        people = {f"{party}{at}" for at in range(rng.integers(2, 13))}
        for wave in waves:
            people = _come_and_go(people, party, wave, rng)
            for criterion, item in CRITERIA.items():
                weights = rng.dirichlet(np.full(5, rng.choice([0.15, 0.5, 1.0, 3.0])))
                answers = rng.choice(5, p=weights, size=len(people)) * 25.0
                known = rng.random(len(people)) > 0.05
                rows += [
                    (
                        study,
                        wave,
                        party,
                        person,
                        item,
                        criterion,
                        *((value, "answered") if valid else (np.nan, "dont_know")),
                    )
                    for person, value, valid in zip(sorted(people), answers, known, strict=True)
                ]
    return rows


def _come_and_go(people: set[str], party: str, wave: str, rng: np.random.Generator) -> set[str]:
    if wave == "start":
        return people
    stay = {person for person in sorted(people) if rng.random() > 0.15}
    joined = {f"{party}{wave}{at}" for at in range(rng.integers(0, 3))}
    return (stay | joined) if len(stay | joined) > 1 else people


def published(responses: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the four tables of some studies in report mode."""
    scores = score_criteria(responses)
    tables = [scores, judge_criteria(scores), compare_parties(scores), count_answers(responses)]
    return dict(zip(["scores", "verdicts", "parties", "answers"], protect_together(tables), strict=True))


def failures(responses: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> list[str]:
    """Return, in words, every answer of which fewer than three remain possible to somebody."""
    given = responses[responses["state"] == "answered"]
    rows = _by_row(tables["scores"]), _by_row(tables["parties"])
    verdicts = {key[:3]: row.verdict for key, row in _by_row(tables["verdicts"].assign(party="")).items()}
    open_items = tables["answers"].groupby(ROW)["shown"].agg(lambda shown: (shown == "yes").any()).to_dict()
    found = []
    for key, row in given.groupby(["study", "wave", "criterion"]):
        answers = {
            party: tuple(sorted((group / 25).astype(int))) for party, group in row.groupby("party")["value"]
        }
        seen = {
            party: _seen([table[(*key, party)] for table in rows], open_items[(*key, party)], len(mine))
            for party, mine in answers.items()
        }
        verdict = None if pd.isna(verdicts[key]) else str(verdicts[key])
        for party, mine in answers.items():
            for own, left in _left_to_others(party, seen, verdict, mine).items():
                if len(left) < 3:
                    found.append(f"{key} {party} {answers}: to {own} the others are {sorted(left)}")
    return found


def _by_row(table: pd.DataFrame) -> dict[tuple[str, ...], Any]:
    keys = zip(*(table[column].astype(str) for column in ROW), strict=True)
    return dict(zip(keys, table.itertuples(index=False), strict=True))


def _seen(rows: list[Any], open_: bool, n: int) -> Seen:
    row, beside = rows
    shown, word = str(row.shown), None if pd.isna(row.level) else str(row.level)
    assert (shown, word) == (str(beside.shown), None if pd.isna(beside.level) else str(beside.level))
    if shown == "yes":
        everything = bool(open_ or pd.notna(row.share) or pd.notna(beside.low))
        return Seen(n, FULL if everything else NUMBER, float(row.score), word)
    figures = [
        row.n,
        row.score,
        row.low,
        row.high,
        row.floor,
        row.ceiling,
        row.share,
        row.dont_know,
        row.asked,
    ]
    assert not open_
    assert all(map(pd.isna, figures)), "a hidden row has a figure"
    assert shown == "word" or word is None
    return Seen(n, WORD if shown == "word" else NOTHING, None, word)


def _left_to_others(
    party: str, seen: dict[str, Seen], verdict: str | None, actual: Answers
) -> dict[int | None, set[int]]:
    """Return which answers another person may have given, by the attacker's own answer (None: an outsider)."""
    if len(actual) < 2:
        return {}
    possible = [actual] if seen[party].rung == FULL else _possible(party, seen, verdict)
    assert actual in possible
    left: dict[int | None, set[int]] = {own: set() for own in set(actual)}
    for answers in possible:
        for own in left.keys() & set(answers):
            others = list(answers)
            others.remove(own)
            left[own] |= set(others)
    left[None] = {answer for answers in possible for answer in answers}
    return left


def _possible(party: str, seen: dict[str, Seen], verdict: str | None) -> list[Answers]:
    """Return the sets of answers of a party that would have been published just as its own were."""
    mine = _like(seen[party])
    if verdict in (None, "too_little_data"):
        return mine
    others = [_means(view) for name, view in seen.items() if name != party]
    means = {score for score in {_mean(answers) for answers in mine} if any(
        rule([score, *rest], LIMITS) == verdict for rest in product(*others)
    )}  # fmt: skip
    return [answers for answers in mine if _mean(answers) in means]


def _means(view: Seen) -> list[float]:
    return [view.score] if view.score is not None else sorted({_mean(answers) for answers in _like(view)})


def _mean(answers: Answers) -> float:
    return round(25 * sum(answers) / len(answers), 9)


def _like(view: Seen) -> list[Answers]:
    score = None if view.score is None else round(view.score, 9)
    return _classes(view.n).get((view.rung, score if view.rung >= NUMBER else view.word), [])


@cache
def _classes(n: int) -> dict[tuple[int, float | str | None], list[Answers]]:
    """Return all sets of answers of a party by what the rule publishes of them."""
    classes: dict[tuple[int, float | str | None], list[Answers]] = {}
    for answers in combinations_with_replacement(range(TOP + 1), n):
        counts = {25.0 * answer: people for answer, people in Counter(answers).items()}
        step, mean = rung(counts, LIMITS), _mean(answers)
        told = mean if step >= NUMBER else word_of(mean, LIMITS) if step == WORD else None
        classes.setdefault((step, told), []).append(answers)
    return classes

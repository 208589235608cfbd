"""An attack on criteria of several items: other answers that would have been published just as these were.

There are too many sets of answers to try them all, so it looks for witnesses: answers shifted a step up here and
down there, put through the real gate, and kept where every published figure is the same.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evalkit.disclosure import protect_together
from evalkit.scoring import count_answers, score_criteria

ITEMS = ["dialogue_1", "dialogue_2", "dialogue_3"]
Ints = NDArray[np.int64]


def random_party(rng: np.random.Generator) -> Ints:
    """Return the answers (0-4) of 5 to 7 people to two or three items."""
    people, items = int(rng.integers(5, 8)), int(rng.integers(2, 4))
    lean = rng.choice([[0, 0, 1, 4, 5], [0, 0, 0, 2, 8], [1, 1, 1, 1, 1], [0, 1, 4, 3, 1], [4, 1, 0, 1, 4]])
    return rng.choice(5, p=lean / lean.sum(), size=(people, items))


def left_to_others(
    answers: Ints, *, rounds: int, rng: np.random.Generator
) -> dict[tuple[int, int], set[int]]:
    """Return which answers the others may have given, by attacker and item.

    Parameters
    ----------
    answers : ndarray of int, shape (people, items)
    rounds : int
        The most rounds of 300 other sets of answers that are put through the gate; fewer where all is found.
    rng : Generator
    """
    witnesses = answers[None]
    left: dict[tuple[int, int], set[int]] = {}
    for _ in range(rounds):
        tried = np.concatenate(
            [answers[None], _shifted(witnesses[rng.integers(len(witnesses), size=300)], rng)]
        )
        told = _published(tried)
        same = tried[[one == told[0] for one in told]]
        witnesses = np.unique(np.concatenate([witnesses, same]), axis=0)
        for other in same:
            _add(left, answers, other)
        if all(len(possible) > 2 for possible in left.values()):
            break
    return left


def _add(left: dict[tuple[int, int], set[int]], answers: Ints, other: Ints) -> None:
    """Add what the others answered, for each attacker whose own answers are among these."""
    for attacker, own in enumerate(answers):
        same = np.flatnonzero((other == own).all(axis=1))
        if len(same):
            rest = np.delete(other, same[0], axis=0)
            for item in range(answers.shape[1]):
                left.setdefault((attacker, item), set()).update(rest[:, item].tolist())


def _shifted(tried: Ints, rng: np.random.Generator) -> Ints:
    """Shift some answers a step up and mostly as many a step down, one person's left as they are."""
    _, people, items = tried.shape
    tried = tried.copy()
    for one in tried:
        others = np.delete(np.arange(people), rng.integers(people))
        for _ in range(rng.integers(1, 5)):
            up, down = rng.choice(others, 2)
            one[up, rng.integers(items)] += rng.random() < 0.8
            one[down, rng.integers(items)] -= rng.random() < 0.8
    return tried[((tried >= 0) & (tried <= 4)).all(axis=(1, 2))]


def _published(tried: Ints) -> list[str]:
    """Return all that the gate lets through of each set of answers, as text."""
    sets, _, items = tried.shape
    at, person, item = (place.ravel() for place in np.indices(tried.shape))
    responses = pd.DataFrame({
        "study": np.char.add("s", at.astype(str)), "wave": "end", "party": "a",
        "respondent": person.astype(str), "item": np.array(ITEMS)[item], "value": 25.0 * tried.ravel(),
        "state": "answered",
    })  # fmt: skip
    scores = score_criteria(responses)
    scores = scores[scores["criterion"] == "during.dialogue"]
    counts = count_answers(responses)
    counts = counts[counts["item"].isin(ITEMS[:items])]
    tables = [table.round(6) for table in protect_together([scores, counts])]
    texts = [{study: mine.drop(columns="study").to_csv(index=False) for study, mine in table.groupby("study")}
             for table in tables]  # fmt: skip
    return [texts[0][f"s{one}"] + texts[1].get(f"s{one}", "") for one in range(sets)]

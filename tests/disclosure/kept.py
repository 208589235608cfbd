"""What report mode leaves visible of a study: numbers, words, distributions and verdicts, of all there could be."""

from __future__ import annotations

import pandas as pd

import evalkit as ek
from evalkit.disclosure import protect_together

CELL = ["study", "wave", "party", "criterion"]


def kept(data: object, *, framework: object = None) -> pd.DataFrame:
    """Return how many are shown of how many.

    Parameters
    ----------
    data : Study or responses
    framework : Framework, optional

    Returns
    -------
    DataFrame
        shown and of, by

        - numbers: cells (criterion x party x wave) of five answers or more whose score is a number
        - words: cells of three or four answers that have a word
        - distributions: cells of five or more of which some item, or the people's own means, are shown
        - verdicts
    """
    scores = ek.score_criteria(data)
    verdicts, answers = ek.judge_criteria(scores), ek.count_answers(data)
    gated, judged, counted = protect_together([scores, verdicts, answers], framework=framework)
    enough, few = scores["n"].ge(5), scores["n"].between(3, 4)
    told = counted[counted["shown"].eq("yes") & counted["state"].eq("answered") & counted["n"].gt(0)]
    cells = set(told[CELL].astype(str).itertuples(index=False, name=None))
    spread = pd.Series(
        [cell in cells for cell in scores[CELL].astype(str).itertuples(index=False, name=None)]
    )
    with_verdict = verdicts["verdict"].notna()
    each = {
        "numbers": (gated["shown"].eq("yes"), enough),
        "words": (gated["shown"].eq("word"), few),
        "distributions": (spread, enough),
        "verdicts": (judged["verdict"].notna(), with_verdict),
    }
    rows = {name: (int((shown & of).sum()), int(of.sum())) for name, (shown, of) in each.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["shown", "of"])

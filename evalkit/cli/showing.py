"""`evalkit score`: verdicts and scores as a terminal, or another program, reads them."""

from __future__ import annotations

from typing import Any

from evalkit.charts.cells import Row, kind_of, records, words_for
from evalkit.export.naming import coded, readable
from evalkit.export.results import Results
from evalkit.words import number, pick, say, texts_under


def verdict_records(results: Results) -> dict[str, Any]:
    """Return verdicts and scores in evalkit's own codes, ready for JSON.

    Parameters
    ----------
    results : Results

    Returns
    -------
    dict
        study, mode, verdicts, scores: lists of rows; a code where a number is empty.
    """
    tables = {name: coded(getattr(results, name)).to_dict("records") for name in ("verdicts", "scores")}
    return {"study": results.study.id, "mode": results.mode, **tables}


def verdict_lines(results: Results) -> list[str]:
    """Return one line for each criterion of the last wave that was answered: label, verdict, parties' scores.

    Parameters
    ----------
    results : Results

    Returns
    -------
    list of str
    """
    lang, wave = results.lang, results.last_wave("verdicts")
    title = pick(results.study.title, lang)
    if wave is None:
        return [title, say("export.story.card.none", lang)]
    scores = records(results.of_wave("scores", wave))
    lines = [f"{title}, {results.wave_name(wave)} ({say(f'mode.{results.mode}', lang)})"]
    for row in readable(results.of_wave("verdicts", wave), results.study, lang).to_dict("records"):
        lines.append(_line(row, scores, results))
    return lines


def _line(row: dict[Any, Any], scores: list[Row], results: Results) -> str:
    names = texts_under("export.column", results.lang)
    criterion, verdict = row[names["criterion"]], row[names["verdict"]] or row[names["state"]]
    marks = [
        f"{results.party_name(score['party'])} {_said(score, results.lang)}"
        for score in scores
        if results.study.framework.label(score["criterion"], results.lang) == criterion
    ]
    return f"  {criterion}: {verdict} ({'; '.join(marks)})"


def _said(score: Row, lang: str) -> str:
    return number(score["score"], lang) if kind_of(score) == "number" else words_for(score, lang)

"""What the site's build makes itself: pictures of the sample, public names, the glossary, the schemas."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("agg")

import evalkit as ek
from evalkit.charts import plot_scope, plot_scope_outcome
from evalkit.export.pictures import svg_of
from evalkit.export.results import analyse
from evalkit.words import say, texts_under

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample"
SCHEMAS = ROOT / "evalkit" / "schemas"
_CHART, _MADE = (
    re.compile(r"^\{\{chart:(\w+)\}\}$", re.MULTILINE),
    re.compile(r"^\{\{(\w+)\}\}$", re.MULTILINE),
)


def on_files(files: Any, config: Any) -> Any:
    """Add the schemas and every picture to the site."""
    from mkdocs.structure.files import File

    for path in sorted(SCHEMAS.glob("*.json")):
        files.append(File.generated(config, f"schemas/{path.name}", abs_src_path=str(path)))
    for name in charts():
        files.append(File.generated(config, f"pictures/{name}.svg", content=picture(name)[0]))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put pictures and made tables where a page asks for them."""
    made = {"reference": reference, "glossary": glossary, "schemas": schemas}
    markdown = _CHART.sub(lambda match: f"![{picture(match[1])[1]}](pictures/{match[1]}.svg)", markdown)
    return _MADE.sub(lambda match: made[match[1]]() if match[1] in made else match[0], markdown)


@cache
def charts() -> dict[str, Callable[[], Any]]:
    """Return how each chart of the sample is drawn, in report mode; in English."""
    study, portfolio = ek.load_study(SAMPLE / "roadworks"), ek.load_portfolio(SAMPLE)
    options: dict[str, Any] = {"labels": study, "lang": "en"}
    told = analyse(study, lang="en", mode="report")
    at_end = {name: told.of_wave(name, "end") for name in ("scores", "verdicts", "parties", "evidence")}
    answers = told.of_wave("answers", "followup")
    return {
        "scorecard": lambda: ek.plot_scorecard(at_end["verdicts"], at_end["scores"], **options),
        "profile": lambda: ek.plot_profile(at_end["scores"], **options),
        "parties": lambda: ek.plot_parties(at_end["parties"], **options),
        "response": lambda: ek.plot_response(told.scores, **options),
        "likert": lambda: ek.plot_likert(_about(answers, *_TWO), **options),
        "answers": lambda: ek.plot_answers(_about(study.responses, _TWO[1]), wave="followup", **options),
        "waves": lambda: ek.plot_waves(_about(told.scores, *_MOVED), **options),
        "logbook": lambda: ek.plot_logbook(told.entries, told.codings, **options),
        "evidence": lambda: ek.plot_evidence(at_end["evidence"], **options),
        "trials": lambda: ek.plot_trials(_one_behaviour(told.trials), **options),
        "dilemmas": lambda: ek.plot_dilemmas(told.dilemmas, **options),
        "scope": lambda: plot_scope(study.scope, **options),
        "scope_empty": lambda: plot_scope(lang="en"),
        "scope_outcome": lambda: plot_scope_outcome(told.promises, **options),
        "portfolio": lambda: ek.plot_portfolio(_judged(portfolio), labels=portfolio, lang="en"),
    }


_TWO = ("during.dialogue", "before.management_support")
_MOVED = ("before.shared_start", "before.clear_purpose", "before.management_support", "during.investment")


def _about(table: Any, *criteria: str) -> Any:
    return table[table["criterion"].astype(str).isin(criteria)]


def _one_behaviour(table: Any) -> Any:
    return table[table["behaviour"] == table["behaviour"].iloc[0]]


def _judged(portfolio: Any) -> Any:
    scores = ek.score_criteria(portfolio)
    return ek.protect(ek.judge_criteria(scores, ek.triangulate(scores, portfolio), lang="en"), beside=scores)


@cache
def picture(name: str) -> tuple[str, str]:
    """Return a chart as SVG, and its alt text."""
    ax = charts()[name]()
    alt = ek.describe_chart(ax, "en")
    return svg_of(ax.figure, title=name, alt=alt, id=name), alt.replace("[", "(").replace("]", ")")


def reference() -> str:
    """List every public name, so that its docstring is put here."""
    lines = []
    for room, names in ek._ROOMS.items():
        lines += [f"## {room}", *(f"::: {_home(getattr(ek, name))}" for name in names)]
    more = (
        "compare_dilemmas",
        "dilemma_register",
        "talk_first",
        "agreed_beside",
        "questions_for",
        "follow_actions",
    )
    lines += ["## scoping, in full", *(f"::: evalkit.scoping.{name}" for name in more)]
    return "\n\n".join([*lines, "::: evalkit.scope.freeze_scope", "::: evalkit.charts.scope.plot_scope",
                        "::: evalkit.charts.scope_outcome.plot_scope_outcome"])  # fmt: skip


def _home(thing: Any) -> str:
    """Return where a name is written: a room and a file of it may have the same name."""
    return f"{thing.__module__}.{thing.__name__}"


def glossary() -> str:
    """Write the project's words in both languages."""
    pairs = [(key, say(key, "en"), say(key, "da")) for key in _WORDS]
    for group in ("phase", "wave", "level", "verdict", "state", "stance", "convergence"):
        danish = texts_under(group, "da")
        pairs += [(f"{group}.{key}", text, danish[key]) for key, text in texts_under(group, "en").items()]
    rows = "\n".join(f"| {english} | {danish} | `{key.split('.')[-1]}` |" for key, english, danish in pairs)
    return f"| English | Danish | in code |\n| --- | --- | --- |\n{rows}"


_WORDS = (
    "study_word", "portfolio", "party", "parties", "criterion", "item", "respondent", "answer", "score",
    "wave_word", "phase_word", "verdict_word", "entry", "session", "count", "solution", "baseline", "gap",
    "hidden", "scope", "mode.dialogue", "mode.report", "expected", "happened",
)  # fmt: skip


def schemas() -> str:
    """Link every schema."""
    return "\n".join(f"- [{path.name}](schemas/{path.name})" for path in sorted(SCHEMAS.glob("*.json")))

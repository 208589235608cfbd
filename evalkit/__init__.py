"""evalkit: analysis for people who evaluate partnership projects.

Survey exports and logbooks in; scores, verdicts, evidence and charts out, in Danish and English::

    import evalkit as ek

    study    = ek.load_study("data/sample/roadworks")
    scores   = ek.score_criteria(study)
    verdicts = ek.judge_criteria(scores, ek.triangulate(scores, study))
    ax       = ek.plot_scorecard(verdicts, labels=study, lang="da")

The rooms, each importing only from those above it:

=============  ====================================================================
framework      the criteria, their items, scales and limits; words and numbers in da/en
survey         survey exports, one file per format
logbook        logbooks, one file per format
study          a study's folder, loaded and checked; its frozen scope, what was said in the room
scoring        counts by any engine, scores with intervals, verdicts by a printed rule
comparing      parties, waves, the logbook's evidence, trials at a site
disclosure     the gate: what may leave the room
scoping        the scope against what happened, the dilemmas, the way on
charts         one chart a file; checks and descriptions of any chart
export         pictures, slides, documents, tables, the report
cli            the same words in a terminal
=============  ====================================================================

Everything public is in `__all__` and loaded when first used: importing evalkit costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_ROOMS = {
    "errors": ("EvalkitError",),
    "framework": ("load_framework",),
    "survey": ("Survey", "draft_codebook", "read_survey"),
    "logbook": ("Logbook", "read_logbook"),
    "scope": ("load_scope",),
    "study": ("Study", "load_portfolio", "load_study"),
    "scoring": (
        "agreement", "coder_agreement", "count_answers", "judge_criteria", "reliability", "score_criteria",
    ),
    "comparing": ("compare_parties", "compare_trials", "compare_waves", "triangulate"),
    "disclosure": ("audit", "protect"),
    "scoping": ("compare_scope", "recommend_form"),
    "charts": (
        "check_chart", "describe_chart", "format_table", "plot_answers", "plot_dilemmas", "plot_evidence",
        "plot_likert", "plot_logbook", "plot_parties", "plot_portfolio", "plot_profile", "plot_response",
        "plot_scorecard", "plot_trials", "plot_waves", "use_theme",
    ),
    "export": ("save_chart", "save_deck", "save_report"),
}  # fmt: skip
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = ["__version__", *_HOME]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"evalkit has no {name!r}; it has {', '.join(sorted(_HOME))}")
    value = getattr(import_module(f"evalkit.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


if TYPE_CHECKING:
    from evalkit.charts import (
        check_chart,
        describe_chart,
        format_table,
        plot_answers,
        plot_dilemmas,
        plot_evidence,
        plot_likert,
        plot_logbook,
        plot_parties,
        plot_portfolio,
        plot_profile,
        plot_response,
        plot_scorecard,
        plot_trials,
        plot_waves,
        use_theme,
    )
    from evalkit.comparing import compare_parties, compare_trials, compare_waves, triangulate
    from evalkit.disclosure import audit, protect
    from evalkit.errors import EvalkitError
    from evalkit.export import save_chart, save_deck, save_report
    from evalkit.framework import load_framework
    from evalkit.logbook import Logbook, read_logbook
    from evalkit.scope import load_scope
    from evalkit.scoping import compare_scope, recommend_form
    from evalkit.scoring import (
        agreement,
        coder_agreement,
        count_answers,
        judge_criteria,
        reliability,
        score_criteria,
    )
    from evalkit.study import Study, load_portfolio, load_study
    from evalkit.survey import Survey, draft_codebook, read_survey

"""A study's results, each computed once, and passed through the gate where they are for everybody.

The report, the workbook, the slides and the command line all show the same tables; here they are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit.comparing import compare_parties, compare_trials, triangulate
from evalkit.disclosure import audit, protect_together
from evalkit.errors import EvalkitError, not_one_of
from evalkit.export.published import earlier_figures, report_figures
from evalkit.scoping import agreed_beside, compare_dilemmas, compare_scope, follow_actions, talk_first
from evalkit.scoring import count_answers, judge_criteria, score_criteria
from evalkit.study import who_answered
from evalkit.studyfile import need_consent
from evalkit.tables import FEWEST
from evalkit.words import date, listed, number, one_or_many, out_of, percent, pick, say

if TYPE_CHECKING:
    from evalkit.framework import Framework
    from evalkit.study import Study

MODES = ("report", "dialogue")
_LONG = 90  # characters of a footer for each party's n; more, and it says from what to what
_NAME = 60  # characters of a title that a footer has room for; more, and it says the study's id


@dataclass(frozen=True)
class Results:
    """What there is to say about a study, in one mode and language.

    Attributes
    ----------
    study : Study
    lang : {'da', 'en'}
    mode : {'report', 'dialogue'}
        In report mode the tables have passed the gate and bear a column shown.
    scores, verdicts, evidence, parties, answers, trials : DataFrame
        As `score_criteria`, `judge_criteria`, `triangulate`, `compare_parties`, `count_answers` and
        `compare_trials` return them.
    entries, codings : DataFrame
        The logbook's entries, and what they say about criteria.
    promises, dilemmas, talk, agreed, actions : DataFrame
        As `compare_scope`, `compare_dilemmas`, `talk_first`, `agreed_beside` and `follow_actions` return
        them.
    """

    study: Study
    lang: str
    mode: str
    scores: pd.DataFrame
    verdicts: pd.DataFrame
    evidence: pd.DataFrame
    parties: pd.DataFrame
    answers: pd.DataFrame
    entries: pd.DataFrame
    codings: pd.DataFrame
    trials: pd.DataFrame
    promises: pd.DataFrame
    dilemmas: pd.DataFrame
    talk: pd.DataFrame
    agreed: pd.DataFrame
    actions: pd.DataFrame

    @property
    def corrections(self) -> pd.DataFrame:
        """What was corrected; for everybody, not in whose row, from what to what, nor why."""
        whole = self.study.corrections.drop(columns="line")
        return whole if self.mode == "dialogue" else whole[["file", "column"]]

    def last_wave(self, table: str) -> str | None:
        """Return the last wave in which somebody answered, as far as a table goes."""
        with_answers = self.scores[self.scores["state"].astype(str) == "answered"]
        waves = set(with_answers["wave"].astype(str)) & set(getattr(self, table)["wave"].astype(str))
        return next((wave.id for wave in reversed(self.study.waves) if wave.id in waves), None)

    def of_wave(self, table: str, wave: str) -> pd.DataFrame:
        """Return a table's rows of one wave."""
        whole = getattr(self, table)
        return whole[whole["wave"].astype(str) == wave]

    def wave_name(self, wave: str) -> str:
        """Return what a wave is called."""
        return next(pick(w.label, self.lang) for w in self.study.waves if w.id == wave)

    def party_name(self, party: str) -> str:
        """Return what a party is called."""
        return next(pick(p.label, self.lang) for p in self.study.parties if p.id == party)

    def item_texts(self, criterion: str, asked: set[str]) -> list[str]:
        """Return the texts of a criterion's items that were asked."""
        return [
            pick(item.text, self.lang)
            for item in self.study.framework.items_of(criterion)
            if item.id in asked
        ]

    def say(self, key: str, **values: object) -> str:
        """Write one of the story's sentences."""
        return say(f"export.story.{key}", self.lang, **values)

    def many(self, what: str, count: int) -> str:
        """Write how many there are of something, in the singular where there is one."""
        return self.say(f"count.{what}.{one_or_many(count)}", n=number(count, self.lang))

    def source(self, wave: str | None = None) -> str:
        """Return where the figures of a wave are from, how many answered, and by which rules."""
        limits, title = self.study.framework.limits, pick(self.study.title, self.lang)
        name = title if len(title) <= _NAME else self.study.id
        if wave is None:
            return say("export.page.study", self.lang, study=name)
        day = next(w.date for w in self.study.waves if w.id == wave)
        rules = say(
            "export.page.rules", self.lang, framework=self.study.framework.id,
            version=self.study.framework.version, high=number(limits.high, self.lang, 1),
            low=number(limits.low, self.lang),
        )  # fmt: skip
        asked = say(
            "export.page.asked", self.lang, study=name, wave=self.wave_name(wave), date=date(day, self.lang)
        )
        return " · ".join((asked, self._counts(wave), rules))

    def answered(self) -> list[dict[str, Any]]:
        """Return who was invited and who answered, in words: wave, party, invited, answered, of_invited.

        A party that wasn't invited to a wave has no row of it.
        count is the number to sort by, share that of the invited: 0 and None where a few are not told apart.
        """
        rows = who_answered(self.study)
        return [self._answered(row) for row in rows[rows["invited"].ne(0).fillna(True)].to_dict("records")]

    def is_few(self, count: int) -> bool:
        """Tell whether so few answered that everybody isn't told how many."""
        return self.mode == "report" and 0 < count < FEWEST

    def _answered(self, row: Mapping[Any, Any]) -> dict[str, Any]:
        count, invited = int(row["answered"]), None if pd.isna(row["invited"]) else int(row["invited"])
        asked = say("words.unknown", self.lang) if invited is None else number(invited, self.lang)
        said = {"wave": row["wave"], "party": row["party"], "invited": asked, "percent": "", "share": None}
        if self.is_few(count):
            few = say("export.few", self.lang)
            return said | {"count": 0, "answered": few, "of_invited": few}
        said |= {"count": count, "answered": number(count, self.lang), "of_invited": number(count, self.lang)}
        if invited is None:
            return said
        share = percent(100 * count / invited, self.lang) if invited >= 10 else ""
        return said | {
            "of_invited": out_of(count, invited, self.lang), "share": count / invited, "percent": share,
        }  # fmt: skip

    def _counts(self, wave: str) -> str:
        rows = [row for row in self.answered() if row["wave"] == wave]
        said = [
            say("export.page.n_party", self.lang, n=row["answered"], party=self.party_name(row["party"]))
            for row in rows
        ]
        text = say("export.page.n", self.lang, counts=listed(said, self.lang))
        if len(text) <= _LONG:
            return text
        counts = [row["answered"] for row in sorted(rows, key=lambda row: row["count"])]
        return say("export.page.n_range", self.lang, low=counts[0], high=counts[-1])

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by sheet, in reading order; empty ones are left out."""
        names = ("verdicts", "scores", "parties", "evidence", "answers", "trials")
        tables = {name: getattr(self, name) for name in names}
        corrections = {"corrections": self.corrections}
        return {name: table for name, table in {**tables, **corrections}.items() if len(table)}


def analyse(study: Study, *, lang: str = "da", mode: str = "report") -> Results:
    """Compute a study's results.

    Parameters
    ----------
    study : Study
    lang : {'da', 'en'}
        The language of the verdicts' reasons.
    mode : {'report', 'dialogue'}
        In report mode every table passes the gate.

    Returns
    -------
    Results

    Raises
    ------
    EvalkitError
        If the mode is unknown, or what would be shown together gives away what is hidden.
    """
    if mode not in MODES:
        raise not_one_of(mode, MODES, "Give mode='report' or mode='dialogue'.")
    scores = score_criteria(study)
    evidence = triangulate(scores, study)
    tables = {
        "scores": scores,
        "verdicts": judge_criteria(scores, evidence, labels=study, lang=lang),
        "evidence": evidence,
        "parties": compare_parties(scores),
        "answers": count_answers(study),
        "entries": study.entries,
        "codings": study.evidence,
    }
    if mode == "dialogue":
        need_consent(study.parties, study.consent)
    if mode == "report":
        tables = _through_the_gate(tables, study.framework, earlier_figures(study))
    tables["trials"] = compare_trials(study, lang=lang)
    return Results(study, lang, mode, **tables, **_around(study, tables["verdicts"], lang, mode))


def _around(study: Study, verdicts: pd.DataFrame, lang: str, mode: str) -> dict[str, pd.DataFrame]:
    """Read what lies before and after the numbers, of verdicts that have passed the gate where they must."""
    dilemmas = compare_dilemmas(study, mode=mode)
    return {
        "promises": compare_scope(study, verdicts, mode=mode, lang=lang),
        "dilemmas": dilemmas,
        "talk": talk_first(study, verdicts, dilemmas, lang=lang),
        "agreed": agreed_beside(study, verdicts, mode=mode),
        "actions": follow_actions(study, mode=mode, lang=lang),
    }


def _through_the_gate(
    tables: Mapping[str, pd.DataFrame], framework: Framework, earlier: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    full = {name: table for name, table in tables.items() if len(table)}
    passed = dict(zip(full, protect_together(list(full.values()), framework=framework), strict=True))
    told = {"scores": report_figures(passed["scores"], passed["answers"])} if "scores" in passed else {}
    refuse_told(audit({**passed, **told, **earlier}, framework=framework))
    return {**tables, **passed}


def refuse_told(told: pd.DataFrame) -> None:
    """Raise, with the list, if an audit found something.

    Parameters
    ----------
    told : DataFrame
        As `audit` returns it.

    Raises
    ------
    EvalkitError
    """
    if len(told):
        raise EvalkitError(
            f"what would be published tells {len(told)} hidden figures: {_told(told)}",
            "Nothing was written. Say mode='dialogue' for the people in the room, or publish fewer waves. "
            "What a shared report told of a wave stands: leave out what came later (corrections.csv).",
        )


def _told(findings: pd.DataFrame) -> str:
    rows = [
        "/".join(str(row[key]) for key in ("wave", "party", "criterion", "item") if row[key])
        + f" ({row['what']}, from {row['tables']})"
        for row in findings.head(6).to_dict("records")
    ]
    return ", ".join(rows) + (", ..." if len(findings) > len(rows) else "")

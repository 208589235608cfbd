"""What a chart shows, in one sentence: the titles that stand over the report's charts.

A title says only what the table under it holds. Where the gate has taken the numbers, it names no number, and
where a larger one may be among those, it says that it speaks of what can be shown. Two that are the same as
they are written are named together; more than a title holds, and it names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from evalkit.charts.cells import records
from evalkit.charts.layout import wrap
from evalkit.charts.logbook_lanes import dated_notes
from evalkit.charts.verdicts import verdict_word
from evalkit.export.numerals import numeral, share_of
from evalkit.export.results import Results
from evalkit.scoping import compare_scope
from evalkit.words import date, listed, number, pick, rounded, say

_ROOM, _SIZE = (
    800.0,
    18.0,
)  # points: two such lines hold every title, with *Backup:* before and *(1/2)* behind it
UNSEEN = ("unknown", "hidden", "open")  # of a point of the scope: nothing can be told of it, or not yet
_AT_MOST = 3  # names in a title; more make it a list


def short(results: Results) -> tuple[str, ...]:
    """Say the few things that a reader must not miss, and last for whom they are."""
    wave = results.last_wave("verdicts")
    said = [results.say(f"short.{results.mode}")]
    if wave is None:
        return (results.say("answered.none"), *said)
    name = _capital(results.wave_name(wave))
    answered = results.say("short.answered", wave=name, parties=_by_party(results, wave))
    told = [answered, card(results, wave) + "."]
    if len(results.study.parties) > 1 and results.of_wave("parties", wave)["gap"].notna().any():
        told.append(parties(results, wave) + ".")
    if len(results.study.entries):
        told.append(evidence(results, wave) + ".")
    if len(results.talk):
        told.append(talk(results) + ".")
    return (*told, *said)


def response(results: Results, wave: str) -> str:
    """Say how many of each party answered."""
    name = _capital(results.wave_name(wave))
    told = results.say("answered.finding", wave=name, parties=_by_party(results, wave))
    return told if _fits(told) else _fewest(results, wave)


def _fewest(results: Results, wave: str) -> str:
    """Name the party of which the smallest share answered, where every share may be told."""
    rows, name = [row for row in results.answered() if row["wave"] == wave], _capital(results.wave_name(wave))
    if any(row["share"] is None for row in rows):
        return results.say("answered.plain", wave=name)
    least = min(rows, key=lambda row: row["share"])
    party = results.party_name(least["party"])
    return results.say("answered.fewest", wave=name, party=party, n=least["of_invited"])


def card(results: Results, wave: str) -> str:
    """Say how many criteria are fulfilled and what is to be said of the rest: by name, or how many."""
    table, lang = results.of_wave("verdicts", wave), results.lang
    judged, name = table[table["verdict"].notna()], _capital(results.wave_name(wave))
    hidden = int(((table["state"].astype(str) == "answered") & table["verdict"].isna()).sum())
    if hidden > len(judged):
        counts = {"n": numeral(hidden, lang), "all": numeral(hidden + len(judged), lang)}
        return results.say("card.hidden", wave=name, **counts)
    if len(judged) == 1 and not hidden:
        (only,) = records(judged)
        return results.say(
            "card.only",
            wave=name,
            name=names_of(results, [only["criterion"]]),
            verdict=verdict_word(only, lang),
        )
    return _of_all(results, name, judged, hidden)


def _of_all(results: Results, name: str, judged: pd.DataFrame, hidden: int) -> str:
    """Say it of several criteria, with as many of them by name as there is room for."""
    lang, (key, rest) = results.lang, _verdicts(judged)
    some_thin = key == "finding" and len(rest["thin"]) > 0
    whole = len(judged) - len(rest["thin"]) if some_thin else len(judged)
    counts = share_of(len(rest.pop(key)), whole, lang, hidden=hidden > 0)
    tail = "_judged" if some_thin else "_all" if key == "thin" and not any(map(len, rest.values())) else ""
    every = numeral(whole, lang)
    opening = results.say(f"card.{key}{tail}", wave=name, counts=counts, all=every)
    last = [results.say("card.part_hidden", n=numeral(hidden, lang, neuter=True))] if hidden else []
    sentences = ("; ".join([opening, *_parts(results, rest, most), *last]) for most in (_AT_MOST, 1, 0))
    return next(filter(_fits, sentences), "; ".join((opening, results.say("card.part_rest"))))


def _parts(results: Results, rest: Mapping[str, pd.DataFrame], most: int) -> list[str]:
    return [
        results.say(f"card.part_{part}", names=_names_or_count(results, rows["criterion"], most))
        for part, rows in rest.items()
        if len(rows)
    ]


def _verdicts(judged: pd.DataFrame) -> tuple[str, dict[str, pd.DataFrame]]:
    """Return the rows by what is said of them, and what is said first: where most are thin, that."""
    verdict, by = judged["verdict"].astype(str), judged["contested_by"].astype(str)
    rows = {
        "finding": judged[verdict == "fulfilled"],
        "contested": judged[(verdict == "contested") & (by != "logbook")],
        "logbook": judged[(verdict == "contested") & (by == "logbook")],
        "not": judged[verdict == "not_fulfilled"],
        "thin": judged[verdict == "too_little_data"],
    }
    if 2 * len(rows["thin"]) <= len(judged) or not len(judged):
        return "finding", rows
    rows["fulfilled"] = rows.pop("finding")
    return "thin", rows


def profile(results: Results, wave: str) -> str:
    """Name the criteria on which the parties' mean is highest and lowest, or count the high and the low."""
    table = results.of_wave("verdicts", wave)
    means = table.dropna(subset=["score"]).set_index("criterion")["score"]
    best, worst = (_first_of(results, means, largest=largest) for largest in (True, False))
    if best is None or worst is None or best == worst:
        return _levels(results, wave)
    who = "one" if len(results.study.parties) == 1 else _as_shown(table)
    told = results.say(f"profile.{who}", best=best, worst=worst)
    return told if _fits(told) else _levels(results, wave)


def _levels(results: Results, wave: str) -> str:
    """Count how many of the scores and words that are drawn are high, and how many low."""
    table, limits = results.of_wave("scores", wave), results.study.framework.limits
    words = table["level"].astype(str) if "level" in table else pd.Series("", index=table.index)
    scores = table["score"].astype(float)
    high, low = (scores >= limits.high) | words.eq("high"), (scores < limits.low) | words.eq("low")
    told = table["party"][scores.notna() | words.isin(("high", "middle", "low"))].astype(str)
    if not len(told):
        return results.say("profile.none")
    kept = "" if _as_shown(table) == "all" else "_shown"
    if len(told) == 1:
        level = "high" if high.any() else "low" if low.any() else "middle"
        return results.say(f"profile.level{kept}", level=say(f"level.{level}", results.lang))
    key = "_one" if told.nunique() == 1 < table["party"].nunique() else kept
    counts = {"high": int(high.sum()), "low": int(low.sum()), "all": len(told)}
    words_of = {name: numeral(n, results.lang) for name, n in counts.items()}
    party = results.party_name(told.iloc[0])
    return _capital(results.say(f"profile.levels{key}", party=party, **words_of))


def parties(results: Results, wave: str, part: pd.DataFrame | None = None) -> str:
    """Name the criterion with the largest gap, if it is in the part that is drawn; else how large it is."""
    table = results.of_wave("parties", wave)
    gaps = table.dropna(subset=["gap"]).drop_duplicates("criterion").set_index("criterion")
    shown = _as_shown(table)
    if not len(gaps):
        return results.say("parties.none" if shown == "all" else "parties.hidden")
    rows = gaps[~gaps.index.isin(_too_thin(results, wave))]
    if not len(rows):
        return results.say("parties.thin")
    name, gap, tail = (
        _first_of(results, rows["gap"]),
        number(rows["gap"].max(), results.lang),
        "_shown" * (shown != "all"),
    )
    if gap == "0":
        return results.say(f"parties.same{tail}")
    if name is None:
        return results.say(f"parties.widest{tail}", gap=gap)
    if part is not None and rows["gap"].idxmax() not in set(part["criterion"]):
        return results.say("parties.rest")
    sure = rows["gap_low"].isna() | (rows["gap_low"] > 0)
    key = "unsure" if shown == "all" and not sure.any() else shown
    key = "judged" if key == "all" and gaps["gap"].max() > rows["gap"].max() else key
    told = results.say(f"parties.{key}", criterion=name, gap=gap)
    return told if _fits(told) else results.say(f"parties.widest{tail}", gap=gap)


def _too_thin(results: Results, wave: str) -> set[str]:
    """Return the criteria on which there is too little data: a gap there is no finding."""
    table = results.of_wave("verdicts", wave)
    return set(table.loc[table["verdict"] == "too_little_data", "criterion"].astype(str))


def waves(results: Results, part: pd.DataFrame) -> str:
    """Name the party and criterion whose score moved most from first to last, if it is drawn."""
    order = {wave.id: place for place, wave in enumerate(results.study.waves)}
    scored = results.scores.dropna(subset=["score"]).sort_values(
        "wave", key=lambda waves: waves.astype(str).map(order), kind="stable"
    )
    scores = scored.groupby(["criterion", "party"], observed=True)["score"]
    ends = pd.DataFrame({"first": scores.first().map(rounded), "last": scores.last().map(rounded)})
    moved = (ends["last"] - ends["first"]).abs().astype(float)
    most = moved[(moved == moved.max()) & (moved > 0)]
    if not len(most):
        return results.say("waves.still")
    if not set(most.index.get_level_values("criterion")) & set(part["criterion"]):
        return results.say("waves.rest")
    if len(most) > 1:
        return _several(results, list(dict.fromkeys(most.index.get_level_values("criterion"))))
    (criterion, party), row = most.index[0], ends.loc[most.index[0]]
    said = {end: number(float(row[end]), results.lang) for end in ("first", "last")}
    who, what = results.party_name(str(party)), names_of(results, [criterion])
    told = results.say(f"waves.{_as_shown(results.scores)}", party=who, criterion=what, **said)
    return told if _fits(told) else _several(results, [criterion])


def _several(results: Results, criteria: list[str]) -> str:
    """Name the criteria on which the score changed most, if they can be named."""
    told = results.say("waves.several", names=names_of(results, criteria))
    return told if len(criteria) <= _AT_MOST and _fits(told) else results.say("waves.plain")


def evidence(results: Results, wave: str) -> str:
    """Say where survey and logbook agree, and where they don't."""
    table, lang = results.of_wave("evidence", wave), results.lang
    told = table.dropna(subset=["convergence"])
    codes = told["convergence"].astype(str)
    if len(told) == 1:
        return results.say("evidence.one")

    def of_all(code: str) -> str:
        n = numeral(int((codes == code).sum()), lang, neuter=True)
        return results.say(f"evidence.of.{_as_shown(table)}", n=n, all=numeral(len(told), lang))

    if set(codes) <= {"logbook_only", "neither"}:
        return results.say("evidence.no_survey", same=of_all("logbook_only"))
    against, any_same = told[codes == "dissonance"]["criterion"], (codes == "agreement").any()
    same = of_all("agreement") if any_same else results.say(f"evidence.no_same.{_as_shown(table)}")
    quiet = "finding" if any_same else "none"
    key = f"evidence.{'' if any_same else 'and_'}{'against' if len(against) else quiet}"
    sentences = (
        results.say(key, same=same, names=_names_or_count(results, against, most)) for most in (_AT_MOST, 0)
    )
    return next((sentence for sentence in sentences if _fits(sentence)), results.say("evidence.plain"))


def timeline(results: Results) -> str:
    """Say which months the logbook covers."""
    ways = dated_notes(results.entries, results.codings)["stance"].value_counts()  # as the chart counts
    counts = {
        way: number(ways[way], results.lang) if way in ways else numeral(0, results.lang)
        for way in ("supports", "against")
    }
    days, lang = results.entries["occurred_at"], results.lang
    first, last = (date(day.date(), lang).split(" ", 1)[1] for day in (days.min(), days.max()))
    if first != last and days.min().year == days.max().year:
        first = first.rsplit(" ", 1)[0]
    key = f"evidence.timeline{'_one' if first == last else ''}"
    return results.say(key, first=first, last=last, **counts)


def trials(results: Results) -> str:
    """Say how many solutions were tried, how many can be compared, and how many of these only just."""
    table, lang = results.trials, results.lang
    by_code = table.groupby(table["comparison"].astype(str))["solution"].agg(set).to_dict()
    compared, faint = (by_code.get(code, set()) for code in ("compared", "very_uncertain"))
    tried = table.loc[table["comparison"] != "baseline", "solution"].nunique()
    counts = {"n": tried, "compared": len(compared | faint), "faint": len(faint - compared)}
    key = ("none", "one")[tried] if tried < 2 else "many"
    said = results.say(f"trials.finding.{key}", **{name: numeral(n, lang) for name, n in counts.items()})
    faintly = results.say("trials.faint", n=numeral(counts["faint"], lang)) if counts["faint"] else ""
    return _capital(said + faintly)


def scope(results: Results) -> str:
    """Say what became of the deliveries; who was late is said in the room only, and not in a title."""
    whole = compare_scope(results.study, results.verdicts, lang=results.lang)
    told = whole[(whole["topic"] == "delivery") & (whole["status"] == "told")]
    if not len(told):
        return _seen(results)
    sentence = f"{told['frozen'].iloc[0]}: {told['happened'].iloc[0]}"
    return _capital(re.sub(r"\d+", lambda count: numeral(int(count[0]), results.lang), sentence))


def _seen(results: Results) -> str:
    """Count the points of the scope of which something can be told."""
    status = results.promises["status"].astype(str)
    seen = int((~status.isin(UNSEEN)).sum())
    if seen:
        return results.say("scope.told", counts=share_of(seen, len(status), results.lang))
    return results.say("scope.hidden" if status.eq("hidden").any() else "scope.none")


def dilemmas(results: Results) -> str:
    """Say how many dilemmas are important to a party and not settled for it."""
    whole, unsettled = results.dilemmas["dilemma"].nunique(), int((results.talk["kind"] == "dilemma").sum())
    key = ("none", "one")[unsettled] if unsettled < 2 else "many"
    key = "only" if whole == unsettled == 1 else key
    return _capital(results.say(f"dilemmas.finding.{key}", counts=share_of(unsettled, whole, results.lang)))


def talk(results: Results) -> str:
    """Name what to talk about first."""
    first = results.talk.iloc[0]
    labels = {d.id: pick(d.label, results.lang).rstrip("?") for d in results.study.framework.dilemmas}
    label = labels.get(first["id"]) or results.study.framework.label(first["id"], results.lang, short=True)
    return results.say("talk.finding", name=say("export.name", results.lang, name=label))


def agreed(results: Results) -> str:
    """Say how many computed verdicts the parties came to share, of those that are shown."""
    both = results.agreed.dropna(subset=["verdict", "agreed"])
    if not len(both):
        return results.say("agreed.table")
    same = int((~both["differs"].astype(bool)).sum())
    key = ("other", "same")[same] if len(both) == 1 else "finding"
    names = names_of(results, both["criterion"].head(1))
    told = results.say(f"agreed.{key}", counts=share_of(same, len(both), results.lang), name=names)
    asked = [results.wave_name(id) for id in both["wave"].drop_duplicates()]  # others than the last one's
    dated = f"{_capital(asked[0])}: {told[:1].lower()}{told[1:]}"
    return dated if len(asked) == 1 and _fits(dated) else told


def names_of(results: Results, criteria: Iterable[object]) -> str:
    """Name criteria by their short labels, each between quotation marks."""
    labels = [results.study.framework.label(str(id), results.lang, short=True) for id in criteria]
    return listed([say("export.name", results.lang, name=label) for label in labels], results.lang)


def _names_or_count(results: Results, criteria: pd.Series, most: int) -> str:
    """Name criteria, or say how many they are where they are more than can be named."""
    if len(criteria) <= most:
        return names_of(results, criteria)
    return numeral(len(criteria), results.lang, neuter=True)


def _first_of(results: Results, figures: pd.Series, *, largest: bool = True) -> str | None:
    """Name the criteria with the largest or smallest figure as it is written, unless they are too many."""
    if not len(figures):
        return None
    whole = figures.map(rounded)
    names = figures.index[whole == (whole.max() if largest else whole.min())]
    return names_of(results, names) if len(names) <= _AT_MOST else None


def _as_shown(table: pd.DataFrame) -> str:
    """Return ``shown`` where the gate took something out of a table, else ``all``."""
    answered = table[table["state"].astype(str) == "answered"] if "state" in table else table
    return "shown" if "shown" in table and (answered["shown"].astype(str) != "yes").any() else "all"


def _by_party(results: Results, wave: str) -> str:
    counted = [
        results.say("short.party", n=row["of_invited"], party=results.party_name(row["party"]))
        for row in results.answered()
        if row["wave"] == wave
    ]
    return listed(counted, results.lang)


def _fits(title: str) -> bool:
    return len(wrap(title, _ROOM, _SIZE, bold=True)) <= 2


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

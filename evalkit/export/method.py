"""The last section of the story: who made it, by which limits and sums, from which files."""

from __future__ import annotations

from dataclasses import asdict

from evalkit.export.manifest import build_manifest
from evalkit.export.pictures import made_on
from evalkit.export.results import Results
from evalkit.export.story import Block, Bullets, Grid, Paragraph
from evalkit.scoping import independence
from evalkit.words import date, listed, number, percent, texts_under

_OF_VERDICTS = ("high", "low", "apart", "min_valid", "min_share", "max_dont_know")
_SHARES = ("min_share", "max_dont_know", "min_items", "max_weight", "net")


def method_section(results: Results) -> tuple[Block, ...]:
    """Say who made the analysis, the limits, the sums, and where everything is from.

    Parameters
    ----------
    results : Results

    Returns
    -------
    tuple of Block
    """
    lang = results.lang
    manifest = build_manifest(results.study, lang=lang, mode=results.mode)
    names = {key: results.say(f"method.{key}") for key in ("file", "sha256", "keyed_sha256")}
    told = [key for key in names if key in manifest["inputs"][0]]
    files = tuple(tuple(entry[key] for key in told) for entry in manifest["inputs"])
    return (
        Paragraph(independence(results.study, lang)),
        Paragraph(results.say("method.limits_lead")),
        Bullets(limits_in_words(results)),
        Paragraph(results.say("method.sums") + ":"),
        Bullets(tuple(texts_under("export.sum", lang).values())),
        Paragraph(_versions(manifest, results)),
        Grid(results.say("method.inputs"), tuple(names[key] for key in told), files, folded=True),
    )


def limits_in_words(results: Results, *, verdicts: bool | None = None) -> tuple[str, ...]:
    """Write each limit of the framework as a sentence.

    Parameters
    ----------
    results : Results
    verdicts : bool, optional
        Only those that a verdict follows from the scores, or only the others.

    Returns
    -------
    tuple of str
    """
    lang, limits = results.lang, asdict(results.study.framework.limits)
    texts = texts_under("export.limit", lang)
    return tuple(
        texts[name].format(x=_limit(name, value, lang))
        for name, value in limits.items()
        if name in texts and (verdicts is None or (name in _OF_VERDICTS) is verdicts)
    )


def _limit(name: str, value: float, lang: str) -> str:
    if name in _SHARES:
        return percent(100 * value, lang)
    return number(value, lang, 0 if float(value).is_integer() else 1)


def _versions(manifest: dict, results: Results) -> str:
    framework, lang = manifest["framework"], results.lang
    versions = listed([f"{name} {version}" for name, version in manifest["versions"].items()], lang)
    return results.say(
        "method.versions", date=date(made_on(), lang), versions=versions, framework=framework["id"],
        version=framework["version"], hash=framework["sha256"][:12],
    )  # fmt: skip

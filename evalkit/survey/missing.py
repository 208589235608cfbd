"""Three kinds of empty, told apart: not asked, skipped, don't know.

A label that says so makes an answer missing wherever answers are numbers or lie on a scale; it never
becomes a value. Words that aren't here are mapped with missingValues in the codebook.
"""

from __future__ import annotations

import re

from evalkit.survey.cells import fold

_DONT_KNOW = {
    "ved ikke", "ved det ikke", "vet ikke", "vet ej", "don't know", "dont know", "do not know",
    "i don't know",
    "i do not know", "don't know / not applicable", "can't say", "cannot say", "can't choose", "no opinion",
    "ingen holdning", "ingen mening", "kan ikke svare", "kan ikke vurdere", "kan ikke vurderes", "dk",
    "weiß nicht", "keine angabe / weiß nicht", "ne sait pas", "ikke relevant for mig at vurdere",
    "unable to rate",
    "don't know/not sure", "don't know / not sure", "don’t know", "i don’t know",
    "ved ikke / ønsker ikke at svare",
}  # fmt: skip
_NOT_ASKED = {
    "ikke relevant", "ikke aktuelt", "not applicable", "not relevant", "n/a", "irrelevant", "does not apply",
    "doesn't apply", "ikke stillet", "not asked", "inapplicable", "iap", "unfamiliar (n/a)",
}  # fmt: skip
_SKIPPED = {
    "ønsker ikke at svare", "ønsker ikke å svare", "vil ikke svare", "ønsker ikke at oplyse", "ubesvaret",
    "ikke besvaret", "uoplyst", "no answer", "not answered", "refused", "refusal", "prefer not to answer",
    "prefer not to say", "prefer not to disclose", "keine angabe", "missing", "intet svar", "na",
    "no response", "skip", "nan", "null", "#n/a", "#null!",
}  # fmt: skip
_KNOWN = (
    dict.fromkeys(_DONT_KNOW, "dont_know")
    | dict.fromkeys(_NOT_ASKED, "not_asked")
    | dict.fromkeys(_SKIPPED, "skipped")
)


def state_of_label(label: object) -> str:
    """Tell which kind of empty a label stands for.

    Parameters
    ----------
    label : object

    Returns
    -------
    str
        dont_know, not_asked, skipped, or "" if the label is an answer.

    Examples
    --------
    >>> state_of_label("Ved ikke"), state_of_label("Ikke relevant / ved ikke"), state_of_label("Enig")
    ('dont_know', 'dont_know', '')
    >>> state_of_label("N/A - skip, don't know.")
    'dont_know'
    >>> state_of_label("NaN"), state_of_label("."), state_of_label("None")
    ('skipped', 'skipped', '')
    """
    if fold(label) in (".", "-", "--"):
        return "skipped"
    text = fold(label).strip(" .()*-–")
    if not text or len(text) > 60:
        return ""
    if text in _KNOWN or fold(label) in _KNOWN:
        return _KNOWN.get(text) or _KNOWN[fold(label)]
    parts = re.split(r"\s*(?:[,;]|(?<!\bn)/)\s*|\s+(?:[-–]|eller|or)\s+", text)
    states = [_KNOWN.get(part) for part in parts]
    if len(parts) < 2 or None in states:
        return ""
    return "dont_know" if "dont_know" in states else str(states[0])

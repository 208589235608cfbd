"""Columns that say who somebody is: names, e-mail, phone, CPR, IP address. Dropped unless asked for.

Found by heading, or by what the cells hold: one e-mail address or CPR number in a column of text is enough.
"""

from __future__ import annotations

import re

from evalkit.survey.cells import Cells, fold

_HEADINGS = {
    "name": "name|navn|name first|name last|fornavn|efternavn|first name|last name|firstname|lastname"
    "|full name|fulde navn|dit navn|your name|surname|given name|family name"
    "|recipientfirstname|recipientlastname|respondent name|contact name|kontaktperson"
    "|what is your name|hvad er dit navn|hvad hedder du|student name|navn og efternavn"
    "|submitted by|username|user name|brugernavn|vorname|nachname|submittername",
    "e-mail address": "email|e-mail|mail|e-mailadresse|emailadresse|email address|e-mail address"
    "|recipientemail|mailadresse|emailaddress|e-post|epost|your email|din mail|din e-mail|email adresse"
    "|e-mail adresse|kontakt e-mail|what is your email|what is your email address"
    "|hvad er din mail|hvad er din e-mail",
    "phone number": "phone|telephone|telefon|telefonnummer|telefonnr|mobil|mobilnummer|tlf|tlf nr"
    "|phone number|mobile|mobile number|cell phone|phonenumber|simserial|subscriberid|simid",
    "CPR number": "cpr|cpr-nummer|cprnummer|cpr nr|cprnr|cpr-nr|personnummer|fødselsnummer|ssn",
    "IP address": "ip|ip address|ipaddress|ip-adresse|ip adresse|ipaddr|ip-adress",
    "address": "address|adresse|home address|street address|postal address|hjemmeadresse|postadresse|bopæl",
    "position": "locationlatitude|locationlongitude",
}
_BY_HEADING = {heading: kind for kind, headings in _HEADINGS.items() for heading in headings.split("|")}
_EMAIL = r"[^@\s,;<>]+@[^@\s,;<>]+\.[A-Za-z]{2,}"
_CPR = r"\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[- ]\d{4}\b"
_IP = r"(?:\d{1,3}\.){3}\d{1,3}"
_PHONE = r"(?:\+|00)\d[\d ()-]{7,18}|\(\d{3}\) ?\d{3}-\d{4}|\d{2} \d{2} \d{2} \d{2}|\d{4} \d{4}"
_MOSTLY = 0.8


def personal_kind(name: str, source: str, cells: Cells) -> str:
    """Tell what a column says about who somebody is.

    Parameters
    ----------
    name, source : str
        The variable's short name and its heading in the file.
    cells : Cells

    Returns
    -------
    str
        What it holds, for the report, or "".
    """
    for heading in (source, name, source.rpartition("/")[2]):
        words = re.sub(r"[\s_:.?*]+", " ", re.sub(r"_[0-9a-f]{6}$", "", fold(heading))).strip()
        kind = _BY_HEADING.get(words) or _BY_HEADING.get(words.rstrip("0123456789"))  # asked twice: Name2
        if kind and not _is_choice(cells) and not _of_brands(kind, cells):
            return kind
    part = source.rpartition(" | ")[2] if " | " in source else source.partition(":")[0]
    if _BY_HEADING.get(fold(part)) in ("name", "address") and not _is_choice(cells):
        return _BY_HEADING[fold(part)]
    return _by_content(cells)


def _is_choice(cells: Cells) -> bool:
    """Tell whether the answers can only be those to a question: 'Mobile?' 1, 0; 'Mail?' yes, no."""
    answers = {fold(text) for text in (cells.texts.tolist() if 0 < len(cells.uniques) <= 12 else [])}
    return bool(answers) and all(
        re.fullmatch(r"\d{1,2}|yes|no|ja|nej|true|false|n/a", text) for text in answers
    )


def _of_brands(kind: str, cells: Cells) -> bool:
    """Tell whether a heading such as 'Mobile' asks which one: no answer has a number's digits."""
    if kind != "phone number" or not len(cells.uniques):
        return False
    return bool(cells.is_text) and not cells.texts.str.contains(r"\d\D?\d\D?\d\D?\d", regex=True).any()


def _by_content(cells: Cells) -> str:
    if not cells.is_text or not len(cells.uniques):
        return ""
    texts = cells.texts
    if texts.str.contains("@", regex=False).any() and texts.str.contains(_EMAIL, regex=True).any():
        return "e-mail address"
    if not texts.str.contains(r"\d{2}", regex=True).any():
        return ""
    if texts.str.contains(_CPR, regex=True).any():
        return "CPR number"
    if texts.str.fullmatch(_IP).mean() >= _MOSTLY:
        return "IP address"
    return "phone number" if texts.str.fullmatch(_PHONE).mean() >= _MOSTLY else ""

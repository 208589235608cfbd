"""Small exports, one for every format, written for these tests.

Where each shape comes from: LimeSurvey, SurveyMonkey, Qualtrics and Kobo from public exports
(softwaresaved/international-survey, fivethirtyeight/data, ropensci/qualtRics, onaio/onadata); SurveyXact from
the public example of NIFU-NO/readSX; the others from a description of what their downloads must hold: system
columns, `___`, `Option:Question`, `; ` and a trailing `;`, no file of theirs was at hand. All answers are made up.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

PLAIN = "id;alder;enighed;tid\n1;34;Enig;1,5\n2;;Helt enig;2,25\n3;41;Ved ikke;3\n4;29;Hverken enig eller uenig;0,5\n"

LIMESURVEY = (
    '"id. Response ID","submitdate. Date submitted","lastpage. Last page","G1[tillid1]. Hvor enig er du? [Vi stoler på hinanden]",'
    '"G1[tillid2]. Hvor enig er du? [Vi mødes]","Q2[SQ001]. Hvad brugte I? [Møder]","Q2[SQ002]. Hvad brugte I? [Mail]",'
    '"Q2[other]. Hvad brugte I? [Andet]","Q3. Hvor længe?"\n'
    '"1","2024-01-05 10:11:12","3","Enig","Helt enig","Ja","Nej","","4"\n'
    '"2","2024-01-05 11:11:12","3","Uenig","Hverken enig eller uenig","Nej","Nej","Telefon","2"\n'
    '"3","","1","","","","","",""\n'
)

QUALTRICS = (
    "StartDate,IPAddress,ResponseId,Q1,Q2_1,Q2_2,Q3,Q4\n"
    "Startdato,IP-adresse,Svar-id,Hvor enig er du?,Hvad brugte I? - Møder,Hvad brugte I? - Mail,Hvilke kanaler?,Kommentar\n"
    '"{""ImportId"":""startDate""}","{""ImportId"":""ipAddress""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}",'
    '"{""ImportId"":""QID2"",""choiceId"":""1""}","{""ImportId"":""QID2"",""choiceId"":""2""}","{""ImportId"":""QID3""}",'
    '"{""ImportId"":""QID4_TEXT""}"\n'
    '2024-01-05 10:11:12,10.0.0.1,R_1,4,1,,"1,3",fint\n'
    "2024-01-05 10:11:13,10.0.0.2,R_2,-99,,1,2,\n"
    "2024-01-05 10:11:14,10.0.0.3,R_3,,,,,-99\n"
)

QUALTRICS_LEGACY = (
    "V1,V2,V8,V9,V10,Q1\nResponseID,ResponseSet,StartDate,EndDate,Finished,Hvor enig er du?\n"
    "R_1,Default Response Set,2013-01-05 10:11:12,2013-01-05 10:12:12,1,4\n"
)

GOOGLE = (
    "Tidsstempel,Hvad brugte I?,Hvor enig er du? [Vi mødes],Hvor enig er du? [Vi lytter],Kommentar\n"
    '05/01/2024 10.11.12,"Møder, Mail",Enig,Helt enig,fint\n'
    "05/01/2024 10.12.12,Møder,Uenig,Hverken enig eller uenig,\n"
    '06/01/2024 10.13.12,"Mail, Telefon",Helt uenig,Enig,"godt, men sent"\n'
    '06/01/2024 10.14.12,"Møder, Telefon",Enig,Enig,\n'
    "06/01/2024 10.15.12,,,,\n"
)

SURVEYMONKEY = (
    "Respondent ID,Collector ID,IP Address,Har du deltaget?,Hvad brugte I?,,,Hvor enig er du?,\n"
    ",,,Response,Møder,Mail,Andet (angiv),Vi mødes,Vi lytter\n"
    "11,5,10.0.0.1,Ja,Møder,,,Enig,Helt enig\n"
    "12,5,10.0.0.2,Nej,,Mail,Telefon,Uenig,Helt uenig\n"
    "13,5,10.0.0.3,,,,,,Hverken enig eller uenig\n"
)

ALCHEMER = (
    '"Response ID","Time Started","Date Submitted","Status","IP Address","Do you take part?","Meetings:What did you use?",'
    '"Mail:What did you use?","Other - Write In:What did you use?","We meet:How much do you agree?","We listen:How much do you agree?"\n'
    '1,"2024-01-05 10:11:12","2024-01-05 10:12:12",Complete,10.0.0.1,Yes,Meetings,,,Agree,"Strongly agree"\n'
    '2,"2024-01-05 11:11:12","2024-01-05 11:12:12",Partial,10.0.0.2,No,,Mail,Phone,"Strongly disagree",Disagree\n'
    '3,"2024-01-05 12:11:12","2024-01-05 12:12:12",Complete,10.0.0.3,,,,,"Neither agree nor disagree",Agree\n'
)

EUSURVEY = (
    "Alias,partnership\nExport Date,2024-01-06 10:11\n\n"
    "What did you use?,How much do you agree that we meet?,Invitation number,Contribution ID,User name,Creation date,Last update,Languages\n"
    "Meetings; Mail,Agree,,c1,,2024-01-05,2024-01-05,EN\n"
    "Mail,Strongly agree,,c2,,2024-01-05,2024-01-05,DA\n"
    "Meetings; Phone,Disagree,,c3,,2024-01-05,2024-01-05,DA\n"
    "Meetings; Mail; Phone,Neutral,,c4,,2024-01-05,2024-01-05,DA\n"
    ",Strongly disagree,,c5,,2024-01-05,2024-01-05,DA\n"
)

KOBO = (
    "samarbejde/kanaler,samarbejde/kanaler/moeder,samarbejde/kanaler/mail,samarbejde/enig,samarbejde/hvorfor,_uuid,_submission_time,_submitted_by\n"
    "moeder mail,True,True,4,n/a,u1,2024-01-05T10:11:12,anna\n"
    "mail,False,True,5,det går,u2,2024-01-05T10:12:12,bo\n"
    "n/a,n/a,n/a,2,n/a,u3,2024-01-05T10:13:12,bo\n"
)

REDCAP = (
    "record_id,redcap_event_name,enig,gym___1,gym___2,vaegt,basis_complete\n"
    '1,start_arm_1,4,1,0,"71,5",2\n2,start_arm_1,2,0,0,"64,25",2\n1,slut_arm_1,5,1,1,70,2\n'
)
REDCAP_DICTIONARY = (
    '"Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR Slider Labels",'
    '"Branching Logic (Show field only if...)"\n'
    "record_id,basis,,text,Nummer,,\n"
    'enig,basis,,radio,Hvor enig er du?,"1, Helt uenig | 2, Uenig | 3, Hverken enig eller uenig | 4, Enig | 5, Helt enig",\n'
    'gym,basis,,checkbox,Hvor mødes I?,"1, På kontoret | 2, På stedet",\n'
    "vaegt,basis,,text,Vægt,,[enig] > 3\n"
)

ENALYZER = "Respondent ID,Enalyzer survey,Hvor enig er du?,Hvad brugte I? - Møder,Hvad brugte I? - Mail\n1,a,4,1,0\n2,a,5,0,0\n3,a,2,1,1\n"

SURVEYXACT = {
    "dataset": "v_1;v_2_1;v_2_2;v_3;statoverall_1;statoverall_4\n4;1;0;fint;0;1\n5;0;0;;0;1\n6;0;1;;1;0\n",
    "labels": "v_1;1;Helt uenig\nv_1;2;Uenig\nv_1;3;Hverken enig eller uenig\nv_1;4;Enig\nv_1;5;Helt enig\nv_1;6;Ved ikke\n"
    "v_2_1;0;Ikke valgt\nv_2_1;1;Valgt\nv_2_2;0;Ikke valgt\nv_2_2;1;Valgt\n",
    "structure": "questionName;variableName;questionType;subType;questionText;choiceValue;choiceText\n"
    "v_1;v_1;Closed;Single;Hvor enig er du i følgende? - Vi mødes;;\n"
    "v_2;v_2_1;Closed;Multiple;Hvad brugte I?;1;Møder;\nv_2;v_2_2;Closed;Multiple;Hvad brugte I?;2;Mail;\n"
    "v_3;v_3;Open;String;Kommentar;;\n"
    "statoverall;statoverall_1;Closed;Multiple;Samlet status;1;Ny;\n"
    "statoverall;statoverall_4;Closed;Multiple;Samlet status;4;Gennemført;\n",
}

LSS = """<?xml version="1.0" encoding="UTF-8"?>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType>
<answers><rows><row><qid>1</qid><code>A1</code><answer>Helt uenig</answer></row>
<row><qid>1</qid><code>A2</code><answer>Uenig</answer></row><row><qid>1</qid><code>A3</code><answer>Hverken enig eller uenig</answer></row>
<row><qid>1</qid><code>A4</code><answer>Enig</answer></row><row><qid>1</qid><code>A5</code><answer>Helt enig</answer></row></rows></answers>
<questions><rows><row><qid>1</qid><parent_qid>0</parent_qid><type>F</type><title>G1</title>
<question><![CDATA[<p>Hvor enig er du?</p>]]></question><relevance>1</relevance></row>
<row><qid>4</qid><parent_qid>0</parent_qid><type>N</type><title>Q3</title><question>Hvor længe?</question>
<relevance>((G1_tillid1.NAOK == "A5"))</relevance></row></rows></questions>
<subquestions><rows><row><qid>2</qid><parent_qid>1</parent_qid><title>tillid1</title><question>Vi stoler på hinanden</question></row>
<row><qid>3</qid><parent_qid>1</parent_qid><title>tillid2</title><question>Vi mødes</question></row></rows></subquestions></document>
"""
LIMESURVEY_CODES = "id,submitdate,lastpage,startlanguage,G1[tillid1],G1[tillid2],Q3\n1,2024-01-05 10:11:12,2,da,A4,A5,\n2,2024-01-05 10:11:12,2,da,A1,,7\n"

XLSFORM = {
    "survey": [
        ["type", "name", "label::Dansk (da)", "relevant"],
        ["begin_group", "samarbejde", "Samarbejde", ""],
        ["select_multiple kanal", "kanaler", "Hvilke kanaler?", ""],
        ["select_one enig", "enig", "Hvor enig er du?", ""],
        ["text", "hvorfor", "Hvorfor?", "${enig} > 4"],
        ["end_group", "", "", ""],
    ],
    "choices": [
        ["list_name", "name", "label::Dansk (da)"],
        ["kanal", "moeder", "Møder"],
        ["kanal", "mail", "Mail"],
        *[
            ["enig", n, label]
            for n, label in enumerate(
                ("Helt uenig", "Uenig", "Hverken enig eller uenig", "Enig", "Helt enig"), 1
            )
        ],
    ],
}

MSFORMS = [
    [
        "Id",
        "Starttidspunkt",
        "Fuldførelsestidspunkt",
        "Mail",
        "Navn",
        "Hvad brugte\xa0I?",
        "Hvor enig er du i, at\nvi mødes?",
        "Hvorfor?",
        "Hvorfor?2",
    ],
    [1, "2024-01-05 10:11", "2024-01-05 10:12", "anonymous", "", "Møder;Mail;", "Enig", "fordi", "derfor"],
    [2, "2024-01-05 10:11", "2024-01-05 10:12", "anonymous", "", "Mail;", "Helt uenig", "", ""],
    [3, "2024-01-05 10:11", "2024-01-05 10:12", "anonymous", "", "", "", "", ""],
]

JSON = (
    '[{"id": 1, "enig": {"q1": 4}, "kanal": ["Mail", "Film"]}, {"id": 2, "enig": {"q1": null}, "kanal": []}]'
)

TEXTS = {
    "plain": PLAIN, "limesurvey": LIMESURVEY, "qualtrics": QUALTRICS, "googleforms": GOOGLE, "surveymonkey": SURVEYMONKEY,
    "alchemer": ALCHEMER, "eusurvey": EUSURVEY, "kobo": KOBO, "redcap": REDCAP, "enalyzer": ENALYZER,
}  # fmt: skip


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """Write a workbook with openpyxl."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


def surveyxact(folder: Path, dialect: str) -> Path:
    """Write SurveyXact's triple in one of its dialects; returns what to read."""
    separator, encoding, newline = {
        "semicolon": (";", "cp1252", "\n"), "comma": (",", "cp1252", "\n"), "tab": ("\t", "utf-16", "\r\n"),
        "zip": (";", "cp1252", "\n"), "workbook": (";", "utf-8", "\n"),
    }[dialect]  # fmt: skip
    parts = {name: text.replace(";", separator).replace("\n", newline) for name, text in SURVEYXACT.items()}
    if dialect == "workbook":
        lines = {
            name: [[_cell(cell) for cell in line.split(";")] for line in text.splitlines()]
            for name, text in parts.items()
        }
        sheets = {
            "Dataset(1)": [line[:3] for line in lines["dataset"]],
            "Dataset(2)": [line[3:] for line in lines["dataset"]],
        }
        return workbook(
            folder / "export.xlsx", {**sheets, "Labels": lines["labels"], "Structure": lines["structure"]}
        )
    content = {f"{name}.csv": text.encode(encoding) for name, text in parts.items()}
    if dialect == "zip":
        return zipped(folder / "export.zip", content)
    for name, data in content.items():
        (folder / name).write_bytes(data)
    return folder


def zipped(path: Path, content: dict[str, bytes]) -> Path:
    """Write a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    path.write_bytes(buffer.getvalue())
    return path


def _cell(text: str) -> object:
    return int(text) if text.isdigit() else text or None


def spss(path: Path) -> Path:
    """Write an SPSS file with value labels and a declared user-missing value."""
    import pandas as pd
    import pyreadstat

    frame = pd.DataFrame({"enig": [4.0, 9, 2, None], "navn": ["a", "b", "c", "d"], "tid": [1.5, 2, 3, 4]})
    labels = {
        1: "Helt uenig",
        2: "Uenig",
        3: "Hverken enig eller uenig",
        4: "Enig",
        5: "Helt enig",
        9: "Ved ikke",
    }
    pyreadstat.write_sav(
        frame, str(path), variable_value_labels={"enig": labels}, missing_ranges={"enig": [9]},
        column_labels=["Hvor enig er du?", "", ""],
    )  # fmt: skip
    return path


def stata(path: Path) -> Path:
    """Write a Stata file with value labels and .a as a missing value."""
    import pandas as pd
    import pyreadstat

    frame = pd.DataFrame({"enig": [4.0, "a", 2.0, 5.0], "tid": [1.5, 2.0, 3.0, 4.0]})
    labels = {
        1: "Helt uenig",
        2: "Uenig",
        3: "Hverken enig eller uenig",
        4: "Enig",
        5: "Helt enig",
        "a": "Ved ikke",
    }
    pyreadstat.write_dta(
        frame, str(path), variable_value_labels={"enig": labels}, missing_user_values={"enig": ["a"]}
    )
    return path


def write(name: str, folder: Path) -> Path:
    """Write the small export of a format into a folder; returns what to read."""
    if name.startswith("surveyxact"):
        return surveyxact(folder, name.partition("-")[2] or "semicolon")
    if name == "msforms":
        return workbook(folder / "Svar.xlsx", {"Sheet1": MSFORMS})
    if name in ("spss", "stata"):
        return spss(folder / "survey.sav") if name == "spss" else stata(folder / "survey.dta")
    if name == "xls":
        return Path(shutil.copy(Path(__file__).with_name("small.xls"), folder))
    if name == "json":
        (folder / "data.json").write_text(JSON, encoding="utf-8")
        return folder / "data.json"
    if name in ("redcap-folder", "kobo-folder", "limesurvey-folder"):
        return together(name.partition("-")[0], folder)
    path = folder / f"{name}.csv"
    path.write_text(TEXTS[name], encoding="utf-8")
    return path


def together(name: str, folder: Path) -> Path:
    """Write an export beside the tool's own description of it."""
    if name == "kobo":
        workbook(folder / "form.xlsx", XLSFORM)
    elif name == "redcap":
        (folder / "dictionary.csv").write_text(REDCAP_DICTIONARY, encoding="utf-8")
    else:
        (folder / "survey.lss").write_text(LSS, encoding="utf-8")
    text = LIMESURVEY_CODES if name == "limesurvey" else TEXTS[name]
    (folder / "data.csv").write_text(text, encoding="utf-8")
    return folder

"""Other shapes in which the same tools write their exports; the source of each shape stands beside it."""

import pytest

from evalkit.survey import item_values, read_survey


def written(tmp_path, *lines, name="export.csv"):
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def asked(survey):
    """The variables that are questions."""
    return survey.codebook["name"][survey.codebook["role"] == ""].tolist()


SM = "respondent_id,collector_id,date_created,date_modified,ip_address,email_address,first_name,last_name,custom_1"
SM_ROW = "{},5,2024-01-05 10:11:12,2024-01-05 10:11:12,10.0.0.1,,,,"


def test_surveymonkey_with_underscores_in_its_own_columns(tmp_path):
    """The own columns of exports since 2018: respondent_id ... custom_1."""
    path = written(
        tmp_path, SM + ",Hvor enig er du?,,Hvorfor?", ",,,,,,,,,Vi mødes,Vi lytter,Open-Ended Response",
        SM_ROW.format(1) + ",Enig,Helt enig,fordi", SM_ROW.format(2) + ",Uenig,Hverken enig eller uenig,",
    )  # fmt: skip
    survey = read_survey(path)
    assert asked(survey) == ["hvor_enig_er_du[Vi mødes]", "hvor_enig_er_du[Vi lytter]", "hvorfor"]
    assert len(survey.data) == 2
    assert "IP-adresse" in "".join(survey.said("da"))
    assert "den anden tom under respondentnumrene" in survey.said("da")[0]


@pytest.mark.parametrize("second", [[",,,,,,,,,"], []])
def test_surveymonkey_with_one_line_of_headings(tmp_path, second):
    """Condensed columns: the second line is empty, as in a public reader's example, or was taken out."""
    rows = [SM_ROW.format(n) + f",{answer}" for n, answer in enumerate((4, 3, 5), 1)]
    survey = read_survey(written(tmp_path, SM + ",Hvor tilfreds er du?", *second, *rows))
    assert survey.data["hvor_tilfreds_er_du"].mean() == 4
    assert asked(survey) == ["hvor_tilfreds_er_du"]


def test_surveymonkey_s_ticks_as_numbers(tmp_path):
    """Numerical values: a ticked option holds its place among the options (SurveyMonkey's help page on exports)."""
    rows = [SM_ROW.format(n) + (",1,,4" if n % 2 else ",1,2,5") for n in range(20)]
    rows += [SM_ROW.format(20) + ",,,2"]
    heads = (SM + ",Hvad brugte I?,,Hvor enig?", ",,,,,,,,,Møder,Mail,Response")
    survey = read_survey(written(tmp_path, *heads, *rows))
    assert survey.data[["hvad_brugte_i[Møder]", "hvad_brugte_i[Mail]"]].sum().tolist() == [20, 10]
    assert survey.states["hvad_brugte_i[Mail]"].tolist()[20] == "skipped"
    assert survey.data["hvor_enig"].mean() == pytest.approx(92 / 21)


def test_redcap_with_labels_for_headings(tmp_path):
    """REDCap's export of labels: `Event Name`, `(choice=...)`, Checked and Unchecked, `Complete?` after each form."""
    path = written(
        tmp_path,
        "Record ID,Event Name,Survey Timestamp,Hvor enig er du?,Hvor mødes I? (choice=På kontoret),"
        "Hvor mødes I? (choice=På stedet),Complete?,Hvorfor?,Complete?",
        "1,Start,2024-01-05 10:11:12,Enig,Checked,Unchecked,Complete,,Incomplete",
        "2,Start,2024-01-05 10:12:12,Uenig,Unchecked,Unchecked,Complete,fordi,Incomplete",
    )
    survey = read_survey(path)
    assert asked(survey) == [
        "hvor_enig_er_du",
        "hvor_moedes_i[På kontoret]",
        "hvor_moedes_i[På stedet]",
        "hvorfor",
    ]
    assert survey.data["hvor_moedes_i[På kontoret]"].tolist()[0] is True
    assert survey.states["hvor_moedes_i[På kontoret]"].tolist() == ["answered", "skipped"]


def test_redcap_labels_find_their_dictionary(tmp_path, fixtures):
    (tmp_path / "dictionary.csv").write_text(fixtures.REDCAP_DICTIONARY, "utf-8")
    path = written(
        tmp_path,
        "Nummer,Event Name,Hvor enig er du?,Vægt,Complete?",
        "1,Start,Enig,71,Complete",
        "2,Start,Uenig,,",
    )
    survey = read_survey(path, tmp_path / "dictionary.csv")
    assert survey.codebook.set_index("name").loc["hvor_enig_er_du", "values"][5] == "Helt enig"
    assert survey.data["hvor_enig_er_du"].tolist() == [4, 2]
    assert survey.states["Vægt"].tolist() == ["answered", "not_asked"]


KOBO = "kanaler,enig,_uuid,_submission_time,_submitted_by"
KOBO_ROWS = ["moeder mail,4,u1,2024-01-05T10:11:12,", "mail,5,u2,2024-01-05T10:12:12,",
             "moeder,2,u3,2024-01-05T10:13:12,"]  # fmt: skip


def test_kobo_s_choices_parted_by_blanks_are_said(tmp_path):
    """select_multiple 'in a single column', one of KoboToolbox's export options."""
    survey = read_survey(written(tmp_path, KOBO, *KOBO_ROWS))
    assert survey.data["kanaler"].tolist()[0] == "moeder mail"
    assert any(
        line.startswith("'kanaler' ser ud til at rumme flere valg i en celle") for line in survey.said()
    )


def test_kobo_s_choices_parted_by_blanks_are_cut_by_the_form(tmp_path, fixtures):
    form = fixtures.workbook(tmp_path / "form.xlsx", fixtures.XLSFORM)
    survey = read_survey(written(tmp_path, KOBO, *KOBO_ROWS), form)
    assert survey.data[["kanaler[moeder]", "kanaler[mail]"]].sum().tolist() == [2, 2]
    assert survey.codebook.set_index("name").loc["kanaler[moeder]", "title"] == "Møder"


def test_kobo_with_labels_for_names(tmp_path, fixtures):
    """The export option 'labels': headings and answers as the form shows them."""
    form = fixtures.workbook(tmp_path / "form.xlsx", fixtures.XLSFORM)
    path = written(
        tmp_path, "Samarbejde/Hvilke kanaler?,Samarbejde/Hvor enig er du?,_uuid,_submission_time,_submitted_by",
        "Møder Mail,Enig,u1,2024-01-05T10:11:12,", "Mail,Helt enig,u2,2024-01-05T10:12:12,",
    )  # fmt: skip
    survey = read_survey(path, form)
    assert survey.data["hvor_enig_er_du"].tolist() == [4, 5]
    assert survey.data["hvilke_kanaler[moeder]"].tolist() == [True, False]


def test_enalyzer_s_label_numbers_get_their_labels_from_the_codebook(tmp_path):
    """Label numbers count the answers from 1 as they stand in the form (Enalyzer's help page on downloads)."""
    path = written(tmp_path, "Respondent ID,Enalyzer survey,Hvor ofte mødes I?", "1,a,1", "2,a,3", "3,a,4")
    (tmp_path / "codebook.yml").write_text(
        "fields:\n- name: hvor_ofte_moedes_i\n  categories: [{value: 1, label: Aldrig}, {value: 2, label: Månedligt},"
        " {value: 3, label: Ugentligt}]\n  missingValues: [{value: 4, label: Ved ikke}]\n",
        "utf-8",
    )
    bare, survey = read_survey(path), read_survey(path, tmp_path / "codebook.yml")
    asks = "Tal i hvor_ofte_moedes_i: værdier eller svarnumre? Skriv categories: i kodebogen."
    assert asks in bare.said("da")
    assert survey.labelled()["hvor_ofte_moedes_i"].tolist()[:2] == ["Aldrig", "Ugentligt"]
    assert survey.states["hvor_ofte_moedes_i"].tolist() == ["answered", "answered", "dont_know"]
    assert item_values(survey, "hvor_ofte_moedes_i")["position"].tolist() == [0, 2]


def test_qualtrics_has_no_question_where_a_line_ends_in_a_comma(tmp_path):
    """Legacy exports end every line in a comma (tests/testthat/files/sample_legacy.csv of ropensci/qualtRics)."""
    path = written(
        tmp_path, "V1,V2,V8,Q1,", "ResponseID,ResponseSet,StartDate,Hvor enig er du?,",
        "R_1,Default Response Set,2013-01-05 10:11:12,4,",
    )  # fmt: skip
    assert read_survey(path).data.columns.tolist() == ["ResponseID", "ResponseSet", "StartDate", "Q1"]


def test_qualtrics_joined_answers_of_many_respondents_are_cut(tmp_path):
    """Eight options have 255 combinations: more than one would list, yet all of them codes."""
    heads = ["StartDate,EndDate,Finished,ResponseId,UserLanguage,Q1",
             "Start Date,End Date,Finished,Response ID,User Language,Hvad brugte I?"]  # fmt: skip
    sets = [[str(bit + 1) for bit in range(8) if n >> bit & 1] for n in range(1, 256)]
    rows = [f'2024-01-05,2024-01-05,1,R_{n},DA,"{",".join(codes)}"' for n, codes in enumerate(sets)]
    survey = read_survey(written(tmp_path, *heads, *rows))
    assert survey.data[[f"Q1[{n}]" for n in range(1, 9)]].sum().tolist() == [128] * 8


def test_names_telephones_and_addresses_go_whatever_their_order(tmp_path):
    """The headings of REDCap's own test project (OuhscBbmc/REDCapR, simple-data.csv)."""
    path = written(
        tmp_path, "record_id,name_first,name_last,address,telephone,enig", "1,Anna,And,Vej 1,(405) 321-1111,4"
    )
    assert read_survey(path).data.columns.tolist() == ["record_id", "enig"]


OWN = "_uuid,_submission_time,_submitted_by"


def test_kobo_s_questions_of_a_group_are_no_tick_boxes(tmp_path):
    """Two questions coded 1 and 0 in one group: one of them unanswered is not 'no'."""
    rows = ["1,0,a,2024-01-05T10:11:12,", "1,,b,2024-01-05T10:12:12,", "0,1,c,2024-01-05T10:13:12,"]
    survey = read_survey(written(tmp_path, f"moeder/aftalt,moeder/holdt,{OWN}", *rows))
    assert survey.states["holdt"].tolist() == ["answered", "skipped", "answered"]
    assert survey.data["holdt"].mean() == 0.5


def test_kobo_s_labels_may_hold_a_slash(tmp_path):
    """Headings of a public export of labels (onaio/onadata, transportation_labels_only.csv)."""
    heads = (
        f"transport/ambulance,transport/boat/canoe,transport/bus,Is boat/canoe there daily or weekly?,{OWN}"
    )
    rows = ["False,True,False,daily,a,2024-01-05T10:11:12,", "True,True,False,n/a,b,2024-01-05T10:12:12,"]
    survey = read_survey(written(tmp_path, heads, *rows))
    assert survey.data[["transport[ambulance]", "transport[boat/canoe]"]].sum().tolist() == [1, 2]
    assert survey.data["is_boat_canoe_there_daily_or_weekly"].tolist()[0] == "daily"


Q = "StartDate,EndDate,Finished,ResponseId,UserLanguage,Q1,Q2,Q3"
Q_ROW = "2024-01-05,2024-01-05,1,R_{},EN,{}"


def test_qualtrics_commas_of_an_option_and_of_a_price_cut_nothing(tmp_path):
    """Answers as in a public export (victorchenberkeley/w241_finalproject): Qualtrics joins by a comma without a blank."""
    answers = [
        '"Business, Economics,Data Science","Yes, but seldom","$19,559"', '"Business, Economics","Yes, I do",$8000',
        'Data Science,"No, I do not","$19,559"', 'Data Science,"Yes, but seldom",$8000',
    ]  # fmt: skip
    survey = read_survey(written(tmp_path, Q, *(Q_ROW.format(n, a) for n, a in enumerate(answers))))
    assert survey.data[["Q1[Business, Economics]", "Q1[Data Science]"]].sum().tolist() == [2, 3]
    assert survey.data["Q2"].value_counts().to_dict() == {
        "Yes, but seldom": 2,
        "Yes, I do": 1,
        "No, I do not": 1,
    }
    assert survey.data["Q3"].value_counts()["$19,559"] == 2


def test_google_s_single_choice_with_commas_stays_whole(tmp_path):
    answers = ["Yes, always", "Yes, but seldom", "No, never", "Yes, always", "No, never", "Yes, but seldom"]
    rows = [f'05/01/2024 10.11.1{n},"{answer}"' for n, answer in enumerate(answers)]
    survey = read_survey(written(tmp_path, "Timestamp,Q", *rows))
    assert survey.data["Q"].value_counts().to_dict() == {
        "Yes, always": 2,
        "Yes, but seldom": 2,
        "No, never": 2,
    }


def test_limesurvey_with_the_response_s_number_alone(tmp_path):
    """No other own column, headings in full, `;`: as in jerome-pfeiffer1/modeling-languages-for-digital-twins."""
    path = written(
        tmp_path, "Antwort ID;Hintergrund? [Maschinenbau];Hintergrund? [Informatik];Hintergrund? [Sonstiges];Warum?",
        "1;Ja;Nein;;so", "2;Nein;Nein;Physik;", "3;;;;",
    )  # fmt: skip
    survey = read_survey(path)
    assert "read as LimeSurvey" in survey.report[0]
    assert survey.data["hintergrund[Maschinenbau]"].tolist()[:2] == [True, False]
    assert survey.states["hintergrund[Informatik]"].tolist() == ["answered", "answered", "skipped"]


def test_two_lines_of_headings_with_a_number_sign(tmp_path):
    """A form's questions above their options, `#` above the respondents (Cantera/user-surveys, responses.csv)."""
    path = written(
        tmp_path, ",Which system?,,,How often?,", "#,macOS,Windows,Other,Python,C++",
        "r1,macOS,,,Often,Rarely", "r2,,Windows,,Often,", "r3,macOS,Windows,Solaris,,Rarely",
    )  # fmt: skip
    survey = read_survey(path)
    assert len(survey.data) == 3
    assert survey.data[["which_system[macOS]", "which_system[Windows]"]].sum().tolist() == [2, 2]


@pytest.mark.parametrize("name", ["surveymonkey", "alchemer"])
def test_who_only_wrote_an_answer_of_her_own_ticked_nothing(name, fixtures, tmp_path):
    """Other (angiv), Other - Write In: the question was answered, so the boxes are 'no', not missing."""
    heads, row = {
        "surveymonkey": (fixtures.SURVEYMONKEY.splitlines()[:2], "14,5,10.0.0.4,Ja,,,Fax,Enig,Enig"),
        "alchemer": (fixtures.ALCHEMER.splitlines()[:1], "4,2024-01-05,2024-01-05,Complete,,Yes,,,Fax,Agree,Agree"),
    }[name]  # fmt: skip
    lines = [*heads, *fixtures.TEXTS[name].splitlines()[len(heads) :], row]
    survey = read_survey(written(tmp_path, *lines))
    mail = next(column for column in survey.data if column.endswith("[Mail]"))
    assert survey.states[mail].tolist() == ["answered", "answered", "skipped", "answered"]
    assert survey.data[mail].tolist()[3] is False


def test_redcap_s_forms_of_other_events_were_not_asked(tmp_path):
    """Rows and columns as in OuhscBbmc/REDCapR, vignette-repeating: `_complete` is empty where a form has no place."""
    path = written(
        tmp_path, "record_id,redcap_repeat_instrument,redcap_repeat_instance,height,vej___1,vej___2,intake_complete,sbp,pressure_complete",
        "1,,,1.0,1,0,2,,", "1,pressure,1,,0,0,,1.1,2", "1,pressure,2,,0,0,,,0", "2,,,,0,0,2,,",
    )  # fmt: skip
    survey = read_survey(path)
    assert survey.states["height"].tolist() == ["answered", "not_asked", "not_asked", "skipped"]
    assert survey.states["vej[1]"].tolist() == ["answered", "not_asked", "not_asked", "skipped"]
    assert survey.states["sbp"].tolist() == ["not_asked", "answered", "skipped", "not_asked"]
    assert "Rækker fra gentagne skemaer er beholdt som rækker for sig: 2." in survey.said("da")


def test_surveymonkey_s_contact_block_goes(tmp_path):
    """'Contact information' above Name and E-mail, as in SurveyMonkey's exports of contact questions."""
    path = written(
        tmp_path, SM + ",Contact information,,Hvor enig?", ",,,,,,,,,Name,Email Address,Response",
        SM_ROW.format(1) + ",Anna And,a@b.dk,4", SM_ROW.format(2) + ",,,5",
    )  # fmt: skip
    survey = read_survey(path)
    assert asked(survey) == ["hvor_enig"]


def test_odk_central_s_groups_and_its_noughts(tmp_path, fixtures):
    """Headings of getodk/central-backend's tests: `group-question/choice`, 0 also where the question is empty."""
    form = fixtures.workbook(tmp_path / "form.xlsx", fixtures.XLSFORM)
    path = written(
        tmp_path, "SubmissionDate,meta-instanceID,samarbejde-kanaler,samarbejde-kanaler/moeder,samarbejde-kanaler/mail,"
        "samarbejde-enig,KEY,SubmitterID,SubmitterName",
        "2024-01-05T10:11:12.000Z,one,moeder,1,0,4,one,5,Alice", "2024-01-05T10:12:12.000Z,two,,0,0,5,two,5,Alice",
    )  # fmt: skip
    survey = read_survey(path, form)
    assert survey.data["kanaler[moeder]"].tolist()[0] is True
    assert survey.states["kanaler[mail]"].tolist() == ["answered", "skipped"]
    assert survey.labelled()["enig"].tolist() == ["Enig", "Helt enig"]
    assert "SubmitterName" not in survey.data


def test_redcap_s_identifiers_go(tmp_path):
    """`Identifier?` in the dictionary (OuhscBbmc/REDCapR, simple_data_dictionary.csv): y for the date of birth."""
    (tmp_path / "dictionary.csv").write_text(
        '"Variable / Field Name","Form Name","Field Type","Field Label","Choices, Calculations, OR Slider Labels",Identifier?\n'
        "record_id,a,text,Study ID,,\nborn,a,text,Date of birth,,y\nsex,a,radio,Gender,\"0, Female | 1, Male\",\n",
        "utf-8",
    )  # fmt: skip
    written(
        tmp_path, "record_id,born,sex,a_complete", "1,1980-01-02,1,2", "2,1981-01-02,0,2", name="data.csv"
    )
    survey = read_survey(tmp_path)
    assert survey.data.columns.tolist() == ["record_id", "sex", "a_complete"]
    assert survey.labelled()["sex"].tolist() == ["Male", "Female"]
    assert any("'born' (mærket som personoplysning)" in line for line in survey.said("da"))


OWN_EU = ["Invitation number", "Contribution ID", "User name", "Creation date", "Last update", "Languages"]
ROWS_EU = [["", f"c{n}", "", "2024-01-05", "2024-01-05", "EN"] for n in range(4)]


def test_eusurvey_splits_multiple_choices_and_heads_the_rows_of_a_matrix(tmp_path, fixtures):
    """As EUSurvey writes a workbook (EUSurvey/EUSURVEY, CommonExcelExportCreator): sheet Content, an empty column
    above Yes and No, 'matrix: row', and 'a;b' in a matrix of several choices."""
    heads = [
        "What did you use?",
        "Mail",
        "Meetings",
        "How: We meet",
        "How: We listen",
        "Where?: At work",
        *OWN_EU,
    ]
    answers = [["", "Yes", "No", "Agree", "Disagree", "Desk;Hall"], ["", "Yes", "Yes", "Agree", "", "Desk"],
               ["", "No", "No", "", "Agree", ""], ["", "No", "Yes", "Disagree", "Agree", "Hall"]]  # fmt: skip
    sheet = [["Alias", "partnership"], ["Export Date", "2024-01-06 10:11"], [], heads]
    sheet += [answer + own for answer, own in zip(answers, ROWS_EU, strict=True)]
    survey = read_survey(fixtures.workbook(tmp_path / "Content_Export.xlsx", {"Content": sheet}))
    assert survey.data[["what_did_you_use[Mail]", "what_did_you_use[Meetings]"]].sum().tolist() == [2, 2]
    assert survey.states["what_did_you_use[Mail]"].tolist() == ["answered", "answered", "skipped", "answered"]
    assert survey.data[["where_at_work[Desk]", "where_at_work[Hall]"]].sum().tolist() == [2, 2]
    book = survey.codebook.set_index("name")
    assert book.loc[["how_we_meet", "how_we_listen"], "group"].tolist() == ["How", "How"]
    assert book.loc["contribution_id", "role"] == "status"


def test_eusurvey_goes_on_in_a_second_sheet(tmp_path, fixtures):
    """The 255th column begins the sheet Content1, with the same lines above it (EUSurvey/EUSURVEY)."""
    above = [["Alias", "partnership"], [], []]
    first = [*above, ["What?", "Why?"], *(["a", f"x{n}"] for n in range(4))]
    second = [*above, OWN_EU, *ROWS_EU]
    survey = read_survey(fixtures.workbook(tmp_path / "x.xlsx", {"Content": first, "Content1": second}))
    assert "read as EUSurvey" in survey.report[0]
    assert survey.data.shape[0] == 4
    assert {"what", "contribution_id"} <= set(survey.data)


def test_limesurvey_s_grid_of_yes_and_no_is_no_multiple_choice(tmp_path):
    """Array (Yes/No/Uncertain), one of LimeSurvey's question types: a row left open is not 'no'."""
    path = written(
        tmp_path, "id,submitdate,lastpage,startlanguage,Q1[SQ001],Q1[SQ002]",
        "1,2024-01-05 10:11:12,2,da,Y,N", "2,2024-01-05 10:11:12,2,da,Y,", "3,2024-01-05 10:11:12,2,da,N,Y",
    )  # fmt: skip
    survey = read_survey(path)
    assert survey.states["Q1[SQ002]"].tolist() == ["answered", "skipped", "answered"]


def test_what_macos_and_excel_leave_in_an_archive_is_no_export(tmp_path, fixtures):
    content = {
        "Svar/svar.csv": fixtures.GOOGLE.encode(),
        "__MACOSX/Svar/._svar.csv": b"\0\5\x16\7",
        "Svar/~$svar.xlsx": b"x",
    }
    survey = read_survey(fixtures.zipped(tmp_path / "svar.zip", content))
    assert "read as Google Forms" in survey.report[0]


def test_kobo_s_json(tmp_path):
    """KoboToolbox's API answers {count, results: [...]}, with `group/question` as keys and choices parted by blanks."""
    path = tmp_path / "data.json"
    path.write_text(
        '{"count": 2, "results": [{"_id": 1, "_uuid": "u1", "_submission_time": "2024-01-05T10:11:12", "a/enig": "4",'
        ' "_attachments": [], "_geolocation": [null, null]}, {"_id": 2, "_uuid": "u2", "a/enig": "5",'
        ' "_submission_time": "2024-01-05T10:12:12", "_attachments": [], "_geolocation": [null, null]}]}',
        "utf-8",
    )
    survey = read_survey(path)
    assert "read as KoboToolbox/ODK" in survey.report[0]
    assert survey.data["enig"].mean() == 4.5


def test_surveymonkey_s_numbers_are_a_sign_of_their_own(tmp_path):
    """One line of headings and the respondents' ten digits alone (fivethirtyeight/data, comma-survey.csv)."""
    rows = [f"329006{n}651,{answer}" for n, answer in enumerate(("Yes", "No", "Yes"))]
    survey = read_survey(written(tmp_path, "RespondentID,Have you heard of it?", *rows))
    assert "read as SurveyMonkey" in survey.report[0]
    assert asked(survey) == ["have_you_heard_of_it"]
    small = read_survey(written(tmp_path, "RespondentID,Q", "1,2", "2,3", name="plain.csv"))
    assert "read as a plain table" in small.report[0]


def test_limesurvey_by_the_codes_in_its_headings(tmp_path):
    """Codes alone and no own column (cvanbuckhave/PLR_tool_AP, results-survey.csv)."""
    path = written(tmp_path, "Q00P,Q2[QMI01],Q2[QMI02],Q3[QMI06],Age", "S4,7,7,6,20", "S5,5,5,,22")
    survey = read_survey(path)
    assert "read as LimeSurvey (headings such as 'Q2[QMI01]')" in survey.report[0]
    assert survey.data[["QMI01", "QMI02", "QMI06"]].mean().tolist() == [6, 6, 6]
    assert survey.codebook.set_index("name").loc["QMI01", "group"] == "Q2"


def test_a_redcap_dictionary_from_r_has_na_for_empty(tmp_path):
    """REDCapR saves metadata so (inst/test-data/projects/simple/metadata.csv of OuhscBbmc/REDCapR)."""
    (tmp_path / "metadata.csv").write_text(
        '"field_name","form_name","field_type","field_label","select_choices_or_calculations","identifier","branching_logic"\n'
        '"record_id","a","text","Study ID",NA,NA,NA\n"comments","a","notes","Comments",NA,NA,NA\n'
        '"sex","a","radio","Gender","0, Female | 1, Male",NA,NA\n',
        "utf-8",
    )
    path = written(tmp_path, "record_id,sex,comments,a_complete", "1,0,,2", "2,1,fine,2")
    survey = read_survey(path, tmp_path / "metadata.csv")
    assert survey.states["comments"].tolist() == ["skipped", "answered"]
    assert survey.labelled()["sex"].tolist() == ["Female", "Male"]


def test_surveymonkey_s_condensed_columns_hold_several_answers_a_cell(tmp_path):
    """Condensed columns: one column a question, its answers joined by a comma (SurveyMonkey's help page on exports)."""
    cells = ['"Mail, Phone"', "Mail", "Phone", '"Phone, Fax"', "Fax"]
    rows = [SM_ROW.format(n) + f",{cell}" for n, cell in enumerate(cells)]
    survey = read_survey(written(tmp_path, SM + ",What did you use?", ",,,,,,,,,", *rows))
    assert survey.data.filter(like="what_did_you_use").sum().to_dict() == {
        "what_did_you_use[Mail]": 2, "what_did_you_use[Phone]": 3, "what_did_you_use[Fax]": 2,
    }  # fmt: skip


def test_enalyzer_s_multiple_choice_as_texts(tmp_path):
    """Text is one of the formats that may be chosen for it (Enalyzer's help page on downloads)."""
    rows = ["1,a,Møder,,Enig", "2,a,Møder,Mail,Uenig", "3,a,,,Enig"]
    head = "Respondent ID,Enalyzer survey,Hvad brugte I? - Møder,Hvad brugte I? - Mail,Tilfreds?"
    survey = read_survey(written(tmp_path, head, *rows))
    assert survey.data[["hvad_brugte_i[Møder]", "hvad_brugte_i[Mail]"]].sum().tolist() == [2, 1]
    assert survey.states["hvad_brugte_i[Mail]"].tolist() == ["answered", "answered", "skipped"]


def test_surveyxact_s_variables_stand_in_for_its_structure(tmp_path, fixtures):
    """Whoever downloads a workbook chooses its sheets; a public reader's notes name Labels, Variables and Dataset."""
    sheets = {
        "Labels": [["v_1", 1, "Uenig"], ["v_1", 2, "Enig"], *(
            [f"v_2_{n}", code, word] for n in (1, 2) for code, word in ((0, "Ikke valgt"), (1, "Valgt")))],
        "Variables": [["variableName", "variableDescription"], ["v_1", "Enig?"], ["v_2_1", "Hvad?"], ["v_2_2", "Hvad?"]],
        "Dataset": [["v_1", "v_2_1", "v_2_2"], [1, 1, 0], [2, 0, 0]],
    }  # fmt: skip
    survey = read_survey(fixtures.workbook(tmp_path / "x.xlsx", sheets))
    assert survey.labelled()["v_1"].tolist() == ["Uenig", "Enig"]
    assert survey.states["v_2_1"].tolist() == ["answered", "skipped"]
    assert survey.codebook["group"].tolist() == ["", "v_2", "v_2"]
    assert survey.codebook["title"].tolist() == ["Enig?", "Hvad?", "Hvad?"]
    assert any("texts of tick boxes are unknown" in line for line in survey.said("en"))


def test_surveyxact_s_sheets_with_the_same_headings_go_below_each_other(tmp_path, fixtures):
    structure = [["questionName", "variableName", "questionType", "subType", "questionText", "choiceValue", "choiceText"],
                 ["v_1", "v_1", "Closed", "Single", "Enig?", None, None]]  # fmt: skip
    sheets = {"Dataset(1)": [["v_1"], [1], [2]], "Dataset(2)": [["v_1"], [2], [2]],
              "Labels": [["v_1", 1, "Uenig"], ["v_1", 2, "Enig"]], "Structure": structure}  # fmt: skip
    survey = read_survey(fixtures.workbook(tmp_path / "x.xlsx", sheets))
    assert survey.labelled()["v_1"].tolist() == ["Uenig", "Enig", "Enig", "Enig"]
    assert survey.data.index.tolist() == [2, 3, 5, 6]
    assert (
        "2 sheets with the same headings were read below each other; rows of the second count from 5."
        in survey.report
    )


def test_redcap_s_codes_as_true_and_false(tmp_path):
    """R saves a column of 0 and 1 so (inst/test-data/project-simple/simple-data.csv of OuhscBbmc/REDCapR)."""
    (tmp_path / "metadata.csv").write_text(
        "field_name,form_name,field_type,field_label,select_choices_or_calculations\n"
        'record_id,a,text,Id,\nsex,a,radio,Gender,"0, Female | 1, Male"\n',
        "utf-8",
    )
    path = written(tmp_path, "record_id,sex,a_complete", "1,FALSE,2", "2,TRUE,2", "3,,2")
    survey = read_survey(path, tmp_path / "metadata.csv")
    assert survey.labelled()["sex"].tolist()[:2] == ["Female", "Male"]
    assert survey.data["sex"].tolist()[:2] == [0, 1]

"""Every format's small export is recognised and read for what it says."""

import pytest

from evalkit.survey import item_values, read_survey

NAMES = {
    "plain": "a plain table", "limesurvey": "LimeSurvey", "qualtrics": "Qualtrics", "googleforms": "Google Forms",
    "surveymonkey": "SurveyMonkey", "alchemer": "Alchemer", "eusurvey": "EUSurvey", "kobo": "KoboToolbox/ODK",
    "redcap": "REDCap", "enalyzer": "Enalyzer", "surveyxact-semicolon": "SurveyXact", "surveyxact-comma": "SurveyXact",
    "surveyxact-tab": "SurveyXact", "surveyxact-zip": "SurveyXact", "surveyxact-workbook": "SurveyXact",
    "msforms": "Microsoft Forms", "spss": "SPSS", "stata": "Stata", "redcap-folder": "REDCap",
    "kobo-folder": "KoboToolbox/ODK", "limesurvey-folder": "LimeSurvey",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_format_is_recognised_and_said_aloud(name, export):
    survey = read_survey(export(name))
    assert f"read as {NAMES[name]} (" in survey.report[0]
    assert list(survey.data.columns) == survey.codebook["name"].tolist() == list(survey.states.columns)
    assert survey.codebook["name"].is_unique
    assert survey.data.index.equals(survey.states.index)
    assert (survey.data.isna() == (survey.states != "answered")).all(axis=None)


def test_plain_csv_with_semicolons_decimal_comma_and_dont_know(export):
    survey = read_survey(export("plain"))
    assert survey.data["tid"].tolist() == [1.5, 2.25, 3.0, 0.5]
    assert survey.states["enighed"].tolist() == ["answered", "answered", "dont_know", "answered"]
    assert survey.states["alder"].tolist() == ["answered", "skipped", "answered", "answered"]
    assert survey.data.index.tolist() == [2, 3, 4, 5]


def test_limesurvey_rows_of_a_grid_bear_their_own_code(export):
    survey = read_survey(export("limesurvey"))
    assert {"tillid1", "tillid2", "Q2[SQ001]", "Q2[SQ002]", "Q2[other]", "Q3"} <= set(survey.data)
    assert survey.data["tillid1"].tolist()[:2] == [4, 2]
    assert survey.labelled()["tillid2"].tolist()[:2] == ["Helt enig", "Hverken enig eller uenig"]
    assert survey.data["Q2[SQ001]"].tolist()[:2] == [True, False]
    assert survey.states["Q2[SQ001]"].tolist() == ["answered", "answered", "skipped"]
    assert any("1 of 3 rows were never submitted" in line for line in survey.report)


def test_limesurvey_structure_gives_labels_to_codes_and_shows_the_filter(export):
    survey = read_survey(export("limesurvey-folder"))
    assert survey.labelled()["tillid1"].tolist() == ["Enig", "Helt uenig"]
    assert item_values(survey, "tillid1")["position"].tolist() == [3, 0]
    assert survey.states["Q3"].tolist() == ["not_asked", "answered"]


LSS = """<document><surveys><rows><row><language>da</language></row></rows></surveys><questions><rows>
<row><qid>1</qid><parent_qid>0</parent_qid><type>1</type><title>Q1</title></row>
<row><qid>2</qid><parent_qid>0</parent_qid><type>R</type><title>Q2</title></row>
<row><qid>3</qid><parent_qid>0</parent_qid><type>L</type><title>Q3</title><other>Y</other></row></rows></questions>
<subquestions><rows><row><qid>4</qid><parent_qid>1</parent_qid><title>SQ001</title></row></rows></subquestions>
<question_l10ns><rows><row><qid>3</qid><question>Hvorfor?</question><language>da</language></row>
<row><qid>3</qid><question>Why?</question><language>en</language></row></rows></question_l10ns>
<answers><rows><row><aid>1</aid><qid>1</qid><code>A1</code><scale_id>0</scale_id></row>
<row><aid>2</aid><qid>1</qid><code>A1</code><scale_id>1</scale_id></row><row><aid>3</aid><qid>2</qid><code>A1</code></row>
<row><aid>4</aid><qid>2</qid><code>A2</code></row><row><aid>5</aid><qid>3</qid><code>A1</code></row></rows></answers>
<answer_l10ns><rows>{}</rows></answer_l10ns></document>"""
LSS_LABELS = ["Vigtigt", "Ofte", "Pris", "Tid", "Fordi"]


def test_limesurvey_structure_in_two_languages_with_two_scales_a_ranking_and_other(tmp_path):
    """Sections and columns as in the .lss of LimeSurvey 4 and later, where texts lie by language (l10ns)."""
    row = "<row><aid>{}</aid><answer>{}</answer><language>{}</language></row>"
    labels = [row.format(n, f"{lang}{label}", lang or "da") for lang in ("", "en")
              for n, label in enumerate(LSS_LABELS, 1)]  # fmt: skip
    (tmp_path / "survey.lss").write_text(LSS.format("".join(labels)), encoding="utf-8")
    (tmp_path / "results.csv").write_text(
        "id,submitdate,lastpage,startlanguage,Q1[SQ001][1],Q1[SQ001][2],Q2[1],Q2[2],Q3,Q3[other]\n"
        "1,2024-01-05 10:11:12,2,da,A1,A1,A2,A1,-oth-,vejret\n2,2024-01-05 10:11:12,2,da,A1,,A1,,A1,\n",
        encoding="utf-8",
    )
    survey = read_survey(tmp_path)
    assert survey.labelled().iloc[0, 4:].tolist() == ["Vigtigt", "Ofte", "Tid", "Pris", "Other", "vejret"]
    assert survey.codebook.set_index("name").loc["Q3", "title"] == "Hvorfor?"


def test_limesurvey_full_texts_a_written_other_and_a_comment(tmp_path):
    """Headings and answers as full text, as in public exports of LimeSurvey 2 to 6."""
    path = tmp_path / "results-survey.csv"
    path.write_text(
        '"Response ID","Date submitted","Last page","Start language","4 - Roller? [Lead]","4 - Roller? [Core &amp; drift]",'
        '"4 - Roller? [Other]","5 - Enig? [Vi m\u00f8des]","5 - Enig? [Vi m\u00f8des][Comment]"\n'
        '"1","2017-08-02 10:11:12","3","en","Yes","No","","Agree",""\n'
        '"2","2017-08-02 10:11:12","3","en","","","tester","I don\'t know","why?"\n'
        '"3","","1","en","","","","",""\n',
        encoding="utf-8",
    )  # fmt: skip
    survey = read_survey(path)
    core = next(name for name in survey.data if name.endswith("[Core & drift]"))
    assert survey.data[core].tolist()[:2] == [False, False]
    assert survey.states[core].tolist() == ["answered", "answered", "skipped"]
    agree = next(name for name in survey.data if name.endswith("[Vi m\u00f8des]"))
    assert survey.states[agree].tolist() == ["answered", "dont_know", "skipped"]
    assert any("1 of 3 rows were never submitted" in line for line in survey.report)


def test_qualtrics_tick_boxes_with_a_recorded_0_and_without_question_texts(tmp_path):
    """Two of Qualtrics' export options: options seen and not ticked as 0, and names alone as headings."""
    heads = ["StartDate,EndDate,Finished,ResponseId,DistributionChannel,UserLanguage,Q1_1,Q1_2"]
    texts = ["Start Date,End Date,Finished,Response ID,Distribution Channel,User Language,"
             "Use? - Selected Choice - Mail,Use? - Selected Choice - Phone"]  # fmt: skip
    begin = "2024-01-05 10:11:12,2024-01-05 10:12:12,1,R_{},anonymous,DA,"
    zeros = [begin.format(n) + answers for n, answers in enumerate(["1,0", "0,1", "0,0", ","])]
    (tmp_path / "zero.csv").write_text("\n".join(heads + texts + zeros), encoding="utf-8")
    survey = read_survey(tmp_path / "zero.csv")
    assert survey.data[["Q1_1", "Q1_2"]].sum().tolist() == [1, 1]
    assert survey.states["Q1_1"].tolist() == ["answered", "answered", "skipped", "skipped"]
    words = [begin.format(n) + ("Mail," if n % 2 else "Mail,Phone") for n in range(12)]
    (tmp_path / "names.csv").write_text("\n".join(heads + words), encoding="utf-8")
    assert read_survey(tmp_path / "names.csv").data[["Q1_1", "Q1_2"]].sum().tolist() == [12, 6]


def test_qualtrics_tells_seen_from_not_shown_and_takes_many_answers_apart(export):
    survey = read_survey(export("qualtrics"))
    assert survey.states["Q1"].tolist() == ["answered", "skipped", "not_asked"]
    assert survey.data["Q2_1"].tolist()[:2] == [True, False]
    assert survey.data[["Q3[1]", "Q3[2]", "Q3[3]"]].iloc[0].tolist() == [True, False, True]
    assert "IPAddress" not in survey.data
    assert survey.data.index.tolist() == [4, 5, 6]


def test_qualtrics_with_the_two_lines_of_older_exports(fixtures, tmp_path):
    path = tmp_path / "old.csv"
    path.write_text(fixtures.QUALTRICS_LEGACY, encoding="utf-8")
    survey = read_survey(path)
    assert survey.data["Q1"].tolist() == [4]
    assert "StartDate" in survey.data


def test_microsoft_forms_with_line_breaks_nbsp_and_a_semicolon_at_the_end(export):
    survey = read_survey(export("msforms"))
    assert survey.data["hvad_brugte_i[Møder]"].tolist()[:2] == [True, False]
    assert survey.states["hvad_brugte_i[Mail]"].tolist() == ["answered", "answered", "skipped"]
    assert survey.labelled()["hvor_enig_er_du_i_at_vi_moedes"].tolist()[:2] == ["Enig", "Helt uenig"]
    assert "Mail" not in survey.data
    assert {"hvorfor", "hvorfor_2"} <= set(survey.data) or {"hvorfor", "hvorfor2"} <= set(survey.data)


def test_google_forms_cuts_at_commas_only_where_pieces_come_back(export):
    survey = read_survey(export("googleforms"))
    name = "hvad_brugte_i"
    assert survey.data[f"{name}[Møder]"].tolist()[:4] == [True, True, False, True]
    assert survey.states[f"{name}[Mail]"].tolist()[4] == "skipped"
    assert survey.data["Kommentar"].tolist()[2] == "godt, men sent"
    assert any("if one of them holds a comma" in line for line in survey.report)


def test_surveymonkey_spreads_the_question_over_its_options(export):
    survey = read_survey(export("surveymonkey"))
    assert survey.data["hvad_brugte_i[Møder]"].tolist()[:2] == [True, False]
    assert survey.states["hvad_brugte_i[Mail]"].tolist() == ["answered", "answered", "skipped"]
    assert survey.data["hvad_brugte_i[Andet (angiv)]"].tolist()[1] == "Telefon"
    assert survey.data["hvor_enig_er_du[Vi lytter]"].tolist()[:2] == [5, 1]


def test_alchemer_option_and_question(export):
    survey = read_survey(export("alchemer"))
    assert survey.data["what_did_you_use[Mail]"].tolist()[:2] == [False, True]
    assert survey.states["what_did_you_use[Mail]"].tolist()[2] == "skipped"
    assert survey.data["how_much_do_you_agree[We meet]"].tolist() == [4, 1, 3]


def test_eusurvey_below_its_own_lines(export):
    survey = read_survey(export("eusurvey"))
    assert survey.data.index.tolist() == [5, 6, 7, 8, 9]
    assert survey.data["what_did_you_use[Phone]"].tolist()[:4] == [False, False, True, True]
    assert survey.data["how_much_do_you_agree_that_we_meet"].tolist() == [4, 5, 2, 3, 1]


def test_kobo_paths_choices_and_na(export):
    survey = read_survey(export("kobo"))
    assert survey.data["kanaler[moeder]"].tolist()[:2] == [True, False]
    assert survey.states["kanaler[mail]"].tolist() == ["answered", "answered", "skipped"]
    assert survey.states["hvorfor"].tolist() == ["skipped", "answered", "skipped"]


def test_kobo_with_its_form_beside_it(export):
    survey = read_survey(export("kobo-folder"))
    assert survey.codebook.set_index("name").loc["kanaler[moeder]", "title"] == "Møder"
    assert survey.labelled()["enig"].tolist() == ["Enig", "Helt enig", "Uenig"]
    assert survey.states["hvorfor"].tolist() == ["not_asked", "answered", "not_asked"]


def test_redcap_event_boxes_and_decimal_comma(export):
    survey = read_survey(export("redcap"))
    assert survey.data["vaegt"].tolist() == [71.5, 64.25, 70.0]
    assert survey.data["gym[1]"].tolist()[::2] == [True, True]
    assert survey.states["gym[1]"].tolist() == ["answered", "skipped", "answered"]
    roles = survey.codebook.set_index("name")["role"]
    assert (roles["redcap_event_name"], roles["record_id"]) == ("wave", "respondent")


def test_redcap_dictionary_gives_labels_and_filters(export):
    survey = read_survey(export("redcap-folder"))
    assert survey.labelled()["enig"].tolist() == ["Enig", "Uenig", "Helt enig"]
    assert survey.codebook.set_index("name").loc["gym[2]", "title"] == "På stedet"


def test_enalyzer_asks_what_its_numbers_are(export):
    survey = read_survey(export("enalyzer"))
    assert survey.states["hvad_brugte_i[Mail]"].tolist() == ["answered", "skipped", "answered"]
    assert any("values or label numbers?" in line for line in survey.report)


@pytest.mark.parametrize("dialect", ["semicolon", "comma", "tab", "zip", "workbook"])
def test_surveyxact_reads_the_same_in_every_dialect(dialect, export):
    survey = read_survey(export(f"surveyxact-{dialect}"))
    book = survey.codebook.set_index("name")
    assert survey.data["v_1"].tolist()[:2] == [4, 5]
    assert survey.states["v_1"].tolist() == ["answered", "answered", "dont_know"]
    assert book.loc["v_1", "values"] == {
        1: "Helt uenig", 2: "Uenig", 3: "Hverken enig eller uenig", 4: "Enig", 5: "Helt enig",
    }  # fmt: skip
    assert book.loc["v_2_2", "title"] == "Mail"
    assert survey.data["v_2_1"].tolist()[0] is True
    assert survey.states["v_2_1"].tolist() == ["answered", "skipped", "answered"]
    assert survey.labelled()["statoverall"].tolist() == ["Gennemført", "Gennemført", "Ny"]


@pytest.mark.parametrize("name", ["spss", "stata"])
def test_user_missing_keeps_its_label_and_stays_out_of_the_mean(name, export):
    survey = read_survey(export(name))
    assert survey.states["enig"].tolist()[1] == "dont_know"
    assert survey.missing["label"].tolist() == ["Ved ikke"]
    assert survey.data["enig"].mean() == pytest.approx({"spss": 3.0, "stata": 11 / 3}[name])
    assert survey.labelled(missing=True)["enig"].tolist()[1] == "Ved ikke"

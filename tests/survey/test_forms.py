"""Microsoft and Google Forms beyond the plain case.

The quiz columns of Microsoft Forms and their headings are those of a public test (Total points, Quiz feedback,
Last modified time, Points - ..., Feedback - ...); Google's are described on its help pages: a CSV joins several
answers by `;`, a sheet by `, `; a grid has a column for each row; a quiz has a score, [Score] and [Feedback].
All answers are made up.
"""

from evalkit.survey import read_survey

MS = "ID,Start time,Completion time,Email,Name,"
MS_ROW = "{},7/27/26 19:06:23,7/27/26 19:17:10,anonymous,,"


def written(tmp_path, *lines, name="svar.csv"):
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return read_survey(path)


def asked(survey):
    """The variables that are questions."""
    return survey.codebook["name"][survey.codebook["role"] == ""].tolist()


def microsoft(tmp_path, heading, *answers):
    return written(
        tmp_path, MS + heading, *(MS_ROW.format(n) + answer for n, answer in enumerate(answers, 1))
    )


def test_points_and_feedback_of_a_quiz_are_no_questions(tmp_path):
    survey = microsoft(
        tmp_path,
        "Total points,Quiz feedback,Last modified time,Hvad er tillid?,Points - Hvad er tillid?,"
        "Feedback - Hvad er tillid?,Hvem mødtes?,Points - Hvem mødtes?",
        "4,,,At tale sammen,2,fint,Alle,2",
    )
    assert asked(survey) == ["hvad_er_tillid", "hvem_moedtes"]


def test_points_and_feedback_are_known_in_any_language(tmp_path):
    survey = microsoft(
        tmp_path,
        "Hvad er tillid?,Antal opnåede - Hvad er tillid?,Hvem mødtes?,Antal opnåede - Hvem mødtes?,"
        "Andet - Hvem kom?",
        "At tale sammen,2,Alle,2,Ingen",
    )
    assert asked(survey) == ["hvad_er_tillid", "hvem_moedtes", "andet_hvem_kom"]


def test_a_semicolon_in_a_written_answer_is_said(tmp_path):
    answers = ("Mail;", "Mail;Møder;", "Møder;", "Møder;ringer;skriver;")
    survey = microsoft(tmp_path, "Hvad brugte I?", *answers)
    assert survey.data["hvad_brugte_i[Møder]"].sum() == 3
    warned = "'Hvad brugte I?': delt ved ';'; 'ringer', 'skriver' er kun givet én gang hver"
    assert any(line.startswith(warned) for line in survey.said("da"))


def test_a_semicolon_with_a_blank_after_it_is_part_of_the_answer(tmp_path):
    survey = microsoft(tmp_path, "Hvad brugte I?", "Mail;", "Møder;ringer; skriver;", "Mail;Møder;")
    assert survey.data["hvad_brugte_i[ringer; skriver]"].tolist() == [False, True, False]
    assert [n for n in survey.data if n.startswith("hvad")] == [
        f"hvad_brugte_i[{option}]" for option in ("Mail", "Møder", "ringer; skriver")
    ]


def test_a_ranking_gives_each_option_its_place(tmp_path):
    survey = microsoft(tmp_path, "Rangordn", "Tid;Pris;Ro;", "Pris;Tid;Ro;", "", "Pris;Ro;Tid;")
    assert survey.data[["Rangordn[Tid]", "Rangordn[Pris]", "Rangordn[Ro]"]].mean().round(3).tolist() == [
        2, 1.333, 2.667,
    ]  # fmt: skip
    assert survey.states["Rangordn[Ro]"].tolist()[2] == "skipped"
    assert "'Rangordn' er rangordnet: hver svarmulighed har fået sin plads (1 er først)." in survey.said("da")


def test_google_s_csv_joins_by_semicolons(tmp_path):
    survey = written(
        tmp_path,
        "Timestamp,Hvad brugte I?,Kommentar",
        '"2024/01/05 10:11:12 AM GMT+1","Mail, også privat;Møder",fint; men sent',
        '"2024/01/05 10:12:12 AM GMT+1",Møder,',
        '"2024/01/05 10:13:12 AM GMT+1",,ja',
    )
    assert survey.data["hvad_brugte_i[Mail, også privat]"].tolist()[:2] == [True, False]
    assert survey.states["hvad_brugte_i[Møder]"].tolist() == ["answered", "answered", "skipped"]
    assert survey.data["Kommentar"].tolist()[0] == "fint; men sent"


def test_the_rows_of_a_google_checkbox_grid_share_their_options(tmp_path):
    survey = written(
        tmp_path,
        "Timestamp,Hvornår mødes I? [Kontoret],Hvornår mødes I? [Stedet]",
        '05/01/2024 10.11.12,"Før, Efter",Før',
        '05/01/2024 10.12.12,Under,"Før, Under"',
        "05/01/2024 10.13.12,Efter,",
    )
    office, site = "hvornaar_moedes_i_kontoret", "hvornaar_moedes_i_stedet"
    assert survey.data[[f"{office}[{option}]" for option in ("Før", "Under", "Efter")]].sum().tolist() == [
        1, 1, 2,
    ]  # fmt: skip
    assert survey.data[f"{site}[Under]"].tolist()[:2] == [False, True]
    assert survey.states[f"{site}[Før]"].tolist()[2] == "skipped"
    assert any(line.startswith("'Hvornår mødes I? [Kontoret]', 'Hvornår mødes I? [Stedet]' er delt")
               for line in survey.said("da"))  # fmt: skip


def test_a_google_quiz_s_marks_are_no_questions(tmp_path):
    survey = written(
        tmp_path,
        "Timestamp,Score,Hvad er tillid?,Hvad er tillid? [Score],Hvad er tillid? [Feedback]",
        "05/01/2024 10.11.12,2 / 4,At tale sammen,2.00 / 2.00,fint",
        "05/01/2024 10.12.12,0 / 4,Ved ikke,0.00 / 2.00,",
    )
    assert asked(survey) == ["hvad_er_tillid"]


def test_a_question_asked_twice_is_said_in_danish(tmp_path):
    survey = written(tmp_path, "Timestamp,Hvorfor?,Hvorfor? ", "05/01/2024 10.11.12,a,b")
    assert "Stillet mere end én gang: 'Hvorfor?'; skilt ad med _2, _3." in survey.said("da")


def test_a_question_that_forms_numbered_is_said(export):
    """The fixture asks 'Hvorfor?' and 'Hvorfor?2'."""
    survey = read_survey(export("msforms"))
    assert "Stillet mere end én gang: 'Hvorfor?'; skilt ad med _2, _3." in survey.said("da")


def test_what_may_be_several_answers_is_said(tmp_path):
    """Too few answers to know: nothing is cut, but the reader is told where to look."""
    survey = written(
        tmp_path, "Timestamp,Kanal", *(f'05/01/2024 10.11.1{n},"{a}"' for n, a in enumerate(
            ("Mail, Møder", "Mail, Telefon", "Brev", "Møder", "Fax", "Avis")))
    )  # fmt: skip
    assert survey.data["Kanal"].tolist()[0] == "Mail, Møder"
    assert any(line.startswith("'Kanal' kan rumme flere svar i en celle (som 'Mail, Møder')")
               for line in survey.said("da"))  # fmt: skip


def test_an_ending_that_several_options_share_stays_with_them(tmp_path):
    """Options as in a public response sheet (jharris1679/ebike-survey-analysis): a comma in most of them."""
    far, fast, cheap = "They go far, of average fitness", "They go fast, of average fitness", "They are cheap"
    answers = [f"{far}, {cheap}", f"{fast}, {cheap}", f"{far}, {fast}", cheap, f"{far}, {fast}, {cheap}"]
    rows = [f'05/01/2024 10.11.1{n},"{answer}"' for n, answer in enumerate(answers)]
    survey = written(tmp_path, "Timestamp,Why", *rows)
    assert survey.data.iloc[:, 1:].sum().to_dict() == {
        f"Why[{far}]": 3,
        f"Why[{cheap}]": 4,
        f"Why[{fast}]": 3,
    }


def test_options_in_small_letters_are_options(tmp_path):
    answers = [
        "more signs, more education",
        "more signs",
        "more education, ticket",
        "ticket, more signs",
        "ticket",
    ]
    rows = [f'05/01/2024 10.11.1{n},"{answer}"' for n, answer in enumerate(answers)]
    survey = written(tmp_path, "Timestamp,Why", *rows)
    assert survey.data.iloc[:, 1:].sum().tolist() == [3, 2, 3]


def test_google_s_options_with_lists_in_brackets_are_not_cut(tmp_path):
    """Options as a public Google Forms survey has them (kunalgorithm/surveycovid19, data/data.js); answers made up."""
    ill, age = (
        "Yes, due to existing conditions (Diabetes, heart disease, lung disease)",
        "Yes, due to their age (60+)",
    )
    rows = [f"{age}, {ill}", age, "No", ill, f"{age}, {ill}"]
    lines = [f'3/18/2020 18:4{n}:11,"{row}"' for n, row in enumerate(rows)]
    path = tmp_path / "form.csv"
    path.write_text("\n".join(["Timestamp,Is anybody at risk?", *lines]), "utf-8")
    survey = read_survey(path)
    ticks = survey.codebook[survey.codebook["type"] == "boolean"]
    assert set(ticks["title"]) == {age, ill, "No"}
    assert [int(survey.data[name].sum()) for name in ticks["name"]] == [3, 3, 1]


def test_microsoft_forms_own_first_columns_in_any_language(tmp_path):
    """German headings as a public project's notes list them: ID, Startzeit, Abschlusszeit, E-Mail, Name."""
    lines = ["ID,Startzeit,Abschlusszeit,E-Mail,Name,Zufrieden?"]
    lines += [f"{n},2024-01-05 10:11:00,2024-01-05 10:12:00,anonymous,,{n}" for n in (1, 2, 3)]
    path = tmp_path / "form.csv"
    path.write_text("\n".join(lines), "utf-8")
    survey = read_survey(path)
    assert survey.codebook.set_index("name")["role"].tolist() == ["status", "status", "status", ""]


def test_an_option_in_small_letters_after_different_ones_stands_for_itself(tmp_path):
    """Options such as a public survey of courses has (jupyter/surveys, 2016-05-education-survey): nbconvert, nbgrader."""
    answers = [
        "Notes, Film, mail, chat",
        "Notes, mail",
        "Film, mail",
        "Notes, Film",
        "Notes",
        "Film, mail, chat",
    ]
    rows = [f'05/01/2024 10.11.1{n},"{answer}"' for n, answer in enumerate(answers)]
    survey = written(tmp_path, "Timestamp,Why", *rows)
    assert survey.data.iloc[:, 1:].sum().to_dict() == {
        "Why[Notes]": 4, "Why[Film]": 4, "Why[mail]": 4, "Why[chat]": 2,
    }  # fmt: skip


def test_long_options_that_begin_alike_are_two(tmp_path):
    long = "because we had agreed beforehand that everybody should be there and that it should be "
    answers = [f"{long} fun;{long} short", f"{long} fun", f"{long} short"]
    rows = [f"2020/01/0{n} 10:00:00 AM GMT+1,{answer}" for n, answer in enumerate(answers, 1)]
    survey = written(tmp_path, "Timestamp,Why", *rows)
    assert survey.data.iloc[:, 1:].sum().tolist() == [2, 2]
    assert survey.labelled().shape == (3, 3)

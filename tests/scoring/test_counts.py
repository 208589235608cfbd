"""The same whole numbers on every engine, missing answers included, long and wide."""

import warnings
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.errors import EvalkitError
from evalkit.framework import load_framework
from evalkit.scoring import agreement, batches, count_answers, counts, reliability, score_criteria, wide
from evalkit.scoring.cells import divide
from evalkit.scoring.counts import count_respondents
from evalkit.scoring.sources import BY, sources_of
from tests.scoring.conftest import answers, random_responses

FRAMEWORK = load_framework()
LONG = random_responses(90)
REVERSED = [item.id for item in FRAMEWORK.items if item.reverse]


def as_wide() -> pd.DataFrame:
    """The same answers as codes 1-5, 9 for don't know, empty where skipped; reversed items as people answered."""
    code = LONG["value"] / 25 + 1
    code = code.where(~LONG["item"].isin(REVERSED), 6 - code)
    code = code.mask(LONG["state"].eq("dont_know"), 9)
    table = LONG.assign(code=code).pivot(index=[*BY, "respondent"], columns="item", values="code")
    return table.reset_index().rename_axis(columns=None).astype(dict.fromkeys(FRAMEWORK.item_ids, "Int64"))


WIDE = as_wide()
BOOK = pd.DataFrame(
    {
        "name": item.id,
        "item": item.id,
        "criterion": "",
        "reverse": False,
        "values": dict(enumerate(FRAMEWORK.scales[item.scale].labels["da"], 1)),
        "missing": {9: "Ved ikke"},
    }
    for item in FRAMEWORK.items
)


def every_engine(table: pd.DataFrame) -> dict[str, object]:
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    frame = pl.from_arrow(arrow)
    return {
        "pandas NumPy": table.astype({c: float for c in table if table[c].dtype == "Int64"}),
        "pandas Arrow": arrow.to_pandas(types_mapper=pd.ArrowDtype),
        "pandas nullable": table.convert_dtypes(),
        "Polars": frame,
        "Polars lazy": frame.lazy(),
        "DuckDB": duckdb.connect().from_arrow(arrow),
        "PyArrow": arrow,
    }


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """Leave the order of categories out: only a frame that has an order can keep it."""
    kinds = {c: object for c in table if isinstance(table[c].dtype, pd.CategoricalDtype)}
    return table.astype(kinds)


ENGINES = list(every_engine(LONG.head(1)))


@pytest.mark.parametrize("engine", ENGINES)
def test_scores_are_identical_on_every_engine(engine):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = score_criteria(every_engine(LONG)[engine])
    pd.testing.assert_frame_equal(plain(found), plain(score_criteria(LONG)), check_exact=True)


@pytest.mark.parametrize("engine", ENGINES)
def test_answers_are_identical_on_every_engine(engine):
    found = count_answers(every_engine(LONG)[engine])
    pd.testing.assert_frame_equal(plain(found), plain(count_answers(LONG)), check_exact=True)


@pytest.mark.parametrize("engine", ENGINES)
def test_wide_scores_are_those_of_the_long_table(engine):
    found = score_criteria(every_engine(WIDE)[engine], codebook=BOOK)
    pd.testing.assert_frame_equal(plain(found), plain(score_criteria(LONG)), check_exact=True)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_query_counts_wide_tables_as_the_tally_does(engine, monkeypatch):
    monkeypatch.setattr(wide, "tally", lambda *_: None)
    found = score_criteria(every_engine(WIDE)[engine], codebook=BOOK)
    pd.testing.assert_frame_equal(plain(found), plain(score_criteria(LONG)), check_exact=True)


def with_eight_items():
    """The shipped framework with an eight-item criterion: dialogue and respect asked as one."""
    own = [item.id for item in FRAMEWORK.items if item.criterion and item.criterion.startswith("during.")][:8]
    items = tuple(replace(i, criterion="during.dialogue") if i.id in own else i for i in FRAMEWORK.items)
    return own, replace(FRAMEWORK, items=items)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_criterion_of_eight_items_is_counted_as_by_hand(engine):
    own, framework = with_eight_items()
    table = WIDE[[*BY, "respondent", *own]]
    turned = {i.id for i in FRAMEWORK.items if i.reverse}
    values = pd.DataFrame({i: table[i].where(table[i] != 9).astype(float) for i in own})
    values = (values - 1).mul(25).apply(lambda c: 100 - c if c.name in turned else c)
    score = values.mean(axis=1).where(values.notna().sum(axis=1) * 2 >= 8)
    wanted = score.groupby([table["party"], table["wave"]]).agg(["count", "mean"])
    found = score_criteria(every_engine(table)[engine], framework=framework, codebook=BOOK)
    found = found[found["criterion"].astype(str) == "during.dialogue"].set_index(["party", "wave"])
    found = found.loc[wanted.index.to_list()]
    assert found["n"].tolist() == wanted["count"].tolist()
    assert found["score"].to_numpy() == pytest.approx(wanted["mean"].to_numpy(), abs=1e-9)


@pytest.mark.parametrize(("code", "as_tally"), [(-126, True), (-127, False), (-128, False), (128, False)])
def test_codes_that_stand_for_something_else_are_counted_by_the_query(code, as_tally, monkeypatch):
    """-128 and -127 mean unreadable and empty in the tally, so a codebook with them must not go there."""
    taken = spy(monkeypatch, wide, "tally")
    table = WIDE.replace({item: {1: code} for item in FRAMEWORK.item_ids})
    values = [{(code if c == 1 else c): text for c, text in own.items()} for own in BOOK["values"].tolist()]
    book = BOOK.assign(values=pd.Series(values))
    pd.testing.assert_frame_equal(
        plain(score_criteria(table, codebook=book)), plain(score_criteria(LONG)), check_exact=True
    )
    assert taken == [as_tally]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        *((code, kind) for code in (-127, -128) for kind in ("int8", "int64", "float64")),
        *((code, kind) for code in (129, 300, 2**40) for kind in ("int64", "float64")),
        (2.5, "float64"),
    ],
)
def test_an_unknown_code_at_the_edge_of_a_byte_is_neither_empty_nor_an_answer(code, kind):
    table = WIDE[[*BY, "dialogue_1"]].fillna({"dialogue_1": 3}).astype({"dialogue_1": kind})
    table.loc[3, "dialogue_1"] = code
    with pytest.raises(EvalkitError, match=f"'{code}' is not one of"):
        score_criteria(pa.Table.from_pandas(table), codebook=BOOK)


def spy(monkeypatch, module, name):
    """Note of every call of a counting path whether it counted, or left it to another."""
    calls, way = [], getattr(module, name)

    def noted(*given):
        found = way(*given)
        calls.append(found is not None)
        return found

    monkeypatch.setattr(module, name, noted)
    return calls


def test_a_table_takes_the_way_that_is_meant_for_it(tmp_path, monkeypatch):
    flat, people = spy(monkeypatch, wide, "tally"), spy(monkeypatch, counts, "tally_people")
    LONG.to_parquet(tmp_path / "long.parquet", index=False)
    WIDE.to_parquet(tmp_path / "wide.parquet", index=False)
    ways = {
        "wide, in memory": (WIDE, [True], []),
        "wide, a file": (tmp_path / "wide.parquet", [True], []),
        "wide, weighted": (WIDE.assign(weight=1), [False], []),
        "wide, codes as text": (WIDE.astype(dict.fromkeys(FRAMEWORK.item_ids, "str")), [False], []),
        "long, in memory": (LONG, [], []),
        "long, a file": (tmp_path / "long.parquet", [], [True]),
        "long, lazy": (pl.from_pandas(LONG).lazy(), [], [True]),
    }
    for name, (table, wide_way, long_way) in ways.items():
        flat.clear()
        people.clear()
        found = score_criteria(table, codebook=BOOK)
        assert (name, flat, people) == (name, wide_way, long_way)
        pd.testing.assert_frame_equal(plain(found), plain(score_criteria(LONG)), check_exact=True)


@pytest.mark.parametrize("kind", ["Int8", "Int16", "UInt8", "Int64", "float32", "float64"])
@pytest.mark.parametrize(("group_rows", "rows"), [(7, 65_536), (10_000, 65_536), (10_000, 3)])
def test_a_wide_file_is_counted_whatever_its_row_groups(tmp_path, monkeypatch, group_rows, rows, kind):
    monkeypatch.setattr(batches, "ROWS", rows)  # a row group of more than eight batches is read bit by bit
    codes = pa.Table.from_pandas(WIDE.astype(dict.fromkeys(FRAMEWORK.item_ids, kind)), preserve_index=False)
    pq.write_table(codes, tmp_path / "wide.parquet", row_group_size=group_rows)
    found = score_criteria(tmp_path / "wide.parquet", codebook=BOOK)
    pd.testing.assert_frame_equal(plain(found), plain(score_criteria(LONG)), check_exact=True)


def test_codes_in_categories_are_codes():
    wanted = plain(score_criteria(LONG))
    kinds = WIDE.astype(dict.fromkeys(FRAMEWORK.item_ids, "str")).astype(
        dict.fromkeys(FRAMEWORK.item_ids, "category")
    )
    for table in (kinds, pl.from_pandas(kinds), pl.from_pandas(kinds).lazy()):
        pd.testing.assert_frame_equal(plain(score_criteria(table, codebook=BOOK)), wanted, check_exact=True)


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_files_are_counted_where_they_lie(tmp_path, kind):
    for name, table in (("long", LONG), ("wide", WIDE)):
        path = tmp_path / f"{name}.{kind}"
        table.to_parquet(path, index=False) if kind == "parquet" else table.to_csv(path, index=False)
        found = score_criteria(path, codebook=BOOK)
        pd.testing.assert_frame_equal(plain(found), plain(score_criteria(LONG)), check_exact=True)


def test_wide_answers_are_those_of_the_long_table():
    columns = [*BY, "item", "state", "value", "n"]
    found, wanted = (
        table[table["n"] > 0][columns] for table in (count_answers(WIDE, codebook=BOOK), count_answers(LONG))
    )
    order = ["party", "wave", "item", "state", "value"]
    found, wanted = (
        plain(t).astype({"item": str}).sort_values(order, ignore_index=True) for t in (found, wanted)
    )
    pd.testing.assert_frame_equal(found, wanted)


def test_agreement_and_reliability_take_wide_tables_too():
    figures = ["n", "ad", "rwg", "identical"]
    pd.testing.assert_frame_equal(agreement(WIDE, codebook=BOOK)[figures], agreement(LONG)[figures])
    big = random_responses(300, seed=3)
    assert reliability(big, by=("study",))["alpha"].notna().all()
    alphas = [reliability(frame, by=("study",))["alpha"].to_numpy() for frame in every_engine(big).values()]
    assert all(np.allclose(alpha, alphas[0], rtol=1e-12) for alpha in alphas)


def spark():
    pyspark = pytest.importorskip("pyspark", reason="pyspark isn't installed")
    import shutil

    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which isn't installed")
    builder = pyspark.sql.SparkSession.builder.master("local[1]").appName("evalkit tests")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.host": "127.0.0.1",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


@pytest.mark.spark
def test_spark_gives_the_same_scores_long_and_wide():
    session = spark()
    try:
        session.sparkContext.setLogLevel("ERROR")
        table = LONG.astype(object).where(LONG.notna(), None)
        long = session.createDataFrame(pa.Table.from_pandas(LONG, preserve_index=False))
        small = FRAMEWORK.items_of("during.dialogue")
        columns = [*BY, "respondent", *(item.id for item in small)]
        flat = session.createDataFrame(pa.Table.from_pandas(WIDE[columns], preserve_index=False))
        wanted = plain(score_criteria(LONG))
        pd.testing.assert_frame_equal(plain(score_criteria(long)), wanted, check_exact=True)
        found = plain(score_criteria(flat, codebook=BOOK)).query("criterion == 'during.dialogue'")
        pd.testing.assert_frame_equal(found, wanted.query("criterion == 'during.dialogue'"), check_exact=True)
        assert len(table) == long.count()
    finally:
        session.stop()


@pytest.mark.parametrize("shuffle", range(3))
def test_the_order_of_rows_does_not_matter(shuffle):
    found = score_criteria(LONG.sample(frac=1, random_state=shuffle))
    pd.testing.assert_frame_equal(plain(found), plain(score_criteria(LONG)), check_exact=True)


def test_a_frame_split_in_two_adds_up():
    half = LONG["respondent"].astype(int) < 41
    whole, one, other = (
        count_answers(part).set_index([*BY, "item", "state", "value"])["n"]
        for part in (LONG, LONG[half], LONG[~half])
    )
    assert one.add(other, fill_value=0).sort_index().equals(whole.astype(float).sort_index())


def test_weights_count_as_so_many_people():
    people = LONG["respondent"].unique()
    weight = pd.Series(np.arange(len(people)) % 4, index=people)
    weighted = LONG.assign(weight=LONG["respondent"].map(weight))
    repeated = pd.concat(
        [
            LONG[LONG["respondent"].map(weight) > k].assign(
                respondent=lambda t, k=k: t["respondent"] + f".{k}"
            )
            for k in range(3)
        ]
    )
    pd.testing.assert_frame_equal(
        plain(score_criteria(weighted)), plain(score_criteria(repeated)), check_exact=True
    )
    flat = WIDE.assign(weight=WIDE["respondent"].map(weight).astype(int))
    pd.testing.assert_frame_equal(plain(score_criteria(flat, codebook=BOOK)), plain(score_criteria(repeated)))


@pytest.mark.parametrize("item", ["dialogue_1", "respect_1"])
def test_reversing_an_item_twice_changes_nothing(item):
    """Once in the codes, once in the codebook."""
    turned = WIDE.assign(**{item: WIDE[item].where(WIDE[item] == 9, 6 - WIDE[item])})
    book = BOOK.assign(reverse=BOOK["item"] == item)
    found = score_criteria(turned, codebook=book)
    pd.testing.assert_frame_equal(plain(found), plain(score_criteria(LONG)), check_exact=True)
    assert not score_criteria(turned, codebook=BOOK)["score"].equals(found["score"])


def test_other_names_for_the_parties_change_no_figure():
    names = {"a": "z", "b": "m", "c": "k"}
    found = score_criteria(LONG.replace({"party": names}))
    wanted = score_criteria(LONG).assign(party=lambda t: t["party"].astype(str).map(names))
    keys = [*BY, "criterion"]
    found, wanted = (
        plain(t).astype({"party": str}).sort_values(keys, ignore_index=True) for t in (found, wanted)
    )
    pd.testing.assert_frame_equal(found, wanted, check_exact=True)


@pytest.mark.parametrize("weight", [1.5, -1, np.nan])
def test_a_wide_tables_weights_are_whole_numbers(weight):
    with pytest.raises(EvalkitError, match="A weight is how many people a row stands for"):
        score_criteria(WIDE.assign(weight=[weight, *[1.0] * (len(WIDE) - 1)]), codebook=BOOK)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=2, max_size=9))
def test_scores_are_the_nearest_double_to_the_true_fraction(steps):
    from fractions import Fraction

    scores = score_criteria(answers({"a": [100 * step / 6 for step in steps]}))
    true = sum(Fraction(100 * step, 6) for step in steps) / len(steps)
    assert scores.query("n > 0")["score"].iloc[0] == float(true)


def test_division_beyond_a_doubles_whole_numbers_still_rounds_once():
    top = np.array([2**70 + 1, 10**30], dtype=object)
    bottom = np.array([2**69, 3 * 10**29], dtype=object)
    assert divide(top, bottom).tolist() == [(2**70 + 1) / 2**69, 10 / 3]


def test_no_float_is_a_key():
    counts = count_respondents(sources_of(LONG)[0], BY)
    for name in ("group", "criterion", "units", "answered", "dont_know", "asked", "people"):
        assert getattr(counts, name).dtype == np.int64


DIALOGUE = "during.dialogue"


def broken(column, value):
    return LONG.assign(**{column: [value, *LONG[column].tolist()[1:]]})


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (broken("value", 101.0).assign(state=None), "101.0 is off the scale"),
        (broken("value", np.inf).assign(state=None), "inf is off the scale"),
        (broken("value", -25.0).assign(state=None), "-25.0 is off the scale"),
        (broken("state", "maybe"), "'maybe' is not one of answered"),
        (broken("party", None), "column 'party': there are respondents without a value"),
        (broken("respondent", None), "without a respondent"),
        (broken("criterion", "during.dialoge"), "'during.dialoge' is not one of"),
        (LONG.drop(columns="party"), "has no column 'party'"),
        (pd.concat([LONG, LONG]), "answered more than once"),
        (LONG.iloc[:0], "no row of any criterion"),
        (answers({"a": [75]}, item="dialog_1"), "column 'item': 'dialog_1' is not one of .*did you mean"),
        (LONG.assign(value="75"), "column 'value': the values are of the type String"),
        (LONG.assign(value=True), "of the type Boolean"),
        (LONG.assign(value=[75, "enig"] * (len(LONG) // 2)), "column 'value': 'enig' is no number"),
        (LONG.assign(weight=1.5), "has the weight 1.5"),
        (LONG.assign(weight=-1), "has the weight -1"),
        (LONG.assign(state="dont_know"), "the state is 'dont_know' and the value"),
        (LONG.assign(weight=range(len(LONG))), "has the weight"),
        (
            answers({"a": [75] * 257}).assign(
                respondent="x", item=list(map(str, range(257))), criterion=DIALOGUE
            ),
            "a respondent has 257 rows of 'during.dialogue'",
        ),
        (
            answers({"a": [None] * 128}).assign(
                respondent="x", item=list(map(str, range(128))), criterion=DIALOGUE, state="answered"
            ),
            "has 128 rows",
        ),
    ],
)
def test_what_cannot_be_counted_is_an_error(table, message):
    if "state" in table and table["state"].isna().all():
        table = table.drop(columns="state")
    with pytest.raises(EvalkitError, match=message):
        score_criteria(table)


@pytest.mark.parametrize("call", [score_criteria, count_answers, agreement, reliability])
@pytest.mark.parametrize("table", [LONG, WIDE], ids=["long", "wide"])
@pytest.mark.parametrize(
    ("weight", "message"),
    [
        (-1, "has the weight -1"),
        (1.5, "has the weight 1.5"),
        (np.nan, "has the weight"),
        (2**62, "has the weight 4611686018427387904"),
        (np.inf, "has the weight inf"),
        ("2", "the weights are of the type String"),
        (True, "the weights are of the type Boolean"),
    ],
)
def test_a_weight_that_is_no_number_of_people_is_an_error_in_every_verb(call, table, weight, message):
    with pytest.raises(EvalkitError, match=message):
        call(table.assign(weight=weight))


@pytest.mark.parametrize("engine", list(every_engine(LONG)))
@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("weight", -1, "has the weight -1"),
        ("item", None, "there is a row without an item"),
        ("state", None, "there is a row without a state"),
    ],
)
def test_a_bad_row_is_refused_alike_on_every_engine(engine, column, cell, message):
    table = LONG.assign(weight=1).drop(columns="criterion", errors="ignore")
    table[column] = [cell, *table[column].tolist()[1:]]
    with pytest.raises(EvalkitError, match=message):
        score_criteria(every_engine(table)[engine])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"invited": 5}, "invited= is a int"),
        ({"invited": {"a": "five"}}, "'five' people were invited"),
        ({"invited": {"a": np.inf}}, "inf people were invited"),
        ({"by": ["party", "party"]}, "by= can't have 'party' there"),
        ({"by": ["value"]}, "by= can't have 'value' there"),
        ({"by": 3}, "by= names no column"),
        ({"framework": 3}, "a int is no framework"),
        ({"codebook": 3, "data": WIDE}, "a int is not a survey's codebook"),
    ],
)
def test_what_is_given_wrongly_is_said(given, message):
    with pytest.raises(EvalkitError, match=message):
        score_criteria(**{"data": LONG, **given})


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (pd.to_datetime(["2016-08-15"] * len(WIDE)), "the answers are of the type Datetime"),
        ([[1]] * len(WIDE), r"\[1\] is no number"),
        (np.full(len(WIDE), 3 + 0j), "the answers are of the type complex"),
        ([3, "to"] * (len(WIDE) // 2) + [3] * (len(WIDE) % 2), "'to' is no number"),
    ],
)
def test_answers_that_are_neither_numbers_nor_texts_are_an_error(cells, message):
    with pytest.raises(EvalkitError, match=f"column 'dialogue_1': {message}"):
        score_criteria(WIDE.assign(dialogue_1=cells))


@pytest.mark.parametrize(("name", "content"), [("x.parquet", b"PAR1 cut short PAR1"), ("x.csv", b"")])
def test_a_damaged_file_is_an_error(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(EvalkitError, match=f"{name}: the file can't be read"):
        score_criteria(tmp_path / name)


@pytest.mark.filterwarnings("error")
def test_complex_values_are_an_error_and_no_warning():
    with pytest.raises(EvalkitError, match="the values are of the type complex"):
        score_criteria(LONG.assign(value=np.full(len(LONG), 75 + 1j)))


@pytest.mark.parametrize("number", [Decimal, Fraction, np.float32])
def test_a_number_is_a_number_whatever_its_class(number):
    numbers = pd.Series([None if np.isnan(value) else number(value) for value in LONG["value"]], dtype=object)
    pd.testing.assert_frame_equal(score_criteria(LONG.assign(value=numbers)), score_criteria(LONG))


@pytest.mark.parametrize("nothing", [None, np.nan, pd.NA])
def test_a_value_that_isnt_there_is_skipped_however_it_is_written(nothing):
    table = answers({"a": [75, 50, 25]}).drop(columns="state").astype({"value": object})
    table.loc[0, "value"] = nothing
    row = score_criteria(table).query("n > 0").iloc[0]
    assert [row["n"], row["asked"], row["score"]] == [2, 3, 37.5]


@pytest.mark.parametrize("call", [score_criteria, count_answers])
@pytest.mark.parametrize("table", [LONG, WIDE], ids=["long", "wide"])
def test_a_row_given_twice_in_memory_is_an_error(call, table):
    with pytest.raises(EvalkitError, match="answered more than once"):
        call(pd.concat([table, table.iloc[:1]]))


@pytest.mark.parametrize("call", [score_criteria, count_answers, agreement, reliability])
def test_groups_by_nothing_are_an_error(call):
    with pytest.raises(EvalkitError, match="by= names no column"):
        call(LONG, by=[])


@pytest.mark.parametrize("way", ["tally", "query"])
@pytest.mark.parametrize("code", [0, 6, 8, -9, 999])
def test_a_code_off_the_scale_is_an_error(code, way, monkeypatch):
    if way == "query":
        monkeypatch.setattr(wide, "tally", lambda *_: None)
    table = WIDE.copy()
    table.loc[3, "dialogue_2"] = code
    with pytest.raises(EvalkitError, match=rf"column 'dialogue_2': '{code}' is not one of 1, 2, 3, 4, 5, 9"):
        score_criteria(table, codebook=BOOK)


def test_a_half_code_is_an_error():
    table = WIDE.astype({"dialogue_2": float})
    table.loc[3, "dialogue_2"] = 2.5
    with pytest.raises(EvalkitError, match=r"'2.5' is not one of"):
        score_criteria(table, codebook=BOOK)


def test_mixed_scales_without_a_codebook_are_an_error():
    table = WIDE[[*BY, "dialogue_1", "dialogue_2"]].fillna(1).replace(9, 3)
    table["dialogue_2"] = table["dialogue_2"] * 2
    with pytest.raises(EvalkitError, match="Give codebook="):
        score_criteria(table)


def test_wide_without_a_codebook_reads_the_frameworks_scales():
    table = pd.DataFrame(
        {"study": "s", "wave": "end", "party": "a", "dialogue_1": [5, 4, None], "dialogue_3": [1, 2, None]}
    )
    row = score_criteria(table).query("criterion == 'during.dialogue'").iloc[0]
    assert (row["score"], row["n"], row["asked"]) == (87.5, 2, 3)  # dialogue_3 is reversed


@pytest.mark.parametrize("thing", [3, {"a": 1}, "nowhere.parquet", "table.xyz"])
def test_an_unknown_engine_or_file_is_an_error(thing, tmp_path):
    if thing == "table.xyz":
        thing = tmp_path / thing
        thing.write_text("x")
    with pytest.raises(EvalkitError):
        score_criteria(thing)


def test_a_wide_table_without_items_is_an_error():
    with pytest.raises(EvalkitError, match="no column is an item of the framework 'partnership'"):
        score_criteria(pd.DataFrame({"study": ["s"], "wave": ["end"], "party": ["a"], "colour": [3]}))


def test_a_level_in_two_wordings_is_one_level():
    answers = ["Strongly disagree", "Agree", "Fully agree", "Strongly agree", "Agree"]
    table = pd.DataFrame(
        {
            "study": "s", "wave": ["start"] * 3 + ["end"] * 2, "party": "a", "respondent": list("12345"),
            "item": "dialogue_1", "answer": answers, "value": [0, 75, 100, 100, 75],
        }
    )  # fmt: skip
    counts = count_answers(table)
    assert counts.query("n == 0")[["wave", "value"]].to_numpy().tolist() == [["end", 0]]

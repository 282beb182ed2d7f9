"""A table: what an address asks of its rows, and that no row is lost or seen twice."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.core.tables.columns import Column, Kind, LastingRows
from kotacerdas.core.tables.files import table_file
from kotacerdas.core.tables.sources import ListSource, QuerySource
from kotacerdas.core.tables.table import Table
from kotacerdas.records.models import Agency, Region

COLUMNS = [
    Column("name", "label.name", is_searched=True),
    Column("code", "label.code", is_searched=True, is_extra=True),
    Column(
        "dimension",
        "label.dimension",
        names={"gov": "Smart Governance", "eco": "Smart Economy"},
        is_filter=True,
    ),
    Column("ceiling", "label.ceiling", kind=Kind.RUPIAH, is_summed=True),
]
ROWS: list[dict[str, Any]] = [
    {"name": "Mal", "code": "GOV-9", "dimension": "gov", "ceiling": 5.0},
    {"name": "Pasar", "code": "GOV-17", "dimension": "eco", "ceiling": None},
    {"name": "Balai", "code": "gov-10", "dimension": "gov", "ceiling": 0.0},
]


def table(query: str = "", rows: list[dict[str, Any]] = ROWS, order: str = "") -> Table:
    return Table("money", COLUMNS, ListSource(rows, COLUMNS), QueryDict(query), order=order)


def names(one: Table) -> list[str]:
    return [row["name"] for row in one.ordered]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Mal", "Pasar", "Balai"]),
        ("urut=name", ["Balai", "Mal", "Pasar"]),
        ("urut=-name", ["Pasar", "Mal", "Balai"]),
        ("urut=code", ["Mal", "Balai", "Pasar"]),  # 9, 10, 17, however they are written
        ("urut=ceiling", ["Balai", "Mal", "Pasar"]),  # zero is a value, what is missing is last
        ("urut=-ceiling", ["Mal", "Balai", "Pasar"]),
        ("urut=nonsense", ["Mal", "Pasar", "Balai"]),
        ("dimension=gov", ["Mal", "Balai"]),
        ("dimension=gov&dimension=eco", ["Mal", "Pasar", "Balai"]),
        ("dimension=nothing", []),
        ("q=GOV-1", ["Pasar", "Balai"]),
        ("q=+balai+", ["Balai"]),
        ("q=pasar&dimension=gov", []),
        ("kelompok=dimension&urut=name", ["Pasar", "Balai", "Mal"]),
        ("kelompok=name", ["Mal", "Pasar", "Balai"]),  # nothing is grouped by names
    ],
)
def test_what_an_address_asks(query: str, expected: list[str]):
    assert names(table(query)) == expected


def test_choices_count_what_the_other_filters_leave_and_lead_on():
    """Those of a list are sent by its form; chips are addresses."""
    chips = [replace(column, is_chips=column.is_filter) for column in COLUMNS]
    query = QueryDict("q=GOV-1&dimension=gov&hal=2")
    (dimension,) = Table("money", chips, ListSource(ROWS, chips), query).filter_choices
    governance, economy = dimension.choices

    assert (governance.name, governance.count, governance.is_chosen) == (
        "Smart Governance",
        1,
        True,
    )
    assert governance.url == "?q=GOV-1"
    assert (economy.count, economy.url) == (1, "?q=GOV-1&dimension=gov&dimension=eco")


def test_rows_that_outlast_a_request_answer_every_address_as_others_do():
    lasting = LastingRows(ROWS)
    for query in ("urut=-ceiling", "dimension=gov", "q=gov", "dimension=eco&urut=name", ""):
        one, other = table(query, lasting), table(query)
        assert names(one) == names(other), query
        assert one.filter_choices == other.filter_choices, query
    assert list(lasting) == ROWS


def test_a_group_has_its_name_and_count_where_it_begins():
    lines = table("kelompok=dimension").lines
    groups = [(line.group.name, line.group.count) if line.group else None for line in lines]

    assert groups == [("Smart Economy", 1), ("Smart Governance", 2), None]


def test_columns_are_chosen_but_the_first_is_always_there():
    assert [column.name for column in table().visible] == ["name", "dimension", "ceiling"]
    assert [column.name for column in table("kolom=code").visible] == ["name", "code"]


def test_a_total_is_of_all_rows_that_are_left_and_of_nothing_known_a_dash():
    assert table("baris=10").sums == [("", ""), ("", ""), ("num", "Rp5")]
    unknown = [row | {"ceiling": None} for row in ROWS]
    assert table(rows=unknown).sums[-1] == ("num", "–")
    assert table("q=mal").sums == []


def test_heads_turn_the_order_and_forget_the_page():
    heads = {head.column.name: head for head in table("urut=name&hal=3&basis=verified").heads}

    assert heads["name"].sorted == "ascending"
    assert heads["name"].url == "?basis=verified&urut=-name"
    assert heads["ceiling"].url == "?basis=verified&urut=-ceiling"


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", ""])
def test_a_page_that_is_not_there_is_the_nearest_one(page: str):
    assert table(f"hal={page}").rows


row_values = st.fixed_dictionaries(
    {
        "name": st.text(max_size=6),
        "code": st.text("aA19-", max_size=5),
        "dimension": st.sampled_from(["gov", "eco", "new", None]),
        "ceiling": st.none() | st.integers(0, 3).map(float),
    }
)
orders = st.sampled_from(["", *(sign + c.name for c in COLUMNS for sign in ("", "-"))])


@given(st.lists(row_values, max_size=60), orders, st.sampled_from(["", "dimension"]))
def test_every_row_is_on_one_page_and_what_has_no_value_is_last(rows, order, group):
    whole = table(f"urut={order}&kelompok={group}&baris=10", rows)
    pages = [
        row
        for number in whole.page.paginator.page_range
        for row in table(f"urut={order}&kelompok={group}&baris=10&hal={number}", rows).rows
    ]
    assert Counter(map(str, whole.ordered)) == Counter(map(str, rows))
    assert pages == list(whole.ordered)
    if order == "-ceiling" and not group:
        values = [row["ceiling"] for row in whole.ordered]
        known = [value for value in values if value is not None]
        assert values[: len(known)] == sorted(known, reverse=True)


@given(st.lists(row_values, max_size=40), st.lists(st.sampled_from(["gov", "eco"]), max_size=2))
def test_the_counts_of_the_choices_are_the_rows_that_each_leaves(rows, chosen):
    query = "&".join(f"dimension={one}" for one in chosen)
    for one in table(query, rows).filter_choices:
        for choice in one.choices:
            assert choice.count == len(table(f"dimension={choice.value}", rows).selected)


def test_a_file_is_the_table_as_it_stands_on_all_its_pages():
    rows = [*ROWS, {"name": '=HYPERLINK("x")', "code": "+1", "dimension": "eco", "ceiling": 1.5}]
    query = "urut=-ceiling&baris=10&kolom=code&kolom=ceiling"
    answer = table_file(
        table(f"{query}&unduh=xlsx", rows), "Anggaran", "Batang", date(2022, 12, 31)
    )
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active

    written = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert written == [
        ["Nama", "Kode", "Pagu"],
        ["Mal", "GOV-9", 5],
        ['=HYPERLINK("x")', "+1", 1.5],
        ["Balai", "gov-10", 0],
        ["Pasar", "GOV-17", None],
    ]
    assert (sheet["A3"].data_type, sheet["A3"].quotePrefix) == ("s", True)
    csv = table_file(table(f"{query}&unduh=csv", rows), "Anggaran", "Batang", date(2022, 12, 31))
    assert csv.content.decode("utf-8-sig").splitlines()[2].startswith("\"'=HYPERLINK")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_moment_in_a_column_of_days_is_downloaded_as_the_day_it_was_on_the_site(kind: str):
    columns = [Column("name", "label.name"), Column("sent", "queue.sent", kind=Kind.DAY)]
    rows = [
        {"name": "Mal", "sent": datetime(2022, 10, 5, 18, 30, tzinfo=UTC)},  # 01.30 in Jakarta
        {"name": "Pasar", "sent": date(2022, 10, 5)},
        {"name": "Balai", "sent": None},
    ]
    asked = QueryDict(f"unduh={kind}")
    one = Table("queue", columns, ListSource(rows, columns), asked)
    content = table_file(one, "Antrean", "Batang", date(2022, 12, 31)).content
    if kind == "csv":
        days = [line.split(";")[1] for line in content.decode("utf-8-sig").splitlines()[1:]]
        assert days == ["2022-10-06", "2022-10-05", ""]
    else:
        sheet = openpyxl.load_workbook(BytesIO(content)).active
        days = [sheet.cell(row, 2).value for row in (2, 3, 4)]
        assert days == [datetime(2022, 10, 6), datetime(2022, 10, 5), None]  # noqa: DTZ001 - a day


def test_what_has_no_value_is_chosen_like_a_value(db):
    region = Region.objects.create(code="33.25", name="Batang", level="regency")
    for code, head in (("a1", "Ibu"), ("a2", ""), ("a3", "")):
        Agency.objects.create(region=region, code=code, name=code, head=head)
    Agency.objects.create(region=region, code="a4", name="a4", retired_on=date(2022, 1, 1))
    rows = Agency.objects.filter(region=region).order_by("pk")
    columns = [
        Column("code", "label.code"),
        Column("head", "label.name", is_filter=True),
        Column("retired_on", "label.name", is_filter=True),
    ]
    for source in (QuerySource(rows, columns), ListSource(list(rows), columns)):

        def of(query: str, columns: list[Column] = columns, source: Any = source) -> Table:
            return Table("agencies", columns, source, QueryDict(query))

        heads, retired = of("").filter_choices
        counts = {(one.value, one.name): one.count for one in heads.choices}
        assert counts == {("Ibu", "Ibu"): 1, ("-", "Tidak ada"): 3}
        assert {one.value: one.count for one in retired.choices} == {"2022-01-01": 1, "-": 3}
        assert [row.code for row in of("retired_on=-").rows] == ["a1", "a2", "a3"]
        assert [row.code for row in of("head=-&retired_on=2022-01-01").rows] == ["a4"]
        assert [row.code for row in of("head=-&head=Ibu").rows] == ["a1", "a2", "a3", "a4"]
        groups = [one.group.count for one in of("kelompok=head").lines if one.group]
        assert sorted(groups) == [1, 3]


def test_what_has_no_value_stands_under_its_own_name_where_it_has_one():
    names = {"": "pengelola server"}
    column = Column("actor", "log.who", names=names, is_filter=True, is_chips=True)
    rows = [{"actor": ""}, {"actor": "a@example.org"}]
    one = Table("log", [column], ListSource(rows, [column]), QueryDict(""))
    (filter_,) = one.filter_choices
    assert [choice.name for choice in filter_.choices] == ["pengelola server", "a@example.org"]
    assert column.text(rows[0]) == "pengelola server"


def test_a_ranked_column_of_a_queryset_is_in_the_order_of_its_names(db):
    region = Region.objects.create(code="33.25", name="Batang", level="regency")
    for code in ("m10", "tahun", "q1", "m02"):
        Agency.objects.create(region=region, code=code, name=code)
    names = {"m02": "Februari", "q1": "Triwulan I", "m10": "Oktober", "tahun": "Satu tahun"}
    columns = [Column("code", "label.code", names=names, is_ranked=True)]
    source = QuerySource(Agency.objects.filter(region=region), columns)

    for query, expected in (("urut=code", [*names]), ("urut=-code", [*names][::-1])):
        rows = Table("queue", columns, source, QueryDict(query)).rows
        assert [row.code for row in rows] == expected


def test_rows_are_read_once_for_the_page_and_for_choosing_all_of_them(
    db, django_assert_num_queries
):
    region = Region.objects.create(code="33.25", name="Batang", level="regency")
    for at in range(30):
        Agency.objects.create(region=region, code=f"opd-{at:02}", name="Dinas")
    columns = [Column("code", "label.code")]
    source = QuerySource(Agency.objects.filter(region=region).order_by("pk"), columns)
    one = Table("agencies", columns, source, QueryDict("baris=10&hal=2"), key=lambda row: row.pk)

    with django_assert_num_queries(2):  # how many, and the rows
        assert (len(one.rows), len(one.every), one.is_choosable) == (10, 30, True)
    assert one.rows[0].code == "opd-10"


def test_a_queryset_answers_as_a_list_does(db, django_assert_num_queries):
    region = Region.objects.create(code="33.25", name="Batang", level="regency")
    for at in range(30):
        Agency.objects.create(
            region=region, code=f"opd-{at:02}", name=f"Dinas {at % 7}", head="" if at % 3 else "Ibu"
        )
    columns = [
        Column("code", "label.code", is_searched=True),
        Column("name", "label.name", is_filter=True, is_searched=True),
        Column(
            "led",
            "label.head",
            value=lambda row: "yes" if row.head else "no",
            keyed=("head", {"": "no", "Ibu": "yes"}),
            is_filter=True,
        ),
        Column(
            "called",
            "label.head",
            value=lambda row: row.head or None,
            keyed=("head", {"": None, "Ibu": "Ibu"}),
            is_filter=True,
        ),
    ]
    rows = Agency.objects.filter(region=region).order_by("pk")

    for query in (
        "",
        "led=yes",
        "led=no&name=Dinas+3",
        "called=-",
        "urut=-code",
        "name=Dinas+3",
        "q=opd-1&urut=name",
        "kelompok=name&hal=2&baris=10",
    ):
        asked = QueryDict(query)
        one = Table("agencies", columns, QuerySource(rows, columns), asked)
        other = Table("agencies", columns, ListSource(list(rows), columns), asked)
        assert [row.code for row in one.rows] == [row.code for row in other.rows], query
        assert one.filter_choices == other.filter_choices
        assert len(one.selected) == len(other.selected)
    with django_assert_num_queries(2):
        list(Table("agencies", columns, QuerySource(rows.all(), columns), QueryDict("hal=2")).rows)

"""Codes that look alike: two of them would count one record twice."""

from collections.abc import Iterable, Iterator

import polars as pl

from kotacerdas.workbook.findings import Finding, at
from kotacerdas.workbook.problems import Problem

_DASHES = r"\p{Pd}|\x{2212}"
_UNSEEN = r"\p{Cf}|[\x{034f}\x{115f}\x{1160}\x{180b}-\x{180f}\x{fe00}-\x{fe0f}\x{e0100}-\x{e01ef}]"


def look(code: pl.Expr) -> pl.Expr:
    """What is left of codes where neither case nor the kind of a dash or space counts."""
    return (
        code.str.normalize("NFKC")
        .str.replace_all(_UNSEEN, "")
        .str.replace_all(_DASHES, "-")
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
        .str.to_lowercase()
    )


def twin_of(code: str, codes: Iterable[str]) -> str | None:
    """The first of the codes that looks like this one; None where none does."""
    others = pl.DataFrame({"code": list(codes)}, schema={"code": pl.String})
    alike = others.filter(look(pl.col("code")) == look(pl.lit(code)))
    return alike["code"][0] if alike.height else None


def twin_codes(sheet: str, frame: pl.DataFrame) -> Iterator[Finding]:
    """Codes of a sheet's records that look like one further up but are another."""
    codes = frame.drop_nulls("code").select("region", "code", at="row")
    alike = codes.unique(["region", "code"], keep="first", maintain_order=True).with_columns(
        look=look(pl.col("code"))
    )
    group = ["region", "look"] if sheet != "Region" else ["look"]
    if alike.select(pl.struct(group).n_unique()).item() == alike.height:
        return
    twins = alike.with_columns(
        other=pl.col("code").first().over(group), row=pl.col("at").first().over(group)
    ).filter(pl.col("row") != pl.col("at"))
    for place, other, row in twins.select("at", "other", "row").iter_rows():
        parts = (("other", other), ("row", str(row)))
        yield Finding(sheet, "code", place, Problem.TWIN_CODE, parts)


def unknown_codes(
    sheet: str, field: str, refers_to: str, unknown: pl.DataFrame, known: pl.DataFrame
) -> Iterator[Finding]:
    """References to nothing (`region`, `code`, `row`); one that is only spelled otherwise says so.

    `known` are the records' `region` and `code`.
    """
    spelled = known.with_columns(look=look(pl.col("code"))).rename({"code": "other"})
    matches = (
        unknown.with_columns(look=look(pl.col("code")), sheet=pl.lit(refers_to))
        .join(
            spelled.unique(["region", "look"]), on=["region", "look"], how="left", nulls_equal=True
        )
        .unique("row", keep="first", maintain_order=True)
    )
    is_spelled = pl.col("other").is_not_null()
    yield from at(matches.filter(~is_spelled), sheet, field, Problem.UNKNOWN_REFERENCE, "sheet")
    yield from at(
        matches.filter(is_spelled), sheet, field, Problem.OTHER_SPELLING, "sheet", "other"
    )

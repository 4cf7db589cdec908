"""Translates a query of the facts from DuckDB's SQL into Spark's, and refuses what is not known to say the same in both.

What sqlglot does not carry over alone stands here: lists and their loops, counting from one, spans between moments,
division. A query may use what is named below and nothing else; so a difference is told and does not hide in a figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa
from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from wushi.store.facts.schema import FACT_ITEM, FACT_MATTER, FACT_READING


class NotPortable(ValueError):
    """The query says something that is not known to mean the same in Spark."""


_KNOWN = """
Add Alias And Array ArrayContains ArrayMax ArrayMin Between Boolean Bracket Case Cast Ceil Coalesce Column Comprehension
Count CTE DataType DataTypeParam DateDiff Distinct Div EQ Filter Floor From GT GTE Greatest Group Having Identifier If In
Interval Is LT LTE Least Length Limit Literal Lower Max Min Mul NEQ Neg Not Null Nullif Or Order Ordered Paren
Placeholder PropertyEQ Round RowNumber Select Split Star StartsWith Struct Sub Subquery Sum Table TableAlias Union
Upper Var Where Window WindowSpec With
"""
_SECONDS = {"SECOND": 1, "MINUTE": 60, "HOUR": 3_600, "DAY": 86_400}
_WHOLE = (exp.DataType.Type.INT, exp.DataType.Type.BIGINT, exp.DataType.Type.SMALLINT, exp.DataType.Type.TINYINT)
_TRUE_OR_FALSE = (exp.Predicate, exp.Connector, exp.Not, exp.Boolean)


def _names(wanted: Any) -> frozenset[str]:
    """Names of columns, and of fields within them, whose type is one of those."""
    found: set[str] = set()

    def look(name: str, kind: pa.DataType) -> None:
        if wanted(kind):
            found.add(name)
        if pa.types.is_list(kind):
            look(name, kind.value_type)
        if pa.types.is_struct(kind):
            for field in kind:
                look(field.name, field.type)

    for column in (*FACT_MATTER, *FACT_ITEM, *FACT_READING):
        look(column.name, column.type)
    return frozenset(found)


_LISTS = _names(pa.types.is_list)
# What a query of a pack may turn into a whole number: it is one already, or true or false.
_COUNTABLE = _names(lambda kind: pa.types.is_boolean(kind) or pa.types.is_integer(kind)) | {
    "in_time", "paused", "supervised", "reopened_in", "returned_in", "supervised_in", "warned_in",
}  # fmt: skip


def to_spark(sql: str, given: Mapping[str, Any], tables: frozenset[str]) -> str:
    """The query in Spark's words with its parameters put in. Raises NotPortable."""
    try:
        tree = parse_one(sql, read="duckdb")
    except SqlglotError as error:
        raise NotPortable(f"cannot be read: {str(error).splitlines()[0]}") from error
    _check(tree, tables)
    # the inner ones first, so that a rule sees what its parts have become
    for node in reversed(list(tree.walk(bfs=False))):
        made = _rule(node, given)
        if made is not node:
            if node is tree:
                tree = made
            else:
                node.replace(made)
    return tree.sql(dialect="spark", comments=False)


def _check(tree: exp.Expr, tables: frozenset[str]) -> None:
    named = tables | {cte.alias for cte in tree.find_all(exp.CTE)}
    for node in tree.walk():
        kind = type(node).__name__
        if kind not in _KNOWN.split():
            what = node.name if isinstance(node, exp.Anonymous) else kind
            raise NotPortable(f"{what} is not known to say the same in Spark")
        if isinstance(node, exp.Table) and (node.name not in named or node.args.get("db")):
            raise NotPortable(f"there is no table {node.sql()}")


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _loop(name: exp.Expr, body: exp.Expr) -> exp.Expr:
    return exp.Lambda(this=body, expressions=[name.copy()])


def _is_list(node: exp.Expr) -> bool:
    if isinstance(node, exp.Paren):
        return _is_list(node.this)
    if isinstance(node, exp.Anonymous):
        return node.name in ("FILTER", "TRANSFORM")
    return isinstance(node, (exp.Array, exp.Split)) or (isinstance(node, exp.Column) and node.name in _LISTS)


def _rule(node: exp.Expr, given: Mapping[str, Any]) -> exp.Expr:
    if isinstance(node, exp.Placeholder):
        return _value(node.name, given)
    if isinstance(node, exp.Array) and any(isinstance(e, exp.Comprehension) for e in node.expressions):
        return _comprehension(node.expressions[0])
    if isinstance(node, exp.Length):
        return _call("ARRAY_SIZE" if _is_list(node.this) else "CHAR_LENGTH", node.this)
    if isinstance(node, exp.Bracket):
        return _element(node)
    if isinstance(node, exp.ArrayContains):
        # DuckDB passes over the nulls of a list; Spark would answer null when there is one
        there = _call("FILTER", node.this, _loop(exp.to_identifier("e_"), exp.column("e_").is_(exp.null()).not_()))
        return _call("ARRAY_CONTAINS", there, node.expression)
    if isinstance(node, exp.DateDiff):
        return _span(node)
    if isinstance(node, exp.Div):
        return exp.Div(this=exp.cast(node.this, "double"), expression=exp.cast(node.expression, "double"), typed=True)
    if isinstance(node, exp.Cast):
        _check_cast(node)
    return node


def _value(name: str, given: Mapping[str, Any]) -> exp.Expr:
    if name not in given:
        raise NotPortable(f"the parameter {name} has no value")
    value = given[name]
    if isinstance(value, datetime):
        return exp.cast(exp.Literal.string(value.isoformat(sep=" ")), exp.DataType.Type.TIMESTAMPNTZ)
    if isinstance(value, str):
        return exp.Literal.string(value)
    return exp.cast(exp.Literal.string(repr(float(value))), "double")  # a text: no digit is lost on the way


def _comprehension(loop: exp.Comprehension) -> exp.Expr:
    name, found = loop.expression, loop.args["iterator"]
    if not _is_list(found):
        raise NotPortable(f"{found.sql()} is no list of the facts")
    if loop.args.get("condition") is not None:
        found = _call("FILTER", found, _loop(name, loop.args["condition"]))
    if isinstance(loop.this, exp.Column) and not loop.this.table and loop.this.name == name.name:
        return found
    return _call("TRANSFORM", found, _loop(name, loop.this))


def _element(node: exp.Bracket) -> exp.Expr:
    [at] = node.expressions
    if not _is_list(node.this) or not at.is_int:
        raise NotPortable(f"{node.sql()} is no element of a list at a fixed place")
    # the reader has counted it down by one, also from the end; both engines count from one here
    return _call("TRY_ELEMENT_AT", node.this, exp.Literal.number(int(at.to_py()) + 1))


def _span(node: exp.DateDiff) -> exp.Expr:
    """How many bounds of that unit lie between two moments."""
    size = _SECONDS.get(str(node.args.get("unit") or "").upper())
    if size is None:
        raise NotPortable(f"date_diff in {node.args.get('unit')} is not known to say the same in Spark")

    def whole(moment: exp.Expr) -> exp.Expr:
        seconds = _call("UNIX_SECONDS", exp.cast(moment, "timestamptz"))
        if size == 1:
            return seconds
        return _call(
            "FLOOR", exp.Div(this=exp.cast(seconds, "double"), expression=exp.Literal.number(size), typed=True)
        )

    return exp.paren(exp.Sub(this=whole(node.this), expression=whole(node.expression)))


def _check_cast(node: exp.Cast) -> None:
    """Of a fraction DuckDB makes the nearest whole number, Spark the one below."""
    of = node.this.unnest()
    if node.to.this not in _WHOLE or isinstance(of, (*_TRUE_OR_FALSE, exp.Ceil, exp.Floor, exp.Round, exp.Count)):
        return
    if not (of.is_int or (isinstance(of, exp.Column) and of.name in _COUNTABLE)):
        raise NotPortable(f"{node.sql()}: write ceil, floor or round around it")

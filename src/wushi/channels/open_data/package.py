"""Writes the package (数据包): a Frictionless data package with CSV, Parquet and DCAT metadata, the same bytes for the same records."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wushi.channels.open_data import dcat
from wushi.channels.open_data.columns import TABLES, Column, Row, Table, rows_of
from wushi.domain.errors import BadInput
from wushi.domain.open_data import Record

NAME = "datapackage.json"
_ARROW = {
    "string": pa.string(), "yearmonth": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(),
    "date": pa.date32(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """What a package holds: rows by table, and the sum over all of its checksums."""

    rows: dict[str, int]
    position: int
    digest: str


def write(records: list[Record], to: Path, base: str = "") -> Written:
    """Put the package there, whole or not at all. `base`: the address under which it will lie, for the metadata.

    Raises BadInput for a folder that holds something else, and for records without the one that says what they are."""
    if not records or records[0].kind != "about":
        raise BadInput(field="records", why="do not say of which moment they are; run wushi publish, or mirror again")
    if not to.parent.is_dir():
        raise BadInput(field="dir", why=f"there is no folder {to.parent}; make it")
    if to.exists() and (not to.is_dir() or (any(to.iterdir()) and not (to / NAME).is_file())):
        raise BadInput(
            field="dir", why=f"{to.name} holds something else; name a new folder, or that of an earlier package"
        )
    about = records[0].facts
    files: dict[str, bytes] = {}
    counts: dict[str, int] = {}
    resources: list[dict[str, Any]] = []
    for table in TABLES:
        rows = list(rows_of(table, records))
        counts[table.name] = len(rows)
        for path, content, described in (
            (f"{table.name}.csv", _csv(table, rows), _as_csv(table, about)),
            (f"{table.name}.parquet", _parquet(table, rows), _as_parquet(table)),
        ):
            files[path] = content
            # validators count bytes and rows of text tables only, and take such a count of any other file for wrong
            counted = (
                {"bytes": len(content), "rows": len(rows)} if described["format"] == "csv" else {"size": len(content)}
            )
            resources.append({**described, "path": path, **counted, "hash": f"sha256:{_sum(content)}"})
    refused = [one.facts for one in records if one.kind == "refused"]
    files[NAME] = _json(_describe(about, resources, refused))
    files["dcat.jsonld"] = _json(dcat.describe(about, resources, _months(records), base))
    files["README.md"] = _readme(about, counts).encode()
    sums = "".join(f"{_sum(content)}  {path}\n" for path, content in sorted(files.items())).encode()
    files["SHA256SUMS"] = sums
    _put(files, to)
    return Written(counts, int(about["position"]), _sum(sums))


def _put(files: dict[str, bytes], to: Path) -> None:
    """In one move: whoever looks finds the old package or the new one. Raises BadInput where nothing can be written."""
    try:
        _lay(files, to)
    except OSError as error:
        why = f"{to} cannot be written ({error.strerror}); make room there, or name another folder"
        raise BadInput(field="dir", why=why) from error


def _lay(files: dict[str, bytes], to: Path) -> None:
    beside, old = to.with_name(f".{to.name}.new"), to.with_name(f".{to.name}.old")
    for left in (beside, old):
        shutil.rmtree(left, ignore_errors=True)
    beside.mkdir()
    for path, content in files.items():
        (beside / path).write_bytes(content)
    if to.exists():
        to.rename(old)
    beside.rename(to)
    shutil.rmtree(old, ignore_errors=True)


def packed(folder: Path, to: Path) -> None:
    """The package as one ZIP, the same bytes for the same package."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(f"open-data/{path.name}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            out.writestr(entry, path.read_bytes())


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _months(records: list[Record]) -> list[str]:
    found = {f["month"] for f in (r.facts for r in records if r.kind == "matters")}
    found |= {f["period"] for f in (r.facts for r in records if r.kind == "figure") if f["kind"] == "month"}
    return sorted(found)


# --- tables ------------------------------------------------------------------------------------------------------------


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def _csv(table: Table, rows: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    names = [c.name for c in table.columns]
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in rows)
    return out.getvalue().encode()


def _typed(column: Column, value: Any) -> Any:
    if value is None or (value == "" and not column.needed):
        return None
    if column.type == "date":
        return date.fromisoformat(value)
    return float(value) if column.type == "number" else value


def _parquet(table: Table, rows: list[Row]) -> bytes:
    schema = pa.schema(
        [
            pa.field(c.name, _ARROW[c.type], nullable=not c.needed, metadata={"title": c.zh, "title_en": c.en, "unit": c.unit})
            for c in table.columns
        ]
    )  # fmt: skip
    columns = [pa.array([_typed(c, row[c.name]) for row in rows], type=_ARROW[c.type]) for c in table.columns]
    out = io.BytesIO()
    pq.write_table(pa.table(columns, schema=schema), out, compression="zstd")
    return out.getvalue()


# --- metadata ----------------------------------------------------------------------------------------------------------


def _field(column: Column, table: Table) -> dict[str, Any]:
    made: dict[str, Any] = {"name": column.name, "type": column.type, "title": column.zh, "title_en": column.en}
    made["description"] = f"{column.zh} / {column.en}"
    if column.unit:
        made["unit"] = column.unit
    if of := dict(table.codes).get(column.name):
        made["codes"] = of
    constraints: dict[str, Any] = {"required": True} if column.needed else {}
    if column.one_of:
        constraints["enum"] = list(column.one_of)
    return {**made, "constraints": constraints} if constraints else made


def _titles(table: Table) -> dict[str, str]:
    return {"title": table.zh, "title_en": table.en, "description": f"{table.zh} / {table.en}"}


def _as_csv(table: Table, about: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(c, table) for c in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.name == "figures":
        key = {"fields": ["indicator"], "reference": {"resource": "indicators", "fields": ["slug"]}}
        schema["foreignKeys"] = [key]
    return {
        "name": table.name, **_titles(table), "profile": "tabular-data-resource", "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8", "schema": schema,
    }  # fmt: skip


def _as_parquet(table: Table) -> dict[str, Any]:
    return {
        "name": f"{table.name}-parquet", **_titles(table), "type": "file", "profile": "data-resource", "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
    }  # fmt: skip


def _describe(about: dict[str, Any], resources: list[dict[str, Any]], refused: list[dict[str, Any]]) -> dict[str, Any]:
    title = f"{about['name']}：诉求与指标的开放数据", f"{about['name_en']}: open data on demands and indicators"
    return {
        "profile": "data-package", "name": f"wushi-{about['district'].lower()}", "title": title[0], "title_en": title[1],
        "description": f"{_SENTENCE[0].format(**about)} / {_SENTENCE[1].format(**about)}",
        "version": str(about["position"]), "created": about["as_of"],
        "licenses": [{"name": about["licence"], "path": about["licence_url"]}],
        "contributors": [{"title": about["name"], "role": "publisher"}],
        "keywords": ["12345", "open data", "开放数据"],
        "resources": resources, "refused": refused, "about": about,
    }  # fmt: skip


_SENTENCE = (
    "没有个人信息：每一行至少和 {k} 件一样，少于 {suppress_below} 件的格子不公布，文字由人看过才公开。",
    "No personal data: at least {k} rows look like each row, cells of fewer than {suppress_below} matters are not told,"
    " a text is told when a person has released it.",
)


def _readme(about: dict[str, Any], counts: dict[str, int]) -> str:
    mark = (
        "\n**演示数据：其中有模拟的，不是真人真事。/ Demonstration data: some of it is simulated.**\n"
        if about["simulated"]
        else ""
    )
    lines = [f"# {about['name']} · {about['name_en']}", mark]
    lines += [_SENTENCE[0].format(**about), "", _SENTENCE[1].format(**about), ""]
    lines += [f"- {t.name}.csv, {t.name}.parquet — {t.zh} / {t.en}: {counts[t.name]:,}" for t in TABLES]
    lines += ["", f"台账位置 / position of the ledger: {about['position']}; {about['as_of']}."]
    lines += [f"许可 / licence: {about['licence']} <{about['licence_url']}>."]
    lines += ["", "校验 / check: `sha256sum -c SHA256SUMS`, `frictionless validate datapackage.json`."]
    return "\n".join(lines) + "\n"

"""Opening a file: which reader fits is told by its first bytes, then by its name."""

from __future__ import annotations

from pathlib import Path

from wushi.channels.spreadsheet.source import Source
from wushi.domain.errors import BadInput

_NAMES = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl",
    ".xlsx": "excel", ".xlsm": "excel", ".parquet": "parquet", ".pq": "parquet",
}  # fmt: skip


def kind_of(path: Path) -> str:
    """csv, jsonl, excel or parquet. Raises BadInput for what is none of them, with what to do."""
    name = path.name
    try:
        with path.open("rb") as file:
            head = file.read(8)
            file.seek(0, 2)
            size = file.tell()
    except FileNotFoundError:
        raise BadInput(field=name, why="there is no such file") from None
    except IsADirectoryError:
        raise BadInput(field=name, why="is a folder; name a file") from None
    except OSError as error:
        raise BadInput(field=name, why=f"cannot be read: {error.strerror}") from None
    if size == 0:
        raise BadInput(field=name, why="the file is empty")
    if head[:4] == b"PAR1":
        return "parquet"
    if head[:4] == b"PK\x03\x04":
        return "excel"
    if head[:4] == b"\xd0\xcf\x11\xe0":
        raise BadInput(
            field=name, why="is an Excel file of the old form (.xls) or one with a password; save it as .xlsx"
        )
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BadInput(field=name, why="is UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)")
    if head[:2] == b"\x1f\x8b":
        raise BadInput(field=name, why="is compressed (gzip); unpack it first")
    kind = _NAMES.get(path.suffix.lower(), "")
    if kind in ("csv", "jsonl"):
        return kind
    if kind:
        raise BadInput(field=name, why=f"is named {path.suffix} but does not begin like such a file; it may be damaged")
    raise BadInput(field=name, why=f"is none of {', '.join(sorted(_NAMES))}")


def open_source(
    path: Path, *, columns: tuple[str, ...] = (), encoding: str = "utf-8", sheet: str = "", formulas: str = "refuse"
) -> Source:
    """Open the file. `columns`: what will be read of it (others may be skipped); blank: all. Raises BadInput."""
    kind = kind_of(path)
    if kind == "csv":
        from wushi.channels.spreadsheet.csv_rows import CsvSource

        return CsvSource(path, encoding)
    if kind == "jsonl":
        from wushi.channels.spreadsheet.json_lines import JsonLinesSource

        return JsonLinesSource(path)
    if kind == "excel":
        from wushi.channels.spreadsheet.excel import ExcelSource

        return ExcelSource(path, sheet, formulas)
    from wushi.channels.spreadsheet.parquet import ParquetSource

    return ParquetSource(path, columns)

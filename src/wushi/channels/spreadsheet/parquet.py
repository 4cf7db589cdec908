"""Parquet in batches of columns: only what the map reads is decoded; a value that Python cannot hold spoils its cell alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wushi.channels.spreadsheet.source import Bad, Row
from wushi.domain.errors import BadInput

_BATCH = 1024


class ParquetSource:
    """Rows are numbered from 1."""

    loose = False

    def __init__(self, path: Path, columns: tuple[str, ...] = ()) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            self._file = pq.ParquetFile(path)
        except (pa.ArrowException, OSError) as error:
            raise BadInput(field=path.name, why=f"is no whole Parquet file: {_first_line(error)}") from None
        self._name, self._arrow = path.name, pa
        self.columns = tuple(self._file.schema_arrow.names)
        self._wanted = [c for c in self.columns if not columns or c in columns]
        self._total, self._done = max(1, self._file.metadata.num_rows), 0
        if self._file.metadata.num_rows == 0:
            raise BadInput(field=path.name, why="the file has no rows")

    @property
    def share(self) -> float:
        return self._done / self._total

    def rows(self) -> Iterator[Row]:
        batches = self._file.iter_batches(batch_size=_BATCH, columns=self._wanted)
        while True:
            try:
                batch = next(batches)
            except StopIteration:
                return
            except (self._arrow.ArrowException, OSError) as error:
                raise BadInput(
                    field=self._name, why=f"is damaged after row {self._done}: {_first_line(error)}"
                ) from None
            columns = [_values(batch.column(n)) for n in range(batch.num_columns)]
            for n, cells in enumerate(zip(*columns, strict=True) if columns else [()] * batch.num_rows):
                yield Row(self._done + n + 1, dict(zip(self._wanted, cells, strict=True)))
            self._done += batch.num_rows


def _values(column: Any) -> list[Any]:
    import pyarrow as pa

    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    try:
        found: list[Any] = column.to_pylist()
        return found
    except (ValueError, OverflowError, pa.ArrowException):
        return [_value(cell) for cell in column]


def _value(cell: Any) -> Any:
    try:
        return cell.as_py()
    except UnicodeDecodeError as error:
        return Bad(f"byte {error.start} of the cell (0x{error.object[error.start]:02x}) is not UTF-8")
    except (ValueError, OverflowError) as error:
        return Bad(f"holds what cannot be read: {_first_line(error)}")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]

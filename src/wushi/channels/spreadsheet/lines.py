"""Lines of a text file, numbered, decoded one by one: a broken byte spoils its own line and no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

MAX_LINE = 32 * 1024 * 1024  # bytes; a technical bound, far above any text that would be taken


@dataclass(slots=True)
class Line:
    """One line with its end; `why` tells what could not be read in it, which then stands as replacement characters."""

    number: int
    text: str
    why: str = ""


class Lines:
    """The lines of a file in bounded memory. `at` counts the bytes read."""

    def __init__(self, path: Path, encoding: str = "utf-8") -> None:
        self.size = max(1, path.stat().st_size)
        self.at = 0
        self._path, self._encoding = path, encoding

    def __iter__(self) -> Iterator[Line]:
        with self._path.open("rb") as file:
            number = 0
            while data := file.readline(MAX_LINE):
                number += 1
                start = self.at
                self.at += len(data)
                if len(data) >= MAX_LINE and not data.endswith(b"\n"):
                    self.at += _skip(file)
                    yield Line(number, "\n", f"the line is longer than {MAX_LINE // 1024 // 1024} MB")
                    continue
                if number == 1 and data[:3] == b"\xef\xbb\xbf":
                    data, start = data[3:], start + 3
                yield self._decode(number, data, start)

    def _decode(self, number: int, data: bytes, start: int) -> Line:
        try:
            return Line(number, data.decode(self._encoding))
        except UnicodeDecodeError as error:
            told = "UTF-8" if self._encoding == "utf-8" else self._encoding
            why = f"byte {start + error.start} of the file (0x{data[error.start]:02x}) is not {told}"
            return Line(number, data.decode(self._encoding, "replace"), why + _guess(data, self._encoding))


def _skip(file: BinaryIO) -> int:
    """Read on to the end of the line; how many bytes that were."""
    skipped = 0
    while data := file.readline(MAX_LINE):
        skipped += len(data)
        if data.endswith(b"\n"):
            break
    return skipped


def _guess(data: bytes, encoding: str) -> str:
    """A hint when the bytes read well in the encoding that Chinese Windows writes."""
    if encoding != "utf-8":
        return ""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    if any("\u4e00" <= c <= "\u9fff" for c in text):
        return "; it looks like GBK: save it as CSV UTF-8, or give --encoding gb18030"
    return ""

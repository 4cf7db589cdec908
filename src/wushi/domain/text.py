"""Text at the door (文字): NFC, no characters that a database or a reader cannot bear, and a refusal that names the place."""

from __future__ import annotations

import re
import unicodedata

from wushi.domain.errors import BadInput

MAX_TEXT = 100_000  # characters; a technical bound, far above any real demand
MAX_LINE = 200
# Overrides and isolates turn the reading direction and can make a number or a name read as another one.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# All that has to be looked at more closely; one look tells that most texts have none of it.
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_BLANK = re.compile(r"\s+")


def clean(text: str, field: str, *, limit: int = MAX_TEXT) -> str:
    """The text in NFC, line ends as \\n, without direction overrides and control characters. HTML stays what it is: words;
    it is escaped where it is shown. Raises BadInput for NUL, lone surrogates and excessive length."""
    if len(text) > limit:
        raise BadInput(
            field=field, why=f"{len(text)} characters; at most {limit} are taken, send the rest as a second message"
        )
    if not text:
        return ""
    if not _ODD.search(text):
        return text.strip() if text.isascii() else unicodedata.normalize("NFC", text).strip()
    if "\x00" in text:
        raise BadInput(field=field, why=f"holds a NUL character at position {text.index(chr(0))}; remove it")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadInput(
            field=field, why=f"holds half a character (a lone surrogate) at position {error.start}; send it as UTF-8"
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", _BIDI.sub("", text))
    return _CONTROL.sub(" ", text).strip()


def line(text: str, field: str, *, limit: int = MAX_LINE) -> str:
    """One line of text, inner white space folded."""
    return " ".join(clean(text, field, limit=limit).split())


def title_from(text: str, length: int = 40) -> str:
    """The first sentence, for a message that came without a title."""
    first = re.split(r"[。!?!?\n;;]", text.strip(), maxsplit=1)[0].strip()
    first = _BLANK.sub(" ", first)
    return first if len(first) <= length else first[: length - 1] + "…"

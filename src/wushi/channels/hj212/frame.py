"""Reads and writes one frame of HJ 212 (2005, 2017, 2025): its length, its CRC, its fields; says what is wrong and how to mend it.

A frame: ## LEN SEGMENT CRC CR LF. LEN counts the bytes of the segment, CRC is taken over the segment. An encrypted segment
(2025, SM4) carries the length either of its plain text or of what is sent, and the CRC of its plain text, so its end is found
by && CRC CR LF.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

from wushi.domain.calendar import SHANGHAI
from wushi.domain.monitors.readings import Reading

LONGEST_SEGMENT, LONGEST_DATA = 1024, 950
# What is sent when 950 characters are encrypted: each byte of a block becomes 0xNN, and the tail stays.
LONGEST_SENT = 6 * 1024
_HEAD = re.compile(rb"##(\d{4})")
_END = re.compile(rb"&&([0-9A-Fa-f]{4})\r\n")
_SEGMENT = re.compile(r"(.*?)CP=&&(.*)&&\Z", re.DOTALL)
_CIPHER = re.compile(r"\{(0x[0-9A-Fa-f]{2}(?:,0x[0-9A-Fa-f]{2})*)\}(.*)\Z", re.DOTALL)
_HEADERS = ("QN", "ST", "CN", "PW", "MN", "Flag", "PNUM", "PNO", "RF")
_CODE = re.compile(r"[A-Za-z0-9_]{1,24}\Z")
# Codes that hold a temperature, a pressure or a wind, which may lie below zero; a concentration may not (HJ 212-2017 app. B).
_MAY_BE_NEGATIVE = re.compile(r"(a0[01]|w01010|S0|i|ele|LA)")
_MEASURED = re.compile(r"(?:Rtd|Avg|Min|Max|Cou|ZsRtd|ZsAvg|ZsMin|ZsMax)\Z")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{0,15})?(?:[eE][+-]?\d{1,2})?\Z", re.ASCII)
FLAGS = frozenset("NFMSDCTB")


class Refused(Exception):
    """A frame that is not taken: `code` is the QnRtn that answers it (HJ 212-2017 table 6), `why` says what is wrong."""

    def __init__(self, why: str, code: int = 100) -> None:
        super().__init__(why)
        self.why, self.code = why, code


def _crc_table() -> tuple[int, ...]:
    found = []
    for n in range(256):
        r = n
        for _ in range(8):
            r = (r >> 1) ^ 0xA001 if r & 1 else r >> 1
        found.append(r)
    return tuple(found)


_CRC = _crc_table()


def crc(segment: bytes) -> int:
    """The standard's own CRC-16 (HJ 212-2017 annex A): the register is shifted before the byte comes in, unlike MODBUS."""
    r = 0xFFFF
    for x in segment:
        r = (r >> 8) ^ x
        # eight shifts of the whole register: the low byte by the table, the high byte moves down
        r = (r >> 8) ^ _CRC[r & 0xFF]
    return r


def build(segment: str) -> bytes:
    """The bytes of a frame around that segment."""
    data = segment.encode()
    return b"##%04d" % len(data) + data + b"%04X\r\n" % crc(data)


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame taken apart; header fields that are not there are blank. `data` is the text between CP=&& and &&."""

    qn: str
    st: str
    cn: str
    pw: str
    mn: str
    flag: int | None
    pnum: int
    pno: int
    resent: bool
    data: str
    encrypted: bool = False
    crc_checked: bool = True

    @property
    def answer_wanted(self) -> bool:
        return self.flag is not None and bool(self.flag & 1)

    @property
    def edition(self) -> str:
        """By the version bits of Flag: 2005, 2017, 2025."""
        version = (self.flag or 0) >> 2
        return {0: "2005", 1: "2017", 2: "2025"}.get(version, "unknown")

    @property
    def part(self) -> bool:
        """Is it one of several packets?"""
        return self.pnum > 1


def parse(raw: bytes, decrypt: Callable[[str, str], str] | None = None) -> Frame:
    """Take a whole frame apart, with or without its final CR LF. `decrypt(mn, data)` gives the plain text of an encrypted data
    part; without it the CRC of an encrypted frame cannot be checked and `crc_checked` is False. Raises Refused."""
    body = raw[:-2] if raw.endswith(b"\r\n") else raw
    head = _HEAD.match(body)
    if head is None:
        if not body.startswith(b"##"):
            raise Refused("no frame of HJ 212: it does not begin with ##")
        raise Refused("the length after ## is not four digits")
    if len(body) < 12:
        raise Refused("the frame ends before its CRC", 9)
    told, segment, sum_ = int(head[1]), body[6:-4], body[-4:]
    try:
        given = int(binascii.unhexlify(sum_).hex(), 16)
    except binascii.Error:
        raise Refused(
            f"the last four characters {sum_!r} are no CRC in hexadecimal; the frame is cut short?", 9
        ) from None
    try:
        text = segment.decode("utf-8")
    except UnicodeDecodeError:
        text = segment.decode("gb18030", "replace")
    found = _SEGMENT.match(text)
    if found is None:
        if told != len(segment):
            raise Refused(f"the length says {told}, the segment has {len(segment)} bytes", 9)
        raise Refused("there is no CP=&&…&&; the data part does not end", 8)
    header, data = found[1], found[2]
    cipher = _CIPHER.match(data)
    frame = _headed(header, data, cipher is not None)
    if cipher is not None:
        return _decrypted(frame, header, told, len(segment), given, decrypt)
    if told != len(segment):
        raise Refused(f"the length says {told}, the segment has {len(segment)} bytes", 9)
    made = crc(segment)
    if made != given:
        raise Refused(f"the CRC is {made:04X}, the frame says {sum_.decode().upper()}", 9)
    _check_size(len(segment), data)
    return frame


def _check_size(length: int, data: str) -> None:
    if len(data.encode()) > LONGEST_DATA:
        raise Refused(f"the data part has {len(data.encode())} bytes, at most {LONGEST_DATA}; send it in packets")
    if length > LONGEST_SEGMENT:
        raise Refused(f"the segment has {length} bytes, at most {LONGEST_SEGMENT}; send it in packets")
    if "&&" in data:
        raise Refused("there is && within the data part")


def _headed(header: str, data: str, encrypted: bool) -> Frame:
    fields: dict[str, str] = {}
    for item in filter(None, header.split(";")):
        key, mark, value = item.partition("=")
        if not mark or key not in _HEADERS:
            raise Refused(f"{item[:40]!r} is no field of the header")
        if key in fields:
            raise Refused(f"{key} stands twice in the header")
        fields[key] = value
    if not fields.get("MN"):
        raise Refused("MN, the number of the device, is missing", 4)
    if not fields.get("CN", "").isdigit():
        raise Refused("CN, the command, is missing or no number", 8)
    numbers = {}
    for key in ("Flag", "PNUM", "PNO"):
        value = fields.get(key, "")
        if value and not (value.isascii() and value.isdigit() and len(value) <= 4):
            raise Refused(f"{key} {value[:12]!r} is no number", 6)
        numbers[key] = int(value) if value else 0
    pnum, pno = numbers["PNUM"], numbers["PNO"]
    if (pnum or pno) and not 1 <= pno <= pnum:
        raise Refused(f"packet {pno} of {pnum} cannot be", 6)
    return Frame(
        fields.get("QN", ""), fields.get("ST", ""), fields["CN"], fields.get("PW", ""), fields["MN"],
        numbers["Flag"] if "Flag" in fields else None, pnum, pno, fields.get("RF") == "1", data, encrypted,
    )  # fmt: skip


def _decrypted(
    frame: Frame, header: str, told: int, sent: int, given: int, decrypt: Callable[[str, str], str] | None
) -> Frame:
    if sent > LONGEST_SENT:
        raise Refused(f"the encrypted segment has {sent} bytes, at most {LONGEST_SENT}")
    if decrypt is None:
        return replace(frame, crc_checked=False)
    plain = decrypt(frame.mn, frame.data)
    segment = f"{header}CP=&&{plain}&&".encode()
    if told not in (len(segment), sent):
        raise Refused(f"the length says {told}, the segment has {len(segment)} bytes plain and {sent} as sent", 9)
    if crc(segment) != given:
        raise Refused(f"the CRC of the plain text is {crc(segment):04X}, the frame says {given:04X}; another key?", 9)
    _check_size(len(segment), plain)
    return replace(frame, data=plain)


def fields_of(data: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(group, field -> text) in order: `a21026-Avg=1,a21026-Flag=N` is the group a21026; what has no factor is the group "".

    Raises Refused for a field that stands twice in a group, or is none."""
    for group in filter(None, data.split(";")):
        found: dict[str, str] = {}
        factor = ""
        for item in filter(None, group.split(",")):
            key, mark, value = item.partition("=")
            if not mark:
                raise Refused(f"{item[:40]!r} is no field=value")
            code, dash, field = key.partition("-")
            if dash:
                if factor and code != factor:
                    raise Refused(f"{key[:40]!r} stands among the fields of {factor}; a factor ends with ;")
                factor = code
            else:
                field = key
            if field in found:
                raise Refused(f"the field {key[:40]} stands twice")
            found[field] = value
        yield factor, found


def data_time(frame: Frame) -> datetime | None:
    """The moment the data is of, UTC: the beginning of the period, or the instant of sampling. None where there is none."""
    for factor, found in fields_of(frame.data):
        if not factor and "DataTime" in found:
            return moment(found["DataTime"], "DataTime")
    return None


def moment(text: str, field: str) -> datetime:
    """14 or 17 digits of local time as UTC. Raises Refused for a day that does not exist."""
    try:
        if len(text) not in (14, 17) or not (text.isascii() and text.isdigit()):
            raise ValueError
        year, month, day = int(text[:4]), int(text[4:6]), int(text[6:8])
        hour, minute, second = int(text[8:10]), int(text[10:12]), int(text[12:14])
        return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI).astimezone(UTC)
    except ValueError:
        raise Refused(f"{field} {text[:24]!r} is no moment; write yyyyMMddHHmmss") from None


def readings(data: str) -> list[Reading]:
    """What a data part says, a Reading a factor. Raises Refused for a value that is no number, for a negative concentration,
    for an unknown flag and for a factor that stands twice."""
    found: dict[str, Reading] = {}
    for factor, fields in fields_of(data):
        if not factor:
            if "DataTime" in fields:
                moment(fields["DataTime"], "DataTime")
            continue
        if not _CODE.match(factor):
            raise Refused(f"{factor[:30]!r} is no code of a factor")
        if factor in found:
            raise Refused(f"the factor {factor} stands twice")
        values, flag = [], ""
        for field, text in fields.items():
            if field == "Flag":
                flag = text
                if flag not in FLAGS:
                    raise Refused(f"the flag {text[:8]!r} of {factor} is none of N F M S D C T B")
            elif _MEASURED.match(field):
                values.append((field, _number(factor, field, text)))
        found[factor] = Reading(factor, tuple(values), flag, fields.get("EFlag", ""), fields.get("SampleTime", ""))
    return list(found.values())


def _number(factor: str, field: str, text: str) -> Decimal:
    if not _NUMBER.match(text):
        raise Refused(f"the value {text[:24]!r} of {factor}-{field} is no number")
    value = Decimal(text)
    if value < 0 and not _MAY_BE_NEGATIVE.match(factor):
        raise Refused(f"{factor}-{field} is {text}: a concentration below zero")
    return value

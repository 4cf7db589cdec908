"""Frames of HJ 212: what is taken, what is refused and why; torn streams, packets, SM4; nothing that is sent makes it fall."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wushi.channels.hj212 import sm4
from wushi.channels.hj212.checking import check_data, judge, unescaped
from wushi.channels.hj212.frame import Frame, Refused, build, crc, data_time, parse, readings
from wushi.channels.hj212.stream import Assembly, Cutter

MN = "150302000000000000000001"
HEAD = f"QN=20220801090000001;ST=31;CN=2061;PW=123456;MN={MN};Flag=5;"
DATA = "DataTime=20220801080000;a21026-Cou=1.53,a21026-Min=18.2,a21026-Avg=22.7,a21026-Max=29.9,a21026-ZsAvg=26.1,a21026-Flag=N"
HOUR = build(f"{HEAD}CP=&&{DATA}&&")
KEY = b"0" * 16


def slow_crc(data: bytes) -> int:
    """As annex A of the standard writes it, bit by bit: the second opinion."""
    r = 0xFFFF
    for x in data:
        r = (r >> 8) ^ x
        for _ in range(8):
            r, carry = r >> 1, r & 1
            if carry:
                r ^= 0xA001
    return r


@given(st.binary(max_size=200))
def test_the_table_gives_the_standards_crc(data: bytes) -> None:
    assert crc(data) == slow_crc(data)


@pytest.mark.parametrize(
    ("segment", "sum"),
    [
        (
            "QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&",
            "1C80",
        ),
        (f"{HEAD}CP=&&{DATA}&&", "9601"),
        (f"QN=20220801090000002;ST=91;CN=9014;PW=123456;MN={MN};Flag=4;CP=&&&&", "0E40"),
    ],
)
def test_vectors_of_the_standard_and_of_ours(segment: str, sum: str) -> None:
    assert build(segment).endswith(f"{sum}\r\n".encode())
    assert parse(build(segment)).crc_checked


def test_what_a_frame_says() -> None:
    frame = parse(HOUR)
    assert (frame.qn, frame.st, frame.cn, frame.mn, frame.edition) == ("20220801090000001", "31", "2061", MN, "2017")
    assert frame.answer_wanted and not frame.part
    assert data_time(frame) == datetime(2022, 8, 1, 0, tzinfo=UTC)
    [found] = readings(frame.data)
    assert (found.factor, found.flag) == ("a21026", "N")
    assert (
        found.value("Avg") == Decimal("22.7") and found.value("ZsAvg") == Decimal("26.1") and found.value("Rtd") is None
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("DataTime=20261399996161;a21026-Rtd=1", "no moment"),
        ("DataTime=20260101000000;a21026-Rtd=NaN", "no number"),
        ("DataTime=20260101000000;a21026-Rtd=1e999999", "no number"),
        ("DataTime=20260101000000;a21026-Rtd=-18.5", "below zero"),
        ("DataTime=20260101000000;a21026-Rtd=1,a21026-Rtd=2", "twice"),
        ("DataTime=20260101000000;a21026-Rtd=1;a21026-Rtd=2", "stands twice"),
        ("DataTime=20260101000000;a21026-Rtd=1,a21002-Rtd=2", "among the fields of a21026"),
        ("DataTime=20260101000000;a21026-Rtd=1,a21026-Flag=Q", "none of N F M"),
        ("a21026-Rtd=1", "without DataTime"),
        ("x" * 951, "at most 950"),
        ("DataTime=20260101000000;&&a21026-Rtd=1", "&& within"),
    ],
)
def test_data_that_is_refused_says_why(data: str, why: str) -> None:
    verdict = judge(build(f"{HEAD}CP=&&{data}&&"))
    assert not verdict.ok and why in verdict.why


def test_temperature_and_pressure_may_lie_below_zero() -> None:
    assert judge(build(f"{HEAD}CP=&&DataTime=20260101000000;a01012-Avg=-12.5;a01013-Avg=-0.03;w01010-Avg=-0.2&&")).ok


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n", "does not begin with ##"),
        (HOUR.replace(b"##0206", b"##9999"), "length says 9999"),
        (HOUR.replace(b"##0206", b"##-001"), "not four digits"),
        (HOUR.replace(b"9601", b"0000"), "CRC is 9601"),
        (HOUR[:100] + b"\r\n", "cut short"),
        (build(f"{HEAD.replace(MN, '')}CP=&&{DATA}&&"), "MN"),
        (b"\r\n", "nothing"),
    ],
)
def test_frames_that_are_refused(sent: bytes, why: str) -> None:
    verdict = judge(sent)
    assert not verdict.ok and why in verdict.why, verdict


def test_each_frame_of_the_sample_is_judged_right(shared: Path) -> None:
    lines = (shared / "hj212/frames.tsv").read_text().splitlines()[1:]
    assert len(lines) == 52
    for line in lines:
        assert judge(unescaped(line)).ok is line.startswith("accept"), line[:200]
    encrypted = next(line for line in lines if line.startswith("accept-2025"))
    assert not judge(unescaped(encrypted), lambda mn, data: sm4.decrypt(data, b"1" * 16)).ok


@given(st.lists(st.integers(1, 40), min_size=1, max_size=60), st.integers(1, 5))
def test_however_a_stream_is_torn_the_same_frames_come_out(cuts: list[int], count: int) -> None:
    sent = HOUR * count
    cutter, found, at = Cutter(), [], 0
    for cut in cuts:
        found += cutter.feed(sent[at : at + cut])
        at += cut
    found += cutter.feed(sent[at:])
    assert found == [HOUR[:-2]] * count and cutter.waiting == 0


def test_a_device_that_forgets_its_line_end_is_cut_at_its_next_frame() -> None:
    cutter = Cutter()
    assert list(cutter.feed(HOUR[:-2] + HOUR)) == [HOUR[:-2]] * 2
    assert list(cutter.feed(HOUR[:-2])) == [] and cutter.finish() == HOUR[:-2]


def test_a_frame_without_end_is_given_up() -> None:
    with pytest.raises(Refused, match="no end"):
        for _ in Cutter().feed(b"##0100" + b"x" * 7000):
            pass


def packet(n: int, of: int, data: str) -> Frame:
    return parse(build(f"{HEAD.replace('Flag=5', 'Flag=7')}PNUM={of};PNO={n};CP=&&{data}&&"))


@given(st.permutations([1, 2, 3]))
def test_packets_are_one_message_in_whatever_order(order: list[int]) -> None:
    data = {1: "DataTime=20220801080000;a21026-Avg=1", 2: "a21002-Avg=2,a21002-Flag=N", 3: "a34013-Avg=3"}
    assembly = Assembly()
    *waiting, whole = [assembly.take(packet(n, 3, data[n])) for n in order]
    assert waiting == [None, None] and whole is not None
    check_data(whole)
    assert {r.factor for r in readings(whole.data)} == {"a21026", "a21002", "a34013"}


def test_a_message_that_never_ends_does_not_fill_the_memory() -> None:
    assembly = Assembly()
    for n in range(1000):
        frame = parse(build(f"QN={n};ST=31;CN=2061;MN={MN};Flag=7;PNUM=2;PNO=1;CP=&&DataTime=20220801080000&&"))
        assert assembly.take(frame) is None
    assert len(assembly._waiting) <= 64


def test_sm4_as_the_standard_uses_it() -> None:
    data = "DataTime=20260801080000;a21026-Avg=22.7,a21026-Flag=N"
    segment = f"QN=20260801090000001;ST=31;CN=2061;PW=123456;MN={MN};Flag=9;CP=&&{data}&&"
    hidden = sm4.encrypt(data, KEY)
    assert hidden.startswith("{0xE8,0x66,0xFB,0x1E") and hidden.endswith("0xB7,0xA1}lag=N")
    plain = build(segment)
    sent = plain.replace(data.encode(), hidden.encode())
    assert plain.startswith(b"##0140") and plain.endswith(b"71C0\r\n")
    opened = parse(sent, lambda mn, text: sm4.decrypt(text, KEY))
    assert opened.data == data and opened.encrypted and opened.crc_checked
    # either length is tolerated: that of the plain text, or of what is sent
    as_sent = b"##%04d" % (len(sent) - 12) + sent[6:]
    assert parse(as_sent, lambda mn, text: sm4.decrypt(text, KEY)).data == data
    assert judge(sent).ok and "not checked" in judge(sent).why
    with pytest.raises(Refused):
        parse(sent, lambda mn, text: sm4.decrypt(text, b"1" * 16))


@given(st.text(alphabet=st.characters(codec="ascii", exclude_characters="{}&\r\n"), max_size=300))
def test_sm4_there_and_back(data: str) -> None:
    hidden = sm4.encrypt(data, KEY)
    assert hidden == data if len(data) < 16 else sm4.decrypt(hidden, KEY) == data


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_whatever_is_sent_is_judged(sent: bytes) -> None:
    assert judge(sent).ok in (True, False)


def test_a_hundred_thousand_mutated_frames_are_judged() -> None:
    chance = random.Random(212)
    hidden = HOUR.replace(DATA.encode(), sm4.encrypt(DATA, KEY).encode())
    taken = 0
    for n in range(100_000):
        frame = bytearray(HOUR if n % 4 else hidden)
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(len(frame))
            match chance.randrange(4):
                case 0:
                    frame[at] = chance.randrange(256)
                case 1:
                    del frame[at : at + chance.randrange(1, 30)]
                case 2:
                    frame[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 9)))
                case _:
                    frame[at:at] = frame[: chance.randrange(1, 60)]
            if not frame:
                break
        taken += judge(bytes(frame), lambda mn, data: sm4.decrypt(data, KEY)).ok
    # a mutation that keeps the CRC right is one in tens of thousands, or lies outside of the frame
    assert taken < 3_000

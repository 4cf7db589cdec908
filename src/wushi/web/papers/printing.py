"""Prints a paper as a PDF with its faces embedded: the measures stand in paper.typ, the words go in as data."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock

import typst

from wushi.domain.errors import Broken
from wushi.domain.paper import Paper

_SHEET = Path(__file__).with_name("paper.typ")
# For each part of a paper the faces that may serve, the prescribed one first; a free one of the system stands in for it.
_FACES = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "Noto Serif CJK SC", "Source Han Serif SC"),
    "body": ("FangSong_GB2312", "FangSong", "STFangsong", "Noto Serif CJK SC", "Source Han Serif SC"),
    "kai": ("KaiTi_GB2312", "KaiTi", "STKaiti", "Noto Serif CJK SC", "Source Han Serif SC"),
    "black": ("SimHei", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC"),
    "song": ("SimSun", "STSong", "Noto Serif CJK SC", "Source Han Serif SC"),
}
_lock = Lock()


class NoFace(Broken):
    """No face with Chinese characters is installed: a paper of empty boxes is never printed."""

    code, template = (
        "no_face",
        "no Chinese face for papers was found; install the package fonts-noto-cjk or put one into {folder}",
    )


def _folder() -> str:
    """Where a house keeps faces of its own, such as the prescribed 仿宋, beside those of the system."""
    return os.environ.get("WUSHI_FONTS", "")


@lru_cache(maxsize=1)
def faces() -> dict[str, list[str]]:
    """For each part of a paper the installed faces in order. Raises NoFace."""
    folder = _folder()
    here = set(typst.Fonts(font_paths=[folder] if folder else []).families())
    found = {part: [name for name in names if name in here] for part, names in _FACES.items()}
    if not all(found.values()):
        raise NoFace(folder=folder or "the folder that WUSHI_FONTS names")
    return found


@lru_cache(maxsize=1)
def _press() -> typst.Compiler:
    folder = _folder()
    return typst.Compiler(str(_SHEET), root=str(_SHEET.parent), font_paths=[folder] if folder else [])


def _data(paper: Paper) -> str:
    blocks = [{"kind": type(block).__name__, **asdict(block)} for block in paper.blocks]
    return json.dumps({**asdict(paper), "blocks": blocks}, ensure_ascii=False)


def pdf(paper: Paper, at: datetime) -> bytes:
    """The paper as a PDF; the same paper of the same moment is the same file. Raises NoFace."""
    inputs = {"paper": _data(paper), "faces": json.dumps(faces())}
    with _lock:  # one press; a paper takes less than a tenth of a second
        made = _press().compile(format="pdf", sys_inputs=inputs, timestamp=int(at.timestamp()))
    assert isinstance(made, bytes)
    return made

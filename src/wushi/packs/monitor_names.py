"""Names of factors (监测因子): what a code of HJ 212 is called, from monitors/factors.csv of the pack."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from wushi.domain.policy import Policy
from wushi.packs.fields import Field, Shape, csv_columns, csv_rows, only_once, text
from wushi.packs.files import read_csv, read_text
from wushi.packs.loader import folders_of
from wushi.packs.problems import BadPacks, Problems

FILE = "monitors/factors.csv"
_FACTOR: Shape = {
    "code": Field(text),
    "name": Field(text),
    "name_en": Field(text),
    "unit": Field(text, needed=False, default=""),
}


@cache
def of(policy: Policy) -> Mapping[str, tuple[str, str]]:
    """Code -> (Chinese, English). Raises BadPacks."""
    problems, found = Problems(), dict[str, tuple[str, str]]()
    for folder in reversed(list(folders_of(policy))):
        file = folder / FILE
        name = f"{folder.name}/{FILE}"
        content = read_text(file.read_bytes(), name, problems) if file.is_file() else None
        if content is not None:
            rows = csv_rows(read_csv(name, content, csv_columns(_FACTOR), problems), _FACTOR, problems)
            found |= {row["code"]: (row["name"], row["name_en"]) for row in only_once(rows, "code", "factor").values()}
    if len(problems):
        raise BadPacks(problems.found)
    return found

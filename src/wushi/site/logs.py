"""Log lines (日志): a traceback may quote what somebody wrote, so every line is covered before it is printed."""

from __future__ import annotations

import logging

from wushi.domain import masking

# Names are left: a word of code is easily taken for one, and a log without the names of its functions helps nobody.
_KINDS = masking.STAFF - {"name", "landline", "room", "door", "account", "qq"}


class Covering(logging.Formatter):
    """Formats as usual, traceback and all, and covers numbers, plates and addresses in what comes out."""

    def format(self, record: logging.LogRecord) -> str:
        return masking.mask(super().format(record), _KINDS)

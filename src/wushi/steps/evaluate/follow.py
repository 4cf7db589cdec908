"""Follow (进度查询): the resident's own view of a matter, opened with number and receipt code and with nothing else."""

from __future__ import annotations

import hmac

from wushi.domain.errors import NotFound
from wushi.domain.events import Entry
from wushi.domain.matter import Matter
from wushi.store.ledger import ledger
from wushi.store.vault import vault


def check_receipt(number: str, code: str) -> None:
    """Raises NotFound in the same words whether number or code is wrong: neither can be tried out apart."""
    given = code.strip().upper().replace("-", "").replace(" ", "")
    if not hmac.compare_digest(vault.receipt_code(number).encode(), given.encode()):
        raise NotFound(what="receipt", name=number)


def follow(number: str, code: str) -> tuple[Matter, list[Entry], dict[int, tuple[str, str]]]:
    """The matter, its history, and the words by event number: (title, text), masked. Staff remarks are left out."""
    check_receipt(number, code)
    try:
        id, matter = ledger.load(number)
    except NotFound:
        raise NotFound(what="receipt", name=number) from None
    history = [n for n in ledger.history(id) if n.event.kind != "Noted" or n.post == "resident"]
    words = ledger.words(id)
    shown = {n.seq for n in history}
    return matter, history, {seq: said for seq, said in words.items() if seq in shown}

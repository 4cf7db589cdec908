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


def others(matter: Matter) -> int:
    """How many others reported the same event as this matter; nothing else of them is told."""
    if matter.followers:
        return len(matter.followers)
    if not matter.merged_into:
        return 0
    return len(ledger.load(matter.merged_into)[1].followers)


def parts(matter: Matter) -> list[tuple[Matter, str, str]]:
    """The matters into which this call was split, each with its title and the code that opens it: who holds the receipt of the
    call said them all."""
    ids = ledger.ids_of(matter.parts)
    found = ledger.load_many(ids.values())
    return [
        (found[ids[n]], ledger.words(ids[n]).get(1, ("", ""))[0], vault.receipt_code(n))
        for n in matter.parts
        if n in ids
    ]

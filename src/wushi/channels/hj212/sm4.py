"""SM4 as HJ 212-2025 §6.4.2 uses it: whole blocks of 16 characters of the data part are encrypted, the rest stays plain."""

from __future__ import annotations

import re

from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4

from wushi.channels.hj212.frame import Refused

_BLOCK = 16
_SHAPE = re.compile(r"\{(0x[0-9A-Fa-f]{2}(?:,0x[0-9A-Fa-f]{2})*)\}(.*)\Z", re.DOTALL)


def _cipher(key: bytes) -> Cipher[modes.ECB]:
    if len(key) != _BLOCK:
        raise ValueError("a key of SM4 has 16 bytes")
    return Cipher(SM4(key), modes.ECB())  # the standard prescribes ECB


def encrypt(data: str, key: bytes) -> str:
    """The data part as it is sent: {0x..,0x..} and the plain tail."""
    plain = data.encode()
    whole = len(plain) - len(plain) % _BLOCK
    if not whole:
        return data
    encryptor = _cipher(key).encryptor()
    hidden = encryptor.update(plain[:whole]) + encryptor.finalize()
    return "{" + ",".join(f"0x{b:02X}" for b in hidden) + "}" + plain[whole:].decode()


def decrypt(data: str, key: bytes) -> str:
    """The plain data part. Raises Refused for what this key does not open."""
    found = _SHAPE.match(data)
    if found is None:
        raise Refused("the encrypted data part is no list of {0xNN,…}")
    hidden = bytes(int(one, 16) for one in found[1].split(","))
    if len(hidden) % _BLOCK:
        raise Refused(f"{len(hidden)} encrypted bytes are no whole blocks of {_BLOCK}")
    decryptor = _cipher(key).decryptor()
    try:
        return (decryptor.update(hidden) + decryptor.finalize()).decode() + found[2]
    except UnicodeDecodeError:
        raise Refused("the key of the device does not open it; has it been changed?") from None

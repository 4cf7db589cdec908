"""Finds every message that pages may show: in templates through Django's own reading of them, in code through its syntax."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.utils.translation.template import templatize

import wushi

SOURCE = Path(wushi.__file__).parent
_CALLS = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "_"}
# templatize turns a template into calls that xgettext reads: gettext(u'...'), ngettext(u'...', u'...', count)
_CALL = re.compile(r"\b(?:_|n?gettext)\(", re.S)


def _in_python(text: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
    return found


def _in_template(text: str) -> set[str]:
    found = set()
    read = templatize(text)
    for call in _CALL.finditer(read):
        rest = read[call.end() :]
        literal = re.match(r"\s*u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|'''.*?'''|\"\"\".*?\"\"\")", rest, re.S)
        if literal:
            found.add(ast.literal_eval(literal.group(1)))
    return found


def messages() -> dict[str, list[str]]:
    """message -> the files that use it."""
    found: dict[str, list[str]] = {}
    web = SOURCE / "web"
    files = [(p, _in_python) for p in sorted(web.rglob("*.py"))]
    files += [(p, _in_template) for p in sorted(web.rglob("templates/**/*.html"))]
    for path, read in files:
        for message in sorted(read(path.read_text(encoding="utf-8"))):
            found.setdefault(message, []).append(str(path.relative_to(SOURCE)))
    return found

"""Shows pages in Traditional characters (繁體): the whole page is converted at the door, so that nothing can be left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

# What the converter chooses otherwise than the field writes it: 併單 joins matters, 並 only puts them side by side.
_OURS = {"並單": "併單", "汙": "污"}
# Left as it came: what a form sends back, and what the page itself marks as not to be translated.
_KEPT = re.compile(r'(<input[^>]*type="hidden"[^>]*>|<(\w+)[^>]*translate="no"[^>]*>.*?</\2>)', re.DOTALL)


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("s2tw").convert
    return convert


def traditional(text: str) -> str:
    """The text in Traditional characters, with the words that the field uses."""
    said = _converter()(text)
    for chosen, ours in _OURS.items():
        said = said.replace(chosen, ours)
    return said


def page(html: str) -> str:
    """A page or a part of one; the parts that must stay stay."""
    found, last = [], 0
    for kept in _KEPT.finditer(html):
        found += [traditional(html[last : kept.start()]), kept[0]]
        last = kept.end()
    return "".join([*found, traditional(html[last:])]).replace('lang="zh-Hans"', 'lang="zh-Hant"')


class TraditionalPages:
    """Converts every HTML answer of a request that asks for Traditional characters; files and figures are left alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and "Content-Disposition" not in response and get_language() == "zh-hant":
            response.content = page(response.content.decode(response.charset)).encode(response.charset)
        return response

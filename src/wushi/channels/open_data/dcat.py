"""DCAT metadata of the package: what a portal of open data harvests, as JSON-LD."""

from __future__ import annotations

from typing import Any

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_DAILY = "http://publications.europa.eu/resource/authority/frequency/DAILY"
_WHAT = (
    "一件一行的诉求、指标、公开的文字，以及没有公布的按原因计数",
    "Demands, a row each, indicators, released texts, and by ground the count of what is not told",
)
_MEDIA = "https://www.iana.org/assignments/media-types/"


def _said(zh: str, en: str) -> list[dict[str, str]]:
    return [{"@language": "zh", "@value": zh}, {"@language": "en", "@value": en}]


def describe(
    about: dict[str, Any], resources: list[dict[str, Any]], months: list[str], base: str = ""
) -> dict[str, Any]:
    """The catalogue with one dataset. Addresses are relative to the file unless `base` says where it will lie."""
    at = base.rstrip("/") + "/" if base else ""
    title = _said(f"{about['name']}：诉求与指标", f"{about['name_en']}: demands and indicators")
    publisher = {"@type": "foaf:Organization", "foaf:name": _said(about["name"], about["name_en"])}
    dataset: dict[str, Any] = {
        "@id": f"{at}#dataset", "@type": "dcat:Dataset", "dct:title": title,
        "dct:description": _said(*_WHAT),
        "dct:identifier": f"{about['district']}-{about['ledger']}-{about['position']}",
        "dct:publisher": publisher, "dct:issued": {"@type": "xsd:dateTime", "@value": about["as_of"]},
        "dct:language": ["zh", "en"], "dct:license": {"@id": about["licence_url"]},
        "dct:accrualPeriodicity": {"@id": _DAILY}, "dcat:version": str(about["position"]),
        "dct:spatial": {"@type": "dct:Location", "dct:identifier": about["district"],
                        "skos:prefLabel": _said(about["name"], about["name_en"])},
        "dcat:keyword": _said("诉求", "demands") + _said("开放数据", "open data"),
        "dcat:distribution": [_distribution(one, about, at) for one in resources],
    }  # fmt: skip
    if months:
        dataset["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:gYearMonth", "@value": months[0]},
            "dcat:endDate": {"@type": "xsd:gYearMonth", "@value": months[-1]},
        }
    catalogue = {"@id": f"{at}#catalogue", "@type": "dcat:Catalog", "dct:title": title, "dct:publisher": publisher}
    return {"@context": _CONTEXT, **catalogue, "dcat:dataset": [dataset]}


def _distribution(one: dict[str, Any], about: dict[str, Any], at: str) -> dict[str, Any]:
    return {
        "@id": f"{at}#{one['name']}", "@type": "dcat:Distribution", "dct:title": _said(one["title"], one["title_en"]),
        "dcat:downloadURL": {"@id": at + one["path"]}, "dcat:accessURL": {"@id": at + one["path"]},
        "dcat:mediaType": {"@id": _MEDIA + one["mediatype"]}, "dcat:byteSize": one.get("bytes") or one["size"],
        "dct:license": {"@id": about["licence_url"]},
        "spdx:checksum": {
            "@type": "spdx:Checksum", "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": one["hash"].partition(":")[2]},
        },
    }  # fmt: skip

"""Writes the illustrative catalogue of the Haibowan pack: so many items, so many on the spot, their promises set so that the
published compression comes out of the rows. Run it again and the same files come out."""

from __future__ import annotations

import csv
import hashlib
import random
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).parent
PACK = HERE.parent / "packs" / "150302-haibowan" / "service"
ITEMS, INSTANT = 1317, 957  # the published number, and the only whole number that gives 72.67 %
COMPRESSION = "86.03"
SINCE = "2022-01-01"

VARIANTS = {
    "A": ("新办", "变更", "延续", "补发", "注销"),
    "B": ("新办", "变更", "注销"),
    "D": ("首次申请", "信息变更", "待遇恢复", "异地转移", "停止待遇"),
    "E": ("",),
    "F": ("设立", "变更", "备案", "换证", "补证", "注销"),
    "G": ("申请", "变更", "撤销", "补证"),
    "H": ("查询", "证明出具", "更正"),
    "I": ("首次申领", "换领", "补领"),
    "J": ("首次", "转移", "变更", "更正", "补证", "注销"),
    "K": ("新办", "换领", "补办", "迁移", "变更", "注销"),
    "L": ("居民新装", "企业新装", "增容", "过户", "暂停恢复"),
}
FIRST = {names[0] for names in VARIANTS.values()}
SHORTER = {
    "变更": 0.75,
    "补发": 0.5,
    "注销": 0.5,
    "备案": 0.5,
    "换证": 0.5,
    "补证": 0.5,
    "信息变更": 0.5,
    "停止待遇": 0.5,
    "更正": 1.0,
}
# 即办件 first where the applicant only has something written again, looked up or struck out
QUICK = (
    "查询",
    "证明出具",
    "补发",
    "补证",
    "补领",
    "换领",
    "换证",
    "补办",
    "注销",
    "信息变更",
    "撤销",
    "更正",
    "停止待遇",
    "备案",
    "变更",
    "过户",
    "暂停恢复",
    "",
)
RESULTS = {
    "permit": "许可证件", "payment": "给付决定", "confirmation": "确认文书", "reward": "奖励决定", "ruling": "裁决书",
    "other": "办理结果通知书", "service": "办理结果",
}  # fmt: skip
MATERIALS = (
    ("application", "申请表", "Application form", "原件", "窗口提供或网上填写", 1, "填写完整，申请人签名或盖章"),
    ("identity", "身份证明", "Proof of identity", "原件核对", "申请人自备", 1, "在有效期内"),
    ("licence", "营业执照", "Business licence", "电子证照", "部门共享", 1, "在有效期内"),
    ("mandate", "授权委托书", "Power of attorney", "原件", "申请人自备", 1, "写明委托事项和期限；本人办理不需要"),
    ("premises", "场所使用证明", "Proof of the right to the premises", "复印件", "申请人自备", 1, "房屋权属证明或者租赁合同"),
    ("plan", "场所平面图", "Floor plan", "原件", "申请人自备", 1, "标明面积和用途"),
    ("health", "从业人员健康证明", "Health certificates of staff", "复印件", "申请人自备", 1, "每名接触直接入口食品的人员一份"),
    ("rules", "管理制度文本", "Written rules of management", "原件", "申请人自备", 1, "与经营项目相符"),
    ("staff", "专业人员资格证明", "Qualifications of staff", "复印件", "申请人自备", 1, "在有效期内"),
    ("report", "技术报告", "Technical report", "原件", "有资质的机构", 1, "由有资质的机构出具"),
    ("old-paper", "原证件", "The former certificate", "原件", "申请人自备", 1, "遗失的改交声明"),
    ("income", "收入状况声明", "Statement of income", "原件", "申请人自备", 1, "申请人签名，由部门核对"),
    ("household", "户籍信息", "Household registration", "电子", "部门共享", 1, "由部门核验，不需要提交"),
    ("account", "银行账户", "Bank account", "复印件", "申请人自备", 1, "本人名下"),
    ("contract", "合同文本", "Contract", "复印件", "申请人自备", 1, "双方签字或盖章"),
    ("photo", "近期照片", "Recent photograph", "电子", "申请人自备", 2, "白底"),
    ("medical", "医疗机构证明", "Medical certificate", "原件", "医疗机构", 1, "写明诊断"),
    ("fire", "消防安全检查意见", "Opinion on fire safety", "电子", "部门共享", 1, "由部门核验"),
)  # fmt: skip
LISTS = {
    "permit": "application|identity|licence|premises|plan:later|rules:later|mandate:optional",
    "payment": "application|identity|household|income|account:later|mandate:optional",
    "confirmation": "application|identity|contract|mandate:optional",
    "reward": "application|identity|report:later",
    "ruling": "application|identity|contract|report:later|mandate:optional",
    "other": "application|identity|contract:later|mandate:optional",
    "service": "application|identity|mandate:optional",
}
OWN_LISTS = {
    "食品经营许可": "application|identity|licence|premises|plan:later|health:later|rules:later|mandate:optional",
    "公众聚集场所投入使用营业前消防安全检查": "application|licence|premises|plan|rules:later",
    "残疾人证核发": "application|identity|photo|medical",
    "医师执业注册": "application|identity|staff|health:later|photo",
}
AGAIN = "application|identity|old-paper:later|mandate:optional"  # 变更、补发、注销
SPECIAL = {"现场核查": ("食品", "场所", "许可", "资质"), "专家评审": ("环境影响", "水土保持", "节能审查")}
COLUMNS = (
    "code", "catalogue_code", "handle_code", "since", "name", "kind", "unit", "by_law", "audience", "type", "legal", "promised",
    "condition", "special", "visits", "depth", "area", "express", "result", "materials", "status", "illustrative",
)  # fmt: skip
PERSONS = ("payment",)
DIGIT = {
    "permit": "01",
    "payment": "05",
    "confirmation": "07",
    "reward": "08",
    "ruling": "09",
    "other": "10",
    "service": "20",
}


def base() -> list[dict[str, str]]:
    keys = ("unit", "kind", "name", "law", "days", "variants")
    lines = (HERE / "service_items.txt").read_text("utf-8").splitlines()
    return [dict(zip(keys, line.split(";"), strict=True)) for line in lines if line and not line.startswith("#")]


def lots(*parts: str) -> random.Random:
    """Chance that belongs to a name, so that a new line in the list moves no other."""
    return random.Random(hashlib.sha256("|".join(parts).encode()).digest())


def expanded() -> list[dict[str, object]]:
    """All business handling items; the rounds take the first of each item before the second of any, and stop when full."""
    found = [
        (turn, n, one, variant)
        for n, one in enumerate(base())
        for turn, variant in enumerate(VARIANTS[one["variants"]])
    ]
    chosen = sorted(sorted(found, key=lambda f: (f[0], f[1]))[:ITEMS], key=lambda f: (f[1], f[0]))
    if len(chosen) < ITEMS:
        raise SystemExit(f"the list gives only {len(chosen)} items; {ITEMS} are wanted")
    rows: list[dict[str, object]] = []
    for turn, n, one, variant in chosen:
        chance = lots(one["name"], variant)
        legal = max(1, round(int(one["days"]) * SHORTER.get(variant, 1.0)))
        name = f"{one['name']}（{variant}）" if variant else one["name"]
        kind = one["kind"]
        later = variant not in FIRST and turn > 0
        number = f"{n + 1:04d}{turn + 1:02d}"
        rows.append({
            "code": f"11150302{DIGIT[kind]}{number}", "catalogue_code": f"{DIGIT[kind]}{n + 1:06d}",
            "handle_code": f"11150302{DIGIT[kind]}{number}01", "version": 1, "since": SINCE, "name": name, "kind": kind,
            "unit": one["unit"], "by_law": f"《{one['law']}》",
            "audience": "person" if kind in PERSONS else "both",
            "legal": legal, "legal_unit": "working_days", "promised_unit": "working_days",
            "condition": "符合设定依据规定的条件，申请材料齐全" if kind == "permit" else "",
            "special": "" if later else next((s for s, words in SPECIAL.items() if any(w in name for w in words)), ""),
            "visits": 0 if chance.random() < 0.45 else 1 if chance.random() < 0.97 else 2,
            "fee": "no", "depth": chance.choice(("whole", "whole", "begun", "told", "none")),
            "area": chance.choice(("district", "district", "city", "region")), "at_centre": "yes", "appointment": "yes",
            "express": chance.choice(("yes", "no")), "result": RESULTS[kind],
            "materials": AGAIN if later else OWN_LISTS.get(one["name"], LISTS[kind]),
            "status": "proposal", "illustrative": "yes", "_variant": variant,
        })  # fmt: skip
    return rows


def set_types(rows: list[dict[str, object]]) -> None:
    """So many on the spot: what is looked up or written again first, then the shortest."""

    def rank(row: dict[str, object]) -> tuple[int, int, str]:
        variant = str(row["_variant"])
        place = QUICK.index(variant) if variant in QUICK else len(QUICK)
        return (0 if row["special"] == "" else 1, place * 8 + int(str(row["legal"])), str(row["code"]))

    for n, row in enumerate(sorted(rows, key=rank)):
        row["type"] = "instant" if n < INSTANT else "promise"
        row["promised"] = 0 if n < INSTANT else max(1, round(int(str(row["legal"])) * 0.5))


def set_promises(rows: list[dict[str, object]]) -> None:
    """Move single promises by a day, in an order by chance, until the sum gives the published percentage."""
    legal = sum(int(str(row["legal"])) for row in rows)
    low, high = (Fraction(COMPRESSION) - Fraction(1, 200)) / 100, (Fraction(COMPRESSION) + Fraction(1, 200)) / 100
    least, most = legal * (1 - high), legal * (1 - low)
    open_ = [row for row in rows if row["type"] == "promise"]
    open_.sort(key=lambda row: lots(str(row["code"])).random())
    at = 0
    while not least < (promised := sum(int(str(row["promised"])) for row in rows)) <= most:
        row = open_[at % len(open_)]
        days = int(str(row["promised"])) + (1 if promised <= least else -1)
        if 1 <= days <= int(str(row["legal"])):
            row["promised"] = days
        at += 1
        if at > 100_000:
            raise SystemExit("the promises cannot be set so that the percentage comes out")


def main() -> None:
    rows = expanded()
    set_types(rows)
    set_promises(rows)
    PACK.mkdir(parents=True, exist_ok=True)
    with (PACK / "items.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with (PACK / "materials.csv").open("w", encoding="utf-8", newline="") as file:
        plain = csv.writer(file, lineterminator="\n")
        plain.writerow(("code", "name", "name_en", "form", "source", "copies", "standard"))
        plain.writerows(MATERIALS)
    legal, promised = (sum(int(str(row[key])) for row in rows) for key in ("legal", "promised"))
    instant = sum(row["type"] == "instant" for row in rows)
    mean = sum((int(str(r["legal"])) - int(str(r["promised"]))) / int(str(r["legal"])) for r in rows) / len(rows)
    print(f"{len(rows)} items; on the spot {instant} = {instant / len(rows):.2%}")
    print(
        f"compression (legal {legal} - promised {promised}) / {legal} = {(legal - promised) / legal:.2%}; mean {mean:.2%}"
    )


if __name__ == "__main__":
    main()

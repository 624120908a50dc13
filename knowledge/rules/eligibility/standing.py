"""Who may apply: legal personality and its exception (Articles 5 and 29, AMB-08, 09 and 26)."""

from __future__ import annotations

import re
from typing import Literal

from knowledge.rules.eligibility.checks import is_so, is_so_in_words
from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.logic import under
from knowledge.rules.eligibility.model import Result
from knowledge.rules.eligibility.sources import reading, words

Kind = Literal[
    "branch", "household", "no_legal_person", "special", "non_profit", "enterprise", "unknown"
]
TYPE = "法人类型"
COMMISSION = "是否承担政府委托中小企业服务专项"

# In this order: 民办非企业 is no enterprise, 农民专业合作社 is neither of the two kinds.
_KINDS: tuple[tuple[Kind, str], ...] = (
    ("branch", "分支机构|分公司|分所|办事处|代表处"),
    ("household", "个体工商户|个体户|个体经营"),
    ("no_legal_person", "不具有法人资格|非法人|无法人资格|合伙|个人独资"),
    (
        "special",
        "特别法人|机关法人|行政机关|合作社|合作经济|集体经济组织|居委会|村委会|居民委员会|村民委员会",
    ),
    (
        "non_profit",
        "非营利|非盈利|事业单位|事业法人|社会团体|社团|协会|商会|学会|促进会|民办非企业|民非|社会服务机构|基金会|捐助法人",
    ),
    ("enterprise", "企业|公司|(?<!非)营利法人"),
)
_UNSURE = re.compile("管委会|事业单位|国有|国企|国资公司|平台公司|分包|转包|非行政机关|协会委托")
_GRANT = re.compile("补助|补贴|奖励|奖补")


def kind(facts: Facts) -> Kind:
    """What kind of body it is; what the form says of its type goes before 是否非法人组织."""
    text = facts.texts.get(TYPE, "")
    named: Kind = next((each for each, words_ in _KINDS if re.search(words_, text)), "unknown")
    unincorporated = facts.flags.get("是否非法人组织") and not facts.flags.get("是否独立法人")
    return "no_legal_person" if unincorporated and named != "household" else named


def barred(facts: Facts) -> Literal["branch", "household"] | None:
    """What Article 29 does not admit and Article 27 does not relax (AMB-25 and 26)."""
    found, branch = kind(facts), facts.flags.get("是否分支机构")
    if branch or (found == "branch" and branch is None) or _named_branch(facts):
        return "branch"
    return "household" if found == "household" else None


def legal_person(facts: Facts) -> Result:
    """C5-0: a branch never qualifies, an unincorporated body perhaps (Article 29)."""
    bar, independent = barred(facts), facts.flags.get("是否独立法人")
    if bar:
        return _told("unmet", f"{bar}_both" if independent else bar)
    if kind(facts) == "no_legal_person":
        return _unincorporated(facts)
    if independent:
        return _told("met", "met")
    if independent is None:
        return _told("unknown", "unknown", "是否独立法人")
    if "是否非法人组织" not in facts.flags:
        return _told("unknown", "perhaps_29", "是否非法人组织")
    return _told("unmet", "unmet")


def _unincorporated(facts: Facts) -> Result:
    """Article 29 says “may”; a branch, which it excludes, must be ruled out first."""
    if "是否分支机构" not in facts.flags and TYPE not in facts.texts:
        return _told("unknown", "perhaps_branch", "是否分支机构")
    readings = (reading("AMB-26", "R1", "met"), reading("AMB-26", "R2", "unknown"))
    return Result("disputed", (words("C5-0", "article_29"),), (), readings)


def _named_branch(facts: Facts) -> bool:
    """A name that ends in 分公司 says what the empty field does not."""
    name = facts.texts.get("单位名称", "")
    silent = "是否分支机构" not in facts.flags and "是否独立法人" not in facts.flags
    return silent and name.endswith(("分公司", "分支机构", "办事处", "代表处"))


def in_scope(facts: Facts) -> Result:
    """C5-4: item 1 or item 2; only those of item 2 must have undertaken a commission."""
    found = kind(facts)
    if found == "non_profit":
        return _scope("met", "non_profit")
    if found in ("enterprise", "no_legal_person"):
        return commissioned(facts)
    if found == "unknown":
        key = "unread" if TYPE in facts.texts else "unknown"
        return _scope("unknown", key, TYPE, text=facts.texts.get(TYPE))
    return _scope("unmet", found)


def commissioned(facts: Facts) -> Result:
    """Grants and prizes are no commission; whose commission counts is disputed (AMB-08)."""
    text = facts.texts.get(COMMISSION)
    if text is None:
        return is_so(facts, COMMISSION)
    if _UNSURE.search(text):
        readings = (reading("AMB-08", "R1", "unmet"), reading("AMB-08", "R2", "met"))
        return under(readings, words("C5-4", "unsure", text=text))
    if _GRANT.search(text):
        return _scope("unmet", "grant")
    return is_so_in_words(COMMISSION, text)


def _told(status: Literal["met", "unmet", "unknown"], key: str, *needs: str) -> Result:
    return Result(status, (words("C5-0", key),), needs)


def _scope(
    status: Literal["met", "unmet", "unknown"], key: str, *needs: str, text: object = ""
) -> Result:
    return Result(status, (words("C5-4", key, text=text),), needs)

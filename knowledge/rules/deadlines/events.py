"""What the words for an event mean; a word that is not listed is never taken for one that is."""

from __future__ import annotations

from typing import Literal

Meaning = Literal[
    "change",
    "change_perhaps",
    "change_reported",
    "failed",
    "fed_back",
    "suspended",
    "told",
    "rectified",
    "rectification",
    "restored",
    "breach",
    "unlisted",
]

_WORDS: dict[Meaning, tuple[str, ...]] = {
    "change": ("更名", "改名", "名称变更", "变更名称", "重组", "更名重组", "更名、重组"),
    "change_perhaps": (
        "法定代表人变更",
        "变更法定代表人",
        "法人代表变更",
        "合并",
        "分立",
        "迁址",
        "地址变更",
    ),
    "change_reported": ("变更报告", "报告推荐单位", "向推荐单位报告"),
    "failed": ("测评不合格",),
    "fed_back": ("反馈推荐单位", "测评反馈"),
    "suspended": ("暂停", "暂停称号", "暂停示范平台称号"),
    "told": ("通知平台", "整改通知", "收到整改通知"),
    "rectified": ("整改完成", "完成整改", "整改合格"),
    "rectification": ("整改",),
    "restored": ("恢复称号", "恢复示范平台称号"),
    "breach": ("拒不配合", "弄虚作假", "违法违规"),
}
_MEANINGS = {word: meaning for meaning, words in _WORDS.items() for word in words}


def meaning(kind: str) -> Meaning:
    """What is meant; `change_perhaps` are the kinds of which the text does not say (AMB-31)."""
    return _MEANINGS.get(kind, "unlisted")

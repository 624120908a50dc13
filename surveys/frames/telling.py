"""What became of a list, in the words of a chat: how many firms are left, and what to mend."""

from __future__ import annotations

from surveys.frames.model import FrameCheck

SHOWN = 10  # rows that are named


def told(check: FrameCheck) -> str:
    """A summary, the rows that were not taken, and what to mind."""
    findings = check.findings
    lines = [
        f"名单读好了：共{len(check.verdicts)}行，可用企业{len(check.frame.firms)}家，"
        f"{len(findings)}行未采用。"
    ]
    lines += [f"第{each.row}行 {each.name}：{each.message}" for each in findings[:SHOWN]]
    if len(findings) > SHOWN:
        lines.append(f"……另有{len(findings) - SHOWN}行。")
    lines += check.warnings
    return "\n".join(lines)

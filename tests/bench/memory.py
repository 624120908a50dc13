"""Memory of a process and all that came from it, shared pages counted once (PSS)."""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")


def tree(root: int) -> list[int]:
    """The process ids of `root` and its descendants."""
    children: dict[int, list[int]] = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit() and (parent := _parent(folder)) is not None:
            children.setdefault(parent, []).append(int(folder.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def megabytes(root: int) -> tuple[float, str]:
    """The memory of all of them, and its kind: PSS, or RSS where one of them hides its PSS."""
    pids = tree(root)
    try:
        return sum(_field(pid, "smaps_rollup", "Pss:") for pid in pids) / 1024, "PSS"
    except PermissionError:
        return sum(_field(pid, "status", "VmRSS:") for pid in pids) / 1024, "RSS"


def _parent(folder: Path) -> int | None:
    try:
        fields = (folder / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:  # it ended meanwhile
        return None
    return int(fields.rpartition(")")[2].split()[1])


def _field(pid: int, file: str, name: str) -> int:
    try:
        lines = (PROC / str(pid) / file).read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)

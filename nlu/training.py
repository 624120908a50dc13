"""Trains the dialogue model, unless the newest one was trained on the same files."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

SOURCES = Path(__file__).parent
KEPT_MODELS = 2


def fingerprint() -> str:
    """A hash of everything the model depends on: data, components and the encoder."""
    knowledge = SOURCES.parent / "knowledge"
    files = [
        *SOURCES.rglob("*.yml"),
        *SOURCES.rglob("*.py"),
        *knowledge.glob("*.py"),
        *(knowledge / "encoder_data").glob("*"),
    ]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(SOURCES.parent).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def is_current(models: Path) -> bool:
    return (models / f"huiqi-{fingerprint()}.tar.gz").exists()


def train(models: Path) -> Path:
    """Train into `models`, under a temporary name until it is whole; returns the model."""
    target = models / f"huiqi-{fingerprint()}.tar.gz"
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    import rasa

    models.mkdir(parents=True, exist_ok=True)
    unfinished = models / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    result = rasa.train(
        domain=str(SOURCES / "domain.yml"),
        config=str(SOURCES / "config.yml"),
        training_files=[str(SOURCES / "data")],
        output=str(unfinished),
        fixed_model_name="model",
        force_training=True,
    )
    if result.model is None:
        raise RuntimeError("rasa train gave no model")
    Path(result.model).replace(target)
    shutil.rmtree(unfinished, ignore_errors=True)
    for old in sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)[:-KEPT_MODELS]:
        old.unlink()
    return target

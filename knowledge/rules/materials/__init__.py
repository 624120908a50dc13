"""The materials of an application (Articles 10 and 11, annexes 1 and 2), ticked off in chat."""

from knowledge.rules.materials.model import Asked, Button, Checklist, Said
from knowledge.rules.materials.replies import reply
from knowledge.rules.materials.understanding import understand

__all__ = ["Asked", "Button", "Checklist", "Said", "reply", "understand"]

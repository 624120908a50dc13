"""Runs the trained graph node after node.

Rasa plans the graph anew for every message and hands it to a scheduler meant for many
machines; a plan depends on the wanted nodes alone, so each is made once.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner


class InOrderRunner(GraphRunner):
    """The nodes of a loaded runner, run without its scheduler."""

    def __init__(self, loaded: DaskGraphRunner) -> None:
        self._nodes = loaded._instantiated_nodes
        self._schema = loaded._graph_schema
        self._plans: dict[tuple[str, ...], list[str]] = {}

    @classmethod
    def create(cls, *given: Any, **named: Any) -> InOrderRunner:
        return cls(DaskGraphRunner.create(*given, **named))

    def run(
        self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        """Outputs of the wanted nodes by name, those of the whole graph if none are named."""
        wanted = tuple(targets or self._schema.target_names)
        done = {name: (name, value) for name, value in (inputs or {}).items()}
        for name in self._plan(wanted):
            needs = self._schema.nodes[name].needs.values()
            # A node takes the bare name of an input that nobody gave as its absence.
            done[name] = self._nodes[name](*(done.get(need, need) for need in needs))
        return {name: done[name][1] for name in wanted}

    def _plan(self, wanted: tuple[str, ...]) -> list[str]:
        """Names of the nodes to run, each behind those it needs."""
        if wanted not in self._plans:
            plan: dict[str, None] = {}
            for name in wanted:
                self._add(name, plan)
            self._plans[wanted] = list(plan)
        return self._plans[wanted]

    def _add(self, name: str, plan: dict[str, None]) -> None:
        if name in self._schema.nodes and name not in plan:
            for need in self._schema.nodes[name].needs.values():
                self._add(need, plan)
            plan[name] = None

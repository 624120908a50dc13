"""The Rasa process: the trained model behind our one channel, on loopback only."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from actions.opening import database_of
from actions.settings import Settings, read_settings
from bot.errors import CannotStart
from bot.logs import set_up_logging

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}


def newest_model(folder: Path) -> Path:
    """The model that was trained last; raises CannotStart where there is none."""
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise CannotStart(f"{folder} 里还没有训练好的对话模型，请先运行 make train。")
    return models[-1]


def serve(settings: Settings) -> None:
    """Run until stopped."""
    from rasa.core.run import close_resources, configure_app, load_agent_on_start
    from rasa.core.utils import AvailableEndpoints
    from sanic import Sanic

    from bot.rasa_actions import ActionEndpoint, check_shape_only
    from bot.rasa_channel import TurnChannel
    from bot.rasa_graph import InOrderRunner
    from bot.rasa_logs import quiet_rasa
    from bot.tracker_store import DialogueStore

    quiet_rasa()
    check_shape_only()
    store = DialogueStore(database_of(settings))
    endpoints = AvailableEndpoints(
        action=ActionEndpoint(f"{settings.actions_url}/webhook"), tracker_store=store
    )
    app = configure_app([TurnChannel(settings.secret_key)], enable_api=False)
    model = str(newest_model(settings.model_dir))

    async def use_our_own(app: Sanic, _: object) -> None:
        # Rasa wraps the store in one that turns a database error into a new, empty
        # conversation; a turn that cannot be recorded must fail instead.
        processor = app.ctx.agent.processor
        app.ctx.agent.tracker_store = processor.tracker_store = store
        processor.graph_runner = InOrderRunner(processor.graph_runner)

    app.register_listener(
        partial(load_agent_on_start, model, endpoints, None), "before_server_start"
    )
    app.register_listener(use_our_own, "before_server_start")
    app.register_listener(close_resources, "after_server_stop")
    app.run(host="127.0.0.1", port=settings.rasa_port, workers=1, access_log=False)


if __name__ == "__main__":
    os.environ.update(QUIET)
    chosen = read_settings(os.environ)
    set_up_logging(chosen.log_format)
    serve(chosen)

"""The action server process: our actions behind rasa-sdk, on loopback only."""

from __future__ import annotations

import os

from actions.settings import Settings, read_settings
from bot.logs import set_up_logging


def serve(settings: Settings) -> None:
    """Run until stopped; builds all services first, so a bad setting stops the start."""
    from rasa_sdk.endpoint import create_app

    from actions.services import get_services

    get_services().warm_up()
    app = create_app("actions")
    app.run(host="127.0.0.1", port=settings.actions_port, workers=1, access_log=False)


if __name__ == "__main__":
    chosen = read_settings(os.environ)
    set_up_logging(chosen.log_format)
    serve(chosen)

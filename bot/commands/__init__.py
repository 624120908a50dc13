"""The subcommands of `huiqi`, one a module."""

"""How the assistant is reached: gateway, channels, pages and the command line."""

"""Database engines as wushi needs them: Django's own, with a fair queue where the engine has none."""

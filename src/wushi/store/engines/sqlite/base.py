"""Django's SQLite backend with the turnstile: every transaction takes its turn before BEGIN IMMEDIATE and leaves after."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from wushi.store.engines.sqlite.turnstile import Turnstile


class DatabaseWrapper(base.DatabaseWrapper):
    """`OPTIONS["transaction_mode"]` must be IMMEDIATE; databases in memory need no queue."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turnstile: Turnstile | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        name = str(conn_params["database"])
        if not self.is_in_memory_db() and self._turnstile is None:
            self._turnstile = Turnstile(name)
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        if self._turnstile:
            self._turnstile.enter()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            if self._turnstile:
                self._turnstile.leave()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            if self._turnstile:
                self._turnstile.leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            if self._turnstile:
                self._turnstile.leave()

    def _close(self) -> None:
        super()._close()  # type: ignore[misc]
        if self._turnstile:
            self._turnstile.close()
            self._turnstile = None

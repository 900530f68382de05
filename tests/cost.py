"""What queries cost a database: rows on PostgreSQL, thousands of its machine's steps on SQLite.

Neither depends on how busy the computer is.
"""

from typing import Any

from django.db import connection

LIMITS = {"postgresql": 1_000, "sqlite": 60}  # of a query that goes along an index


class Cost:
    """What the queries of a page cost the database: the worst of them, and all as they were."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.asked.append((sql, params))
        return execute(sql, params, many, context)

    def worst(self) -> tuple[int, str]:
        """The most rows that a step looks at, or thousands of steps, and the query."""
        measure = rows_of if connection.vendor == "postgresql" else steps_of
        selects = [(sql, params) for sql, params in self.asked if sql.startswith("SELECT")]
        return max(((measure(sql, params), sql) for sql, params in selects), default=(0, ""))


def rows_of(sql: str, params: Any) -> int:
    """The most rows that a step of PostgreSQL's plan goes through, those it leaves out included."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        return most_rows(cursor.fetchone()[0][0]["Plan"])


def most_rows(plan: dict[str, Any]) -> int:
    """The same, of a step and of those below it."""
    left_out = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Join Filter", 0)
    own = int((plan["Actual Rows"] + left_out) * plan["Actual Loops"])
    return max([own, *map(most_rows, plan.get("Plans", []))])


def steps_of(sql: str, params: Any) -> int:
    """Thousands of steps that SQLite's machine takes."""
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection.connection.set_progress_handler(step, 1_000)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            cursor.fetchall()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return steps

"""Migration operations: what only one of the databases has.

None of them stands in a model's Meta, because the other database would refuse the model.
"""

from functools import partial
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class OneDatabase(Operation):
    """SQL for one model's table on one database, PostgreSQL unless told; nothing on any other."""

    vendor = "postgresql"
    reversible = True
    arguments: tuple[str, ...] = ("model_name",)

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def forwards(self, table: str, quote: Any, model: Any) -> list[str]:
        """The statements that put it in place."""
        raise NotImplementedError

    def backwards(self, table: str, quote: Any) -> list[str]:
        """The statements that take it away."""
        raise NotImplementedError

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [getattr(self, name) for name in self.arguments], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models are what they were."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        self._run(schema_editor, model, partial(self.forwards, model=model))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        self._run(schema_editor, model, self.backwards)

    def _run(self, schema_editor: BaseDatabaseSchemaEditor, model: Any, statements: Any) -> None:
        if schema_editor.connection.vendor != self.vendor:
            return
        quote = schema_editor.quote_name
        for statement in statements(quote(model._meta.db_table), quote):
            schema_editor.execute(statement, params=None)


class NoOverlap(OneDatabase):
    """No two intervals of one owner overlap, held by an exclusion constraint.

    `owner` is the name of the foreign key whose rows must not overlap.
    """

    arguments = ("model_name", "owner")

    def __init__(self, model_name: str, owner: str) -> None:
        super().__init__(model_name)
        self.owner = owner

    def forwards(self, table: str, quote: Any, model: Any) -> list[str]:
        column = quote(model._meta.get_field(self.owner).column)
        return [
            "CREATE EXTENSION IF NOT EXISTS btree_gist",
            f"ALTER TABLE {table} ADD CONSTRAINT {quote(self._name)} EXCLUDE USING gist "
            f"({column} WITH =, tstzrange(live_from, live_until, '[)') WITH &&)",
        ]

    def backwards(self, table: str, quote: Any) -> list[str]:
        return [f"ALTER TABLE {table} DROP CONSTRAINT {quote(self._name)}"]

    def describe(self) -> str:
        return f"No two intervals of one {self.owner} overlap in {self.model_name} (PostgreSQL)"

    @property
    def _name(self) -> str:
        return f"{self.model_name.lower()}_never_overlaps"


class AppendOnly(OneDatabase):
    """Rows are added and never changed or deleted, held by a trigger."""

    def forwards(self, table: str, quote: Any, model: Any) -> list[str]:
        name = quote(self._name)
        return [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{self.model_name} rows are never changed or deleted' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]

    def backwards(self, table: str, quote: Any) -> list[str]:
        name = quote(self._name)
        return [f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION {name}()"]

    def describe(self) -> str:
        return f"Rows of {self.model_name} are only ever added (PostgreSQL)"

    @property
    def _name(self) -> str:
        return f"{self.model_name.lower()}_is_append_only"


class SearchVector(OneDatabase):
    """What entries are found by: a column of terms and its index.

    The terms are made by our own code, so the column needs no configuration of any language.
    """

    def forwards(self, table: str, quote: Any, model: Any) -> list[str]:
        return [
            f"ALTER TABLE {table} ADD COLUMN vector tsvector",
            f"CREATE INDEX {quote(self._name)} ON {table} USING gin (vector) "
            "WITH (fastupdate = off)",
            # Texts and terms lie elsewhere: what is looked through for times and places is small.
            f"ALTER TABLE {table} SET (toast_tuple_target = 128)",
        ]

    def backwards(self, table: str, quote: Any) -> list[str]:
        return [f"ALTER TABLE {table} DROP COLUMN vector"]

    def describe(self) -> str:
        return f"The terms that a {self.model_name} is found by (PostgreSQL)"

    @property
    def _name(self) -> str:
        return f"{self.model_name.lower()}_vector"


class SearchTable(OneDatabase):
    """What entries are found by: a table of terms beside theirs, a row under the place of each.

    The terms are made by our own code, so the tokenizer only parts them at spaces.
    """

    vendor = "sqlite"

    def forwards(self, table: str, quote: Any, model: Any) -> list[str]:
        return [
            "CREATE VIRTUAL TABLE articles_searchindex USING fts5"
            "(headline, standfirst, text, facets, tokenize = 'ascii')"
        ]

    def backwards(self, table: str, quote: Any) -> list[str]:
        return ["DROP TABLE articles_searchindex"]

    def describe(self) -> str:
        return f"The terms that a {self.model_name} is found by (SQLite)"

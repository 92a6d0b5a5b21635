"""What a table of the warehouse and its columns declare."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One warehouse column; unit is '' for text, codes and dates. What is `computed` from others takes no room."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    computed: str = ""

    @property
    def definition(self) -> str:
        """The column as the create statement of its table says it."""
        return f'"{self.name}" {self.type}' + (
            f" generated always as ({self.computed}) virtual" if self.computed else ""
        )


@dataclass(frozen=True)
class Table:
    """One warehouse table; a mart is filled by the statement etl/sql/<name>.sql."""

    schema: str
    name: str
    columns: tuple[Column, ...]

    @property
    def definition(self) -> str:
        """The create statement of this table."""
        columns = ", ".join(column.definition for column in self.columns)
        return f"create table {self.schema}.{self.name} ({columns})"

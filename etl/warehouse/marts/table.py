"""What a table of the warehouse and its columns declare."""

from dataclasses import dataclass, replace

ENUM = "enum"


@dataclass(frozen=True)
class Column:
    """One warehouse column; unit is '' for text, codes and dates.

    What has an `expression` is computed from others and takes no room. Of type `enum` is text of few values in millions
    of rows, kept as a number: the type marts.<name> lists its words.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
    expression: str = ""

    @property
    def definition(self) -> str:
        """The column as the create statement of its table says it."""
        kind = f'marts."{self.name}"' if self.type == ENUM else self.type
        return f'"{self.name}" {kind}' + (
            f" generated always as ({self.expression}) virtual" if self.expression else ""
        )


def use_enums(*columns: Column) -> tuple[Column, ...]:
    """The same columns for a table of millions of rows: those of text as enumerated types."""
    return tuple(replace(column, type=ENUM) if column.type == "varchar" else column for column in columns)


@dataclass(frozen=True)
class MartTable:
    """One warehouse table; a mart is filled by the statement etl/sql/<name>.sql."""

    schema: str
    name: str
    columns: tuple[Column, ...]

    @property
    def definition(self) -> str:
        """The create statement of this table."""
        columns = ", ".join(column.definition for column in self.columns)
        return f"create table {self.schema}.{self.name} ({columns})"

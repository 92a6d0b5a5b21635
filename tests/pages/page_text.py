"""What a page says, as a reader without pictures has it."""

from streamlit.testing.v1 import AppTest


def words(app: AppTest) -> str:
    """Everything a page says in text."""
    parts = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info]
    return "\n".join(str(part.value) for part in parts)

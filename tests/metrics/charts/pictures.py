"""What is written on a picture."""

from metrics.charts import Picture


def notes(picture: Picture) -> list[str]:
    """The words beside the marks of a picture."""
    return [str(note.text) for note in picture.plot.layout.annotations]

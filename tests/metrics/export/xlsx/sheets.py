"""What is written in a workbook, read back by a program that is not ours."""

from openpyxl.worksheet.worksheet import Worksheet


def words(sheet: Worksheet) -> str:
    """Every cell of a sheet that holds anything, a line each."""
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)

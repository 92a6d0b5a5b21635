"""What strangers read of a failure: the sentence, and of files on the machine no more than their names."""

import pytest

from metrics.errors import NoWarehouse


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("No warehouse has been built yet in /srv/ses/warehouse; make one.", "in warehouse; make one."),
        ('Cannot open file "/srv/ses data/warehouse/x.duckdb": No such file', 'file "x.duckdb": No such file'),
        ("There is no room for a.csv in /srv/x/; make room.", "a.csv in x; make room."),
        (r"C:\srv\ses\y.duckdb is broken", "y.duckdb is broken"),
        (r'"C:\ses data\y.duckdb" is broken', '"y.duckdb" is broken'),
    ],
)
def test_of_a_file_only_its_name_is_told(sentence: str, expected: str) -> None:
    assert NoWarehouse(sentence).for_readers.endswith(expected)
    assert "srv" not in NoWarehouse(sentence).for_readers


@pytest.mark.parametrize(
    "sentence",
    [
        "unknown value 'X' for agency_code; nearest: AF, AG",
        "from: '10/2024' is not a month and/or a year; run: python -m etl build",
        "See https://www.opm.gov/policy-data-oversight/ and 5 U.S.C. 3134(b)",
        'the answer "a" is none',
    ],
)
def test_all_else_is_told_as_it_is(sentence: str) -> None:
    assert NoWarehouse(sentence).for_readers == sentence

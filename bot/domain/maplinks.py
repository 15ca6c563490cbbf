"""Links of maps: what they say of a place, without asking anybody on the network.

What stands where is from the makers' documentation, or from links that their maps make (domain.md 7). A link
that says nothing, or only where the middle of a screen was, stays a pointer for an officer to open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import SplitResult, parse_qsl, unquote_plus, urlsplit

from bot.domain.angles import angles_in
from bot.domain.datum import from_bd, from_gcj
from bot.domain.place import Fix, Flag, Place, Pointer, Pointing, on_earth
from bot.domain.plain import plain
from bot.domain.private import Private

Found = Place | Pointer
Degrees = tuple[float, float]
Reader = Callable[[SplitResult, dict[str, str]], Degrees | None]

LINK = re.compile(
    r"\bgeo:[-+.,;=?&%\w]+|\b[a-z][a-z0-9+.-]{1,20}://[^\s<>\"()\u3000-\u303f\uff00-\uff65]+"
    r"|\b(?:maps\.app\.goo\.gl|goo\.gl/maps|kko\.to|naver\.me|w3w\.co)/[^\s<>\"()]+",
    re.IGNORECASE,
)
"""A link as it stands in a message; many apps leave the scheme out of the short ones."""
_SHORT = (
    *("maps.app.goo.gl", "goo.gl", "g.co", "g.page", "kko.kakao.com", "kko.to", "naver.me", "surl.amap.com"),
    *("j.map.baidu.com", "dwz.cn", "go.2gis.com", "share.here.com", "maps.apple", "bit.ly", "t.cn", "tinyurl.com"),
    *("is.gd", "lnkd.in", "osm.org", "ge0.me", "omaps.app", "waze.to", "s.id", "me2.do", "ur0.jp"),
)
"""Hosts whose links say nothing by themselves."""
_WORDS = re.compile(r"(?<![\w/:.])///([\w'-]+\.[\w'-]+\.[\w'-]+)")
_WORDS_LINK = re.compile(r"(?:^|\.)(?:what3words\.com|w3w\.co)$")
_MAPS = re.compile(
    r"(?:^|\.)(?:google\.[a-z.]{2,6}|maps\.apple\.com|map\.kakao\.com|map\.naver\.com|yandex\.[a-z.]{2,6}|amap\.com"
    r"|gaode\.com|map\.baidu\.com|map\.qq\.com|openstreetmap\.org|osmand\.net|waze\.com|2gis\.[a-z.]{2,6}|here\.com"
    r"|bing\.com|mapy\.[a-z]{2,3}|wikimapia\.org|grab\.com)$"
)
_DEGREES = r"([-+]?\d{1,3}(?:\.\d{1,15})?)"
_TWO = re.compile(rf"{_DEGREES}[,;~ ]\s*{_DEGREES}")
_GOOGLE = re.compile(rf"!3d{_DEGREES}!4d{_DEGREES}")
_GOOGLE_WAY = re.compile(rf"!1d{_DEGREES}!2d{_DEGREES}")
_STREET = re.compile(rf"@{_DEGREES},{_DEGREES},3a,")
_KOREA = (33.0, 39.0, 124.0, 132.0)


def links_in(text: str) -> Iterator[Found]:
    """One value for each link to a map, in order; other links are no business of ours."""
    for found in LINK.finditer(text):
        value = _of_link(found[0].rstrip(".,;!?'′"))
        if value is not None:
            yield value
    for found in _WORDS.finditer(text):
        yield Pointer(Pointing.WORDS, Private(found[0]))


def _of_link(link: str) -> Found | None:
    try:
        url = urlsplit(link if "://" in link or link.lower().startswith("geo:") else f"https://{link}")
        asked = {name.casefold(): value for name, value in parse_qsl(url.query) if value}
        host = (url.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    if url.scheme == "geo":
        return _placed(_geo(url), link, "geo")
    if _WORDS_LINK.search(host):
        return Pointer(Pointing.WORDS, Private(link))
    if host in _SHORT or (host.startswith("yandex.") and "/-/" in url.path):
        return Pointer(Pointing.SHORT_LINK, Private(link))
    kind = _kind(url, host)
    if kind is None:
        return None
    degrees = next((read for reader in _READERS[kind] if (read := reader(url, asked)) is not None), None)
    place = _placed(degrees, link, kind)
    return place or Pointer(Pointing.MAP_LINK, Private(link))


def _kind(url: SplitResult, host: str) -> str | None:
    """The map, by the host of a web link or by the scheme of an app's own."""
    if url.scheme in ("http", "https"):
        if not _MAPS.search(host) or (host.startswith(("google.", "yandex.", "bing.")) and "map" not in url.path):
            return None
        return next((kind for kind, known in _HOSTS.items() if any(one in host for one in known)), "any")
    return next((kind for kind, known in _SCHEMES.items() if url.scheme in known), None)


def _placed(degrees: Degrees | None, link: str, kind: str) -> Place | None:
    if degrees is None or not on_earth(*degrees):
        return None
    south, north, west, east = _KOREA
    flags: tuple[Flag, ...] = ()
    if kind in ("kakao", "naver") and south <= degrees[0] <= north and west <= degrees[1] <= east:
        flags = (Flag.IN_KOREA,)
    elif kind == "baidu" or (kind in ("amap", "tencent") and from_gcj(*degrees) != degrees):
        flags = (Flag.SHIFTED,)
    return Place(Private(degrees[0]), Private(degrees[1]), Fix.LINK, None, flags, Private(link))


def _two(value: str | None) -> Degrees | None:
    """Latitude and longitude, as they stand at the beginning of a value, in whatever form a person could type."""
    found = _TWO.match((value or "").strip().removeprefix("loc:").removeprefix("ll."))
    if found:
        return float(found[1]), float(found[2])
    typed = next(angles_in(plain(value or "")), None)
    return (typed.latitude.reveal(), typed.longitude.reveal()) if typed else None


def _turned(degrees: Degrees | None) -> Degrees | None:
    return (degrees[1], degrees[0]) if degrees else None


def _named(*names: str) -> Reader:
    """From the first of these parameters that holds a pair, latitude first."""
    return lambda _, asked: next((two for name in names if (two := _two(asked.get(name))) is not None), None)


def _longitude_first(*names: str) -> Reader:
    read = _named(*names)
    return lambda url, asked: _turned(read(url, asked))


def _apart(latitude: str, longitude: str) -> Reader:
    """From two parameters."""

    def read(_: SplitResult, asked: dict[str, str]) -> Degrees | None:
        try:
            return float(asked[latitude]), float(asked[longitude])
        except (KeyError, ValueError):
            return None

    return read


def _in_path(pattern: str, turned: bool = False) -> Reader:
    compiled = re.compile(pattern)

    def read(url: SplitResult, _: dict[str, str]) -> Degrees | None:
        found = compiled.findall(unquote_plus(url.path))
        if not found:
            return None
        degrees = float(found[-1][0]), float(found[-1][1])
        return (degrees[1], degrees[0]) if turned else degrees

    return read


def _geo(url: SplitResult) -> Degrees | None:
    """RFC 5870; `?q=` wins, as the apps that write 0,0 in front of it do."""
    asked = dict(parse_qsl(url.query))
    return _two(asked.get("q")) or _two(url.path)


def _google(url: SplitResult, _: dict[str, str]) -> Degrees | None:
    """`!3d!4d` is the place, `@` the middle of the screen; on a way `!1d` is longitude, the last pair its end."""
    path = unquote_plus(url.path) + url.fragment
    if "/dir/" in path:
        way = _GOOGLE_WAY.findall(path)
        if way:
            return float(way[-1][1]), float(way[-1][0])
        stops = [two for part in path.split("/@")[0].split("/") if (two := _two(part)) is not None]
        return stops[-1] if stops else None
    for pattern in (_GOOGLE, _STREET):
        found = pattern.search(path)
        if found:
            return float(found[1]), float(found[2])
    parts = path.split("/")
    return next((two for part in parts if not part.startswith("@") and (two := _two(part)) is not None), None)


def _amap(reader: Reader) -> Reader:
    """GCJ-02, unless the link says that it is not."""

    def read(url: SplitResult, asked: dict[str, str]) -> Degrees | None:
        degrees = reader(url, asked)
        plainly = asked.get("coordinate") == "wgs84" or asked.get("dev") == "1"
        return degrees if degrees is None or plainly else from_gcj(*degrees)

    return read


def _baidu(url: SplitResult, asked: dict[str, str]) -> Degrees | None:
    """Baidu's own datum, unless the link names another one."""
    degrees = _named("location", "latlng", "destination", "center")(url, asked)
    if degrees is None or not asked.get("coord_type", "bd09ll").startswith(("bd09ll", "gcj02", "wgs84")):
        return None
    match asked.get("coord_type", "bd09ll"):
        case "wgs84":
            return degrees
        case "gcj02":
            return from_gcj(*degrees)
        case _:
            return from_bd(*degrees)


def _tencent(_: SplitResult, asked: dict[str, str]) -> Degrees | None:
    found = re.search(rf"coord:{_DEGREES},{_DEGREES}", asked.get("marker", "") + asked.get("tocoord", ""))
    degrees = (float(found[1]), float(found[2])) if found else _two(asked.get("coord") or asked.get("tocoord"))
    return from_gcj(*degrees) if degrees else None


def _osm(url: SplitResult, asked: dict[str, str]) -> Degrees | None:
    """The marker; `#map=` is only the middle of the screen."""
    return _apart("mlat", "mlon")(url, asked)


def _bing(_: SplitResult, asked: dict[str, str]) -> Degrees | None:
    found = re.search(rf"point\.{_DEGREES}_{_DEGREES}", asked.get("sp", ""))
    return (float(found[1]), float(found[2])) if found else None


_PAIR_IN_PATH = rf"{_DEGREES},{_DEGREES}"
_READERS: dict[str, tuple[Reader, ...]] = {
    "google": (
        *(_google, _named("q", "query", "daddr", "destination", "cbll", "viewpoint", "ll", "saddr", "sll")),
    ),
    "apple": (_named("coordinate", "ll", "q", "daddr", "address"),),
    "kakao": (_in_path(rf"[,/]{_DEGREES},{_DEGREES}(?=/|$)"), _named("p", "ep", "q")),
    "naver": (_apart("lat", "lng"), _apart("dlat", "dlng"), _apart("latitude", "longitude")),
    "yandex": (
        *(_longitude_first("pt", "whatshere[point]"), _named("text")),
        *(lambda _, asked: _two(asked.get("rtext", "").split("~")[-1]), _apart("lat", "lon")),
    ),
    "amap": (
        *(_amap(_longitude_first("position", "to", "center", "dest")), _amap(_apart("lat", "lon"))),
        *(_amap(_apart("dlat", "dlon")), _amap(_named("q", "p"))),
    ),
    "baidu": (_baidu,),
    "tencent": (_tencent,),
    "osm": (_osm, _named("to", "query")),
    "osmand": (_apart("lat", "lon"), _named("pin")),
    "waze": (_named("ll", "to", "latlng"),),
    "2gis": (_in_path(_PAIR_IN_PATH, turned=True),),
    "here": (_in_path(_PAIR_IN_PATH), _named("map")),
    "bing": (_bing, _named("where1", "q")),
    "any": (_named("q", "ll", "query", "center"), _apart("lat", "lon"), _apart("lat", "lng"), _apart("y", "x")),
}
_HOSTS = {
    "google": ("google.",),
    "apple": ("apple.com",),
    "kakao": ("kakao.com",),
    "naver": ("naver.com",),
    "yandex": ("yandex.",),
    "amap": ("amap.com", "gaode.com"),
    "baidu": ("baidu.com",),
    "tencent": ("qq.com",),
    "osm": ("openstreetmap.org",),
    "osmand": ("osmand.net",),
    "waze": ("waze.com",),
    "2gis": ("2gis.",),
    "here": ("here.com",),
    "bing": ("bing.com",),
}
_SCHEMES = {
    "google": ("comgooglemaps", "google.navigation", "googlemaps"),
    "apple": ("maps",),
    "kakao": ("kakaomap", "daummaps"),
    "naver": ("nmap", "navermaps"),
    "yandex": ("yandexmaps", "yandexnavi"),
    "amap": ("androidamap", "iosamap", "amapuri"),
    "baidu": ("baidumap", "bdapp"),
    "tencent": ("qqmap",),
    "osmand": ("osmandmaps", "om", "ge0", "organicmaps"),
    "waze": ("waze",),
    "2gis": ("dgis",),
    "here": ("here-location",),
}

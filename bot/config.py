"""Reads `config.toml` into frozen values; refuses nonsense at start, naming key, value and what would be right."""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from bot.domain.ids import DAY, HOUR, MINUTE
from bot.domain.private import Private
from bot.domain.retention import Retention

T = TypeVar("T")
TOKEN_VARIABLE = "RESCUE_DESK_TOKEN"  # noqa: S105 - the name of a variable, not a token
TELEGRAM = "https://api.telegram.org"
_TOKEN = re.compile(r"^\d{3,20}:[A-Za-z0-9_-]{20,80}$")


class ConfigRefused(Exception):
    """The configuration is wrong; `problems` are lines that name key, value given and what would be right."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram delivers, in webhook mode."""

    url: str = ""
    listen_host: str = "127.0.0.1"
    listen_port: int = 8080


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """The embedded database: one file."""

    path: Path


@dataclass(frozen=True, slots=True)
class PostgresqlServer:
    """A database on a server; its address may hold a password."""

    address: Private[str]


class Provider(StrEnum):
    """Who gives the key-encryption keys."""

    FILE = "file"
    ENVIRONMENT = "environment"
    CREDENTIAL = "credential"
    COMMAND = "command"
    PASSPHRASE = "passphrase"  # noqa: S105 - a name


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where the key-encryption keys come from; only what belongs to the provider counts."""

    provider: Provider
    file: Path
    variable: str
    credential: str
    command: tuple[str, ...]
    passphrase_file: Path


@dataclass(frozen=True, slots=True)
class Discretion:
    """What a stranger sees, how a covert intake is opened, and after how many milliseconds of quiet all goes."""

    covert: bool
    phrase: Private[str]
    link: Private[str]
    wipe_after: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What Telegram shows of the bot, by language; "" is for all others. No text is set by default."""

    names: Mapping[str, str]
    descriptions: Mapping[str, str]
    short_descriptions: Mapping[str, str]
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Translation:
    """Where a translation service answers."""

    url: str
    key: Private[str]


@dataclass(frozen=True, slots=True)
class Watching:
    """In which language the watch rings the admins, and where outside it says that all is well."""

    language: str
    heartbeat_url: Private[str]


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that is settled before the start."""

    token: Private[str]
    api_base_url: str
    mode: str
    webhook: Webhook
    database: SqliteFile | PostgresqlServer
    keys: KeyPlace
    admins: frozenset[int]
    kept: Retention
    discretion: Discretion
    profile: Profile
    archive: Path | None
    most_media: int
    languages: tuple[str, ...]
    translation: Translation | None
    watching: Watching
    log_level: str
    clock_offset: Path | None


@dataclass(slots=True)
class _Table:
    """One table of the file, read key by key; what is wrong is collected, not raised."""

    name: str
    content: Mapping[str, Any]
    problems: list[str]
    _asked: set[str] = field(default_factory=set)
    _refused: set[str] = field(default_factory=set)

    def get(self, key: str, kind: type[T], default: T, right: str) -> T:
        """The value, or the default; a wrong type is a problem."""
        self._asked.add(key)
        value = self.content.get(key, default)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.wrong(key, value, right, secret=self.name == "database" and not isinstance(value, int | float))
            return default
        return value

    def wrong(self, key: str, value: object, right: str, secret: bool = False) -> None:
        """Note one problem of a key, its first; without the value where it is secret or could be."""
        if key in self._refused:
            return
        self._refused.add(key)
        secret = secret or key == "token" or bool(_TOKEN.match(str(value)))
        given = "(not shown)" if secret else repr(value)
        self.problems.append(f"[{self.name}] {key}: given {given}; right would be {right}")

    def finish(self) -> None:
        """Every key that nobody asked for is a misspelling."""
        for key in self.content:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                self.problems.append(
                    f"[{self.name}] {key}: not a key of this table; right would be one of: {known}"
                )


def load_config(path: Path, environment: Mapping[str, str] = os.environ) -> Config:
    """The configuration in this file; relative paths are relative to the file's folder."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigRefused([f"config file {path}: it does not exist; copy config.example.toml"]) from None
    except (OSError, UnicodeDecodeError):
        raise ConfigRefused([f"config file {path}: it cannot be read as UTF-8 text"]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigRefused([f"config file {path}: not TOML: {error}"]) from None
    return _config(content, path.parent, environment)


_COMMAND = 'a list of words, such as ["/usr/local/bin/fetch-key", "desk"]'
_TABLES = (
    *("telegram", "webhook", "database", "keys", "admins", "retention", "discretion", "profile", "archive"),
    *("languages", "translation", "watch", "limits", "log", "practice"),
)


def _config(content: Mapping[str, Any], folder: Path, environment: Mapping[str, str]) -> Config:
    problems: list[str] = []
    for name, value in content.items():
        if name not in _TABLES or not isinstance(value, dict):
            problems.append(f"[{name}]: not a table of this file; right would be one of: {', '.join(_TABLES)}")
    tables = {name: _Table(name, _as_table(content, name), problems) for name in _TABLES}
    base = _base_url(tables["telegram"])
    config = Config(
        token=_token(tables["telegram"], folder, environment),
        api_base_url=base,
        mode=_one_of(tables["telegram"], "mode", ("polling", "webhook")),
        webhook=_webhook(tables["webhook"]),
        database=_database(tables["database"], folder),
        keys=_keys(tables["keys"], folder),
        admins=_admins(tables["admins"]),
        kept=_retention(tables["retention"]),
        discretion=_discretion(tables["discretion"]),
        profile=_profile(tables["profile"]),
        archive=_archive(tables["archive"], folder),
        most_media=_most_media(tables["limits"]),
        languages=_languages(tables["languages"]),
        translation=_translation(tables["translation"]),
        watching=_watching(tables["watch"]),
        log_level=_one_of(tables["log"], "level", ("info", "debug", "warning", "error")),
        clock_offset=_clock(tables["practice"], folder, base),
    )
    if not problems:
        _refuse_keys_in_the_folder_of(config.database, config.keys, tables["keys"])
    if config.mode == "webhook" and not config.webhook.url.startswith("https://") and not _is_loopback(base):
        tables["webhook"].wrong("url", config.webhook.url, "an https:// address that Telegram can reach")
    for table in tables.values():
        table.finish()
    if problems:
        raise ConfigRefused(problems)
    return config


def _keys(table: _Table, folder: Path) -> KeyPlace:
    command = table.get("command", list, [], _COMMAND)
    provider = Provider(_one_of(table, "provider", tuple(Provider)))
    whole = all(isinstance(one, str) and one for one in command)
    if not whole or (provider is Provider.COMMAND and not command):
        # An argument may be a secret.
        table.wrong("command", command, _COMMAND, secret=True)
    return KeyPlace(
        provider=provider,
        file=folder / table.get("file", str, "keys/key-encryption.key", "a path"),
        variable=table.get("variable", str, "RESCUE_DESK_KEYS", "the name of an environment variable"),
        credential=table.get("credential", str, "rescue-desk-keys", "the name of a credential of systemd"),
        command=tuple(command) if whole else (),
        passphrase_file=folder / table.get("passphrase_file", str, "keys/passphrase.salt", "a path"),
    )


def _refuse_keys_in_the_folder_of(database: SqliteFile | PostgresqlServer, place: KeyPlace, table: _Table) -> None:
    """Whoever copies the database's folder must not have copied the key."""
    if not isinstance(database, SqliteFile) or place.provider is not Provider.FILE:
        return
    if database.path.parent.resolve() in place.file.resolve().parents:
        table.wrong("file", table.content.get("file", str(place.file)), "a path outside the database's folder")


def _as_table(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = content.get(name, {})
    return value if isinstance(value, dict) else {}


def _one_of(table: _Table, key: str, choices: tuple[str, ...]) -> str:
    right = " or ".join(f'"{choice}"' for choice in choices)
    value = table.get(key, str, choices[0], right)
    if value not in choices:
        table.wrong(key, value, right)
        return choices[0]
    return value


def _token(table: _Table, folder: Path, environment: Mapping[str, str]) -> Private[str]:
    """From the environment, else from the file that `token_file` names, else from `token`."""
    direct = table.get("token", str, "", "the token that BotFather gave")
    named = table.get("token_file", str, "", "the path of a file that holds the token")
    value = environment.get(TOKEN_VARIABLE, "") or direct
    if not value and named:
        try:
            value = (folder / named).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            table.wrong("token_file", named, "the path of a readable file that holds the token")
            return Private("")
    if not _TOKEN.fullmatch(value):
        right = (
            f"the token that BotFather gave (digits, a colon, letters), here, in token_file or in {TOKEN_VARIABLE}"
        )
        table.wrong("token", value, right, secret=True)
    return Private(value)


def _is_loopback(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _base_url(table: _Table) -> str:
    right = f'an https:// address such as "{TELEGRAM}" (http:// on loopback only)'
    value = table.get("api_base_url", str, TELEGRAM, right).rstrip("/")
    if not _is_reachable(value):
        table.wrong("api_base_url", value, right)
    return value


def _is_reachable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(url))
        return safe and bool(parts.hostname)
    except ValueError:
        return False


def _webhook(table: _Table) -> Webhook:
    port = table.get("listen_port", int, 8080, "a port from 1 to 65535")
    if not 0 < port < 65536:
        table.wrong("listen_port", port, "a port from 1 to 65535")
    return Webhook(
        url=table.get("url", str, "", "an https:// address that Telegram can reach"),
        listen_host=table.get("listen_host", str, "127.0.0.1", "an address to listen on"),
        listen_port=port,
    )


_DATABASE = (
    '"sqlite:///" and a path, such as "sqlite:///state/rescue-desk.db", '
    'or "postgresql://account:password@host/name?sslmode=verify-full"'
)
_TLS = ("require", "verify-ca", "verify-full")


def _database(table: _Table, folder: Path) -> SqliteFile | PostgresqlServer:
    value = table.get("url", str, "sqlite:///state/rescue-desk.db", _DATABASE)
    if value.startswith(("postgresql://", "postgres://")):
        return _server(table, value)
    scheme, _, rest = value.partition(":///")
    if scheme != "sqlite" or not rest:
        # An address of another database may hold a password.
        table.wrong("url", value, _DATABASE, secret=not value.startswith("sqlite:///"))
    return SqliteFile(folder / (rest or "rescue-desk.db"))


def database_at(url: str, folder: Path) -> SqliteFile | PostgresqlServer:
    """The database at an address that was given as `--to`, by the same rules. ConfigRefused."""
    table = _Table("database", {"url": url}, [])
    found = _database(table, folder)
    if table.problems:
        raise ConfigRefused([problem.replace("[database] url", "--to") for problem in table.problems])
    return found


def _server(table: _Table, value: str) -> PostgresqlServer:
    """Over a network only encrypted: what is sealed is safe, but who asks for what and when is not."""
    try:
        parts = urlsplit(value)
        _ = parts.port
        asked = parse_qs(parts.query)
    except ValueError:
        table.wrong("url", value, _DATABASE, secret=True)
        return PostgresqlServer(Private(""))
    hosts = ",".join([parts.hostname or "", *asked.get("host", [])]).split(",")
    if not all(map(_is_near, hosts)) and asked.get("sslmode", [""])[-1] not in _TLS:
        right = f"the same with ?sslmode={_TLS[-1]} (or {' or '.join(_TLS[:-1])}): the host is another machine"
        table.wrong("url", value, right, secret=True)
    if not parts.path.strip("/"):
        table.wrong("url", value, f"an address that names the database: {_DATABASE}", secret=True)
    return PostgresqlServer(Private(value))


def _is_near(host: str) -> bool:
    """Nothing, a socket's folder or loopback: what is said there crosses no network."""
    return not host or host.startswith("/") or _is_loopback(f"//{host}")


def _admins(table: _Table) -> frozenset[int]:
    right = "a list of Telegram ids, such as [123456789]"
    values = table.get("telegram_ids", list, [], right)
    if not values or not all(isinstance(one, int) and not isinstance(one, bool) and one > 0 for one in values):
        table.wrong("telegram_ids", values, f"{right}, with at least one")
        return frozenset()
    return frozenset(values)


def _archive(table: _Table, folder: Path) -> Path | None:
    value = table.get("public_key_file", str, "", 'a path, or "" for none')
    return folder / value if value else None


def _languages(table: _Table) -> tuple[str, ...]:
    """The languages that are offered; nothing stands for all."""
    right = 'a list of languages such as ["ko", "vi"], or [] for all'
    values = table.get("offered", list, [], right)
    if not all(isinstance(one, str) and re.fullmatch(r"[a-z]{2}", one) for one in values):
        table.wrong("offered", values, right)
        return ()
    return tuple(values)


_MOST_GIGABYTES = 10_000


def _most_media(table: _Table) -> int:
    right = f"a whole number of gigabytes from 1 to {_MOST_GIGABYTES}"
    value = table.get("media_gigabytes", int, 20, right)
    if not 0 < value <= _MOST_GIGABYTES:
        table.wrong("media_gigabytes", value, right)
    return value * 2**30


_LONGEST = 3_650


def _retention(table: _Table) -> Retention:
    """How long things are kept; 0 is refused, because what is destroyed at once nobody can act on."""

    def asked(key: str, default: int) -> int:
        right = f"a whole number from 1 to {_LONGEST}"
        value = table.get(key, int, default, right)
        if not 0 < value <= _LONGEST:
            table.wrong(key, value, right)
        return value

    usual = Retention()
    return Retention(
        contact=asked("contact_days", usual.contact // DAY) * DAY,
        media=asked("media_days", usual.media // DAY) * DAY,
        words=asked("words_hours", usual.words // HOUR) * HOUR,
        chat=asked("chat_days", usual.chat // DAY) * DAY,
    )


_LINK = re.compile(r"(?!join-)[A-Za-z0-9_-]{6,64}")
_MOST_MINUTES = 46 * 60


def _discretion(table: _Table) -> Discretion:
    covert = _one_of(table, "mode", ("open", "covert")) == "covert"
    right = 'an ordinary sentence of 8 letters or more, or "" for none'
    phrase = table.get("phrase", str, "", right)
    if phrase and len(phrase.strip()) < 8:
        table.wrong("phrase", phrase, right, secret=True)
    right = "6 to 64 of A-Z, a-z, 0-9, _ and -, not beginning with join-"
    link = table.get("link", str, "", right)
    if link and not _LINK.fullmatch(link):
        table.wrong("link", link, right, secret=True)
    if covert and not phrase and not link:
        table.wrong("mode", "covert", "open, or covert with a phrase or a link: nobody could open the intake")
    right = f"a whole number of minutes from 5 to {_MOST_MINUTES}: after 48 hours Telegram removes nothing"
    minutes = table.get("wipe_after_minutes", int, 120, right)
    if not 5 <= minutes <= _MOST_MINUTES:
        table.wrong("wipe_after_minutes", minutes, right)
    return Discretion(covert, Private(phrase), Private(link), minutes * MINUTE)


def _translation(table: _Table) -> Translation | None:
    """None as long as no address is given: nothing of a person leaves the house by default."""
    right = (
        'https://, or http:// on loopback, of a service of your own that speaks LibreTranslate\'s API; "" for none'
    )
    url = table.get("url", str, "", right).rstrip("/")
    key = table.get("key", str, "", "what the service asks for")
    if not url:
        return None
    parts = urlsplit(url)
    if not parts.hostname or (parts.scheme != "https" and not _is_loopback(url)) or parts.query or parts.username:
        table.wrong("url", url, right, secret=bool(parts.username))
    return Translation(url, Private(key))


def _watching(table: _Table) -> Watching:
    right = 'https://, or http:// on loopback, an address that waits for a sign of life; "" for none'
    url = table.get("heartbeat_url", str, "", right)
    if url and (not urlsplit(url).hostname or (urlsplit(url).scheme != "https" and not _is_loopback(url))):
        # Whoever knows it can keep the alarm quiet.
        table.wrong("heartbeat_url", url, right, secret=True)
    return Watching(table.get("language", str, "en", "a language of the desk's texts, such as en"), Private(url))


_COMMANDS = ("start", "hide", "sos", "language", "back", "skip", "stop", "tidy", "next")
_LENGTHS = {"names": 64, "descriptions": 512, "short_descriptions": 120}
"""Characters that Telegram takes at most."""


def _profile(table: _Table) -> Profile:
    commands = table.get("commands", list, ["start", "hide", "language"], f"a list of: {', '.join(_COMMANDS)}")
    if not all(one in _COMMANDS for one in commands):
        table.wrong("commands", commands, f"a list of: {', '.join(_COMMANDS)}")
    texts = {key: _by_language(table, key, longest) for key, longest in _LENGTHS.items()}
    return Profile(**texts, commands=tuple(commands))


def _by_language(table: _Table, key: str, longest: int) -> Mapping[str, str]:
    right = (
        f'a table of languages and texts of at most {longest} characters, such as {{ en = "Units", ko = "단위" }}'
    )
    texts = table.get(key, dict, {}, right)
    whole = all(isinstance(text, str) and 0 < len(text) <= longest for text in texts.values())
    if not whole or not all(re.fullmatch(r"[a-z]{2}|", language) for language in texts):
        table.wrong(key, texts, right)
        return {}
    return dict(texts)


def _clock(table: _Table, folder: Path, base: str) -> Path | None:
    value = table.get("clock_offset_file", str, "", "a path; only for the practice ground")
    if value and not _is_loopback(base):
        table.wrong(
            "clock_offset_file", value, "nothing: time can be wound only where api_base_url is on loopback"
        )
    return folder / value if value else None

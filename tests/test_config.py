"""What stands in `config.toml`: a mistake is one line with key, value and what is right; no secret is told."""

from pathlib import Path
from typing import Any

import pytest

from bot.config import (
    TELEGRAM,
    TOKEN_VARIABLE,
    Config,
    ConfigRefused,
    PostgresqlServer,
    Provider,
    SqliteFile,
    load_config,
)
from bot.domain.private import Private

TOKEN = "100000001:SYNTHETIC_token_for_tests_only_0001"
OTHER = "100000002:SYNTHETIC_token_for_tests_only_0002"
PASSWORD = "canary-7f3a"
WHOLE: dict[str, dict[str, Any]] = {"telegram": {"token": TOKEN}, "admins": {"telegram_ids": [900_000_001]}}


def _toml(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return (
                "'" + value.replace("'", "") + "'" if "\n" not in value else '"' + value.replace("\n", "\\n") + '"'
            )
        case list():
            return "[" + ", ".join(_toml(one) for one in value) + "]"
        case dict():
            return "{" + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + "}"
    return str(value)


def _file(folder: Path, **tables: dict[str, Any]) -> Path:
    merged = {name: WHOLE.get(name, {}) | tables.get(name, {}) for name in {**WHOLE, **tables}}
    lines = [
        f"[{name}]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in table.items() if value is not None)
        for name, table in merged.items()
    ]
    path = folder / "config.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def load(folder: Path, environment: dict[str, str] | None = None, **tables: dict[str, Any]) -> Config:
    return load_config(_file(folder, **tables), environment or {})


def problems(folder: Path, environment: dict[str, str] | None = None, **tables: dict[str, Any]) -> list[str]:
    with pytest.raises(ConfigRefused) as refused:
        load(folder, environment, **tables)
    assert all("\n" not in line for line in refused.value.problems)
    return refused.value.problems


def test_a_token_and_an_admin_are_enough(tmp_path: Path) -> None:
    config = load(tmp_path)
    assert config.token.reveal() == TOKEN
    assert config.admins == {900_000_001}
    assert (config.api_base_url, config.mode, config.log_level) == (TELEGRAM, "polling", "info")
    assert config.database == SqliteFile(tmp_path / "state" / "rescue-desk.db")
    assert config.keys.file == tmp_path / "keys" / "key-encryption.key"
    assert config.clock_offset is None
    assert (config.webhook.listen_host, config.webhook.listen_port) == ("127.0.0.1", 8080)


def test_all_that_can_be_said_is_taken(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        telegram={"api_base_url": "http://127.0.0.1:8081/", "mode": "webhook"},
        webhook={"url": "https://desk.example/telegram", "listen_host": "0.0.0.0", "listen_port": 8443},  # noqa: S104
        database={"url": "sqlite:////var/desk/desk.db"},
        keys={"file": "/etc/desk/key"},
        admins={"telegram_ids": [900_000_001, 900_000_002]},
        log={"level": "debug"},
        practice={"clock_offset_file": "clock"},
    )
    assert config.api_base_url == "http://127.0.0.1:8081"
    assert (config.mode, config.webhook.url) == ("webhook", "https://desk.example/telegram")
    assert (config.database, config.keys.file) == (SqliteFile(Path("/var/desk/desk.db")), Path("/etc/desk/key"))
    assert config.clock_offset == tmp_path / "clock"
    assert (config.log_level, config.webhook.listen_port, len(config.admins)) == ("debug", 8443, 2)


WRONG: list[Any] = [
    ("telegram", "api_base_url", 5, "https:// address"),
    ("telegram", "api_base_url", "ftp://api.telegram.org", "https:// address"),
    ("telegram", "api_base_url", "http://api.telegram.org", "http:// on loopback only"),
    ("telegram", "api_base_url", "http://127.0.0.1.example.org", "http:// on loopback only"),
    ("telegram", "api_base_url", "api.telegram.org", "https:// address"),
    ("telegram", "api_base_url", "", "https:// address"),
    ("telegram", "mode", "push", '"polling" or "webhook"'),
    ("telegram", "mode", True, '"polling" or "webhook"'),
    ("telegram", "mode", "", '"polling" or "webhook"'),
    ("webhook", "listen_port", 0, "1 to 65535"),
    ("webhook", "listen_port", 65_536, "1 to 65535"),
    ("webhook", "listen_port", "8080", "1 to 65535"),
    ("webhook", "listen_port", True, "1 to 65535"),
    ("webhook", "listen_port", 80.5, "1 to 65535"),
    ("webhook", "listen_host", 5, "address to listen on"),
    ("webhook", "url", ["x"], "https:// address"),
    ("database", "url", "sqlite:///", "sqlite:///"),
    ("database", "url", 5, "sqlite:///"),
    ("keys", "file", 5, "a path"),
    ("keys", "file", ["a"], "a path"),
    ("keys", "file", "state/../state/keys/key", "outside the database's folder"),
    ("keys", "provider", "kms", '"file" or "environment"'),
    ("keys", "variable", 5, "environment variable"),
    ("keys", "credential", True, "credential of systemd"),
    ("keys", "passphrase_file", 5, "a path"),
    ("admins", "telegram_ids", [], "list of Telegram ids"),
    ("admins", "telegram_ids", ["900000001"], "list of Telegram ids"),
    ("admins", "telegram_ids", [0], "list of Telegram ids"),
    ("admins", "telegram_ids", [-5], "list of Telegram ids"),
    ("admins", "telegram_ids", [True], "list of Telegram ids"),
    ("admins", "telegram_ids", 900_000_001, "list of Telegram ids"),
    ("retention", "media_days", 0, "whole number from 1"),
    ("retention", "words_hours", "72", "whole number from 1"),
    ("discretion", "mode", "hidden", '"open" or "covert"'),
    ("discretion", "mode", "covert", "covert with a phrase or a link"),
    ("discretion", "wipe_after_minutes", 2_761, "from 5 to 2760"),
    ("profile", "commands", ["ban"], "a list of"),
    ("profile", "names", {"en": "x" * 65}, "at most 64 characters"),
    ("languages", "offered", "ko", "a list of languages"),
    ("languages", "offered", ["Korean"], "a list of languages"),
    ("translation", "url", "http://translate.example", "http:// on loopback"),
    ("translation", "url", "translate.example", "https://"),
    ("translation", "key", 5, "what the service asks for"),
    ("limits", "media_gigabytes", 0, "gigabytes from 1"),
    ("limits", "media_gigabytes", 1.5, "gigabytes from 1"),
    ("log", "level", "loud", '"info" or "debug"'),
    ("log", "level", 10, '"info" or "debug"'),
    ("practice", "clock_offset_file", "clock", "only where api_base_url is on loopback"),
    ("practice", "clock_offset_file", 5, "a path"),
]


@pytest.mark.parametrize(("table", "key", "value", "right"), WRONG)
def test_a_wrong_value_is_one_line_with_key_value_and_what_would_be_right(
    tmp_path: Path, table: str, key: str, value: Any, right: str
) -> None:
    (line,) = problems(tmp_path, **{table: {key: value}})
    assert line.startswith(f"[{table}] {key}: given {value!r}; right would be ")
    assert right in line


@pytest.mark.parametrize(
    ("key", "value", "right"),
    [("phrase", "short", "8 letters or more"), ("link", "join-123456", "not beginning with")],
)
def test_what_opens_a_covert_intake_is_not_shown_when_it_is_refused(
    tmp_path: Path, key: str, value: str, right: str
) -> None:
    (line,) = problems(tmp_path, discretion={key: value})
    assert line.startswith(f"[discretion] {key}: given (not shown); right would be ")
    assert right in line


def test_an_address_that_is_no_address_is_a_line_and_no_traceback(tmp_path: Path) -> None:
    (line,) = problems(tmp_path, telegram={"api_base_url": "https://[::1"})
    assert "api_base_url" in line


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    lines = problems(tmp_path, telegram={"mode": "push"}, log={"level": "loud"}, webhook={"listen_port": 0})
    assert len(lines) == 3


@pytest.mark.parametrize(
    "table", ["telegram", "webhook", "database", "keys", "admins", "languages", "limits", "log", "practice"]
)
def test_a_misspelt_key_is_told_with_the_keys_that_there_are(tmp_path: Path, table: str) -> None:
    (line,) = problems(tmp_path, **{table: {"tokn": PASSWORD}})
    assert line.startswith(f"[{table}] tokn: not a key of this table; right would be one of: ")
    assert PASSWORD not in line


def test_a_misspelt_table_is_told_with_the_tables_that_there_are(tmp_path: Path) -> None:
    (line,) = problems(tmp_path, datbase={"url": PASSWORD})
    assert line.startswith("[datbase]: not a table of this file; right would be one of: telegram, webhook,")
    assert PASSWORD not in line


def test_a_key_outside_of_any_table_is_told(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"token = '{TOKEN}'\n{_file(tmp_path).read_text()}", encoding="utf-8")
    with pytest.raises(ConfigRefused) as refused:
        load_config(path, {})
    (line,) = refused.value.problems
    assert line.startswith("[token]: not a table")
    assert TOKEN not in line


@pytest.mark.parametrize(
    "given", ["", "no", "123:short", TOKEN.replace(":", ""), f"x{TOKEN}", f"{TOKEN} ", PASSWORD]
)
def test_invariant_10_a_wrong_token_is_refused_and_not_shown(tmp_path: Path, given: str) -> None:
    (line,) = problems(tmp_path, telegram={"token": given})
    assert line.startswith("[telegram] token: given (not shown); right would be the token that BotFather gave")
    assert TOKEN_VARIABLE in line
    assert len(given) < 3 or given not in line


def test_without_any_token_it_is_said_where_it_may_stand(tmp_path: Path) -> None:
    (line,) = problems(tmp_path, telegram={"token": None})
    assert "token_file" in line
    assert TOKEN_VARIABLE in line


@pytest.mark.parametrize("given", [[TOKEN], {"value": TOKEN}])
def test_invariant_10_a_token_of_a_wrong_type_is_not_shown(tmp_path: Path, given: Any) -> None:
    assert TOKEN not in str(problems(tmp_path, telegram={"token": given}))


def test_invariant_10_a_database_address_of_a_wrong_type_is_not_shown(tmp_path: Path) -> None:
    address = f"postgresql://desk:{PASSWORD}@127.0.0.1/desk"
    assert PASSWORD not in str(problems(tmp_path, database={"url": [address]}))


def test_invariant_10_a_token_in_place_of_its_file_is_not_shown(tmp_path: Path) -> None:
    assert TOKEN not in str(problems(tmp_path, telegram={"token": None, "token_file": TOKEN}))


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://desk:{PASSWORD}@127.0.0.1/",
        f"postgresql://desk:{PASSWORD}@127.0.0.1:port/desk",
        f"postgresql://desk:{PASSWORD}@db.example.org/desk",
        f"postgresql://desk:{PASSWORD}@db.example.org/desk?sslmode=prefer",
        f"postgresql:///desk?host=db.example.org&password={PASSWORD}",
        f"postgresql://desk:{PASSWORD}@db.example.org/desk?host=127.0.0.1",
        f"postgresql:///desk?host=/run/postgresql,db.example.org&password={PASSWORD}",
        f"sqlite://{PASSWORD}",
        PASSWORD,
    ],
)
def test_invariant_10_a_database_address_may_hold_a_password_and_is_not_shown(
    tmp_path: Path, address: str
) -> None:
    (line,) = problems(tmp_path, database={"url": address})
    assert line.startswith("[database] url: given (not shown); right would be ")
    assert PASSWORD not in line


def test_invariant_10_the_configuration_shows_no_token(tmp_path: Path) -> None:
    assert TOKEN not in repr(load(tmp_path))


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    assert load(tmp_path, {TOKEN_VARIABLE: OTHER}).token.reveal() == OTHER
    assert load(tmp_path, {TOKEN_VARIABLE: OTHER}, telegram={"token": None}).token.reveal() == OTHER
    assert load(tmp_path, {TOKEN_VARIABLE: ""}).token.reveal() == TOKEN


def test_a_token_can_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{OTHER}\n")
    config = load(tmp_path, telegram={"token": None, "token_file": "token"})
    assert config.token.reveal() == OTHER


def test_a_token_file_that_cannot_be_read_is_told_by_its_name(tmp_path: Path) -> None:
    (line,) = problems(tmp_path, telegram={"token": None, "token_file": "nowhere"})
    assert line.startswith("[telegram] token_file: given 'nowhere'; right would be the path of a readable file")


def test_a_token_file_with_something_else_in_it_is_refused_without_it(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(PASSWORD)
    (line,) = problems(tmp_path, telegram={"token": None, "token_file": "token"})
    assert PASSWORD not in line


def test_a_line_feed_behind_a_token_does_not_get_into_addresses(tmp_path: Path) -> None:
    try:
        given = load(tmp_path, {TOKEN_VARIABLE: f"{TOKEN}\n"}).token.reveal()
    except ConfigRefused:
        return
    assert given == TOKEN


@pytest.mark.parametrize("base", ["http://127.0.0.1:8081", "http://localhost:1", "https://[::1]:8443"])
def test_time_can_be_wound_on_loopback(tmp_path: Path, base: str) -> None:
    config = load(tmp_path, telegram={"api_base_url": base}, practice={"clock_offset_file": "clock"})
    assert config.clock_offset == tmp_path / "clock"


@pytest.mark.parametrize("base", [TELEGRAM, "https://localhost.example.org", "https://10.0.0.1"])
def test_time_cannot_be_wound_anywhere_else(tmp_path: Path, base: str) -> None:
    (line,) = problems(tmp_path, telegram={"api_base_url": base}, practice={"clock_offset_file": "clock"})
    assert line.startswith("[practice] clock_offset_file: given 'clock'; right would be nothing")


@pytest.mark.parametrize("url", ["", "http://desk.example/telegram"])
def test_a_webhook_needs_an_address_that_telegram_can_reach(tmp_path: Path, url: str) -> None:
    (line,) = problems(tmp_path, telegram={"mode": "webhook"}, webhook={"url": url})
    assert line.startswith(f"[webhook] url: given {url!r}; right would be an https:// address")


def test_a_file_that_is_not_there_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigRefused, match=r"does not exist; copy config\.example\.toml"):
        load_config(tmp_path / "config.toml", {})


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[telegram", b"token = 'x", b"a = 1\na = 2"])
def test_a_file_that_is_no_toml_is_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigRefused) as refused:
        load_config(path, {})
    (line,) = refused.value.problems
    assert line.startswith(f"config file {path}: ")
    assert "\n" not in line


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigRefused, match="cannot be read"):
        load_config(tmp_path, {})


@pytest.mark.parametrize("name", ["telegram", "admins", "log"])
def test_a_value_in_place_of_a_table_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"{name} = 5\n", encoding="utf-8")
    with pytest.raises(ConfigRefused) as refused:
        load_config(path, {})
    assert any(line.startswith(f"[{name}]: ") for line in refused.value.problems)


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://desk:{PASSWORD}@127.0.0.1/desk",
        f"postgresql:///desk?host=/run/postgresql&password={PASSWORD}",
        f"postgresql://desk:{PASSWORD}@db.example.org:5433/desk?sslmode=verify-full",
    ],
)
def test_a_postgresql_address_is_taken_near_or_encrypted_and_shown_to_nobody(tmp_path: Path, address: str) -> None:
    config = load_config(_file(tmp_path, database={"url": address}), {})
    assert config.database == PostgresqlServer(Private(address))
    assert PASSWORD not in repr(config)


@pytest.mark.parametrize("command", [[], "fetch", [5], [""], [PASSWORD, 5]])
def test_a_key_command_is_a_list_of_words_and_its_words_are_not_shown(tmp_path: Path, command: object) -> None:
    (told,) = problems(tmp_path, keys={"provider": "command", "command": command})
    assert "[keys] command" in told
    assert "a list of words" in told
    assert PASSWORD not in told


def test_each_provider_of_keys_can_be_named(tmp_path: Path) -> None:
    for provider in Provider:
        config = load(tmp_path, keys={"provider": provider.value, "command": ["fetch", "desk"]})
        assert (config.keys.provider, config.keys.command) == (provider, ("fetch", "desk"))

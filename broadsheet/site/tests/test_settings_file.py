import re
from pathlib import Path

import pytest

from broadsheet.site.folder.config import Config, ConfigError, load_config
from broadsheet.site.folder.config_file import write_config_file

WRONG: dict[str, list[object]] = {
    "host": ["lantern.example", "300.1.1.1", 127, ""],
    "port": [0, 65536, -1, "x", 80.5, True, [80], "8" * 30],
    "address": [
        "lantern.example",
        "ftp://lantern.example",
        "https://",
        "https://lantern.example/news",
        "https://me@lantern.example",
        "https://lantern.example:99999",
        "https://lantern example",
        "https://[::1",
        7,
    ],
    "database": [
        "",
        "sqlite:///",
        "mysql://localhost/site",
        "postgresql://h:port/site",
        "postgresql://localhost",
        "postgresql://localhost/",
        "postgresql://localhost/%00",
        "postgresql://localhost/" + "n" * 64,
        5,
        "a\0b",
    ],
    "web_processes": [0, 65, "many", 1.5],
    "web_threads": [0, 65, False],
    "proxies": [-1, 9, "one"],
    "mail": [
        "mail.lantern.example",
        "http://mail.lantern.example",
        "smtp://",
        "smtp://mail.lantern.example:port",
        "smtp://mail.lantern.example?tls=no",
        "smtps://mail.lantern.example?tls=never",
        "smtp://desk:word@mail.lantern.example?tls=never",
        "smtp://desk:wo/rd@mail.lantern.example",
        "smtp://desk:wörd@mail.lantern.example",
        587,
        "",
    ],
    "mail_from": ["The Lantern", "a@b@c", "a@lantern.example, b@lantern.example", "<>", 3, ""],
    "stripe_key": ["pk_live_0123456789", "sk_live_", "sk_live_0123 456789", "0123456789", 7, ""],
    "stripe_webhook_secret": ["0123456789", "whsec_", "whsec_0123 456789", 7, ""],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_a_wrong_value_is_refused_with_the_settings_name(
    tmp_path: Path, name: str, value: object
) -> None:
    (tmp_path / "broadsheet.toml").write_text(f"{name} = {_toml(value)}\n")

    with pytest.raises(ConfigError, match=rf"broadsheet.toml: {name} must be "):
        _config(tmp_path)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_in_the_environment_is_refused_with_the_variables_name(
    tmp_path: Path, name: str
) -> None:
    variable = f"BROADSHEET_{name.upper()}"

    with pytest.raises(ConfigError, match=f"^{variable} must be "):
        _config(tmp_path, **{variable: "~"})


def test_a_wrong_value_is_refused_even_where_the_environment_has_a_better_one(
    tmp_path: Path,
) -> None:
    (tmp_path / "broadsheet.toml").write_text("port = 'x'\n")

    with pytest.raises(ConfigError, match="port must be"):
        _config(tmp_path, BROADSHEET_PORT="80")


def test_an_unknown_setting_is_refused_and_the_known_are_named(tmp_path: Path) -> None:
    (tmp_path / "broadsheet.toml").write_text("prot = 80\n")

    with pytest.raises(ConfigError, match=r"no setting “prot”; there are address, .*port"):
        _config(tmp_path)


@pytest.mark.parametrize("text", [b"port = ", b"port 80", b"\xff", b"[", b"a = 1\na = 2"])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "broadsheet.toml").write_bytes(text)

    with pytest.raises(ConfigError, match="is not valid TOML"):
        _config(tmp_path)


def test_a_settings_file_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broadsheet.toml").mkdir()

    with pytest.raises(ConfigError, match="cannot be read"):
        _config(tmp_path)


def test_without_any_setting_a_site_is_on_this_machine_alone(tmp_path: Path) -> None:
    config = _config(tmp_path)

    assert (config.host, config.port) == ("127.0.0.1", 8000)
    assert config.address == "http://127.0.0.1:8000"
    assert config.database == f"sqlite:///{tmp_path}/broadsheet.sqlite3"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "broadsheet.toml").write_text("port = 81\nweb_threads = 2\n")

    config = _config(tmp_path, BROADSHEET_PORT="82")

    assert (config.port, config.web_threads) == (82, 2)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://Lantern.Example/", "https://lantern.example"),
        ("https://lantern.example:443", "https://lantern.example"),
        ("http://lantern.example:8080", "http://lantern.example:8080"),
        ("http://[2001:db8::1]:8080", "http://[2001:db8::1]:8080"),
    ],
)
def test_an_address_is_kept_as_browsers_write_it(tmp_path: Path, given: str, kept: str) -> None:
    assert _config(tmp_path, BROADSHEET_ADDRESS=given).address == kept


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("localhost", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
        ("192.0.2.7", "http://192.0.2.7:8000"),
    ],
)
def test_a_site_without_an_address_is_found_where_it_listens(
    tmp_path: Path, host: str, address: str
) -> None:
    assert _config(tmp_path, BROADSHEET_HOST=host).address == address


def test_a_database_file_without_a_slash_in_front_lies_in_the_data_folder(tmp_path: Path) -> None:
    inside = _config(tmp_path, BROADSHEET_DATABASE="sqlite:///rows.sqlite3")
    outside = _config(tmp_path, BROADSHEET_DATABASE="sqlite:////srv/rows.sqlite3")

    assert inside.database == f"sqlite:///{tmp_path}/rows.sqlite3"
    assert outside.database == "sqlite:////srv/rows.sqlite3"


def test_a_refused_database_does_not_give_its_password_away(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        _config(tmp_path, BROADSHEET_DATABASE="postgresql://desk:s3cr:et@localhost")

    assert "with its name" in str(refused.value)
    assert "not 'postgresql://desk:…@localhost'" in str(refused.value)


def test_the_commented_file_holds_every_setting_with_its_default(tmp_path: Path) -> None:
    write_config_file(tmp_path)
    path = tmp_path / "broadsheet.toml"
    as_written = _config(tmp_path)

    settings = re.findall(r"^#(\w+ = .+)$", path.read_text(), flags=re.MULTILINE)
    path.write_text("\n".join(settings))

    uncommented = _config(tmp_path)
    assert uncommented.address == "https://lantern.example"
    for name in ("host", "port", "database", "web_processes", "web_threads"):
        assert getattr(uncommented, name) == getattr(as_written, name)


def test_the_commented_file_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "broadsheet.toml").write_text("port = 81\n")

    write_config_file(tmp_path)

    assert (tmp_path / "broadsheet.toml").read_text() == "port = 81\n"


def _config(folder: Path, **environ: str) -> Config:
    return load_config({"BROADSHEET_DATA": str(folder)} | environ)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return '"' + value.replace("\0", "\\u0000") + '"' if isinstance(value, str) else str(value)

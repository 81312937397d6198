"""The key for Stripe and the secret of its events, as they stand in broadsheet.toml."""

import re
from pathlib import Path

import pytest

from broadsheet.site.folder.config import Config, ConfigError, load_config
from broadsheet.site.folder.config_file import write_config_file

KEY, SECRET = "rk_live_51AbCdEfGhIj", "whsec_AbCdEfGhIj+/=="


@pytest.mark.parametrize("start", ["sk_live_", "rk_live_", "sk_test_", "rk_test_"])
def test_a_secret_or_restricted_key_is_taken(tmp_path: Path, start: str) -> None:
    config = _config(tmp_path, BROADSHEET_STRIPE_KEY=f" {start}51AbCdEfGhIj\n")

    assert config.stripe_key == f"{start}51AbCdEfGhIj"


def test_without_them_there_are_none(tmp_path: Path) -> None:
    config = _config(tmp_path)

    assert (config.stripe_key, config.stripe_webhook_secret) == ("", "")


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("STRIPE_KEY", "pk_live_51AbCdEfGhIj", "a secret or restricted key"),
        ("STRIPE_KEY", "sk_live_51AbCdEfGhIj#", "a secret or restricted key"),
        ("STRIPE_WEBHOOK_SECRET", "51AbCdEfGhIj", "the signing secret"),
    ],
)
def test_a_refused_secret_is_not_given_away(
    tmp_path: Path, name: str, value: str, wanted: str
) -> None:
    with pytest.raises(ConfigError, match=f"^BROADSHEET_{name} must be {wanted}") as refused:
        _config(tmp_path, **{f"BROADSHEET_{name}": value})

    assert "51AbCd" not in str(refused.value)


def test_the_settings_as_a_whole_show_neither(tmp_path: Path) -> None:
    config = _config(tmp_path, BROADSHEET_STRIPE_KEY=KEY, BROADSHEET_STRIPE_WEBHOOK_SECRET=SECRET)

    assert (config.stripe_key, config.stripe_webhook_secret) == (KEY, SECRET)
    assert KEY not in repr(config)
    assert SECRET not in repr(config)


def test_the_commented_file_explains_both(tmp_path: Path) -> None:
    write_config_file(tmp_path)
    path = tmp_path / "broadsheet.toml"
    lines = re.findall(r"^#(stripe\w* = .+)$", path.read_text(), re.MULTILINE)
    path.write_text("\n".join(lines))

    config = _config(tmp_path)

    assert config.stripe_key.startswith("rk_live_")
    assert config.stripe_webhook_secret.startswith("whsec_")


def _config(folder: Path, **environ: str) -> Config:
    return load_config({"BROADSHEET_DATA": str(folder)} | environ)

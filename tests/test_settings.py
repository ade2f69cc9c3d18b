"""The environment: read once, and refused with words that say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, from_environment, with_dotenv

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


def read(tmp_path: Path, **variables: str) -> Settings:
    defaults = {"knowledge": tmp_path, "dialogs": tmp_path}
    return from_environment({f"SIGNPOST_{name}": value for name, value in variables.items()}, defaults)


def test_without_any_variable_the_defaults_hold(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.token == ""
    assert settings.api_url == "https://api.telegram.org"
    assert settings.data_dir == Path("data")
    assert settings.database == Path("data/signpost.db")
    assert settings.knowledge == tmp_path
    assert (settings.operators, settings.log_level, settings.log_format) == ((), "INFO", "text")


def test_everything_can_be_set(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        TOKEN=f" {TOKEN} ",
        API_URL="http://127.0.0.1:8081/",
        DATA_DIR=str(tmp_path / "d"),
        DATABASE_URL="sqlite:///other.db",
        OPERATORS="1, 22,",
        LOG_LEVEL="debug",
        LOG_FORMAT="json",
        SEMANTIC="off",
        KEY="k",
    )
    assert settings.token == TOKEN
    assert settings.api_url == "http://127.0.0.1:8081"
    assert settings.database == tmp_path / "d" / "other.db"
    assert settings.operators == (1, 22)
    assert (settings.log_level, settings.log_format, settings.semantic) == ("DEBUG", "json", "off")


def test_a_full_database_path_leaves_the_data_folder(tmp_path: Path) -> None:
    assert read(tmp_path, DATABASE_URL="sqlite:////var/x.db").database == Path("/var/x.db")


def test_settings_never_show_the_token_or_the_key(tmp_path: Path) -> None:
    shown = repr(read(tmp_path, TOKEN=TOKEN, KEY="secret-key"))
    assert TOKEN not in shown
    assert "secret-key" not in shown


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("TOKEN", "abc", "SIGNPOST_TOKEN does not look like a bot token. Copy it whole from @BotFather"),
        ("API_URL", "telegram.org", "SIGNPOST_API_URL must be an address such as"),
        ("API_URL", "http://[bad", "SIGNPOST_API_URL must be an address such as"),
        ("API_URL", "http://host:99999", "SIGNPOST_API_URL must be an address such as"),
        ("DATABASE_URL", "postgres://x", "SIGNPOST_DATABASE_URL must look like sqlite:///signpost.db"),
        ("DATABASE_URL", "sqlite:///", "SIGNPOST_DATABASE_URL must look like"),
        ("DATABASE_URL", "sqlite:///folder/", "SIGNPOST_DATABASE_URL must look like"),
        (
            "KNOWLEDGE",
            "/nowhere/at/all",
            "SIGNPOST_KNOWLEDGE names the folder /nowhere/at/all, which is not there.",
        ),
        ("OPERATORS", "anna", "SIGNPOST_OPERATORS must be Telegram user numbers with commas"),
        ("LOG_LEVEL", "loud", "SIGNPOST_LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR, not 'LOUD'."),
        ("SEMANTIC", "yes", "SIGNPOST_SEMANTIC must be one of auto, off, not 'yes'."),
    ],
)
def test_a_wrong_value_is_named_with_what_to_do(tmp_path: Path, name: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, **{name: value})
    assert words in str(refused.value)


def test_a_wrong_token_is_not_repeated_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, TOKEN="12345:tooshort")
    assert "tooshort" not in str(refused.value)


def test_an_unknown_variable_is_named_with_the_nearest_there_is(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no setting SIGNPOST_TOKN\. Did you mean SIGNPOST_TOKEN\?"):
        read(tmp_path, TOKN="x")
    with pytest.raises(SettingsError, match=r"no setting SIGNPOST_QQQQQQQQQ\. There are: SIGNPOST_TOKEN"):
        read(tmp_path, QQQQQQQQQ="x")


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(SettingsError, match="which is a file"):
        read(tmp_path, DATA_DIR=str(file))


def test_a_dotenv_file_fills_in_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "\ufeffSIGNPOST_TOKEN=from-file\nSIGNPOST_KEY='a b'\n# note\nOTHER\n", "utf-8"
    )
    merged = with_dotenv({"SIGNPOST_TOKEN": "from-environment"}, tmp_path)
    assert merged == {"SIGNPOST_TOKEN": "from-environment", "SIGNPOST_KEY": "a b"}
    assert with_dotenv({"A": "b"}, tmp_path / "elsewhere") == {"A": "b"}


def test_a_dotenv_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        with_dotenv({}, tmp_path)

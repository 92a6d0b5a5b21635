"""What whoever hosts the dashboard may set, and what a wrong setting is told."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from web.origin import Origin
from web.settings import Settings, UnreadableSetting


def test_nothing_set_is_this_host_at_its_root() -> None:
    assert Settings.read({}) == Settings(frozenset(), "'self'", "", "127.0.0.1", 1000)


def test_settings_are_read_as_people_write_them() -> None:
    found = Settings.read(
        {
            "SES_ORIGINS": "https://ses.example.gov, http://localhost:8501",
            "SES_FRAME_ANCESTORS": "'self' https://*.example.gov",
            "SES_BASE_PATH": "ses/",
            "FORWARDED_ALLOW_IPS": "10.0.0.0/8",
        }
    )
    assert found.origins == {Origin("https", "ses.example.gov", 443), Origin("http", "localhost", 8501)}
    assert (found.ancestors, found.base_path, found.proxies) == ("'self' https://*.example.gov", "/ses", "10.0.0.0/8")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SES_ORIGINS", "ses.example.gov"),
        ("SES_ORIGINS", "https://ses.example.gov/ses"),
        ("SES_FRAME_ANCESTORS", "'self'; script-src *"),
        ("SES_FRAME_ANCESTORS", "'none' https://example.gov"),
        ("SES_FRAME_ANCESTORS", "everyone!"),
        ("SES_BASE_PATH", "/ses?x"),
        ("SES_BASE_PATH", "/../ses"),
        ("SES_SESSIONS", "0"),
        ("SES_SESSIONS", "many"),
    ],
)
def test_wrong_setting_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(UnreadableSetting, match=name):
        Settings.read({name: value})


def test_server_with_a_wrong_setting_does_not_start() -> None:
    environment = os.environ | {"SES_ORIGINS": "ses.example.gov"}
    ended = subprocess.run(
        [sys.executable, "serve.py", "--port", "1"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].startswith("SES_ORIGINS: 'ses.example.gov' is no address of a host")
    assert "Traceback" not in ended.stderr

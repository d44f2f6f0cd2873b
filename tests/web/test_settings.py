"""Streamlit's settings: what is pinned is in force, or the app does not start."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from streamlit import config

from annotator.errors import AnnotatorError
from annotator.web import headers, settings

TOP = Path(__file__).resolve().parents[2]

WRONG = {
    "server.address": "0.0.0.0",
    "server.allowedHosts": '["*"]',
    "server.enableCORS": "false",
    "server.enableXsrfProtection": "false",
    "server.enableStaticServing": "true",
    "server.enableAgentApi": "true",
    "server.scriptHealthCheckEnabled": "true",
    "server.maxUploadSize": "4096",
    "server.maxMessageSize": "200",
    "server.disconnectedSessionTTL": "99999",
    "server.fileWatcherType": "auto",
    "server.runOnSave": "true",
    "server.baseUrlPath": "x",
    "server.trustedUserHeaders": '{"x-other": "email"}',
    "server.headless": "false",
    "client.showErrorDetails": "full",
    "client.toolbarMode": "developer",
    "runner.fastReruns": "true",
    "runner.postScriptGC": "true",
    "runner.magicEnabled": "true",
    "secrets.files": '["/etc/secrets.toml"]',
    "browser.gatherUsageStats": "true",
    "global.developmentMode": "true",
    "logger.hideWelcomeMessage": "false",
    "server.corsAllowedOrigins": '["https://evil.example"]',
    "client.allowedOrigins": '["https://*.evil.example"]',
}


@pytest.fixture(autouse=True)
def plain_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Streamlit's own defaults: no file of ours, nothing set before."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(config, "_main_script_path", None)
    config.get_config_options(force_reparse=True)
    yield
    monkeypatch.undo()
    config.get_config_options(force_reparse=True)


def test_pinned_settings_are_accepted(tmp_path: Path) -> None:
    settings.pin(tmp_path, 8765)
    settings.check()
    assert config.get_option("server.corsAllowedOrigins") == [
        "http://127.0.0.1:8765",
        "http://localhost:8765",
    ]
    assert config.get_option("client.allowedOrigins") == ["http://127.0.0.1:8765", "http://localhost:8765"]


def test_streamlits_own_settings_are_refused() -> None:
    with pytest.raises(AnnotatorError) as refusal:
        settings.check()
    for name in (
        "server.address",
        "server.allowedHosts",
        "client.showErrorDetails",
        "server.trustedUserHeaders",
    ):
        assert name in str(refusal.value)


def test_every_pinned_setting_is_tried_wrong() -> None:
    assert set(WRONG) == {*settings.PINNED, "server.corsAllowedOrigins", "client.allowedOrigins"}


@pytest.mark.parametrize("name", WRONG)
def test_each_set_wrong_by_the_environment_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.pin(tmp_path)
    settings.check()
    monkeypatch.setenv(settings.variable(name), WRONG[name])
    with pytest.raises(AnnotatorError, match=rf"Attune does not start.*{name} must be"):
        settings.check()


@pytest.mark.parametrize("name", WRONG)
def test_each_set_wrong_in_force_is_refused(name: str, tmp_path: Path) -> None:
    """As a flag, a file or Streamlit's own command would set it: pinning does not hide what somebody set."""
    config.set_option(name, WRONG[name], "command-line argument or environment variable")
    if name in ("server.corsAllowedOrigins", "client.allowedOrigins"):
        config.set_option(name, ["https://evil.example"], "command-line argument or environment variable")
    settings.pin(tmp_path)
    with pytest.raises(AnnotatorError, match=rf"Attune does not start.*{name} must be"):
        settings.check()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("server.enableCORS", "true"),
        ("server.enableCORS", "1"),
        ("server.enableAgentApi", "False"),
        ("server.maxUploadSize", "5"),
        ("server.address", "127.0.0.1"),
        ("server.allowedHosts", "localhost 127.0.0.1"),
        ("server.trustedUserHeaders", '{"x-app-user": "email", "x-app-user-sign-in": "sign_in"}'),
        ("server.baseUrlPath", ""),
    ],
)
def test_the_environment_may_say_what_is_so(
    name: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(settings.variable(name), text)
    settings.pin(tmp_path)
    settings.check()


def test_a_number_is_not_true(tmp_path: Path) -> None:
    settings.pin(tmp_path)
    config.set_option("server.enableCORS", 1)
    with pytest.raises(AnnotatorError, match="enableCORS"):
        settings.check()


def flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        here = f"{prefix}{name}"
        if isinstance(value, dict) and here != "server.trustedUserHeaders":
            yield from flat(value, f"{here}.")
        else:
            yield here, value


def test_the_file_for_streamlit_run_says_the_same() -> None:
    written = dict(flat(tomllib.loads((TOP / ".streamlit" / "config.toml").read_text())))
    assert written == {**settings.PINNED, **settings.THEME}


def test_streamlit_reads_the_file_as_it_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "_main_script_path", str(TOP / "app.py"))
    config.get_config_options(force_reparse=True)
    for name, value in {**settings.PINNED, **settings.THEME}.items():
        assert config.get_option(name) == value, name
    settings.pin(tmp_path)
    settings.check()


def test_processes_that_begin_at_once_have_one_cookie_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        for n in range(20):
            made = list(threads.map(settings.cookie_secret, [tmp_path / f"{n}"] * 8))
            assert len(set(made)) == 1


def test_a_disk_without_links_keeps_a_cookie_secret_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_paths: Path) -> None:
        raise OSError("not supported here")

    monkeypatch.setattr(os, "link", no_links)
    first = settings.cookie_secret(tmp_path)
    assert settings.cookie_secret(tmp_path) == first
    assert [file.name for file in tmp_path.iterdir()] == ["cookie_secret"]


def test_the_cookie_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    first = settings.cookie_secret(folder)
    assert len(first) == 64
    assert settings.cookie_secret(folder) == first
    assert settings.cookie_secret(tmp_path / "other") != first
    if os.name != "nt":
        assert (folder / "cookie_secret").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in folder.iterdir()] == ["cookie_secret"]


def test_the_installed_page_is_the_one_that_was_checked() -> None:
    headers.check_page_of_streamlit.cache_clear()
    headers.check_page_of_streamlit()


def test_inline_scripts_are_found_and_others_are_not() -> None:
    page = '<script src="a.js"></script><script>\n x \n</script><script type="module" src="b"></script>'
    assert len(headers.inline_scripts(page)) == 1
    # printf '\n x \n' | openssl dgst -sha256 -binary | base64
    assert headers.inline_scripts("<script>\n x \n</script>") == headers.inline_scripts(page)


def test_another_page_keeps_the_app_from_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    headers.check_page_of_streamlit.cache_clear()
    monkeypatch.setattr(headers, "INLINE_SCRIPT", "another")
    with pytest.raises(AnnotatorError, match="Install streamlit"):
        headers.check_page_of_streamlit()
    headers.check_page_of_streamlit.cache_clear()


def test_a_real_start_with_a_wrong_setting_says_the_sentence_and_ends(tmp_path: Path) -> None:
    start = "from annotator.web.serving import serve; serve(Path('data'), 8731, False, False)"
    command = f"from pathlib import Path; {start}"
    done = subprocess.run(
        [sys.executable, "-c", command],
        cwd=tmp_path,
        env={**os.environ, "STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "false", "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "server.enableXsrfProtection must be True" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data" / "server.json").exists()
    assert json.dumps(done.stdout) == '""'

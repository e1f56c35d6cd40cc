"""Where veraPDF cannot run, its tests are skipped with a reason; where it must run, they fail."""

from __future__ import annotations

import shutil

import pytest

from validators import java_lacks, need_java


@pytest.fixture
def no_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)


def test_what_is_missing_is_named(no_java: None) -> None:
    assert java_lacks() == "no Java development kit (apt-get install default-jdk-headless)"


def test_without_java_the_test_is_skipped(no_java: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUIRE_JAVA", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no Java"):
        need_java()


def test_where_java_is_required_the_test_fails(no_java: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_JAVA", "1")
    with pytest.raises(pytest.fail.Exception, match="REQUIRE_JAVA=1"):
        need_java()

"""``briefbook verify`` names everything in a release that is not as its publisher made it, and says what it did not check."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pikepdf
import pytest

from briefbook.__main__ import main
from briefbook.press.progress import Progress
from briefbook.release import conformance, packing, signing
from briefbook.release.manifest import FILE, SUMS, Manifest, digest, sums_text
from briefbook.release.verdicts import as_text
from briefbook.release.verifying import Verdict, verify


@pytest.fixture
def alarmless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the validator, which takes a second for each PDF."""
    monkeypatch.setattr(conformance, "page_alarms", lambda _path, _profile: [])


def verdict(dist: Path, signers: Path | None = None) -> Verdict:
    return verify(dist, signers, Progress())


def faults(found: Verdict) -> list[str]:
    return [f"{fault.path}: {fault.code} {fault.message.partition(';')[0]}" for fault in found.faults]


def states(found: Verdict) -> dict[str, str]:
    return {check.name: check.state for check in found.checks}


def listed_anew(dist: Path) -> None:
    """Make manifest and sums fit what lies in *dist*: what a forger would do."""
    told = Manifest.model_validate_json((dist / FILE).read_bytes())
    files = tuple(file.model_copy(update={"sha256": digest(dist / file.path), "bytes": (dist / file.path).stat().st_size})
                  for file in told.files)
    (dist / FILE).write_text(told.model_copy(update={"files": files}).text(), encoding="utf-8")
    (dist / SUMS).write_text(sums_text(path for path in dist.iterdir() if not path.name.startswith(SUMS)), encoding="utf-8")


def test_release_is_verified_from_itself_alone(dist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(dist), "-q", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["verified"] is True and found["faults"] == [] and found["release"]["edition"] == "2026-11"
    assert {check["name"]: check["state"] for check in found["checks"]} == dict.fromkeys(
        ("bytes", "manifest", "inspection", "conformance", "evidence", "site"), "passed") | {"signature": "not run"}


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum")
def test_sums_are_read_by_the_plain_tool(dist: Path) -> None:
    run = subprocess.run(["sha256sum", "--check", "--strict", SUMS], cwd=dist, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0 and run.stdout.count(": OK") == len(list(dist.iterdir())) - 1


def test_altered_missing_and_added_files_are_named(dist: Path, alarmless: None) -> None:
    data = bytearray((dist / "one.pdf").read_bytes())
    data[len(data) // 2] ^= 1
    (dist / "one.pdf").write_bytes(data)
    (dist / "values.csv").unlink()
    (dist / "extra.html").write_text("added", encoding="utf-8")
    (dist / "more").mkdir()
    (dist / "facts.csv").unlink()
    (dist / "facts.csv").symlink_to("/etc/hostname")
    found = verdict(dist)
    assert faults(found) == [
        "facts.csv: R613 it is no plain file", "one.pdf: R613 its bytes are not those that were released",
        "values.csv: R613 the file is missing", "extra.html: R613 the release has no such file",
        "more: R613 the release has no such file"]
    assert "1 not looked into" in as_text(found) and "NOT VERIFIED: 5 faults" in as_text(found)


def test_lists_that_contradict_each_other_are_named(dist: Path, alarmless: None) -> None:
    text = (dist / FILE).read_text("utf-8").replace(digest(dist / "values.csv"), "0" * 64)
    (dist / FILE).write_text(text, encoding="utf-8")
    kept = [line for line in (dist / SUMS).read_text("utf-8").splitlines() if not line.endswith((FILE, "facts.csv"))]
    (dist / SUMS).write_text("\n".join([*kept, f"{digest(dist / FILE)}  {FILE}\n"]), encoding="utf-8")
    assert faults(verdict(dist)) == [
        "facts.csv: R613 the release has no such file", "facts.csv: R613 SHA256SUMS and manifest.json differ in it",
        "values.csv: R613 SHA256SUMS and manifest.json differ in it"]


def test_swapped_evidence_is_found_though_the_lists_fit(dist: Path, alarmless: None) -> None:
    with pikepdf.open(dist / "one.pdf", allow_overwriting_input=True) as pdf:
        evidence = json.loads(pdf.attachments["evidence.json"].get_file().read_bytes())
        evidence["facts"][0]["statement"] = "Roe counts 900 boats."
        evidence["judgments"][0]["likelihood"] = "unlikely"
        evidence["sources"].append({"key": "poe2000", "label": "Poe 2000", "reference": "Poe."})
        pdf.attachments["evidence.json"] = json.dumps(evidence).encode()
        pdf.save(dist / "one.pdf")
    listed_anew(dist)
    assert [fault for fault in faults(verdict(dist)) if "R615" in fault] == [
        "one.pdf: R615 the evidence attached is not that of the manifest",
        "one.pdf: R615 likelihood of judgment RIV-1 is another in the evidence than in judgments.json",
        "one.pdf: R615 statement of fact RIV-001 is another in the evidence than in facts.json",
        "one.pdf: R615 the evidence has source poe2000, and sources.json has not"]


def test_pdf_that_does_not_conform_is_found_though_the_lists_fit(dist: Path) -> None:
    """A PDF that lost its tags, and a site that has the older one."""
    with pikepdf.open(dist / "one.pdf", allow_overwriting_input=True) as pdf:
        del pdf.Root.MarkInfo
        del pdf.Root.StructTreeRoot
        pdf.save(dist / "one.pdf")
    listed_anew(dist)
    found = verdict(dist)
    assert states(found) | {"inspection": "failed", "conformance": "failed", "site": "failed"} == states(found)
    assert "one.pdf: R614 it is not tagged" in faults(found)
    assert "site.zip: R613 pdf/one.pdf in it is not the file beside it" in faults(found)
    assert any(fault.startswith("one.pdf: R614 ua-1: ") for fault in faults(found))


def test_file_that_is_no_pdf_is_a_fault_and_no_crash(dist: Path, alarmless: None) -> None:
    (dist / "one.pdf").write_bytes(b"%PDF-1.7 torn")
    listed_anew(dist)
    found = [fault for fault in faults(verdict(dist)) if fault.startswith("one.pdf: ")]
    assert [fault[9:13] for fault in found] == ["R614", "R615"] and "cannot be opened" in found[0] and "cannot be taken out" in found[1]


def test_check_that_cannot_run_is_named(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conformance, "is_installed", lambda: False)
    found = verdict(dist)
    assert found.ok and states(found)["conformance"] == "not run"
    assert "pip install page-validation" in as_text(found) and as_text(found).endswith("not checked: conformance, signature\n")


def test_validator_that_stumbles_passes_nothing(dist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(_path: Path, _profile: str) -> None:
        raise RecursionError("deep")

    monkeypatch.setattr(conformance, "page_alarms", stumbles)
    assert any("stopped: RecursionError: deep" in fault for fault in faults(verdict(dist)))


@pytest.mark.parametrize("damage", [
    lambda dist: (dist / FILE).unlink(), lambda dist: (dist / SUMS).unlink(), lambda dist: (dist / FILE).write_bytes(b'{"format": "x"}'),
    lambda dist: (dist / SUMS).write_text("0" * 64 + "  ../../etc/passwd\n", "utf-8"), lambda dist: (dist / FILE).write_bytes(b"\xff\x00"),
    lambda dist: (dist / SUMS).write_bytes(b"\xff\xfe")])
def test_damaged_lists_are_faults_and_no_crash(dist: Path, alarmless: None, damage: object) -> None:
    damage(dist)  # type: ignore[operator]
    assert any("R613" in fault for fault in faults(verdict(dist)))


def test_nothing_to_verify_is_a_wrong_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "note.txt").write_text("no archive", encoding="utf-8")
    for name in (".", "nowhere", "note.txt"):
        assert main(["verify", str(tmp_path / name), "-q"]) == 2
    assert capsys.readouterr().err.count("briefbook: ") == 3


# -- archives ------------------------------------------------------------------------------------------------------------


def archive(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in entries.items():
            out.writestr(name, data)
    return path


def test_one_archive_of_a_release_is_verified(dist: Path, tmp_path: Path, alarmless: None) -> None:
    with tarfile.open(tmp_path / "2026-11.tar.gz", "w:gz") as out:
        out.add(dist, "2026-11")
    assert verdict(tmp_path / "2026-11.tar.gz").ok
    assert verdict(archive(tmp_path / "flat.zip", {path.name: path.read_bytes() for path in dist.iterdir()})).ok


@pytest.mark.parametrize("name", ["../evil", "/evil", "a/../../evil", "..\\evil", "C:evil"])
def test_path_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    found = verdict(archive(tmp_path / "evil.zip", {SUMS: b"", name: b"x"}))
    assert [fault.code for fault in found.faults] == ["R617"] and "leads out of it" in found.faults[0].message
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["evil.zip"]


def test_links_in_an_archive_are_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "links.tar", "w") as out:
        link = tarfile.TarInfo("pdf")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc"
        out.addfile(link)
        inside = tarfile.TarInfo("pdf/passwd")
        inside.size = 1
        out.addfile(inside, io.BytesIO(b"x"))
    assert "'pdf' is no plain file" in faults(verdict(tmp_path / "links.tar"))[0]


def test_archive_that_swells_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MAX_BYTES", 3_000_000)
    monkeypatch.setattr(packing, "MAX_FILES", 3)
    assert "more than 3,000,000 bytes" in faults(verdict(archive(tmp_path / "bomb.zip", {SUMS: bytes(50_000_000)})))[0]
    assert "more than 3 files" in faults(verdict(archive(tmp_path / "many.zip", {str(number): b"" for number in range(9)})))[0]
    (tmp_path / "torn.zip").write_bytes((tmp_path / "bomb.zip").read_bytes()[:500])
    assert "cannot be read" in faults(verdict(tmp_path / "torn.zip"))[0]


def test_site_that_holds_a_trap_is_refused(dist: Path, alarmless: None) -> None:
    archive(dist / "site.zip", {"index.html": b"", "../../evil": b"x"})
    listed_anew(dist)
    assert faults(verdict(dist)) == ["site.zip: R617 '../../evil' leads out of it"]


# -- signatures ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def key(tmp_path: Path) -> Path:
    if not shutil.which("ssh-keygen"):
        pytest.skip("no ssh-keygen")
    path = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "press", "-f", str(path)], check=True)
    return path


def signers(key: Path, who: str = "press@example.org") -> Path:
    path = key.with_name("signers")
    path.write_text(f"{who} {key.with_suffix('.pub').read_text('utf-8')}", encoding="utf-8")
    return path


def test_signature_by_an_ssh_key_is_made_and_verified(dist: Path, key: Path, alarmless: None) -> None:
    assert "asks for one" in faults(verdict(dist, signers(key)))[0]
    signing.sign(dist, str(key))
    found = verdict(dist, signers(key))
    assert found.ok and "good, by press@example.org, ED25519 key SHA256:" in as_text(found)
    assert "unknown hand" in as_text(verdict(dist))


def test_signature_of_other_sums_or_by_another_key_does_not_hold(dist: Path, key: Path, alarmless: None) -> None:
    signing.sign(dist, str(key))
    stranger = key.with_name("stranger")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(stranger)], check=True)
    assert "made with a key that" in faults(verdict(dist, signers(stranger)))[0]
    (dist / "facts.csv").write_text("forged", encoding="utf-8")
    listed_anew(dist)
    assert [fault.partition(":")[2][:6] for fault in faults(verdict(dist))] == [" R616 "]


def test_tool_or_key_that_is_missing_is_named(dist: Path, key: Path, monkeypatch: pytest.MonkeyPatch, alarmless: None) -> None:
    signing.sign(dist, str(key))
    monkeypatch.setenv("PATH", os.devnull)
    assert signing.needs(str(key)) == "ssh-keygen" and signing.needs("nobody") == "gpg"
    with pytest.raises(signing.CannotSign, match="gpg is not installed"):
        signing.sign(dist, "nobody")
    assert "ssh-keygen is not installed" in as_text(verdict(dist)) and verdict(dist).ok
    assert not verdict(dist, signers(key)).ok


@pytest.mark.skipif(not shutil.which("gpg"), reason="no gpg")
def test_signature_by_gnupg_is_made_and_verified(dist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alarmless: None) -> None:
    home = tmp_path / "g"
    home.mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(home))
    subprocess.run(["gpg", "--batch", "--quiet", "--passphrase", "", "--quick-generate-key", "press@example.org", "ed25519"],
                   check=True, capture_output=True)
    public = tmp_path / "public.asc"
    subprocess.run(["gpg", "--armor", "--output", str(public), "--export", "press@example.org"], check=True, capture_output=True)
    try:
        signing.sign(dist, "press@example.org")
    finally:
        subprocess.run(["gpgconf", "--kill", "all"], check=False, capture_output=True)
    assert "good, OpenPGP key" in as_text(verdict(dist, public))
    (dist / SUMS).write_text((dist / SUMS).read_text("utf-8") + "\n", encoding="utf-8")
    assert any("does not fit" in fault for fault in faults(verdict(dist, public)))

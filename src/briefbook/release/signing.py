"""Detached signatures of ``SHA256SUMS``, made and verified by OpenSSH or GnuPG, whichever the key belongs to."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from briefbook.release.manifest import SIGNATURES, SUMS

#: What an SSH signature is said to be for; ssh-keygen calls it the namespace of files.
NAMESPACE = "file"
_SSH, _GPG = SIGNATURES
_GOOD_SSH = re.compile(r'Good "file" signature (?:for (?P<who>\S+) )?with (?P<key>.+)')
_GOOD_GPG = re.compile(r"^\[GNUPG:\] VALIDSIG (?P<key>[0-9A-F]+)", re.MULTILINE)


class CannotSign(Exception):
    """A signature cannot be made or looked at, and why."""


@dataclass(frozen=True)
class Verdict:
    """What a signature is worth. ``text`` says it; ``ran`` is False where nothing could be looked at."""

    ran: bool
    good: bool
    text: str


def sign(folder: Path, key: str) -> Path:
    """Sign the sums in *folder* with the SSH key in the file *key*, or with the key that GnuPG knows by that name.

    Raises :class:`CannotSign`.
    """
    ssh = Path(key).is_file()
    signature = folder / (_SSH if ssh else _GPG)
    signature.unlink(missing_ok=True)
    sums = str(folder / SUMS)
    command = (["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", NAMESPACE, sums] if ssh else
               ["gpg", "--batch", "--yes", "--armor", "--detach-sign", "--local-user", key, "--output", str(signature), sums])
    run = _run(command)
    if run.returncode or not signature.is_file():
        hint = "" if ssh else f" ({key} is no file, so GnuPG was asked for a key of that name)"
        raise CannotSign(f"{_said(run)}{hint}")
    return signature


def needs(key: str) -> str:
    """The tool that signs with *key* where it is missing here, else nothing."""
    tool = "ssh-keygen" if Path(key).is_file() else "gpg"
    return "" if shutil.which(tool) else tool


def verify(folder: Path, signers: Path | None) -> Verdict:
    """What the signature in *folder* says; *signers* holds the keys that are trusted.

    For SSH these are lines of ``allowed_signers`` (see ssh-keygen(1)), for GnuPG exported public keys. Without them a good SSH
    signature says that the holder of some key signed these very sums, and no more.
    """
    found = next((folder / name for name in SIGNATURES if (folder / name).is_file()), None)
    if found is None:
        return Verdict(True, False, "there is none, and --signers asks for one") if signers else Verdict(False, True, "not signed")
    try:
        return (_verify_ssh if found.name == _SSH else _verify_gpg)(found, folder / SUMS, signers)
    except CannotSign as error:
        return Verdict(False, signers is None, str(error))


def _verify_ssh(signature: Path, sums: Path, signers: Path | None) -> Verdict:
    named = ["-n", NAMESPACE, "-s", str(signature)]
    if signers is None:
        run = _run(["ssh-keygen", "-Y", "check-novalidate", *named], sums)
    else:
        asked = _run(["ssh-keygen", "-Y", "find-principals", "-s", str(signature), "-f", str(signers)])
        who = asked.stdout.strip().splitlines()
        if asked.returncode or not who:
            return Verdict(True, False, f"made with a key that {signers} does not name")
        run = _run(["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", who[0], *named], sums)
    good = _GOOD_SSH.search(run.stdout + run.stderr)
    if run.returncode or not good:
        return Verdict(True, False, f"does not fit {SUMS}: {_said(run)}")
    whose = f"by {good['who']}, " if signers else "by an unknown hand (--signers FILE names those you trust), "
    return Verdict(True, True, f"good, {whose}{good['key']}")


def _verify_gpg(signature: Path, sums: Path, signers: Path | None) -> Verdict:
    if signers is None:
        return Verdict(False, True, "an OpenPGP signature needs the signer's public key: --signers FILE")
    with tempfile.TemporaryDirectory() as home:
        os.chmod(home, 0o700)
        base = ["gpg", "--homedir", home, "--batch", "--no-autostart"]
        _run([*base, "--import", str(signers)])
        run = _run([*base, "--status-fd", "1", "--trust-model", "always", "--verify", str(signature), str(sums)])
    good = _GOOD_GPG.search(run.stdout)
    if run.returncode or not good:
        return Verdict(True, False, f"does not fit {SUMS}, or was made with a key that {signers} does not hold")
    return Verdict(True, True, f"good, OpenPGP key {good['key']}")


def _run(command: list[str], given: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a tool; *given* is what it reads. Raises :class:`CannotSign` where it is not installed."""
    if not shutil.which(command[0]):
        raise CannotSign(f"{command[0]} is not installed")
    with (given or Path(os.devnull)).open("rb") as stream:
        return subprocess.run(command, stdin=stream if given else None, capture_output=True, encoding="utf-8", errors="replace",
                              env=os.environ | {"LC_ALL": "C"}, check=False)


def _said(run: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in run.stderr.splitlines() if line.strip()]
    return lines[-1].strip() if lines else f"exit status {run.returncode}"

#!/usr/bin/env bash
# Install what only the tests need, on Debian and its kin: a browser for the web edition, and Java for a second validator of the PDFs.
set -euo pipefail
missing=()
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
command -v javac >/dev/null || missing+=(default-jdk-headless)
[ -e /usr/share/java/jaxb-runtime.jar ] || missing+=(libjaxb-java)
if [ "${#missing[@]}" -gt 0 ]; then
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

#!/usr/bin/env bash
# Install what only the tests need, on Debian and its kin: a browser for the web edition, Java for a second validator of the PDFs,
# and the Nu checker of HTML.
set -euo pipefail

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
install() { "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$@"; }
has() { command -v "$1" >/dev/null; }

missing=()
has javac || missing+=(default-jdk-headless)
[ -e /usr/share/java/jaxb-runtime.jar ] || missing+=(libjaxb-java)
if ! has chromium-headless-shell || [ "${#missing[@]}" -gt 0 ]; then
  "${as_root[@]}" apt-get update -qq || echo "no list of packages could be fetched" >&2
fi
# Chromium without windows takes the least time. Where there is none, as on Ubuntu, any other serves.
has chromium-headless-shell || install chromium-headless-shell || has chromium || has google-chrome || missing+=(chromium)
[ "${#missing[@]}" -eq 0 ] || install "${missing[@]}"

# The Nu checker comes from npm alone. Where npm or the network fails, the tests that need it are skipped, and say so.
vnu=26.9.27
cache="${XDG_CACHE_HOME:-$HOME/.cache}/briefbook"
if [ -z "${VNU_JAR:-}" ] && [ "$(cat "$cache/vnu.version" 2>/dev/null)" != "$vnu" ]; then
  fetched=$(mktemp -d)
  if command -v npm >/dev/null && (cd "$fetched" && npm pack --silent "vnu-jar@$vnu" >/dev/null && tar -xzf ./*.tgz); then
    mkdir -p "$cache"
    mv "$fetched/package/build/dist/vnu.jar" "$cache/vnu.jar"
    echo "$vnu" > "$cache/vnu.version"
  else
    echo "no npm, or no vnu-jar from it: the pages are not held to the HTML standard" >&2
  fi
  rm -rf "$fetched"
fi

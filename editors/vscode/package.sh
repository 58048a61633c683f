#!/bin/sh
# Packs the extension with a server inside, for one platform.
# usage: editors/vscode/package.sh TARGET BINARY [OUTPUT.vsix]
#   TARGET: linux-x64, linux-arm64, darwin-x64, darwin-arm64, win32-x64, win32-arm64 …
#   BINARY: a policy-ls built for that platform
set -eu
if [ $# -lt 2 ]; then sed -n 's/^# \{0,1\}//; 2,5p' "$0" >&2; exit 2; fi
target=$1
binary=$(realpath "$2")
output=$(realpath -m "${3:-policy-ls-$target.vsix}")
cd "$(dirname "$0")"
tools=$(realpath -m "${POLICY_LS_TOOLS:-../../target/editors/tools}")

[ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund --silent
npm run --silent check
npm run --silent build
rm -rf server
mkdir server
case $target in win32-*) name=policy-ls.exe ;; *) name=policy-ls ;; esac
cp "$binary" "server/$name"
# A debug build is many times larger for its symbols, which nobody reads inside an extension.
case $target in linux-*) strip "server/$name" 2>/dev/null || true ;; esac
chmod 755 "server/$name"
cat ../../LICENSE-MIT ../../LICENSE-APACHE > LICENSE.txt
if [ -x "$tools/node_modules/.bin/vsce" ]; then vsce="$tools/node_modules/.bin/vsce"; else vsce="npx --yes @vscode/vsce@3.9.2"; fi
$vsce package --target "$target" --no-dependencies --allow-missing-repository --out "$output" >&2
echo "$output"

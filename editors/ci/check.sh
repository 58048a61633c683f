#!/usr/bin/env bash
# What the action runs. Values come in as environment variables: no text of a repository is ever part
# of a command.
set -uo pipefail

# Words may stand on several lines, as a workflow writes a list. `read` finds no end to stop at, and says so.
read -r -d '' -a more <<<"${ARGUMENTS:-}" || true
read -r -d '' -a paths <<<"${PATHS:-.}" || true

arguments=(check --format github)
[ -n "${SINCE:-}" ] && arguments+=(--since "$SINCE")
[ -n "${SARIF:-}" ] && arguments+=(--output "sarif=$SARIF")
[ -n "${SHEET:-}" ] && arguments+=(--output "html=$SHEET")
# An empty list is an unset one to the bash of macOS.
arguments+=(${more[@]+"${more[@]}"} -- ${paths[@]+"${paths[@]}"})

"${PROGRAM:-policy-ls}" "${arguments[@]}"
status=$?
[ -n "${GITHUB_OUTPUT:-}" ] && echo "status=$status" >>"$GITHUB_OUTPUT"
exit "$status"

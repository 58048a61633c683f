#!/usr/bin/env bash
# What the action runs. Values come in as environment variables: no text of a repository is ever part
# of a command.
set -uo pipefail

arguments=(check --format github)
[ -n "${SINCE:-}" ] && arguments+=(--since "$SINCE")
[ -n "${SARIF:-}" ] && arguments+=(--output "sarif=$SARIF")
[ -n "${SHEET:-}" ] && arguments+=(--output "html=$SHEET")
read -r -a more <<<"${ARGUMENTS:-}"
read -r -a paths <<<"${PATHS:-.}"

"${PROGRAM:-policy-ls}" "${arguments[@]}" "${more[@]}" -- "${paths[@]}"
status=$?
[ -n "${GITHUB_OUTPUT:-}" ] && echo "status=$status" >>"$GITHUB_OUTPUT"
exit "$status"

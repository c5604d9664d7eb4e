#!/usr/bin/env bash
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

words=(--reporter github)
if [ -n "${INPUT_PAGE:-}" ]; then words+=(--reporter "html:$INPUT_PAGE"); fi
if [ -n "${INPUT_JUNIT:-}" ]; then words+=(--reporter "junit:$INPUT_JUNIT"); fi
add_lines "${INPUT_OPTIONS:-}"
add_lines "${INPUT_PATHS:-}"
code=0
# It adds a table of what did not pass to the summary of the step by itself.
spanwright run "${words[@]}" || code=$?
output exit-code "$code"
if [ -n "${INPUT_PAGE:-}" ] && [ -e "$INPUT_PAGE" ]; then output page "$INPUT_PAGE"; fi
exit "$code"

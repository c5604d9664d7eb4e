#!/usr/bin/env bash
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

add_lines "${INPUT_PATHS:-}"
add_lines "${INPUT_OPTIONS:-}"
# Bash 3.2, which macOS has, takes an empty array for an unset variable.
spanwright validate --format github ${words[@]+"${words[@]}"}

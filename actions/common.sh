# What the steps of all actions share. Inputs come as variables of the environment: none is ever part of a script.

set -euo pipefail

# The version that was asked for, else the one that the project has installed.
spanwright() {
  if [ -n "${INPUT_VERSION:-}" ]; then
    npx --yes "spanwright@$INPUT_VERSION" "$@"
  else
    npx --no-install spanwright "$@"
  fi
}

# Adds to the array `words`: each line of the input that is not blank, without the space around it.
words=()
add_lines() {
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    line="${line#"${line%%[![:space:]]*}"}"
    line="${line%"${line##*[![:space:]]}"}"
    if [ -n "$line" ]; then words+=("$line"); fi
  done <<<"$1"
}

# An output of the step; what has a line end in it is refused, for it could be another output.
output() {
  case "$2" in
  *$'\n'* | *$'\r'*)
    echo "::error::the output $1 would have several lines"
    exit 2
    ;;
  esac
  printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}

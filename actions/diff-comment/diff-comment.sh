#!/usr/bin/env bash
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

# By it the comment is found again; it is not shown.
marker='<!-- spanwright diff -->'
base="${INPUT_BASE:-origin/${GITHUB_BASE_REF:-main}}"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

changed=0
spanwright diff --base "$base" --format markdown --fail-on any >"$folder/diff.md" || changed=$?
# 1 says that something changed; anything else is a fault, and printed by now.
if [ "$changed" -gt 1 ]; then exit "$changed"; fi
cat "$folder/diff.md" >>"$GITHUB_STEP_SUMMARY"

comment() {
  local comments="repos/$GITHUB_REPOSITORY/issues/$INPUT_PULL_REQUEST/comments" id
  { echo "$marker" && cat "$folder/diff.md"; } >"$folder/body.md"
  id="$(gh api "$comments?per_page=100" --paginate \
    --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id" | head -n 1)" || return
  if [ -n "$id" ]; then
    gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$folder/body.md" --silent
  elif [ "$changed" -eq 1 ]; then
    gh api --method POST "$comments" --field "body=@$folder/body.md" --silent
  fi
}

if [ -n "${GH_TOKEN:-}" ] && [ -n "${INPUT_PULL_REQUEST:-}" ]; then
  # A token of a pull request from a fork may not write: the summary has the same.
  comment || echo '::warning::the comment could not be written; the summary of this step says the same'
fi

words=()
if [ -n "${INPUT_FAIL_ON:-}" ]; then words+=(--fail-on "$INPUT_FAIL_ON"); fi
spanwright diff --base "$base" --format github ${words[@]+"${words[@]}"}

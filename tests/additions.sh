#!/usr/bin/env bash
# What CONTRIBUTING.md says of additions, done on a copy: a sentence of GitLab, a reason with its page, an endpoint. Each
# is added to the data alone; the copy is built, `explain` and `probe --endpoint` are asked, and the lines are counted.
set -euo pipefail
cd "$(dirname "$0")/.."

copy=target/additions
rm -rf "$copy" && mkdir -p "$copy"
git ls-files -z | xargs -0 cp --parents --target-directory "$copy"
git -C "$copy" init --quiet && git -C "$copy" add --all
glwhy() { target/additions-build/debug/glwhy "$@"; }

# Says how many lines went into which files since the last call, and holds it against the most that was promised.
counted() { # WHAT FILES LINES
    read -r files lines < <(git -C "$copy" diff --numstat | awk '{ lines += $1 + $2; files += 1 } END { print files + 0, lines + 0 }')
    git -C "$copy" diff --name-only | grep -v '^knowledge/' && { echo "$1: not data alone"; exit 1; }
    echo "$1: $files file(s), $lines line(s)"
    [ "$files" -le "$2" ] && [ "$lines" -le "$3" ]
    git -C "$copy" add --all
}

cat >>"$copy/knowledge/answers/rest.toml" <<'TOML'
[[answer]]
status = 403
says = "The moon is too far away for {visitor}"
source = "lib/api/helpers.rb"
means = [{ reason = "role-too-low", because = "only members reach the moon" }]
TOML
counted 'a sentence with a known reason' 1 6

cat >>"$copy/knowledge/reasons/role.toml" <<'TOML'

[moon-closed]
cause = "wrong_role"
title = "The moon is closed"
why = "Nobody but its keepers may enter the moon."
recognise = '403 with "The moon is closed today".'
fixes = ["Have its keepers open it: {project_url}/-/settings/moon"]
docs = "https://docs.gitlab.com/user/permissions/"
source = ["lib/api/helpers.rb"]
[moon-closed.alike]
role-too-low = "There the moon is open to others."
TOML
echo '"{project_url}/-/settings/moon" = "https://docs.gitlab.com/user/permissions/"' >>"$copy/knowledge/pages.toml"
counted 'a reason with its page' 2 13

sed -i '0,/^routes = \[$/s||&\n  { get = "/projects/:id/moons/:moon_id", who = "maintainer" },|' "$copy/knowledge/endpoints/planning.toml"
counted 'an endpoint' 1 1

# The libraries are those that were built already, linked into a folder of their own: two builds in one would take each other's
# tables for theirs.
mkdir -p target/additions-build/debug
[ ! -d target/debug/deps ] || {
    cp -al target/debug/deps target/additions-build/debug/
    cp -a target/debug/build target/debug/.fingerprint target/additions-build/debug/
}
cargo build --locked --quiet --manifest-path "$copy/Cargo.toml" --target-dir target/additions-build
says() { # WANTED COMMAND...
    wanted=$1 && shift
    "$@" | grep -q -- "$wanted" || { echo "not said: $wanted"; exit 1; }
}
body='{"message":"The moon is too far away for kim"}'
says '"code": *"role-too-low"' glwhy explain --status 403 --body "$body" --format json --exit-zero
says 'The moon is closed' glwhy explain --code moon-closed
says 'docs.gitlab.com/user/permissions' glwhy explain --code moon-closed
says '^  who *maintainer' glwhy probe --endpoint 'GET /projects/1/moons/2'
echo 'the copy explains all three'
rm -r target/additions-build

#!/usr/bin/env bash
# Tries an installed glwhy as its user would: try.sh COMMAND [ARGUMENT...]
# GITLAB_HOST and GITLAB_TOKEN stand for the simulated GitLab (`cargo run --example serve`).
set -euo pipefail

# What is asked for, the exit code, and words that must be printed.
expect() {
    code=$1 words=$2
    shift 2
    printed=$("$@" 2>&1) && got=0 || got=$?
    if [ "$got" != "$code" ] || ! grep -qF -- "$words" <<<"$printed"; then
        printf '%s\n' "$printed"
        printf 'not so: %s\nexit code %s, expected %s and %s\n' "$*" "$got" "$code" "$words" >&2
        exit 1
    fi
}

expect 0 'glwhy ' "$@" --version
expect 3 'malformed' env GITLAB_TOKEN='"glpat-quoted-and-cut"' "$@" inspect --offline
expect 3 'scope-missing' "$@" explain --status 403 --body '{"error":"insufficient_scope","scope":"api"}'
expect 0 'active' "$@" inspect
expect 3 'role-too-low' "$@" probe 'GET /projects/org%2Fteam%2Fapp/variables'
expect 2 'unexpected argument' "$@" --no-such-option

# A pipe that ends early and a signal are passed on as they are.
"$@" --help | head -n 1 >/dev/null

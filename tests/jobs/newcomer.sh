#!/usr/bin/env bash
# A newcomer: a clone, an empty home, and nothing but Rust. What the README says of a clone is done to the letter.
#
#   newcomer.sh CLONE [COUNT]
#
# COUNT is how many of those commands are run, all of them where nothing is said: the last runs every test.
set -euo pipefail
cd "$1"

# The lines of the block behind the words "In a clone", without their comments.
mapfile -t commands < <(sed -n '/^In a clone, with nothing but Rust/,/^```$/p' README.md | sed -n 's/ *#.*//; /^cargo /p')
[ "${#commands[@]}" = 2 ]
for command in "${commands[@]:0:${2:-2}}"; do
    printf '$ %s\n' "$command"
    $command
done

#!/usr/bin/env bash
# Holds the pipeline and the component against GitLab's own schema of CI files, as check-jsonschema carries it.
# The header of a component is a document of its own, so it is checked apart from the jobs.
set -euo pipefail
cd "$(dirname "$0")/../.."

parts=$(mktemp -d)
trap 'rm -r "$parts"' EXIT
for template in templates/*.yml; do
    name=$(basename "$template" .yml)
    sed '/^---$/,$d' "$template" >"$parts/$name-header.yml"
    sed '1,/^---$/d' "$template" >"$parts/$name-jobs.yml"
done
"${CHECK_JSONSCHEMA:-check-jsonschema}" --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci \
    .gitlab-ci.yml "$parts"/*.yml

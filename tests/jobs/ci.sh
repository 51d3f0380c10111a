#!/usr/bin/env bash
# A pipeline: the jobs of a release, each as GitLab's runner runs it. Every job begins with nothing but the variables of a
# job, shows a command before it runs it, and ends with the first that fails.
#
#   GITLAB=http://127.0.0.1:45678 RELEASE_TOKEN=... EXPIRING_TOKEN=... JOB_TOKEN=... ci.sh
#
# Runs in an empty folder, with glwhy in PATH.
set -euo pipefail

# What GitLab and its runner set in a job. The tokens are masked variables of the project.
variables=(
    CI=true
    GITLAB_CI=true
    CI_SERVER=yes
    CI_SERVER_URL="$GITLAB"
    CI_SERVER_FQDN="${GITLAB#http://}"
    CI_SERVER_HOST=127.0.0.1
    CI_SERVER_PORT="${GITLAB##*:}"
    CI_SERVER_PROTOCOL=http
    CI_SERVER_NAME=GitLab
    CI_SERVER_VERSION=19.2.4-ee
    CI_SERVER_VERSION_MAJOR=19
    CI_SERVER_VERSION_MINOR=2
    CI_SERVER_VERSION_PATCH=4
    CI_API_V4_URL="$GITLAB/api/v4"
    CI_API_GRAPHQL_URL="$GITLAB/api/graphql"
    CI_PROJECT_ID=1
    CI_PROJECT_NAME=app
    CI_PROJECT_NAMESPACE=org/team
    CI_PROJECT_ROOT_NAMESPACE=org
    CI_PROJECT_PATH=org/team/app
    CI_PROJECT_PATH_SLUG=org-team-app
    CI_PROJECT_URL="$GITLAB/org/team/app"
    CI_PROJECT_VISIBILITY=private
    CI_DEFAULT_BRANCH=main
    CI_COMMIT_BRANCH=main
    CI_COMMIT_REF_NAME=main
    CI_COMMIT_REF_SLUG=main
    CI_COMMIT_REF_PROTECTED=true
    CI_COMMIT_SHA=2f1a9c4d0b7e86533c1e4f2a9d8b7c6e5f4a3b21
    CI_COMMIT_SHORT_SHA=2f1a9c4d
    CI_PIPELINE_ID=512
    CI_PIPELINE_IID=40
    CI_PIPELINE_SOURCE=push
    CI_JOB_ID=4096
    CI_JOB_IMAGE=registry.example.com/tools/glwhy:0.1.0
    CI_JOB_STAGE=.pre
    CI_JOB_STATUS=running
    CI_JOB_TOKEN="$JOB_TOKEN"
    CI_REGISTRY=127.0.0.1:5050
    CI_REGISTRY_USER=gitlab-ci-token
    CI_REGISTRY_PASSWORD="$JOB_TOKEN"
    CI_RUNNER_ID=3
    CI_RUNNER_VERSION=19.2.0
    CI_RUNNER_EXECUTABLE_ARCH=linux/amd64
    GITLAB_USER_ID=7
    GITLAB_USER_LOGIN=alice
    RELEASE_TOKEN="$RELEASE_TOKEN"
    EXPIRING_TOKEN="$EXPIRING_TOKEN"
)

# job NAME [VARIABLE=VALUE ...], with the commands of its script on standard input: one a line.
job() {
    printf '\n== job %s\n' "$1"
    local script="set -eo pipefail"$'\n' command
    while read -r command; do
        script+="printf '\$ %s\n' $(printf %q "$command")"$'\n'"$command"$'\n'
    done
    local name=$1 code=0
    shift
    env --ignore-environment PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 ${GLWHY_NOW:+GLWHY_NOW="$GLWHY_NOW"} \
        "${variables[@]}" CI_JOB_NAME="$name" "$@" bash -c "$script" || code=$?
    case $code in
        0) printf 'Job succeeded\n' ;;
        # allow_failure:exit_codes of the component.
        4) printf 'WARNING: Job failed: exit code 4 (allowed to fail)\n' ;;
        *) printf 'ERROR: Job failed: exit code %s\n' "$code" ;;
    esac
}

# What the Tests tab of the pipeline shows of a report.
tests_tab() {
    printf '\n== Tests of %s: %s in all, %s failed, %s without a verdict\n' "$1" \
        "$(grep -c '<testcase ' "$1")" "$(grep -c '<failure ' "$1")" "$(grep -c '<error ' "$1")"
    sed -n 's/.*<failure message="\([^"]*\)".*/\1/p; s/.*<error message="\([^"]*\)".*/\1/p' "$1"
}

job preflight-of-the-job-token <<'JOB'
glwhy probe --need clone,create-release --report junit=job-token.xml
echo 'The release goes on.'
JOB
tests_tab job-token.xml

job preflight-of-the-release-token <<'JOB'
glwhy probe --token-env RELEASE_TOKEN --need push,write-variables --report junit=release-token.xml
echo 'Nobody gets here.'
JOB
tests_tab release-token.xml

job preflight-while-gitlab-is-away CI_SERVER_URL=http://127.0.0.1:1 <<'JOB'
glwhy probe --token-env RELEASE_TOKEN --need clone --report junit=away.xml
echo 'Nobody gets here.'
JOB
tests_tab away.xml

job nightly-look-at-a-token <<'JOB'
glwhy inspect --quiet --token-env EXPIRING_TOKEN --fail-within 14
JOB

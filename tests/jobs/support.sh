#!/usr/bin/env bash
# A support engineer: a ticket says that a deploy fails, and there is the log of the instance. One command makes the ticket.
#
# Runs in an empty folder, with glwhy in PATH.
set -euo pipefail

# 20,000 lines of api_json.log, as GitLab 18.9 writes them: most of them fine, and among them what the ticket is about.
# A dead token is used by a job every minute, a token lacks a scope, a developer may not read the variables, somebody
# asks without a token, and a project that is hidden is looked for.
awk '
function line(status, method, path, route, more) {
    seconds = int(number * 2.5)
    printf "{\"time\":\"2026-11-28T%02d:%02d:%02d.%03dZ\",\"severity\":\"INFO\",\"duration_s\":0.0%02d,\"status\":%d,", \
        6 + seconds / 3600, seconds % 3600 / 60, seconds % 60, number % 1000, number % 90 + 10, status
    printf "\"method\":\"%s\",\"path\":\"/api/v4%s\",\"params\":[],\"host\":\"gitlab.example.org\",\"remote_ip\":\"192.0.2.%d\",", \
        method, path, number % 200 + 1
    printf "\"ua\":\"curl/8.5.0\",\"route\":\"/api/:version%s\",\"correlation_id\":\"01JDSUPPORT%015d\"", route, number
    printf ",\"meta.caller_id\":\"%s /api/:version%s\",\"meta.remote_ip\":\"192.0.2.%d\"%s}\n", method, route, number % 200 + 1, more
}
function user(id, name) {
    return sprintf(",\"meta.user\":\"%s\",\"meta.gl_user_id\":%d,\"user_id\":%d,\"username\":\"%s\"", name, id, id, name)
}
function failed(reason, token) {
    return sprintf(",\"meta.auth_fail_reason\":\"%s\",\"meta.auth_fail_token_id\":\"PersonalAccessToken/%d\"", reason, token)
}
function token(id) {
    return sprintf(",\"token_type\":\"PersonalAccessToken\",\"token_id\":%d", id)
}
BEGIN {
    project = "\"meta.project\":\"shop/web\""
    for (number = 0; number < 20000; number++) {
        if (number % 24 == 7)
            line(401, "POST", "/projects/42/releases", "/projects/:id/releases", failed("token_expired", 118) "," project)
        else if (number % 160 == 33)
            line(403, "POST", "/projects/42/repository/tags", "/projects/:id/repository/tags", user(9, "deploy-bot") token(131) failed("insufficient_scope", 131) ",\"meta.auth_fail_requested_scopes\":\"api\"," project)
        else if (number % 400 == 90)
            line(403, "GET", "/projects/42/variables", "/projects/:id/variables", user(12, "dana") token(140) "," project)
        else if (number % 700 == 111)
            line(401, "GET", "/projects/42/issues", "/projects/:id/issues", "")
        else if (number % 900 == 222)
            line(404, "GET", "/projects/shop%2Fsecret", "/projects/:id", user(15, "erin") token(151))
        else if (number % 3000 == 1234)
            line(500, "GET", "/projects/42/repository/commits", "/projects/:id/repository/commits", user(12, "dana") token(140) "," project)
        else
            line(200, "GET", "/projects/42/issues", "/projects/:id/issues", user(20 + number % 60, "user" number % 60) token(300 + number % 60) "," project)
    }
}' >api_json.log
printf '$ wc -l api_json.log\n'
wc -l api_json.log

printf '$ glwhy explain api_json.log --project shop/web --top 3 --report markdown=ticket.md\n'
code=0
glwhy explain api_json.log --project shop/web --top 3 --report markdown=ticket.md || code=$?
printf 'exit code %s\n' "$code"
[ "$code" = 3 ]

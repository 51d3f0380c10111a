#!/usr/bin/env python3
"""Writes knowledge/endpoints/measured.toml: a row for each route that an instance was asked, and that has no row yet.

    tests/measured/rows.py MEASURED      (the folder with routes.jsonl, cells.jsonl, truths.json, answers.json, ...)

The roles are told by identities whose role is known, in every state of the project that leaves roles as they are. Where
the answers leave the role open the row says that it is not known. A correction is made by hand: move the row to its family
in another file, and change it there; what has a row in another file is left out here, so that the program never writes over it. It is no part
of the program, is run once for a release, and makes text out of JSON: that is why it is no Rust.
"""
import json
import re
import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "knowledge/endpoints"
TARGET = FOLDER / "measured.toml"
METHODS = ("get", "head", "post", "put", "patch", "delete")
LADDER = ("guest", "reporter", "developer", "maintainer", "owner")
# Further identities whose role is known, in projects and in groups (world.json).
SAME_ROLE = {
    "/projects/": {"project_bot_guest": "guest", "oauth_api": "developer", "project_bot": "maintainer"},
    "/groups/": {"group_bot": "developer", "oauth_api": "developer"},
}
# States in which a member's role means what it does in a private project.
LIKE_PRIVATE = ("private", "archived", "off")
# A feature that is off with another one, as GitLab itself has it; and what its settings call one.
GOES_WITH = {"merge_requests": "repository", "builds": "repository"}
SETTINGS = {"packages": "package_registry"}
# Protocols with secrets and words of their own.
OWN_WAYS = ("/internal/", "/feature_flags/", "/jobs/", "/api/")


class Open(Exception):
    """What the answers leave open."""


class Cells:
    """What a route answered, by state and identity: True where it was granted, False where refused for want of a role."""

    def __init__(self, cell, truths, answers):
        self.path, self.states, self.truths, self.answers = cell["p"], cell["states"], truths, answers

    def told(self, state, who):
        """The outcome and cause, and the status; None where they cannot be told."""
        answer, truth = self.states.get(state, {}).get(who, (0, -1))
        return None if truth < 0 else (*self.truths[truth][:2], self.answers[answer][0])

    def may(self, who, states=LIKE_PRIVATE + ("only",)):
        found = {told[0] == "granted" for state in states if (told := self.told(state, who))
                 and (told[0] == "granted" or told[1] in ("wrong_role", "missing_token"))}
        return found.pop() if len(found) == 1 else None

    def with_role(self, role):
        same = next((names for place, names in SAME_ROLE.items() if self.path.startswith(place)), {})
        found = {self.may(name) for name in (role, *(name for name, held in same.items() if held == role))} - {None}
        if not found and (self.may(role, ("public",)) is False or self.is_turned_away(role)):
            return False
        if len(found) > 1:
            raise Open("callers of one role are answered differently")
        return found.pop() if found else None

    def is_turned_away(self, who):
        """Whether it gets an error, whatever it says, where somebody else is granted the very same."""
        for state in (*LIKE_PRIVATE, "public"):
            answer = self.states.get(state, {}).get(who, (None,))[0]
            served = any((self.told(state, name) or "-")[0] == "granted" for name in (*LADDER, "admin"))
            if answer is not None and served and 400 <= self.answers[answer][0] < 500:
                return True
        return False

    def statuses(self, names, states):
        told = [self.told(state, name) for state in states for name in names]
        return {status for outcome, cause, status in filter(None, told) if outcome == "refused" and cause in ("wrong_role", "missing_token")}


def who(cells, reads_code):
    """Who may: what is granted to a role is granted to all above it, and what is refused to it to all below."""
    roles = {name: cells.with_role(name) for name in LADDER}
    planner, outsider = cells.with_role("planner"), cells.may("nonmember")
    told = [may for may in (*roles.values(), planner, outsider) if may is not None]
    if cells.may("anonymous"):
        return "anybody"
    if len(told) > 3 and not any(told) and roles["owner"] is not None and cells.may("admin") is not False:
        return "administrator"
    if "only" in cells.states:
        if len(told) > 2 and not any(told) and cells.may("admin") is not False:
            return "administrator"
        if len(told) > 2 and all(told) and ":" not in cells.path:
            return "any user"
        raise Open("it depends on the object")
    granted = [place for place, name in enumerate(LADDER) if roles[name]] or [LADDER.index("owner")]
    refused = [place for place, name in enumerate(LADDER) if roles[name] is False]
    if outsider is True or len(told) < 4 or min(granted) != max(refused, default=-1) + 1:
        raise Open("the answers leave the role open")
    least = LADDER[min(granted)]
    if least == "reporter":
        if planner is None and not reads_code:
            raise Open("the answers leave the role open")
        return "reporter" if planner is False else "code reader" if reads_code else "planner"
    return f"{least} or planner" if planner and least != "guest" else least


def public(cells):
    if cells.may("anonymous", ("public",)):
        return "anybody"
    strangers = ("nonmember", "external")
    return "any user" if any(cells.may(name, ("public",)) for name in strangers) else None


def scopes(route, cells):
    """The scopes that open it beside the usual ones, and those of which the answers do not tell."""
    usual = ["api", "read_api"] if route["m"] in ("GET", "HEAD") else ["api"]
    own, perhaps = [], []
    for name in (text.split(" ")[0] for text in route["scopes"]):
        if name in (*usual, *own, *perhaps, "read_api"):
            continue
        told = [cells.told(state, f"scope_{name}") for state in cells.states]
        outcomes = {outcome if outcome == "granted" else cause for outcome, cause, _ in filter(None, told)}
        if outcomes & {"granted", "wrong_role"}:
            own.append(name)
        elif "wrong_scope" not in outcomes:
            perhaps.append(name)
    return (usual + own if own else None), perhaps


def job(route, cells):
    """Whether it reads job tokens. Where it says nothing, its answers have to show that it does not."""
    reads = route.get("authentication", {})
    if set(reads) - {"job_token_allowed", "job_token_scope"} or route.get("hidden"):
        raise Open("a credential of its own")
    allowed = reads.get("job_token_allowed")
    if not allowed:
        told = [cells.told(state, name) for state in cells.states for name in cells.states[state] if name.startswith(("job_token", "deploy", "group_deploy"))]
        outcomes = {outcome if outcome == "granted" else cause for outcome, cause, _ in filter(None, told)}
        if outcomes - {"wrong_token_type", "wrong_context"} and not cells.may("anonymous"):
            raise Open("job or deploy tokens are read without being named")
        return None, False
    if reads.get("job_token_scope") == "project":
        return "own project", False
    policies = route.get("authorization", {}).get("job_token_policies") or True
    if policies is not True:
        policies = [name.upper() for name in ([policies] if isinstance(policies, str) else policies)]
    return policies, allowed == "basic_auth"


def refusal(cells, asked):
    """The statuses for a member and for an outsider, where they are not the usual ones of those who may."""
    places = [state for state in (*LIKE_PRIVATE, "only") if state in cells.states]
    member = cells.statuses((*LADDER, "planner"), places)
    outsider = cells.statuses(("nonmember",), places)
    if asked == "any user":
        member = outsider = cells.statuses(("anonymous",), places)
    usual = {"any user": (401, 401), "administrator": (403, 403), "anybody": (404, 404)}.get(asked, (403, 404))
    if len(member) > 1 or len(outsider) > 1:
        return None
    found = (next(iter(member), usual[0]), next(iter(outsider), usual[1]))
    if found == usual:
        return None
    return found[0] if found[0] == found[1] else list(found)


def shape(path):
    return re.sub(r"\*\w+", "*", re.sub(r":\w+", ":", path.split("#")[0]))


def spelled(path):
    """The paths that a path with an optional part stands for."""
    part = re.search(r"\((/?[^()]*?)\)", path)
    if not part:
        return [path] if re.fullmatch(r"(/[^/*]+|/\*\w+)+", path) else []
    return [written for text in ("", part[1]) for written in spelled(path[:part.start()] + text + path[part.end():])]


def read_rows():
    """The rows of the other files, by method and shape, and those that stand for every word in one place."""
    rows, patterns = {}, []
    for file in sorted(FOLDER.glob("*.toml")):
        tables = [] if file == TARGET else tomllib.loads(file.read_text()).values()
        for row in (row for table in tables if isinstance(table, dict) and not table.get("root") for row in table["routes"]):
            method = next(m for m in METHODS if m in row)
            rows[method.upper(), shape(row[method])] = row
            if row[method].endswith("/:slug"):
                patterns.append((method.upper(), re.compile(re.sub(r":\w+", "[^/]+", row[method]) + r"\Z")))
    return rows, patterns


def titles(permissions, rows, routes):
    """How GitLab's form calls a permission, as fields of a row: those of rows that are there, or its resource and action."""
    by_route = {(r["m"], shape(r["p"])): r.get("authorization", {}).get("permissions") for r in routes}
    known = {}
    for key, row in rows.items():
        if isinstance(by_route.get(key), str) and "permission" in row:
            fields = ("permission", "permission_since", "permission_before")
            known.setdefault(by_route[key], {field: row[field] for field in fields if field in row})
    for offered in permissions:
        words = [offered[part].replace("_", " ").title() for part in ("resource", "action")]
        for name in offered["permissions"]:
            known.setdefault(name, {"permission": ": ".join(words)})
    return known


def write(families, release):
    quote = lambda value: json.dumps(value[0] if isinstance(value, list) and len(value) == 1 else value)
    lines = [
        "# Routes that were asked and not read: what an instance answered to every kind of caller.",
        "#",
        "# Written by tests/measured/rows.py, and written anew by it. To correct a row, move it to its family in another file.",
        "",
        f'title = "Measured in {release}"',
        "order = 13",
    ]
    for source, rows in sorted(families.items()):
        name = re.sub(r"[^a-z0-9]+", "_", re.sub(r"^(ee/)?lib/(ee/)?api/", r"\1\2", source.removesuffix(".rb"))).strip("_")
        title = name.removeprefix("ee_").replace("_", " ").capitalize()
        lines += ["", f"[measured_{name}]", f'title = "{title}"', f'source = "{source}"', 'grade = "measured"', "routes = ["]
        for row in sorted(rows, key=lambda row: next(iter(row.values()))):
            fields = ", ".join(f"{key} = {quote(value)}" for key, value in row.items() if value)
            lines.append("  { " + fields + " },")
        lines.append("]")
    TARGET.write_text("\n".join(lines) + "\n")


def main():
    folder, release = Path(sys.argv[1]), "18.9"
    load = lambda name: [json.loads(line) for line in open(folder / name)]
    routes, (rows, patterns) = load("routes.jsonl"), read_rows()
    truths, answers = (json.loads((folder / name).read_text()) for name in ("truths.json", "answers.json"))
    cells = {(cell["m"], cell["p"]): cell for cell in load("cells.jsonl")}
    features = defaultdict(set)
    for closed in load("features.jsonl"):
        if closed["before"] < 400 <= closed["after"]:
            features[closed["method"], closed["route"]].add(SETTINGS.get(closed["feature"], closed["feature"]))
    names = titles(load("granular_permissions.jsonl"), rows, routes)
    families, left_out, unknown, seen = defaultdict(list), Counter(), Counter(), set()
    for route in routes:
        method, path = key = route["m"], route["p"]
        paths = [p for p in spelled(path) if (method, shape(p)) not in rows and not any(m == method and like.match(p) for m, like in patterns)]
        if key in seen or key not in cells or not paths:
            continue
        seen.add(key)
        try:
            if path.startswith(OWN_WAYS) or "\\" in path:
                raise Open("no path of the usual form")
            found = Cells(cells[key], truths, answers)
            closed = features[key] - {GOES_WITH.get(feature) for feature in features[key]}
            try:
                asked = who(found, bool(closed & {"repository", "merge_requests"}))
            except Open as why:
                asked = "not known"
                unknown[str(why)] += 1
            own, perhaps = scopes(route, found)
            reads_job, as_password = job(route, found)
            permission = route.get("authorization", {}).get("permissions")
            fields = {
                "who": asked, "public": public(found), "scopes": own, "perhaps": perhaps,
                "job": reads_job, "job_as_password": as_password,
                **(names.get(permission, {}) if isinstance(permission, str) else {}),
                "feature": " and ".join(sorted(closed)), "refuses": refusal(found, asked),
            }
            families[route["file"]] += [{method.lower(): written, **fields} for written in paths]
        except Open as why:
            left_out[str(why)] += 1
            if len(sys.argv) > 2:
                print(why, ":", method, path)
    write(families, release)
    print(sum(map(len, families.values())), "rows;", "role not known:", dict(unknown), "left out:", dict(left_out.most_common()))


if __name__ == "__main__":
    main()

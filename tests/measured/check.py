#!/usr/bin/env python3
"""Fail where the program says more than the answers of a real GitLab bear out.

    check.py FILE ...

A FILE is the report of score.py (JSON), or what needs.py printed (its last line is the count). Nothing may be certain and
wrong, over-certain, or swapped (granted for refused, or the reverse), and at most one in a hundred may name another cause.
What is unknown is nobody's fault.
"""
import ast
import json
import sys
from pathlib import Path

NEVER = ("certain+wrong", "over", "swapped")
KNOWN = {"n", "right", "unknown", "wrong", *NEVER}


def counts(path):
    text = path.read_text()
    if path.suffix == ".json":
        return json.loads(text)["total"]
    table = ast.literal_eval(text.strip().splitlines()[-1])
    return {"n": sum(table.values()), **table}


def faults(total):
    if not total.get("n") or not set(total) <= KNOWN:
        return ["not counted as expected"]
    found = [f"{total[name]} {name}" for name in NEVER if total.get(name)]
    if 100 * total.get("wrong", 0) > total["n"]:
        found.append(f"{total['wrong']} wrong, more than 1 %")
    return found


def main():
    failed = not sys.argv[1:]
    for path in map(Path, sys.argv[1:]):
        total = counts(path)
        found = faults(total)
        failed |= bool(found)
        print(f"{path.name}: {total}: {', '.join(found) or 'good'}")
    sys.exit(failed)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Writes knowledge/graphql/ of a recording: what the types and fields of GraphQL demand, and who has each ability.

    tests/measured/graphql.py MEASURED      (the folder with graphql.jsonl and abilities.jsonl)

What demands nothing and leads to nothing that does is left out. Like rows.py, it is no part of the program and is run once
for a release; corrections are made in the folder by hand, after it.
"""
import json
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / "knowledge/graphql"
ROOTS = ("Query", "Mutation")


def head(path):
    """The remarks at the beginning of a file that is there: they are written by hand."""
    lines = path.read_text().split("\n")
    return "\n".join(lines[: next(at for at, line in enumerate(lines) if not line.startswith("#"))]) + "\n"


def words(names):
    return [name for name in names if name and name != "[]"]


class Field:
    """A field: the type that it leads to through connections, whether as a list, and what it demands besides."""

    def __init__(self, says, types):
        says = {"type": says} if isinstance(says, str) else says
        self.is_list = says["type"].endswith("Connection")
        self.needs = words(says.get("authorize", []))
        self.scopes = [scope for scope in says.get("scopes", []) if scope != "api"]
        self.leads_to = says["type"]
        for _ in range(3):
            fields = types.get(self.leads_to, {}).get("fields", {})
            through = {"Connection": "nodes", "Edge": "node"}
            name = next((inner for ending, inner in through.items() if self.leads_to.endswith(ending)), None)
            if name not in fields:
                break
            inner = fields[name]
            self.leads_to = inner if isinstance(inner, str) else inner["type"]

    def row(self, reached):
        said = ["list of"] * self.is_list + [self.leads_to] * (self.leads_to in reached)
        said += ["needs", *self.needs] * bool(self.needs) + ["scopes", *self.scopes] * bool(self.scopes)
        return " ".join(said) or "needs nothing"


def read_types(folder):
    types = {row["type"]: row for row in map(json.loads, open(folder / "graphql.jsonl"))}
    own = {name: row for name, row in types.items() if not name.endswith(("Connection", "Edge"))}
    fields = {name: {field: Field(says, types) for field, says in row["fields"].items()} for name, row in own.items()}
    return fields, {name: words(row.get("authorize", [])) for name, row in own.items()}


def reached_types(fields, needs):
    """The types that demand something or lead to one that does, as far as the roots lead to them."""
    telling = {name for name in fields if needs[name] or any(field.needs for field in fields[name].values())} | set(ROOTS)
    while more := {name for name in fields if any(field.leads_to in telling for field in fields[name].values())} - telling:
        telling |= more
    reached, open_ = set(), list(ROOTS)
    while open_:
        name = open_.pop()
        if name in telling and name not in reached:
            reached.add(name)
            open_ += [field.leads_to for field in fields[name].values()]
    return reached


def read_abilities(folder):
    """By ability and what it is on, the least role that has it where that is private, or a set of roles."""
    abilities = {}
    for row in map(json.loads, open(folder / "abilities.jsonl")):
        on = abilities.setdefault(row["ability"], {})
        held = row["allowed"].get("private", row["allowed"].get("only"))
        held = (held[0] if held else "") if isinstance(held, list) else held
        held = " ".join(held) if isinstance(held, list) else held
        if held:
            on[row["subject"]] = held
    return abilities


def main():
    folder = Path(sys.argv[1])
    fields, needs = read_types(folder)
    reached = reached_types(fields, needs)
    lines, used = [], {ability for name in reached for ability in needs[name]}
    for name in sorted(reached):
        lines.append(f"\n[{name}]")
        if needs[name]:
            lines.append(f"needs = {json.dumps(needs[name])}")
        kept = {key: field for key, field in fields[name].items() if field.leads_to in reached or field.needs or name in ROOTS}
        lines += [f"[{name}.fields]"] * bool(kept) + [f'{key} = "{kept[key].row(reached)}"' for key in sorted(kept)]
        used |= {ability for field in fields[name].values() for ability in field.needs}
    path = TARGET / "types.toml"
    path.write_text(head(path) + "\n".join(lines) + "\n")
    abilities = read_abilities(folder)
    rows = [f'{name} = "{", ".join(f"{on} {held}" for on, held in sorted(abilities[name].items()))}"' for name in sorted(used) if name in abilities]
    path = TARGET / "abilities.toml"
    path.write_text(head(path) + "\n" + "\n".join(rows) + "\n")
    print(len(reached), "types;", len(rows), "abilities")


if __name__ == "__main__":
    main()

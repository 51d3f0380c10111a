//! The closed sets of version 1, for its schema: what else a field could hold would be a new version.

use schemars::{Schema, SchemaGenerator, json_schema};

use super::SCHEMA;
use crate::diagnosis::{Cause, Certainty, Gate, GateState};
use crate::report::{Basis, Command, Outcome, Severity, Verdict};

fn one_of<const N: usize>(names: [&'static str; N]) -> Schema {
    json_schema!({ "type": "string", "enum": names.to_vec() })
}

pub(super) fn schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "const": SCHEMA })
}

pub(super) fn command(_: &mut SchemaGenerator) -> Schema {
    one_of([Command::Inspect, Command::Probe, Command::Explain].map(Command::name))
}

pub(super) fn verdict(_: &mut SchemaGenerator) -> Schema {
    one_of([Verdict::Healthy, Verdict::Problem, Verdict::Unknown].map(Verdict::name))
}

pub(super) fn outcome(_: &mut SchemaGenerator) -> Schema {
    let all = [
        Outcome::Granted,
        Outcome::Refused,
        Outcome::Unknown,
        Outcome::NotProbed,
    ];
    one_of(all.map(Outcome::name))
}

pub(super) fn basis(_: &mut SchemaGenerator) -> Schema {
    one_of([Basis::Observed, Basis::Derived, Basis::Read].map(Basis::name))
}

pub(super) fn gate(_: &mut SchemaGenerator) -> Schema {
    one_of(Gate::ALL.map(Gate::name))
}

pub(super) fn gate_or_null(_: &mut SchemaGenerator) -> Schema {
    let names = Gate::ALL.map(Gate::name).map(Some).into_iter();
    let all: Vec<Option<&str>> = names.chain([None]).collect();
    json_schema!({ "type": ["string", "null"], "enum": all })
}

pub(super) fn gate_state(_: &mut SchemaGenerator) -> Schema {
    let all = [
        GateState::Passed,
        GateState::Refused,
        GateState::NotReached,
        GateState::Unknown,
    ];
    one_of(all.map(GateState::name))
}

pub(super) fn certainty(_: &mut SchemaGenerator) -> Schema {
    one_of([Certainty::Certain, Certainty::Likely, Certainty::Ambiguous].map(Certainty::name))
}

pub(super) fn cause(_: &mut SchemaGenerator) -> Schema {
    one_of(Cause::ALL.map(Cause::name))
}

pub(super) fn severity(_: &mut SchemaGenerator) -> Schema {
    one_of([Severity::Note, Severity::Warning, Severity::Problem].map(Severity::name))
}

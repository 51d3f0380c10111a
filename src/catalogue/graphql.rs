//! GraphQL: what an operation demands of whoever asks, field by field.
//!
//! The tables are texts, a row on a line (`build/graphql.rs` makes them of `knowledge/graphql/`): an operation names a handful
//! of some thousand fields, and those are looked for when one is asked about.

use std::io::Read as _;
use std::sync::LazyLock;

use flate2::bufread::GzDecoder;
use graphql_parser::query::{
    Definition, Document, FragmentDefinition, OperationDefinition, Selection, SelectionSet,
    TypeCondition, parse_query,
};
use serde_json::Value;

use super::{AccessLevel, Place};

/// The types, made by `build/graphql.rs`: `Type<tab>ability ability<tab>field:Type!ability$scope<tab>...`; a list is `Type*`.
///
/// It is packed by gzip, for few runs look at it, and is unpacked once; it is never broken, since the build packs it.
static TYPES: LazyLock<String> = LazyLock::new(|| {
    let packed: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/graphql-types.gz"));
    let mut text = String::new();
    let unpacked = GzDecoder::new(packed).read_to_string(&mut text);
    debug_assert!(unpacked.is_ok(), "{unpacked:?}");
    text
});

/// The abilities: `ability<tab>subject role role,subject role`.
static ABILITIES: &str = include_str!(concat!(env!("OUT_DIR"), "/abilities.txt"));

/// Fields that lead through a connection to what it holds: the table names that alone.
const THROUGH: [&str; 3] = ["nodes", "edges", "node"];

/// So deep may an operation be; GitLab itself refuses what is deeper than 20 (`app/graphql/gitlab_schema.rb`), and a fragment
/// may name itself.
const DEEPEST: usize = 40;

/// What is said of fields that are not looked at.
const TOO_DEEP: &str = "what lies deeper";

/// So many fields are looked at: fragments that name each other twice would double them at each step.
const MOST: usize = 2_000;

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum OperationKind {
    /// It reads.
    Query,
    /// It is told of changes, over a connection that stays open.
    Subscription,
    /// It changes something.
    Mutation,
}

/// An operation, with what its fields demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Operation {
    /// What it does.
    pub kind: OperationKind,
    /// Its fields that demand something, in their order.
    pub demands: Vec<Demand>,
    /// What of it is in no table, or was not looked at.
    pub unknown: Vec<String>,
    /// The project or group that it asks for by its full path, where it asks for one.
    pub place: Option<(Place, String)>,
}

impl Operation {
    /// The least role that has all abilities, as far as one is known: `maintainer`, or `admin` for an administrator.
    pub(crate) fn least_role(&self) -> Option<&'static str> {
        let abilities = self.demands.iter().flat_map(|demand| &demand.abilities);
        abilities
            .filter_map(Ability::least)
            .max_by_key(|role| rung(role))
    }
}

/// The roles, the least first.
const RUNGS: [&str; 7] = [
    "guest",
    "planner",
    "reporter",
    "developer",
    "maintainer",
    "owner",
    "admin",
];

fn rung(role: &str) -> Option<usize> {
    RUNGS.iter().position(|other| *other == role)
}

/// What a field demands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Demand {
    /// The names of the fields that lead to it, with dots: `project.ciVariables`.
    pub path: String,
    /// The abilities that it demands, all of them.
    pub abilities: Vec<Ability>,
    /// The scopes that open it beside `api`.
    pub scopes: Vec<&'static str>,
}

/// An ability of GitLab's policies, with who has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ability {
    /// Its name in GitLab.
    pub name: &'static str,
    /// Who has it.
    pub holders: Holders,
}

/// Who has an ability where what it is about is private.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Holders {
    /// It was not asked for.
    Unknown,
    /// Nobody who was asked, on an instance without a licence.
    Nobody,
    /// These roles, each with what it is a role on: `("project", "maintainer")`.
    Roles(Vec<(&'static str, &'static str)>),
}

/// Reads an operation and looks up what it demands; several operations in one text count as one.
///
/// # Errors
/// When the text is no GraphQL: what the parser says of it.
pub(crate) fn read(text: &str) -> Result<Operation, String> {
    let document = parse_query::<&str>(text).map_err(|error| error.to_string())?;
    let operations = document.definitions.iter().filter_map(|row| match row {
        Definition::Operation(operation) => Some(match operation {
            OperationDefinition::SelectionSet(set) => (OperationKind::Query, set),
            OperationDefinition::Query(query) => (OperationKind::Query, &query.selection_set),
            OperationDefinition::Mutation(row) => (OperationKind::Mutation, &row.selection_set),
            OperationDefinition::Subscription(row) => {
                (OperationKind::Subscription, &row.selection_set)
            }
        }),
        Definition::Fragment(_) => None,
    });
    let operations: Vec<_> = operations.collect();
    // Of several, one that changes something counts for all: which of them is run is said elsewhere.
    let kinds = operations.iter().map(|(kind, _)| *kind);
    let kind = kinds
        .max()
        .ok_or("there is no query and no mutation in it")?;
    let mut walk = OperationWalk {
        document: &document,
        demands: Vec::new(),
        unknown: Vec::new(),
        left: MOST,
    };
    let mut places: Vec<(Place, String)> = operations
        .iter()
        .flat_map(|(_, set)| &set.items)
        .filter_map(named_place)
        .collect();
    places.dedup();
    let place = places.pop().filter(|_| places.is_empty());
    for (kind, selections) in operations {
        let root = match kind {
            OperationKind::Query => "Query",
            OperationKind::Mutation => "Mutation",
            OperationKind::Subscription => "Subscription",
        };
        walk.through(selections, root, &mut Vec::new());
    }
    Ok(Operation {
        kind,
        demands: walk.demands,
        unknown: walk.unknown,
        place,
    })
}

/// `project(fullPath: "group/app")`, where the path stands in the operation itself.
fn named_place<'a>(selection: &Selection<'a, &'a str>) -> Option<(Place, String)> {
    let Selection::Field(asked) = selection else {
        return None;
    };
    let place = match asked.name {
        "project" => Place::Project,
        "group" => Place::Group,
        _ => return None,
    };
    let (_, path) = asked
        .arguments
        .iter()
        .find(|(name, _)| *name == "fullPath")?;
    let graphql_parser::query::Value::String(path) = path else {
        return None;
    };
    Some((place, path.clone()))
}

/// What the last field of a path demands, as an error names it: `["project", "ciVariables"]`. Places in lists are passed over.
pub(crate) fn demand_at(path: &[String]) -> Option<Demand> {
    let fields = path
        .iter()
        .filter(|part| !part.bytes().all(|byte| byte.is_ascii_digit()));
    let fields: Vec<&str> = fields.map(String::as_str).collect();
    let roots = ["Query", "Mutation"];
    let begins = |root: &&str| {
        fields
            .first()
            .is_some_and(|first| field(root, first).is_some())
    };
    let mut at = roots.into_iter().find(begins)?;
    let mut last = None;
    for name in &fields {
        if is_through(at, name) {
            continue;
        }
        let row = field(at, name)?;
        last = Some((at, row));
        at = row.leads_to;
    }
    let (owner, row) = last?;
    Some(row.demand(owner, fields.join(".")))
}

/// Whether an answer has null in the place of a project or group that was asked for, or of a list.
pub(crate) fn withholds(answer: &Value) -> bool {
    let is_place = |name: &String| {
        let row = field("Query", name);
        row.is_some_and(|row| matches!(row.leads_to, "Project" | "Group"))
    };
    let data = answer.get("data").and_then(Value::as_object);
    let mut fields = data.into_iter().flatten();
    fields.any(|(name, value)| value.is_null() && is_place(name)) || hidden_list(answer).is_some()
}

/// The path of the first list that is null in the data of an answer. GitLab answers so to whoever may not see the list; what is
/// null in other places may just not be there.
pub(crate) fn hidden_list(answer: &Value) -> Option<Vec<String>> {
    let mut path = Vec::new();
    let data = answer.get("data")?;
    let is_hidden = ["Query", "Mutation"]
        .iter()
        .any(|root| find_hidden(data, root, &mut path));
    is_hidden.then_some(path)
}

fn find_hidden(value: &Value, at: &str, path: &mut Vec<String>) -> bool {
    if let Value::Array(items) = value {
        return items.iter().any(|item| find_hidden(item, at, path));
    }
    let fields = value.as_object().into_iter().flatten();
    for (name, inner) in fields {
        let row = field(at, name);
        let (leads_to, is_list) = match row {
            Some(row) => (row.leads_to, row.is_list),
            None if is_through(at, name) => (at, false),
            None => continue,
        };
        path.push(name.to_owned());
        if inner.is_null() && is_list || find_hidden(inner, leads_to, path) {
            return true;
        }
        path.pop();
    }
    false
}

/// The way through an operation.
struct OperationWalk<'a> {
    document: &'a Document<'a, &'a str>,
    demands: Vec<Demand>,
    unknown: Vec<String>,
    /// So many steps may still be made.
    left: usize,
}

impl<'a> OperationWalk<'a> {
    fn through(&mut self, set: &SelectionSet<'a, &'a str>, at: &'a str, path: &mut Vec<&'a str>) {
        for selection in &set.items {
            if path.len() > DEEPEST || self.left == 0 {
                self.note_unknown(TOO_DEEP);
                return;
            }
            self.left -= 1;
            match selection {
                Selection::Field(asked) => {
                    path.push(asked.name);
                    let leads_to = self.step(at, asked.name, path);
                    self.through(&asked.selection_set, leads_to, path);
                    path.pop();
                }
                Selection::InlineFragment(part) => {
                    let on = part.type_condition.as_ref().map_or(at, named);
                    self.fragment(&part.selection_set, on, path);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(part) = self.find(spread.fragment_name) {
                        self.fragment(&part.selection_set, named(&part.type_condition), path);
                    }
                }
            }
        }
    }

    fn note_unknown(&mut self, name: &str) {
        if !self.unknown.iter().any(|other| other == name) {
            self.unknown.push(name.to_owned());
        }
    }

    /// A fragment counts as a step, so that one that names itself comes to an end.
    fn fragment(&mut self, set: &SelectionSet<'a, &'a str>, on: &'a str, path: &mut Vec<&'a str>) {
        path.push("");
        self.through(set, on, path);
        path.pop();
    }

    fn find(&self, name: &str) -> Option<&'a FragmentDefinition<'a, &'a str>> {
        self.document.definitions.iter().find_map(|row| match row {
            Definition::Fragment(part) if part.name == name => Some(part),
            Definition::Fragment(_) | Definition::Operation(_) => None,
        })
    }

    /// Notes what a field demands; returns the type that it leads to, or none that is known.
    fn step(&mut self, at: &str, name: &str, path: &[&str]) -> &'static str {
        if is_through(at, name) {
            return type_of(at).map_or("", |row| row.name);
        }
        let Some(row) = field(at, name) else {
            // Of these types every field has a row.
            if matches!(at, "Query" | "Mutation") && !name.starts_with("__") {
                self.note_unknown(name);
            }
            return "";
        };
        let shown: Vec<&str> = path
            .iter()
            .copied()
            .filter(|part| !part.is_empty())
            .collect();
        let demand = row.demand(at, shown.join("."));
        let is_new = !self.demands.iter().any(|other| other.path == demand.path);
        if is_new && (!demand.abilities.is_empty() || !demand.scopes.is_empty()) {
            self.demands.push(demand);
        }
        row.leads_to
    }
}

fn named<'a>(condition: &TypeCondition<'a, &'a str>) -> &'a str {
    let TypeCondition::On(name) = condition;
    name
}

/// A row of the table of types.
struct Type {
    name: &'static str,
    needs: &'static str,
    fields: &'static str,
}

/// A field of a type.
#[derive(Clone, Copy)]
struct FieldRow {
    leads_to: &'static str,
    is_list: bool,
    needs: &'static str,
    scopes: &'static str,
}

impl Ability {
    /// The least role that has it everywhere, where roles are known.
    fn least(&self) -> Option<&'static str> {
        let Holders::Roles(roles) = &self.holders else {
            return None;
        };
        let each = roles.iter().filter_map(|(_, role)| role.split(' ').next());
        each.filter(|role| rung(role).is_some())
            .max_by_key(|role| rung(role))
    }

    /// The role in a place from which on it is had there, where that is one rung of the ladder. What is in the place counts
    /// as well; a role in another kind of place says nothing.
    pub(crate) fn rung(&self, place: Place) -> Option<AccessLevel> {
        let Holders::Roles(roles) = &self.holders else {
            return None;
        };
        let named = match place {
            Place::Project => "project",
            Place::Group => "group",
            Place::Instance => return None,
        };
        let of_place = roles.iter().find(|(on, _)| *on == named);
        let mut within = roles
            .iter()
            .filter(|(on, _)| !matches!(*on, "project" | "group" | "global"));
        let (_, least) = of_place.or_else(|| within.clone().next())?;
        if of_place.is_none() && within.any(|(_, role)| role != least) {
            return None;
        }
        let mut levels = AccessLevel::NAMED.into_iter();
        levels.find(|level| level.name() == Some(least))
    }

    /// Who has it, in words: `maintainer`, or `maintainer (project), owner (group)`.
    pub(crate) fn holders(&self) -> String {
        match &self.holders {
            Holders::Unknown => "not known".to_owned(),
            Holders::Nobody => "nobody who was asked, without a licence".to_owned(),
            Holders::Roles(roles) => {
                let first = roles.first().map_or("", |(_, role)| role);
                if roles.iter().all(|(_, role)| *role == first) {
                    return in_words(first);
                }
                let each = roles
                    .iter()
                    .map(|(on, role)| format!("{} ({})", in_words(role), on.replace('_', " ")));
                each.collect::<Vec<_>>().join(", ")
            }
        }
    }
}

/// The least role, or a set of roles, in words.
fn in_words(roles: &str) -> String {
    match roles {
        "admin" => "an administrator".to_owned(),
        roles if roles.starts_with("anonymous") => "everybody".to_owned(),
        roles if roles.contains("nonmember") => "everybody who is signed in".to_owned(),
        roles if roles.contains(' ') => format!("only {}", roles.replace(' ', ", ")),
        role => format!("{role} and above"),
    }
}

impl FieldRow {
    fn demand(self, owner: &str, path: String) -> Demand {
        let of_type = type_of(self.leads_to).map_or("", |row| row.needs);
        let needs = self.needs.split(' ').chain(of_type.split(' '));
        let mut abilities: Vec<Ability> = Vec::new();
        for name in needs.filter(|name| !name.is_empty()) {
            if !abilities.iter().any(|ability| ability.name == name) {
                let holders = holders(name, &[owner, self.leads_to]);
                abilities.push(Ability { name, holders });
            }
        }
        let scopes = self.scopes.split(' ').filter(|name| !name.is_empty());
        Demand {
            path,
            abilities,
            scopes: scopes.collect(),
        }
    }
}

fn type_of(name: &str) -> Option<Type> {
    let row = row(&TYPES, name)?;
    let (needs, fields) = row.1.split_once('\t').unwrap_or((row.1, ""));
    Some(Type {
        name: row.0,
        needs,
        fields,
    })
}

/// The row of a table under this name: the name, and what stands behind it.
fn row(table: &'static str, name: &str) -> Option<(&'static str, &'static str)> {
    let mut rows = table.lines().filter_map(|line| line.split_once('\t'));
    rows.find(|(other, _)| *other == name)
}

fn field(type_name: &str, name: &str) -> Option<FieldRow> {
    let row = type_of(type_name)?;
    let mut fields = row
        .fields
        .split('\t')
        .filter_map(|field| field.split_once(':'));
    let (_, says) = fields.find(|(other, _)| *other == name)?;
    let (named, rest) = says.split_once('!')?;
    let (needs, scopes) = rest.split_once('$')?;
    let leads_to = named.trim_end_matches('*');
    Some(FieldRow {
        leads_to,
        is_list: leads_to != named,
        needs,
        scopes,
    })
}

/// Whether a field leads through a connection.
fn is_through(at: &str, name: &str) -> bool {
    THROUGH.contains(&name) && field(at, name).is_none()
}

/// Who has an ability; where it is one on several things, on what the types are, if one of them is known.
fn holders(ability: &str, types: &[&str]) -> Holders {
    let Some((_, says)) = row(ABILITIES, ability) else {
        return Holders::Unknown;
    };
    if says.is_empty() {
        return Holders::Nobody;
    }
    let roles = says.split(',').filter_map(|part| part.split_once(' '));
    let roles: Vec<(&str, &str)> = roles.collect();
    let of_type = types.iter().find_map(|name| {
        let subject = subject_of(name);
        roles.iter().find(|(on, _)| *on == subject)
    });
    Holders::Roles(of_type.map_or_else(|| roles.clone(), |role| vec![*role]))
}

/// What GitLab's policies call what a type shows: `MergeRequest` is `merge_request`.
fn subject_of(type_name: &str) -> String {
    let name = match type_name {
        "CiJob" | "CiBuild" => "Build",
        "WorkItem" | "EpicIssue" => "Issue",
        "PipelineSchedule" => "Schedule",
        name => name.strip_prefix("Ci").unwrap_or(name),
    };
    let mut subject = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !subject.is_empty() {
            subject.push('_');
        }
        subject.push(letter.to_ascii_lowercase());
    }
    subject
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demands(text: &str) -> Vec<(String, Vec<String>)> {
        let rows = read(text).unwrap().demands.into_iter();
        rows.map(|row| {
            let abilities = row.abilities.iter();
            let each = abilities.map(|ability| format!("{}: {}", ability.name, ability.holders()));
            (row.path, each.collect())
        })
        .collect()
    }

    #[test]
    fn each_field_of_a_query_tells_its_ability_and_who_has_it() {
        let asked =
            demands("{ project(fullPath: \"a/b\") { name ciVariables { nodes { key } } } }");
        let project = (
            "project".to_owned(),
            vec!["read_project: guest and above".to_owned()],
        );
        let variables = (
            "project.ciVariables".to_owned(),
            vec!["admin_cicd_variables: maintainer and above".to_owned()],
        );
        assert_eq!(asked, [project, variables]);
    }

    #[test]
    fn fragments_and_other_names_change_nothing() {
        let plain = demands("query { project(fullPath: \"a\") { jobs { nodes { name } } } }");
        let spread = demands(
            "query q { p: project(fullPath: \"a\") { ...part } } fragment part on Project { jobs { edges { node { name } } } }",
        );
        let inline = demands("{ project(fullPath: \"a\") { ... on Project { jobs { count } } } }");
        assert_eq!(plain, spread);
        assert_eq!(plain, inline);
    }

    #[test]
    fn a_mutation_is_told_from_a_query() {
        let text = "mutation { createIssue(input: { title: \"a\" }) { issue { iid } } }";
        assert_eq!(read(text).unwrap().kind, OperationKind::Mutation);
        let asked = demands(text);
        assert_eq!(read(text).unwrap().least_role(), Some("guest"));
        let first = ("createIssue".to_owned(), "create_issue".to_owned());
        assert_eq!(asked[0].0, first.0);
        assert!(asked[0].1[0].starts_with(&first.1), "{asked:?}");
    }

    #[test]
    fn the_place_is_the_one_that_the_operation_names_itself() {
        let place = |text: &str| read(text).unwrap().place;
        let project = Some((Place::Project, "a/b".to_owned()));
        assert_eq!(place("{ project(fullPath: \"a/b\") { id } }"), project);
        assert_eq!(
            place("query q($p: ID!) { project(fullPath: $p) { id } }"),
            None
        );
        let two = "{ project(fullPath: \"a/b\") { id } group(fullPath: \"a\") { id } }";
        assert_eq!(place(two), None);
    }

    #[test]
    fn a_role_in_a_project_says_nothing_of_a_group() {
        let group = read("{ group(fullPath: \"a\") { ciVariables { nodes { key } } } }").unwrap();
        let ability = &group.demands.last().unwrap().abilities[0];
        assert_eq!(ability.rung(Place::Group), Some(AccessLevel::OWNER));
        assert_eq!(ability.rung(Place::Project), None);
        assert_eq!(ability.rung(Place::Instance), None);
    }

    #[test]
    fn of_several_operations_one_that_changes_something_counts_for_all() {
        let both =
            read("query A { currentUser { id } } mutation B { jobPlay(input: {}) { errors } }");
        let both = both.unwrap();
        assert_eq!(both.kind, OperationKind::Mutation);
        assert_eq!(both.least_role(), Some("maintainer"));
    }

    #[test]
    fn what_lies_too_deep_is_not_said_to_ask_for_nothing() {
        let mut text = "{ project(fullPath: \"a\") { ...f0 } }".to_owned();
        for number in 0..60 {
            let next = (number + 1).to_string();
            text += &[
                " fragment f",
                &number.to_string(),
                " on Project { ...f",
                &next,
                " }",
            ]
            .concat();
        }
        text += " fragment f60 on Project { ciVariables { nodes { key } } }";
        assert_eq!(read(&text).unwrap().unknown, [TOO_DEEP]);
    }

    #[test]
    fn a_field_that_no_release_is_known_to_have_is_said_to_be_unknown() {
        let unknown = |text: &str| read(text).unwrap().unknown;
        assert_eq!(
            unknown("mutation { makeCoffee { errors } }"),
            ["makeCoffee"]
        );
        assert!(unknown("{ __typename currentUser { username } }").is_empty());
    }

    #[test]
    fn the_path_of_an_error_leads_to_its_field() {
        let at = |path: &[&str]| {
            let path: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
            demand_at(&path).map(|demand| demand.path)
        };
        let variables = Some("project.ciVariables".to_owned());
        assert_eq!(at(&["project", "ciVariables"]), variables);
        assert_eq!(
            at(&["projects", "nodes", "3", "jobs"]),
            Some("projects.nodes.jobs".to_owned())
        );
        assert_eq!(at(&["p", "ciVariables"]), None);
        assert_eq!(at(&[]), None);
    }

    #[test]
    fn a_list_is_null_where_it_is_hidden() {
        let hidden = |text: &str| hidden_list(&serde_json::from_str(text).unwrap());
        let path = vec!["project".to_owned(), "ciVariables".to_owned()];
        assert_eq!(
            hidden(r#"{"data":{"project":{"id":"1","ciVariables":null}}}"#),
            Some(path)
        );
        let nested = r#"{"data":{"projects":{"nodes":[{"jobs":{"nodes":[]}},{"jobs":null}]}}}"#;
        assert_eq!(
            hidden(nested).map(|path| path.join(".")),
            Some("projects.nodes.jobs".to_owned())
        );
        assert_eq!(hidden(r#"{"data":{"project":null}}"#), None);
        assert_eq!(
            hidden(r#"{"data":{"project":{"description":null,"jobs":{"nodes":[]}}}}"#),
            None
        );
        assert_eq!(
            hidden(r#"{"data":{"mergeRequest":{"milestone":null}}}"#),
            None
        );
    }

    #[test]
    fn what_is_no_graphql_or_has_no_end_is_no_fault_of_ours() {
        assert!(read("what is this").is_err());
        assert!(read("fragment a on Project { name }").is_err());
        assert!(
            read("{ ...a } fragment a on Query { ...a }")
                .unwrap()
                .demands
                .is_empty()
        );
        let _ = read(&"{a".repeat(100_000));
        let mut doubling = "{ ...f0 } ".to_owned();
        for number in 0..30 {
            let next = number + 1;
            let spread = format!("...f{next}");
            doubling += &[
                "fragment f",
                &number.to_string(),
                " on Query { ",
                &spread,
                " ",
                &spread,
                " } ",
            ]
            .concat();
        }
        assert!(read(&doubling).unwrap().demands.is_empty());
    }

    /// Every row is reached from the roots, and every type that a field leads to has a row.
    #[test]
    fn the_table_is_whole() {
        let names: Vec<&str> = TYPES
            .lines()
            .filter_map(|line| line.split('\t').next())
            .collect();
        assert!(names.len() > 800, "{}", names.len());
        for name in &names {
            let row = type_of(name).unwrap();
            for field in row.fields.split('\t').filter(|field| !field.is_empty()) {
                let (_, says) = field.split_once(':').unwrap();
                let leads_to = says.split('!').next().unwrap().trim_end_matches('*');
                assert!(
                    leads_to.is_empty() || names.contains(&leads_to),
                    "{name}: {field}"
                );
            }
        }
    }
}

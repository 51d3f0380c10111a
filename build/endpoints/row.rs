//! An endpoint: one line of its family.

use std::collections::HashSet;

use crate::knowledge::endpoints::Names;
use crate::knowledge::fault::{Faults, Place};
use crate::knowledge::program::condition::Condition;
use crate::knowledge::program::feature::Feature;
use crate::knowledge::program::method::Method;
use crate::knowledge::program::template::{MOST_PARAMS, segments, split_query};
use crate::knowledge::table::{Column, Placed, Row, choose};
use crate::knowledge::{kebab, rust, scopes, since};

/// The fields of an endpoint; it has one of those that are called like a method.
const COLUMNS: &[Column] = &[
    Column::optional("get", "the path, where the method is GET"),
    Column::optional("head", "the path, where the method is HEAD"),
    Column::optional("post", "the path, where the method is POST"),
    Column::optional("put", "the path, where the method is PUT"),
    Column::optional("patch", "the path, where the method is PATCH"),
    Column::optional("delete", "the path, where the method is DELETE"),
    Column::needed("who", "who may use it in a private project or group"),
    Column::optional(
        "public",
        "who may where the project and its feature are public",
    ),
    Column::optional("scopes", "the scopes that open it"),
    Column::optional("perhaps", "the scopes of which it is not certain"),
    Column::optional("takes", "the credential, where it is no access token"),
    Column::optional("job", "whether it reads job tokens"),
    Column::optional("job_as_password", "true where it reads them in no header"),
    Column::optional("job_since", "since which release it reads them"),
    Column::optional("deploy", "the scopes of deploy tokens that open it"),
    Column::optional("permission", "the fine-grained permission"),
    Column::optional("permission_since", "since which release it is called so"),
    Column::optional(
        "permission_before",
        "the fine-grained permission before that",
    ),
    Column::optional("feature", "which project features have to be on"),
    Column::optional("when", "what else decides"),
    Column::optional("refuses", "the status of a refusal"),
    Column::optional(
        "changes",
        "whether it changes something, where the method does not tell",
    ),
    Column::optional("probe", "true where it is cheap and needs no id of its own"),
    Column::optional("since", "which release brought it"),
    Column::optional("source", "which files of GitLab's repository were read"),
    Column::optional("grade", "how good the knowledge is"),
];

/// Who may, in Rust, beside the roles.
const CALLERS: [(&str, &str); 4] = [
    ("anybody", "Requirement::Anonymous"),
    ("any user", "Requirement::Authenticated"),
    ("administrator", "Requirement::Administrator"),
    ("not known", "Requirement::Unknown"),
];

/// The roles from which on somebody may.
const RUNGS: [(&str, &str); 7] = [
    ("guest", "GUEST"),
    ("planner", "PLANNER"),
    ("code reader", "CODE_READER"),
    ("reporter", "REPORTER"),
    ("developer", "DEVELOPER"),
    ("maintainer", "MAINTAINER"),
    ("owner", "OWNER"),
];

/// A role that may as well, below these.
const BESIDE: [(&str, &str); 2] = [
    ("planner", "PLANNER"),
    ("security manager", "SECURITY_MANAGER"),
];

const PUBLIC: [(&str, &str); 2] = [("anybody", "Anonymous"), ("any user", "AnyUser")];

const GRADES: [(&str, &str); 4] = [
    ("measured", "Measured"),
    ("code", "Code"),
    ("docs", "Docs"),
    ("inferred", "Inferred"),
];

const CREDENTIALS: [(&str, &str); 8] = [
    ("job-token", "JobToken"),
    ("trigger-token", "TriggerToken"),
    ("runner-registration", "RunnerRegistration"),
    ("runner", "Runner"),
    ("own-job", "OwnJob"),
    ("feature-flags-client", "FeatureFlagsClient"),
    ("session", "Session"),
    ("oauth", "Oauth"),
];

const DENIALS: [(&str, &str); 8] = [
    ("400", "BadRequest"),
    ("401", "Unauthorized"),
    ("403", "Forbidden"),
    ("404", "NotFound"),
    ("405", "NotAllowed"),
    ("filtered", "Filtered"),
    ("null", "Null"),
    ("errors", "Errors"),
];

/// Where the files of GitLab's repository lie that say something of endpoints.
const ROOTS: [&str; 5] = ["lib/", "app/", "config/", "doc/", "ee/"];

/// An endpoint: what tells it from others, and itself as Rust, with `GROUP` in the place of its family.
pub(super) struct Endpoint {
    pub(super) method: Method,
    pub(super) template: &'static str,
    pub(super) is_root: bool,
    pub(super) place: Place,
    pub(super) literal: String,
}

/// What the rows of a family have where they say nothing else.
#[derive(Clone)]
pub(super) struct Usual {
    features: String,
    sources: String,
    grade: &'static str,
}

impl Usual {
    /// What a family says, or what a row says beside its family.
    pub(super) fn read(family: &Row<'_>, faults: &mut Faults) -> Self {
        let usual = Self {
            features: "Features::None".to_owned(),
            sources: String::new(),
            grade: "Code",
        };
        usual.with(family, faults)
    }

    fn with(&self, row: &Row<'_>, faults: &mut Faults) -> Self {
        let features = row.text("feature", faults);
        let sources = row.words("source", faults);
        for source in &sources {
            if !ROOTS.iter().any(|root| source.value.starts_with(root)) {
                let what = format!("`{}` is no file of GitLab's repository", source.value);
                let fix = format!("Begin it with one of {}.", ROOTS.join(", "));
                faults.note(&source.place, &what, &fix);
            }
        }
        let own = rust::list(&sources, |source| format!("{:?}", source.value));
        let grade = row.choice("grade", &GRADES, faults);
        Self {
            features: features.map_or_else(
                || self.features.clone(),
                |text| read_features(&text, faults),
            ),
            sources: if own.is_empty() {
                self.sources.clone()
            } else {
                own
            },
            grade: grade.map_or(self.grade, |grade| grade.value),
        }
    }
}

pub(super) fn read(
    row: &Row<'_>,
    is_root: bool,
    usual: &Usual,
    names: &Names,
    faults: &mut Faults,
) -> Option<Endpoint> {
    row.check(COLUMNS, faults);
    let (method, template) = read_route(row, faults)?;
    let own = usual.with(row, faults);
    let requirement = read_requirement(row, faults);
    let (denies_member, denies_outsider) = read_denials(row, &requirement, faults);
    let public = row.choice("public", &PUBLIC, faults);
    let credential = row.choice("takes", &CREDENTIALS, faults);
    let literal = format!(
        "Endpoint {{ method: Method::{method:?}, template: {template:?}, group: GROUP, credential: EndpointCredential::{}, \
         scopes: {}, job_token: {}, job_token_as_password: {}, job_token_since: {}, deploy_token: {}, \
         requirement: {requirement}, conditions: &[{}], public_access: PublicAccess::{}, features: {}, \
         denies_member: {denies_member}, denies_outsider: {denies_outsider}, permission: {}, \
         {}, since: {}, sources: &[{}], evidence: Evidence::{} }}",
        credential
            .as_ref()
            .map_or("AccessToken", |credential| credential.value),
        read_scopes(row, method, credential.is_some(), names, faults),
        read_job(row, names, faults),
        row.flag("job_as_password", faults),
        since::literal(row.text("job_since", faults), faults),
        read_deploy(row, names, faults),
        read_conditions(row, faults),
        public.map_or("NotEstablished", |public| public.value),
        own.features,
        read_permission(row, faults),
        read_effect(row, method, faults),
        since::literal(row.text("since", faults), faults),
        own.sources,
        own.grade,
    );
    Some(Endpoint {
        method,
        template,
        is_root,
        place: row.place.clone(),
        literal,
    })
}

/// The method, which is the name of a field, and the path that it holds.
fn read_route(row: &Row<'_>, faults: &mut Faults) -> Option<(Method, &'static str)> {
    let mut routes = Method::ALL.into_iter().filter_map(|method| {
        let path = row.text(&method.name().to_ascii_lowercase(), faults)?;
        Some((method, path))
    });
    let (first, second) = (routes.next(), routes.next());
    let Some((method, path)) = first.filter(|_| second.is_none()) else {
        let fix = "Write the path once, under its method: get = \"/projects/:id\".";
        faults.note(&row.place, "An endpoint has one method", fix);
        return None;
    };
    let placeholders: Vec<&str> = segments(split_query(&path.value).0)
        .filter(|part| part.contains([':', '*']))
        .collect();
    let unique: HashSet<_> = placeholders.iter().collect();
    if !path.value.starts_with('/') || path.value.starts_with("/api/v4") {
        let fix = "Begin it with a slash, below /api/v4.";
        faults.note(&path.place, &format!("`{}` is no path", path.value), fix);
    } else if unique.len() < placeholders.len() || placeholders.len() > MOST_PARAMS {
        let fix = format!("Name each placeholder once, and at most {MOST_PARAMS}.");
        faults.note(
            &path.place,
            &format!("`{}` names one twice, or too many", path.value),
            &fix,
        );
    }
    Some((method, path.value.leak()))
}

/// `anybody`, `developer`, or `owner or planner`: a role and all above it, and one beside.
fn read_requirement(row: &Row<'_>, faults: &mut Faults) -> String {
    let Some(who) = row.text("who", faults) else {
        return String::new();
    };
    if let Some((_, caller)) = CALLERS.iter().find(|(word, _)| *word == who.value) {
        return (*caller).to_owned();
    }
    let part = |text: &str| Placed {
        place: who.place.clone(),
        value: text.to_owned(),
    };
    let (lowest, beside) = match who.value.split_once(" or ") {
        Some((lowest, beside)) => (part(lowest), Some(part(beside))),
        None => (part(&who.value), None),
    };
    let all = [&CALLERS[..], &RUNGS[..]].concat();
    let rung = choose(
        "who",
        &lowest,
        if beside.is_some() { &RUNGS } else { &all },
        faults,
    );
    let beside = beside.and_then(|role| choose("who", &role, &BESIDE, faults));
    let beside = beside.map_or(String::new(), |role| format!(".and(AccessLevel::{role})"));
    format!(
        "Requirement::Member(Roles::{}{beside})",
        rung.unwrap_or_default()
    )
}

/// The status for a member without the right, and that for somebody who may not see the place.
fn read_denials(row: &Row<'_>, requirement: &str, faults: &mut Faults) -> (String, String) {
    let denials = row.words("refuses", faults);
    let mut known = denials
        .iter()
        .filter_map(|word| choose("refuses", word, &DENIALS, faults));
    let (member, outsider) = match (known.next(), known.next()) {
        (Some(member), outsider) => (member, outsider.unwrap_or(member)),
        (None, _) => match requirement {
            "Requirement::Anonymous" => ("NotFound", "NotFound"),
            "Requirement::Authenticated" => ("Unauthorized", "Unauthorized"),
            "Requirement::Administrator" => ("Forbidden", "Forbidden"),
            _ => ("Forbidden", "NotFound"),
        },
    };
    (format!("Denial::{member}"), format!("Denial::{outsider}"))
}

/// The verb decides, not the effect: `read_api` opens GET and HEAD only.
fn read_scopes(
    row: &Row<'_>,
    method: Method,
    takes_another: bool,
    names: &Names,
    faults: &mut Faults,
) -> String {
    let mut list = |field| {
        let list = row.words(field, faults);
        for name in list.iter().filter(|name| name.value != "any") {
            scopes::check("scope", name, &names.scopes, faults);
        }
        rust::list(&list, |name| format!("{:?}", name.value))
    };
    let any_of = match list("scopes").as_str() {
        "\"any\"" => return "Scopes::Every".to_owned(),
        "" if takes_another => String::new(),
        "" if method.is_safe() => "\"api\", \"read_api\"".to_owned(),
        "" => "\"api\"".to_owned(),
        own => own.to_owned(),
    };
    match list("perhaps").as_str() {
        "" => format!("Scopes::AnyOf(&[{any_of}])"),
        perhaps => format!("Scopes::Disputed {{ any_of: &[{any_of}], perhaps: &[{perhaps}] }}"),
    }
}

/// `true`, `own project`, or the permissions to which another project can limit a job token.
fn read_job(row: &Row<'_>, names: &Names, faults: &mut Faults) -> String {
    let words = row.words("job", faults);
    match words.first().map(|word| word.value.as_str()) {
        None => "JobToken::No".to_owned(),
        Some("true") => "JobToken::Yes".to_owned(),
        Some("own project") => "JobToken::OwnProject".to_owned(),
        Some(_) => {
            for policy in &words {
                scopes::check("permission of job tokens", policy, &names.policies, faults);
            }
            let policies = rust::list(&words, |policy| format!("JobPolicy({:?})", policy.value));
            format!("JobToken::Policies(&[{policies}])")
        }
    }
}

/// One scope of these is enough; `a with b` is one that needs both.
fn read_deploy(row: &Row<'_>, names: &Names, faults: &mut Faults) -> String {
    let words = row.words("deploy", faults);
    for word in &words {
        for name in word.value.split(" with ") {
            let name = Placed {
                place: word.place.clone(),
                value: name.to_owned(),
            };
            scopes::check("scope", &name, &names.scopes, faults);
        }
    }
    let quoted = |texts: &[&str]| rust::list(texts, |text| format!("{text:?}"));
    let texts: Vec<&str> = words.iter().map(|word| word.value.as_str()).collect();
    match &texts[..] {
        [] => "DeployToken::No".to_owned(),
        [both, other] if both.contains(" with ") => {
            let both: Vec<&str> = both.split(" with ").collect();
            format!("DeployToken::AllOf(&[{}], {other:?})", quoted(&both))
        }
        any_of => format!("DeployToken::AnyOf(&[{}])", quoted(any_of)),
    }
}

fn read_conditions(row: &Row<'_>, faults: &mut Faults) -> String {
    let names = Condition::ALL.map(|condition| (kebab(&format!("{condition:?}")), condition));
    let known: Vec<(&str, Condition)> = names
        .iter()
        .map(|(name, condition)| (name.as_str(), *condition))
        .collect();
    let words = row.words("when", faults);
    let conditions: Vec<Condition> = words
        .iter()
        .filter_map(|word| choose("when", word, &known, faults))
        .collect();
    if row.has("probe") && conditions.contains(&Condition::CreatesMissingProject) {
        faults.note(
            &row.place,
            "What can create a project is no probe",
            "Leave `probe` out.",
        );
    }
    rust::list(&conditions, |condition| format!("Condition::{condition:?}"))
}

/// What it asks of fine-grained tokens, and what it asked before a release.
fn read_permission(row: &Row<'_>, faults: &mut Faults) -> String {
    let mut name = |field| {
        let name = row.text(field, faults)?;
        if !name.value.contains(": ") {
            let what = format!("`{}` is no permission", name.value);
            let fix = "Write it as \"Resource: Action\".";
            faults.note(&name.place, &what, fix);
        }
        Some(name)
    };
    let (is, before) = (name("permission"), name("permission_before"));
    let since = row.text("permission_since", faults);
    if let (Some(before), None) = (&before, &since) {
        let fix = "Add permission_since = \"not in 18.9, in 19.2\".";
        let what = "What was before has no release up to which it was";
        faults.note(&before.place, what, fix);
    }
    let value = |name: Option<Placed<String>>| name.map(|name| name.value);
    format!(
        "Permission {{ name: {:?}, since: {}, before: {:?} }}",
        value(is),
        since::literal(since, faults),
        value(before),
    )
}

/// Whether it changes something, and whether it may be sent to find out.
fn read_effect(row: &Row<'_>, method: Method, faults: &mut Faults) -> String {
    let changes = if row.has("changes") {
        row.flag("changes", faults)
    } else {
        !method.is_safe()
    };
    let probe = row.flag("probe", faults);
    if probe && (changes || !method.is_safe()) {
        faults.note(
            &row.place,
            "What changes something is no probe",
            "Leave `probe` out.",
        );
    }
    format!("mutates: {changes}, safe_probe: {probe}")
}

/// `issues`, `environments and builds`, `issues or merge_requests`, or `none`, as GitLab's settings call them.
fn read_features(text: &Placed<String>, faults: &mut Faults) -> String {
    if text.value == "none" {
        return "Features::None".to_owned();
    }
    let known = Feature::ALL.map(|feature| {
        let key = feature.access_level_key();
        (key.strip_suffix("_access_level").unwrap_or(key), feature)
    });
    let (between, way) = if text.value.contains(" or ") {
        (" or ", "Any")
    } else {
        (" and ", "All")
    };
    let mut features = Vec::new();
    for name in text.value.split(between) {
        let name = Placed {
            place: text.place.clone(),
            value: name.to_owned(),
        };
        features.extend(choose("feature", &name, &known, faults));
    }
    let list = rust::list(&features, |feature| format!("Feature::{feature:?}"));
    match features.len() {
        1 => format!("Features::One({list})"),
        _ => format!("Features::{way}(&[{list}])"),
    }
}

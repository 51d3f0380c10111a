//! What differs between a release and `knowledge/`, in groups, each sorted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::known::{Known, Row};
use super::release::{ANSWERED, Named, Place, Release, Route, SETTINGS, shape, spelled};

/// The lines of a report by the title of their group.
#[derive(Default)]
pub(super) struct Differences {
    groups: Vec<(String, BTreeSet<String>)>,
    /// Those that stay, each with the reason.
    explained: BTreeSet<String>,
    /// What is said of the source, and is no difference.
    notes: BTreeSet<String>,
}

impl Differences {
    /// Compares all that the source holds.
    pub(super) fn between(known: &Known, release: &Release) -> Self {
        let mut found = Self::default();
        found.own(known);
        if !release.routes.is_empty() {
            found.routes(known, release);
            found.settings(known, release);
            found.rows(known, release);
        }
        found.documented(known, release);
        found.named(
            "permission of fine-grained tokens",
            &known.permissions,
            release.permissions.as_ref(),
            true,
        );
        found.named("scope", &known.scopes, release.scopes.as_ref(), false);
        found.named(
            "permission of job tokens",
            &known.policies,
            release.policies.as_ref(),
            false,
        );
        found.named(
            "permission of custom roles",
            &known.abilities,
            release.abilities.as_ref(),
            false,
        );
        found.named(
            "ability of a role",
            &known.roles,
            release.roles.as_ref(),
            false,
        );
        found.explain(known);
        found.notes.extend(
            release
                .unread
                .iter()
                .map(|(place, what)| format!("{what}  {place}")),
        );
        for ((method, path), said) in release
            .routes
            .iter()
            .filter(|(_, said)| !said.unread.is_empty())
        {
            let settings: Vec<&str> = said.unread.iter().copied().collect();
            let place = &said.place;
            found.notes.insert(format!(
                "{} of {method} {path}  {place}",
                settings.join(", ")
            ));
        }
        found
    }

    /// Takes out what stays different, as `knowledge/` says.
    fn explain(&mut self, known: &Known) {
        for (title, lines) in &mut self.groups {
            lines.retain(|line| {
                let mut reasons = known.explained.iter();
                let found = reasons
                    .find(|((group, start), _)| group == title && line.starts_with(start.as_str()));
                if let Some((_, why)) = found {
                    self.explained.insert(format!("{title}: {line}: {why}"));
                }
                found.is_none()
            });
        }
        self.groups.retain(|(_, lines)| !lines.is_empty());
    }

    pub(super) fn is_none(&self) -> bool {
        self.groups.iter().all(|(_, lines)| lines.is_empty())
    }

    fn add(&mut self, title: &str, lines: impl IntoIterator<Item = String>) {
        let lines: BTreeSet<String> = lines.into_iter().collect();
        if !lines.is_empty() {
            self.groups.push((title.to_owned(), lines));
        }
    }

    /// What the two lists of `knowledge/` say differently: the routes, and those with settings. Routes beside
    /// `/api/v4` stand in the second alone.
    fn own(&mut self, known: &Known) {
        let files = files(known);
        let settings = files.keys().filter(|(_, path)| !path.starts_with("/api/"));
        let unlisted = settings.filter(|key| !known.listed.contains_key(*key));
        let unset = known.listed.keys().filter(|key| !files.contains_key(*key));
        let lines = unlisted
            .chain(unset)
            .map(|(method, path)| format!("{method} {path}"));
        let lines: Vec<String> = lines.collect();
        if !known.listed.is_empty() && !files.is_empty() {
            self.add(
                "Routes that stand in only one of knowledge/routes and knowledge/settings",
                lines,
            );
        }
    }

    /// Routes that are new or gone. What is gone from a file that could not be read whole is left open.
    fn routes(&mut self, known: &Known, release: &Release) {
        let files = files(known);
        let mut is: BTreeMap<(String, String), &Place> = BTreeMap::new();
        let mut new = BTreeSet::new();
        for ((method, path), route) in &release.routes {
            for path in spelled(path) {
                let key = (method.clone(), shape(&path));
                if !known.listed.contains_key(&key)
                    && !files.contains_key(&key)
                    && !is.contains_key(&key)
                {
                    new.insert(line(method, &path, &route.place));
                }
                is.insert(key, &route.place);
            }
        }
        let unread: BTreeSet<&str> = release
            .unread
            .iter()
            .map(|(place, _)| place.file.as_str())
            .collect();
        let mut gone = BTreeSet::new();
        for (key, path) in known
            .listed
            .iter()
            .filter(|(key, _)| !is.contains_key(*key) && !release.documented.contains_key(*key))
        {
            let file = files.get(key).copied().unwrap_or_default();
            if unread.contains(file) {
                self.notes
                    .insert(format!("whether {} {path} is still there  {file}", key.0));
            } else {
                gone.insert(format!("{} {path}  {file}", key.0));
            }
        }
        self.add("Routes that are new", new);
        self.add("Routes that are gone", gone);
    }

    fn settings(&mut self, known: &Known, release: &Release) {
        let asked = if release.is_measured { ANSWERED } else { &[] };
        for (setting, words) in SETTINGS.iter().chain(asked) {
            let mut lines = BTreeSet::new();
            for (key, route) in &release.routes {
                let Some(was) = known
                    .routes
                    .get(key)
                    .filter(|_| !route.unread.contains(setting))
                else {
                    continue;
                };
                let (was, is) = (was.settings.get(setting), route.settings.get(setting));
                if was != is {
                    let says =
                        |text: Option<&String>| text.map_or("nothing", String::as_str).to_owned();
                    lines.insert(format!(
                        "{} {}: {}, was {}  {}",
                        key.0,
                        key.1,
                        says(is),
                        says(was),
                        route.place
                    ));
                }
            }
            self.add(
                &format!("Routes with another setting `{setting}` ({words})"),
                lines,
            );
        }
    }

    /// Rows of the endpoints that say something else than the settings of their route.
    fn rows(&mut self, known: &Known, release: &Release) {
        let mut by_shape: BTreeMap<(String, String), &Route> = BTreeMap::new();
        for ((method, path), route) in &release.routes {
            for path in spelled(path) {
                by_shape
                    .entry((method.clone(), shape(&path)))
                    .or_insert(route);
            }
        }
        let titles = release.titles();
        let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for row in &known.rows {
            let Some(route) = by_shape.get(&(row.method.clone(), shape(&row.path))) else {
                continue;
            };
            let said = [
                ("permission", permission(row, route, &titles)),
                ("job", job(row, route)),
                ("deploy", deploy(row, route)),
                ("scopes", scopes(row, route)),
                ("who", who(row, route)),
            ];
            for (field, is) in said {
                let Some(is) = is.filter(|_| !route.unread.contains(setting_of(field))) else {
                    continue;
                };
                let text = format!(
                    "{} {}: {is}  {} ({})",
                    row.method, row.path, route.place, row.place
                );
                found.entry(field).or_default().insert(text);
            }
        }
        for (field, lines) in found {
            self.add(
                &format!("Rows of knowledge/endpoints with another `{field}`"),
                lines,
            );
        }
    }

    /// What GitLab's documents name, and neither the sources nor `knowledge/` do.
    fn documented(&mut self, known: &Known, release: &Release) {
        let read: BTreeSet<(String, String)> = release
            .routes
            .keys()
            .flat_map(|(method, path)| {
                spelled(path)
                    .into_iter()
                    .map(|path| (method.clone(), shape(&path)))
            })
            .collect();
        let new = release
            .documented
            .iter()
            .filter(|(key, _)| !known.listed.contains_key(*key) && !read.contains(*key));
        let lines = new.map(|((method, path), place)| line(method, path, place));
        self.add("Routes that only GitLab's documents name", lines);
    }

    fn named(&mut self, what: &str, known: &Named, is: Option<&Named>, folds: bool) {
        let Some(is) = is else { return };
        if known.is_empty() {
            self.notes.insert(format!(
                "{what}: the knowledge holds none to compare with {}",
                is.len()
            ));
            return;
        }
        let folded = |named: &Named| -> BTreeMap<String, (String, String, Place)> {
            let fold = |name: &str| {
                if folds {
                    name.to_lowercase()
                } else {
                    name.to_owned()
                }
            };
            named
                .iter()
                .map(|(name, (says, place))| {
                    (fold(name), (name.clone(), says.clone(), place.clone()))
                })
                .collect()
        };
        let (known, is) = (folded(known), folded(is));
        let new = is.iter().filter(|(key, _)| !known.contains_key(*key));
        self.add(
            &format!("New {what}"),
            new.map(|(_, (name, says, place))| plain(name, says, place)),
        );
        let gone = known.iter().filter(|(key, _)| !is.contains_key(*key));
        self.add(
            &format!("Gone {what}"),
            gone.map(|(_, (name, ..))| name.clone()),
        );
        let changed = is.iter().filter_map(|(key, (name, says, place))| {
            let (_, was, _) = known.get(key).filter(|(_, was, _)| was != says)?;
            Some(format!("{name}: {says}, was {was}  {place}"))
        });
        self.add(&format!("Changed {what}"), changed);
    }

    /// The report, and how much of each there is.
    pub(super) fn report(&self) -> String {
        let mut text = String::new();
        for (title, lines) in &self.groups {
            let _ = writeln!(text, "{title}: {}", lines.len());
            for line in lines {
                let _ = writeln!(text, "  {line}");
            }
            text.push('\n');
        }
        for (title, lines) in [
            ("Stays different", &self.explained),
            ("Cannot be read", &self.notes),
        ] {
            if !lines.is_empty() {
                let _ = writeln!(text, "{title}: {}", lines.len());
                for line in lines {
                    let _ = writeln!(text, "  {line}");
                }
                text.push('\n');
            }
        }
        let count: usize = self.groups.iter().map(|(_, lines)| lines.len()).sum();
        let _ = writeln!(text, "{count} differences");
        text
    }
}

fn line(method: &str, path: &str, place: &Place) -> String {
    format!("{method} {path}  {place}")
}

fn plain(name: &str, says: &str, place: &Place) -> String {
    if says.is_empty() {
        format!("{name}  {place}")
    } else {
        format!("{name}: {says}  {place}")
    }
}

/// The file of each route that has one.
fn files(known: &Known) -> BTreeMap<(String, String), &str> {
    let spelled = |(method, path): &(String, String), file| -> Vec<_> {
        let paths = spelled(path).into_iter();
        paths
            .map(|path| ((method.clone(), shape(&path)), file))
            .collect()
    };
    known
        .routes
        .iter()
        .flat_map(|(key, route)| spelled(key, route.file.as_str()))
        .collect()
}

fn setting_of(field: &str) -> &'static str {
    match field {
        "permission" => "permission",
        "scopes" => "scopes",
        _ => "reads",
    }
}

/// The permission, which a row may have for two releases. One that has it since a release says nothing of those before.
fn permission(
    row: &Row,
    route: &Route,
    titles: &BTreeMap<&str, BTreeSet<String>>,
) -> Option<String> {
    let said = row.permissions.join(" and ");
    let Some(is) = route.settings.get("permission") else {
        let is_wrong = !said.is_empty() && !row.has("permission_since");
        return is_wrong.then(|| format!("none, row says {said}"));
    };
    let offered: BTreeSet<&String> = is
        .split(", ")
        .filter_map(|name| titles.get(name))
        .flatten()
        .collect();
    let is_right = |name: &String| offered.contains(&name.to_lowercase());
    if offered.is_empty() || row.permissions.iter().any(is_right) {
        return None;
    }
    let said = if said.is_empty() { "nothing" } else { &said };
    Some(format!("{is}, row says {said}"))
}

/// Job tokens. A row that says more than the settings is not doubted: some classes read them in their own way.
fn job(row: &Row, route: &Route) -> Option<String> {
    let reads = route.settings.get("reads").map_or("", String::as_str);
    if row.has("takes") || row.has("job_since") || !reads.contains("job_token_allowed") {
        return None;
    }
    let is: Vec<String> = if reads.contains("job_token_scope=project") {
        vec!["own project".to_owned()]
    } else {
        match route.settings.get("policies") {
            Some(policies) => policies.split(", ").map(str::to_uppercase).collect(),
            None => vec!["true".to_owned()],
        }
    };
    let mut said = row.job.clone();
    said.sort();
    let words = |list: &[String]| {
        if list.is_empty() {
            "no job token".to_owned()
        } else {
            list.join(", ")
        }
    };
    (is != said).then(|| format!("{}, row says {}", words(&is), words(&said)))
}

fn deploy(row: &Row, route: &Route) -> Option<String> {
    let reads = route.settings.get("reads").map_or("", String::as_str);
    (reads.contains("deploy_token_allowed") && !row.has("deploy"))
        .then(|| "deploy tokens, row says none".to_owned())
}

fn scopes(row: &Row, route: &Route) -> Option<String> {
    let is = route.settings.get("scopes").map_or("", String::as_str);
    if row.has("takes") || is == "any" || row.scopes.contains("any") {
        return None;
    }
    let usual = ["api", "read_api"];
    let is: BTreeSet<String> = is
        .split(", ")
        .filter(|name| !name.is_empty() && !name.ends_with(" (some)"))
        .map(str::to_owned)
        .collect();
    let lacks: Vec<&String> = is
        .iter()
        .filter(|name| !row.scopes.contains(*name) && !usual.contains(&name.as_str()))
        .collect();
    (!lacks.is_empty()).then(|| {
        format!(
            "{}, which the row lacks",
            lacks.into_iter().cloned().collect::<Vec<_>>().join(", ")
        )
    })
}

/// Who may, where only the role decides. The answers tell the roles that read code and planners from reporters nowhere.
fn who(row: &Row, route: &Route) -> Option<String> {
    let is = route.settings.get("granted")?;
    let said = row.who.split(" or ").next().unwrap_or_default();
    let same = [("code reader", "reporter"), ("planner", "reporter")];
    let is_same = said == is || same.contains(&(said, is.as_str()));
    (!is_same && !row.has("when")).then(|| format!("{is}, row says {}", row.who))
}

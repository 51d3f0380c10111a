//! A checkout of GitLab, or the folders of one that are needed: what it says in its sources and documents.

use std::fs;
use std::path::Path;

use super::grape;
use super::library::Library;
use super::release::{Named, Place, Release, shape, spelled};
use super::syntax;
use super::tokens::{self, Placed, Token};
use super::value::{Value, begins_large};
use super::yaml;

/// The folders and files that are read, each where it is there.
const SOURCES: &[&str] = &[
    "lib/api",
    "ee/lib/api",
    "ee/lib/ee/api",
    "ee/lib/gitlab_subscriptions/api",
];
const PERMISSIONS: &str = "config/authz/permission_groups/assignable_permissions";
const ROLES: &str = "config/authz/roles";
const ABILITIES: &str = "ee/config/custom_abilities";
const SCOPES: &[&str] = &["lib/gitlab/auth.rb", "app/models/deploy_token.rb"];
const POLICIES: &str = "lib/ci/job_token/policies.rb";
const OPENAPI: &str = "doc/api/openapi/openapi_v3.yaml";
const FINE_GRAINED: &str = "doc/auth/tokens/fine_grained_access_tokens_rest.md";

/// Whether a folder looks like a checkout.
pub(super) fn is_one(folder: &Path) -> bool {
    folder.join("lib/api").is_dir() || folder.join("config/authz").is_dir()
}

/// Reads what is there. What is missing is noted.
pub(super) fn read(folder: &Path) -> Release {
    let mut release = Release::default();
    let checkout = Checkout { folder };
    let mut library = Library::default();
    for (file, text) in SOURCES
        .iter()
        .flat_map(|source| checkout.files(source, "rb"))
    {
        let (nodes, odd) = syntax::read(&tokens::read(&text));
        if let Some(line) = odd {
            let place = Place {
                file: file.clone(),
                line,
            };
            release
                .unread
                .insert((place, "the rest of the file".to_owned()));
        }
        library.add(&file, &nodes);
    }
    grape::read(&library, &mut release);
    release.scopes = checkout.scopes();
    release.policies = checkout.policies();
    release.permissions = checkout.permissions(&mut release);
    release.abilities = checkout.abilities(&mut release);
    release.roles = checkout.roles(&mut release);
    checkout.openapi(&mut release);
    checkout.fine_grained(&mut release);
    let missing = [
        ("lib/api", release.routes.is_empty()),
        (SCOPES[0], release.scopes.is_none()),
        (POLICIES, release.policies.is_none()),
        (PERMISSIONS, release.permissions.is_none()),
        (ABILITIES, release.abilities.is_none()),
        (ROLES, release.roles.is_none()),
    ];
    for (name, _) in missing.into_iter().filter(|(_, is_missing)| *is_missing) {
        note(&mut release, name, "it is not there, or holds nothing");
    }
    release
}

fn note(release: &mut Release, file: &str, what: &str) {
    let place = Place {
        file: file.to_owned(),
        line: 0,
    };
    release.unread.insert((place, what.to_owned()));
}

struct Checkout<'a> {
    folder: &'a Path,
}

impl Checkout<'_> {
    fn text(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.folder.join(file)).ok()
    }

    /// The files below a folder with their texts, by name.
    fn files(&self, below: &str, ending: &str) -> Vec<(String, String)> {
        let mut folders = vec![self.folder.join(below)];
        let mut paths = Vec::new();
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
            for path in entries.map(|entry| entry.path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|own| own == ending) {
                    paths.push(path);
                }
            }
        }
        paths.sort();
        paths
            .iter()
            .filter_map(|path| Some((self.name(path)?, fs::read_to_string(path).ok()?)))
            .collect()
    }

    fn name(&self, path: &Path) -> Option<String> {
        Some(
            path.strip_prefix(self.folder)
                .ok()?
                .to_str()?
                .replace('\\', "/"),
        )
    }

    /// The symbols of the constants that are called after scopes.
    fn scopes(&self) -> Option<Named> {
        let mut scopes = Named::new();
        for file in SCOPES {
            let text = self.text(file).unwrap_or_default();
            for (name, token) in constants(&text).filter(|(name, _)| is_of_scopes(name)) {
                scopes.extend(symbols(&token, file).filter(|_| !name.starts_with("CI_")));
            }
        }
        (!scopes.is_empty()).then_some(scopes)
    }

    fn policies(&self) -> Option<Named> {
        let text = self.text(POLICIES)?;
        let found = constants(&text).find(|(name, _)| name == "POLICIES")?;
        Some(
            symbols(&found.1, POLICIES)
                .map(|(name, said)| (name.to_uppercase(), said))
                .collect(),
        )
    }

    /// Each file with its value; what is no YAML is noted.
    fn yaml(&self, below: &str, release: &mut Release) -> Vec<(String, Value)> {
        let mut found = Vec::new();
        for (file, text) in self.files(below, "yml") {
            match yaml::read(&text) {
                Some(value) => found.push((file, value)),
                None => note(release, &file, "it is no YAML"),
            }
        }
        found
    }

    fn permissions(&self, release: &mut Release) -> Option<Named> {
        let files = self.yaml(PERMISSIONS, release);
        let title = |folder: &str| {
            let metadata = format!("{folder}/_metadata.yml");
            let said = files.iter().find(|(file, _)| *file == metadata);
            said.and_then(|(_, value)| Some(value.get("name").text()?.to_owned()))
        };
        let mut found = Named::new();
        for (file, value) in &files {
            let mut parts = file[PERMISSIONS.len()..]
                .trim_start_matches('/')
                .rsplit('/');
            let (Some(action), Some(resource)) = (parts.next(), parts.next()) else {
                continue;
            };
            if action == "_metadata.yml" {
                continue;
            }
            let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
            let resource = title(folder).unwrap_or_else(|| titled(resource));
            let name = format!("{resource}: {}", titled(action.trim_end_matches(".yml")));
            let held = sorted(&value.get("permissions"));
            let boundaries = sorted(&value.get("boundaries"));
            found.insert(
                name,
                (
                    format!("{held} for {boundaries}"),
                    Place {
                        file: file.clone(),
                        line: 0,
                    },
                ),
            );
        }
        (!found.is_empty()).then_some(found)
    }

    fn abilities(&self, release: &mut Release) -> Option<Named> {
        let mut found = Named::new();
        for (file, value) in self.yaml(ABILITIES, release) {
            let Some(name) = value.get("name").text().map(str::to_owned) else {
                continue;
            };
            let is = |key: &str| value.get(key).text() == Some("true");
            let places = [
                ("group", is("group_ability")),
                ("project", is("project_ability")),
                ("instance", is("admin_ability")),
            ];
            let places: Vec<&str> = places
                .iter()
                .filter(|(_, is)| *is)
                .map(|(place, _)| *place)
                .collect();
            let needs = sorted(&value.get("requirements"));
            let says = [places.join(", "), needs]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("; needs ");
            found.insert(name, (says, Place { file, line: 0 }));
        }
        (!found.is_empty()).then_some(found)
    }

    /// The lowest role that has each ability, as `project: read_code` with the roles that name it themselves.
    fn roles(&self, release: &mut Release) -> Option<Named> {
        let mut found = Named::new();
        for (file, value) in self.yaml(ROLES, release) {
            let role = value.get("name").text().unwrap_or_default().to_owned();
            for subject in ["project", "group"] {
                let said = value.get(subject);
                for ability in ["permissions", "raw_permissions"]
                    .iter()
                    .flat_map(|list| said.get(list).texts().unwrap_or_default())
                {
                    let entry = found.entry(format!("{subject}: {ability}"));
                    let place = Place {
                        file: file.clone(),
                        line: 0,
                    };
                    let (roles, _) = entry.or_insert_with(|| (String::new(), place));
                    roles.push_str(if roles.is_empty() { "" } else { ", " });
                    roles.push_str(&role);
                }
            }
        }
        (!found.is_empty()).then_some(found)
    }

    /// The paths of `openapi_v3.yaml`, read by its lines: it has millions of letters.
    fn openapi(&self, release: &mut Release) {
        let Some(text) = self.text(OPENAPI) else {
            return;
        };
        let mut path = None;
        for (line, words) in text.lines().enumerate() {
            if let Some(key) = words.strip_prefix("  ").filter(|key| !key.starts_with(' ')) {
                let key = key.trim_end_matches(':').trim_matches(['"', '\'']);
                path = key
                    .strip_prefix("/api/v4")
                    .map(|path| path.replace('{', ":").replace('}', ""));
            } else if let (Some(path), Some(method)) = (&path, words.strip_prefix("    "))
                && let Some(method) = method
                    .strip_suffix(':')
                    .filter(|method| method.chars().all(|letter| letter.is_ascii_lowercase()))
            {
                let place = Place {
                    file: OPENAPI.to_owned(),
                    line: line + 1,
                };
                for path in spelled(path) {
                    release
                        .documented
                        .insert((method.to_uppercase(), shape(&path)), place.clone());
                }
            }
        }
    }

    /// The tables of the page about fine-grained permissions.
    fn fine_grained(&self, release: &mut Release) {
        let text = self.text(FINE_GRAINED).unwrap_or_default();
        for (line, words) in text.lines().enumerate() {
            let cells: Vec<&str> = words.split('|').map(str::trim).collect();
            if let [_, _, _, method, path, _] = cells[..]
                && let Some(path) = path
                    .strip_prefix("`/")
                    .and_then(|path| path.strip_suffix('`'))
            {
                let place = Place {
                    file: FINE_GRAINED.to_owned(),
                    line: line + 1,
                };
                release.documented.insert(
                    (
                        method.trim_matches('`').to_owned(),
                        shape(&format!("/{path}")),
                    ),
                    place,
                );
            }
        }
    }
}

fn is_of_scopes(name: &str) -> bool {
    name.ends_with("_SCOPE")
        || name.ends_with("_SCOPES")
        || matches!(name, "AI_FEATURES" | "AI_WORKFLOW")
}

/// The constants of a file with what stands behind them, up to the next line that begins another.
fn constants(text: &str) -> impl Iterator<Item = (String, Vec<Placed>)> {
    let tokens = tokens::read(text);
    let starts: Vec<usize> = (0..tokens.len())
        .filter(|place| {
            let name = tokens[*place].word().is_some_and(begins_large);
            name && tokens.get(place + 1).is_some_and(|sign| sign.is("="))
        })
        .collect();
    starts.into_iter().map(move |start| {
        let mut depth = 0_usize;
        let value = tokens[start + 2..].iter().take_while(|token| {
            depth = token.depth_after(depth);
            depth > 0 || token.token != Token::Break
        });
        (
            tokens[start].word().unwrap_or_default().to_owned(),
            value.cloned().collect(),
        )
    })
}

/// The symbols among tokens that could be the name of a scope.
fn symbols<'a>(
    tokens: &'a [Placed],
    file: &'a str,
) -> impl Iterator<Item = (String, (String, Place))> + 'a {
    let texts = tokens.iter().flat_map(|token| match &token.token {
        Token::Text(text) => vec![(text.clone(), token.line)],
        Token::Words(words) => words
            .iter()
            .map(|word| (word.clone(), token.line))
            .collect(),
        Token::Word(_) | Token::Label(_) | Token::Other | Token::Sign(_) | Token::Break => {
            Vec::new()
        }
    });
    let named = texts.filter_map(|(text, line)| match &text[..] {
        [tokens::Part::Plain(name)] => Some((name.clone(), line)),
        _ => None,
    });
    let plain = |name: &str| {
        name.chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
    };
    named
        .filter(move |(name, _)| !name.is_empty() && plain(name))
        .map(move |(name, line)| {
            (
                name,
                (
                    String::new(),
                    Place {
                        file: file.to_owned(),
                        line,
                    },
                ),
            )
        })
}

pub(super) fn sorted(value: &Value) -> String {
    let mut texts = value.texts().unwrap_or_default();
    texts.sort();
    texts.dedup();
    texts.join(", ")
}

/// `merge_request` as the form calls it: "Merge Request".
pub(super) fn titled(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().map_or(String::new(), |first| {
            first.to_uppercase().chain(letters).collect()
        })
    });
    words.collect::<Vec<_>>().join(" ")
}

//! The vocabulary that fills the placeholders of fixes.
//!
//! Fixes are written once, with placeholders such as `{instance}`. A diagnosis sets the words that
//! it knows; each word that is not known is replaced by a phrase that reads well in its place, so
//! that every fix is a whole sentence. A word never holds a secret.

use std::fmt;

/// A placeholder that a fix may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    /// The base address of the instance, without a slash at its end.
    Instance,
    /// What the request was about, as the user named it.
    Target,
    /// The web address of the project, without a slash at its end.
    ProjectUrl,
    /// The project, by path or number.
    Project,
    /// The page on which the members of the project or group are listed.
    MembersUrl,
    /// The endpoint, as method and path.
    Route,
    /// The scopes of which one is needed.
    ScopesNeeded,
    /// The scopes to ask for in an address, with commas and no blanks.
    ScopeList,
    /// The scopes that the token has.
    ScopesHeld,
    /// The role that is needed, with its article.
    RoleNeeded,
    /// The role that the identity has, with its article.
    RoleHeld,
    /// The user or bot that the token acts as.
    Owner,
    /// The kind of the token, without an article.
    Kind,
    /// The header in which the token belongs.
    Header,
    /// The feature of the project, with its article.
    Feature,
    /// The fine-grained or job-token permission that is needed.
    Permission,
    /// The project in which the job runs.
    SourceProject,
    /// Where the token was read from.
    TokenSource,
}

impl Word {
    /// All words, in the order of their declaration.
    pub const ALL: [Self; 18] = [
        Self::Instance,
        Self::Target,
        Self::ProjectUrl,
        Self::Project,
        Self::MembersUrl,
        Self::Route,
        Self::ScopesNeeded,
        Self::ScopeList,
        Self::ScopesHeld,
        Self::RoleNeeded,
        Self::RoleHeld,
        Self::Owner,
        Self::Kind,
        Self::Header,
        Self::Feature,
        Self::Permission,
        Self::SourceProject,
        Self::TokenSource,
    ];

    /// Returns the name that stands between the braces.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Instance => "instance",
            Self::Target => "target",
            Self::ProjectUrl => "project_url",
            Self::Project => "project",
            Self::MembersUrl => "members_url",
            Self::Route => "route",
            Self::ScopesNeeded => "scopes_needed",
            Self::ScopeList => "scope_list",
            Self::ScopesHeld => "scopes_held",
            Self::RoleNeeded => "role_needed",
            Self::RoleHeld => "role_held",
            Self::Owner => "owner",
            Self::Kind => "kind",
            Self::Header => "header",
            Self::Feature => "feature",
            Self::Permission => "permission",
            Self::SourceProject => "source_project",
            Self::TokenSource => "token_source",
        }
    }

    /// Returns the phrase that stands in while the word is not known.
    #[must_use]
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Instance => "https://gitlab.example.com",
            Self::Target => "the target",
            Self::ProjectUrl => "https://gitlab.example.com/group/project",
            Self::Project => "the project",
            Self::MembersUrl => "https://gitlab.example.com/group/project/-/project_members",
            Self::Route => "the endpoint",
            Self::ScopesNeeded => "the scope that the endpoint asks for",
            Self::ScopeList => "read_api",
            Self::ScopesHeld => "other scopes",
            Self::RoleNeeded => "a sufficient role",
            Self::RoleHeld => "the present role",
            Self::Owner => "the owner of the token",
            Self::Kind => "token",
            Self::Header => "the header of its kind",
            Self::Feature => "the feature",
            Self::Permission => "the permission that is needed",
            Self::SourceProject => "the project of the job",
            Self::TokenSource => "the variable or file in use",
        }
    }

    /// Finds the word by the name that stands between the braces.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.name() == name)
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.name())
    }
}

/// The words that are known in one case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    known: Vec<(Word, String)>,
}

impl Words {
    /// Makes `word` known as `value`. A value set before is replaced.
    pub fn set(&mut self, word: Word, value: String) {
        self.known.retain(|(known, _)| *known != word);
        self.known.push((word, value));
    }

    /// Returns the value of `word`, if it is known.
    #[must_use]
    pub fn get(&self, word: Word) -> Option<&str> {
        self.known
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, value)| value.as_str())
    }

    /// Replaces each `{name}` by its value, or by the phrase that stands in for it.
    ///
    /// What stands between other braces is left as it is. Values are not searched again.
    #[must_use]
    pub fn fill(&self, template: &str) -> String {
        let mut filled = String::with_capacity(template.len());
        for piece in pieces(template) {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Hole(word) => filled.push_str(&self.value(word)),
            }
        }
        filled
    }

    /// Returns the value or its stand-in; the project's address follows a known instance.
    fn value(&self, word: Word) -> String {
        match (self.get(word), self.get(Word::Instance)) {
            (Some(value), _) => value.to_owned(),
            (None, Some(instance)) if word == Word::ProjectUrl => {
                format!("{instance}/group/project")
            }
            (None, Some(_)) if word == Word::MembersUrl => {
                format!("{}/-/project_members", self.value(Word::ProjectUrl))
            }
            (None, _) => word.phrase().to_owned(),
        }
    }
}

/// A part of a template.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    /// Text to be kept.
    Text(&'a str),
    /// A placeholder to be filled.
    Hole(Word),
}

/// Splits a template at its known placeholders.
fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut kept, mut from) = (0, 0);
    while let Some(open) = template[from..].find('{').map(|at| from + at) {
        from = open + 1;
        let Some((name, _)) = template[from..].split_once('}') else {
            break;
        };
        if let Some(word) = Word::find(name) {
            pieces.push(Piece::Text(&template[kept..open]));
            pieces.push(Piece::Hole(word));
            kept = from + name.len() + 1;
            from = kept;
        }
    }
    pieces.push(Piece::Text(&template[kept..]));
    pieces
}

/// Returns the names between braces that look like placeholders, whether known or not.
#[cfg(test)]
pub(crate) fn names_in(template: &str) -> Vec<&str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .filter(|name| !name.is_empty())
        .filter(|name| name.chars().all(|c| c == '_' || c.is_ascii_lowercase()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_word_is_filled_in() {
        let mut words = Words::default();
        words.set(Word::Owner, "@anna".to_owned());
        words.set(Word::Project, "group/app".to_owned());
        assert_eq!(
            words.fill("Add {owner} to {project}."),
            "Add @anna to group/app."
        );
    }

    #[test]
    fn an_unknown_word_is_replaced_by_a_phrase() {
        let words = Words::default();
        assert_eq!(
            words.fill("Give {owner} {role_needed} in {project}."),
            "Give the owner of the token a sufficient role in the project."
        );
    }

    #[test]
    fn the_address_of_the_project_follows_a_known_instance() {
        let mut words = Words::default();
        words.set(Word::Instance, "https://git.corp.test".to_owned());
        assert_eq!(
            words.fill("{project_url}/-/project_members"),
            "https://git.corp.test/group/project/-/project_members"
        );
    }

    #[test]
    fn other_braces_stay_as_they_are() {
        let words = Words::default();
        for text in ["{\"message\":1}", "${VAR}", "{nobody}", "{", "a } b", "{}"] {
            assert_eq!(words.fill(text), text);
        }
        assert_eq!(words.fill("{x {project}"), "{x the project");
    }

    #[test]
    fn a_value_is_not_searched_for_placeholders() {
        let mut words = Words::default();
        words.set(Word::Target, "{owner}".to_owned());
        assert_eq!(words.fill("{target}"), "{owner}");
    }

    #[test]
    fn a_word_set_twice_keeps_the_later_value() {
        let mut words = Words::default();
        words.set(Word::Kind, "job token".to_owned());
        words.set(Word::Kind, "deploy token".to_owned());
        assert_eq!(words.get(Word::Kind), Some("deploy token"));
    }

    #[test]
    fn each_word_is_found_by_its_name() {
        for word in Word::ALL {
            assert_eq!(Word::find(word.name()), Some(word));
            assert_eq!(Words::default().fill(&word.to_string()), word.phrase());
        }
    }
}

//! The vocabulary that fills the placeholders of fixes.
//!
//! Fixes are written once, with placeholders such as `{instance}`. A diagnosis sets the words that
//! it knows; each word that is not known is replaced by a phrase that reads well in its place, so
//! that every fix is a whole sentence. A word never holds a secret.

use std::borrow::Cow;

use super::word::Word;

/// The pages to which fixes lead, as they are written, each with the page of the documentation that stands in for it.
/// A page comes before those whose addresses begin it.
static PAGES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The words that are known in one case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words {
    known: Vec<(Word, String)>,
}

impl Words {
    /// Makes `word` known as `value`. A value set before is replaced.
    pub(crate) fn set(&mut self, word: Word, value: String) {
        self.known.retain(|(known, _)| *known != word);
        self.known.push((word, value));
    }

    /// Returns the value of `word`, if it is known.
    pub(crate) fn get(&self, word: Word) -> Option<&str> {
        self.known
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, value)| value.as_str())
    }

    /// Replaces each `{name}` by its value, or by what stands in for it: a page of the documentation for a page of an
    /// unknown instance, capitals such as `HOST` in a command, and a phrase in a sentence.
    ///
    /// What stands between other braces is left as it is. Values are not searched again.
    pub(crate) fn fill(&self, template: &str) -> String {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        let mut in_command = false;
        while let Some((before, word)) = next_word(rest) {
            in_command ^= before.matches('`').count() % 2 == 1;
            let (value, length) = self.resolve(word, &rest[before.len()..], in_command);
            filled.push_str(before);
            filled.push_str(&value);
            rest = &rest[before.len() + length..];
        }
        filled.push_str(rest);
        filled
    }

    /// Returns what to say for the word with which `text` begins, and how many bytes of `text` that replaces.
    fn resolve(&self, word: Word, text: &str, in_command: bool) -> (Cow<'_, str>, usize) {
        let length = word.to_string().len();
        if let Some(value) = self.get(word) {
            return (value.into(), length);
        }
        if let Some((page, documentation)) = PAGES.iter().find(|(page, _)| text.starts_with(page)) {
            return (
                (*documentation).into(),
                page.len() + query(&text[page.len()..]),
            );
        }
        let in_address = ["/", ".git"]
            .iter()
            .any(|next| text[length..].starts_with(next));
        let stand_in = if !(in_command || in_address) {
            word.phrase().into()
        } else if word == Word::Instance {
            "https://HOST".into()
        } else if word == Word::ProjectUrl {
            let instance = self.get(Word::Instance).unwrap_or("https://HOST");
            format!("{instance}/GROUP/PROJECT").into()
        } else {
            word.phrase().into()
        };
        (stand_in, length)
    }
}

/// Returns the length of the query with which `text` begins.
fn query(text: &str) -> usize {
    if !text.starts_with('?') {
        return 0;
    }
    text.find([' ', '\n', '`', ')', '"']).unwrap_or(text.len())
}

/// Finds the first known placeholder of a template, and what stands before it.
fn next_word(template: &str) -> Option<(&str, Word)> {
    template.match_indices('{').find_map(|(open, _)| {
        let (name, _) = template[open + 1..].split_once('}')?;
        Some((&template[..open], Word::find(name)?))
    })
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
    fn a_page_of_an_unknown_instance_is_a_page_of_the_documentation() {
        let mut words = Words::default();
        for (fix, filled) in [
            (
                "Make one: {instance}/-/user_settings/personal_access_tokens?name=glwhy&scopes={scope_list}",
                "Make one: https://docs.gitlab.com/user/profile/personal_access_tokens/",
            ),
            (
                "See {project_url}/-/settings/ci_cd#js-token-access (or {project_url}/-/settings/ci_cd).",
                "See https://docs.gitlab.com/ci/jobs/ci_job_token/ (or https://docs.gitlab.com/ci/pipelines/settings/).",
            ),
            (
                "{members_url}",
                "https://docs.gitlab.com/user/project/members/",
            ),
        ] {
            assert_eq!(words.fill(fix), filled);
        }
        words.set(Word::Instance, "https://git.corp.test".to_owned());
        assert_eq!(
            words.fill("{instance}/users/sign_in, {project_url}/edit"),
            "https://git.corp.test/users/sign_in, https://docs.gitlab.com/user/project/settings/"
        );
    }

    #[test]
    fn a_command_for_an_unknown_instance_has_capitals_to_replace() {
        let mut words = Words::default();
        let fix = "Ask {instance}: `curl {instance}/api/v4/version`, `git clone {project_url}.git` of {instance}.";
        assert_eq!(
            words.fill(fix),
            "Ask the instance: `curl https://HOST/api/v4/version`, `git clone https://HOST/GROUP/PROJECT.git` \
             of the instance."
        );
        words.set(Word::Instance, "https://git.corp.test".to_owned());
        assert_eq!(
            words.fill("`git clone {project_url}.git`"),
            "`git clone https://git.corp.test/GROUP/PROJECT.git`"
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
        }
    }
}

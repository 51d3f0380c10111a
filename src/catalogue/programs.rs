//! Programs whose command lines are read, and what each would ask of GitLab (`knowledge/programs.toml`).

/// The table, made by `build/programs.rs`.
static PROGRAMS: &[Program] = include!(concat!(env!("OUT_DIR"), "/programs.rs"));

/// A program, or several that are called alike.
#[derive(Debug)]
pub(crate) struct Program {
    names: &'static [&'static str],
    /// The scheme of an address without one, of a client of HTTP; `api` where it takes a path below the API.
    pub scheme: Option<&'static str>,
    short: &'static str,
    values: &'static [&'static str],
    switches: &'static [&'static str],
    means: &'static [(&'static str, &'static str)],
    /// Whether words beside the address belong to the request.
    pub has_items: bool,
    needs: &'static [(&'static str, &'static str)],
    is_anywhere: bool,
    /// What else names the project.
    pub named: Named,
}

/// What an argument of a command names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// Nothing of GitLab.
    Nothing,
    /// A repository: its address, or a remote.
    Repository,
    /// The same, or a project by its path.
    Project,
    /// An image in a registry.
    Image,
}

/// Finds the program that a command begins with, and its arguments.
pub(crate) fn find_program(words: &[String]) -> Option<(&'static Program, &[String])> {
    let (first, rest) = words.split_first()?;
    let first = first.rsplit(['/', '\\']).next()?.to_lowercase();
    let first = first.trim_end_matches(".exe");
    PROGRAMS.iter().find_map(|program| {
        program
            .names
            .iter()
            .find_map(|name| match name.split_once(' ') {
                Some((name, second)) => {
                    (name == first && rest.first()? == second).then(|| (program, &rest[1..]))
                }
                None => (*name == first).then_some((program, rest)),
            })
    })
}

impl Program {
    /// Whether a long option takes a value that does not stand behind a sign of equality.
    pub(crate) fn takes_value(&self, option: &str) -> bool {
        if self.switches.is_empty() {
            self.values.contains(&option)
        } else {
            !self.switches.contains(&option)
        }
    }

    /// Whether a short option takes a value.
    pub(crate) fn takes_value_of(&self, letter: char) -> bool {
        self.short.contains(letter)
    }

    /// What a short option is called in long, where that matters.
    pub(crate) fn long_name(&self, letter: char) -> &'static str {
        let mut letters = self.means.iter();
        let found = letters.find(|(short, _)| short.starts_with(letter));
        found.map_or("", |(_, long)| long)
    }

    /// The arguments of a command that are no options.
    pub(crate) fn said<'w>(&self, words: &'w [String]) -> Vec<&'w str> {
        let mut said = Vec::new();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let is_awaited = match word.strip_prefix('-') {
                None => {
                    said.push(word.as_str());
                    false
                }
                Some(option) => match option.strip_prefix('-') {
                    Some(long) => self.takes_value(long),
                    None => option
                        .chars()
                        .last()
                        .is_some_and(|letter| self.takes_value_of(letter)),
                },
            };
            if is_awaited {
                words.next();
            }
        }
        said
    }

    /// The capability to which a command comes down.
    pub(crate) fn need(&self, said: &[&str]) -> Option<&'static str> {
        let is_said = |command: &str| {
            let words: Vec<&str> = command.split(' ').filter(|word| !word.is_empty()).collect();
            said.starts_with(&words) || (self.is_anywhere && said.contains(&command))
        };
        let row = self.needs.iter().find(|(command, _)| is_said(command));
        row.map(|(_, need)| *need)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::find_capability;

    #[test]
    fn every_need_is_a_capability() {
        for program in PROGRAMS {
            for (command, need) in program.needs {
                assert!(
                    find_capability(need).is_some(),
                    "{:?} {command}: {need}",
                    program.names
                );
            }
        }
    }
}

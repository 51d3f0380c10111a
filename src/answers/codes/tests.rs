//! Tables that hold for every code, whoever adds it.

use std::collections::BTreeSet;

use super::super::word::Word;
use super::super::words::names_in;
use super::*;

/// All prose of a code, without its fixes.
fn prose(code: &Code) -> Vec<&'static str> {
    let mut prose = vec![code.why, code.recognise];
    prose.extend(code.alike.iter().map(|(_, difference)| *difference));
    prose
}

/// The texts of its fixes.
fn fixes(code: &Code) -> impl Iterator<Item = &'static str> {
    code.fixes.iter().map(|fix| fix.text)
}

#[test]
fn names_are_unique() {
    let names: BTreeSet<_> = ALL.iter().map(|code| code.id).collect();
    assert_eq!(names.len(), ALL.len());
}

#[test]
fn names_are_in_kebab_case() {
    for code in ALL {
        let letters = code
            .id
            .chars()
            .all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-'));
        let parts = code.id.split('-').all(|part| !part.is_empty());
        assert!(letters && parts, "{}", code.id);
    }
}

#[test]
fn codes_stand_in_the_order_of_the_gates() {
    let gates = ALL.iter().filter_map(|code| code.gate);
    assert!(gates.is_sorted());
    let inside = ALL.iter().take_while(|code| code.gate.is_some()).count();
    assert!(ALL.iter().skip(inside).all(|code| code.gate.is_none()));
}

#[test]
fn only_a_code_outside_the_gates_is_no_token_problem() {
    for code in ALL {
        let outside = code.cause == Cause::NotATokenProblem;
        assert_eq!(code.gate.is_none(), outside, "{}", code.id);
    }
}

#[test]
fn each_cause_is_reached_by_a_code() {
    for cause in Cause::ALL {
        assert!(ALL.iter().any(|code| code.cause == cause), "{cause}");
    }
}

#[test]
fn each_gate_is_reached_by_a_code() {
    for gate in Gate::ALL {
        assert!(ALL.iter().any(|code| code.gate == Some(gate)), "{gate}");
    }
}

#[test]
fn each_page_is_complete() {
    for code in ALL {
        assert!(!code.title.is_empty(), "{}", code.id);
        assert!(!code.why.is_empty(), "{}", code.id);
        assert!(!code.recognise.is_empty(), "{}", code.id);
        assert!((1..=4).contains(&code.fixes.len()), "{}", code.id);
        assert!(
            code.docs.starts_with("https://docs.gitlab.com/"),
            "{}",
            code.id
        );
        assert!(code.docs.ends_with('/'), "{}", code.id);
    }
}

#[test]
fn titles_are_headlines() {
    for code in ALL {
        assert!(code.title.starts_with(char::is_uppercase), "{}", code.id);
        assert!(!code.title.ends_with('.'), "{}", code.id);
    }
}

#[test]
fn prose_is_made_of_whole_sentences() {
    for code in ALL {
        for text in prose(code) {
            let whole = [".", "?", ".\""].iter().any(|end| text.ends_with(end));
            assert!(whole, "{}: {text}", code.id);
            assert_eq!(text, text.trim(), "{}", code.id);
            assert!(
                !text.contains("  ") && !text.contains('\n'),
                "{}: {text}",
                code.id
            );
        }
    }
}

#[test]
fn commands_are_quoted_in_pairs() {
    for code in ALL {
        for text in prose(code).into_iter().chain(fixes(code)) {
            assert_eq!(text.matches('`').count() % 2, 0, "{}: {text}", code.id);
        }
    }
}

/// The arguments of a process can be read by everybody on the machine. What a shell runs itself has none to be read.
#[test]
fn no_command_takes_a_token_as_an_argument() {
    const BY_THE_SHELL: [&str; 3] = ["echo ", "printf ", "test "];
    for code in ALL {
        let quoted = fixes(code).flat_map(|fix| fix.split('`').skip(1).step_by(2));
        for command in quoted
            .flat_map(|text| text.split(['|', '&']))
            .map(str::trim)
        {
            let given = command.contains(' ') || command.contains("://");
            let by_the_shell = BY_THE_SHELL.iter().any(|name| command.starts_with(name));
            let holds_a_token = command.contains("TOKEN\"") || command.contains("TOKEN@");
            assert!(
                by_the_shell || !(given && holds_a_token),
                "{}: {command}",
                code.id
            );
        }
    }
}

#[test]
fn nothing_sticks_to_the_end_of_an_address() {
    for code in ALL {
        for word in fixes(code).flat_map(|fix| fix.split(' ')) {
            let quoted = word.contains('`');
            let with_path = !quoted && (word.contains("://") || word.contains("}/"));
            let sticky = word.ends_with([',', '.', ';', ':', ')']);
            assert!(!(with_path && sticky), "{}: {word}", code.id);
        }
    }
}

#[test]
fn placeholders_are_known_and_stand_in_fixes_only() {
    for code in ALL {
        for name in fixes(code).flat_map(names_in) {
            assert!(Word::find(name).is_some(), "{}: {name}", code.id);
        }
        for text in prose(code) {
            assert!(names_in(text).is_empty(), "{}: {text}", code.id);
        }
    }
}

#[test]
fn each_placeholder_is_used_by_some_fix() {
    for word in Word::ALL {
        let hole = word.to_string();
        let used = ALL
            .iter()
            .any(|code| fixes(code).any(|fix| fix.contains(&hole)));
        assert!(used, "{hole}");
    }
}

#[test]
fn look_alikes_exist_and_are_others() {
    for code in ALL {
        let mut seen = BTreeSet::new();
        for (id, _) in code.alike {
            assert!(find(id).is_some(), "{}: {id}", code.id);
            assert_ne!(*id, code.id);
            assert!(seen.insert(id), "{} names {id} twice", code.id);
        }
    }
}

#[test]
fn each_code_is_found_by_its_name() {
    for code in ALL {
        assert_eq!(find(code.id).map(|found| found.id), Some(code.id));
    }
    assert!(find("no-such-code").is_none());
}

#[test]
fn a_slip_of_the_pen_finds_the_code() {
    for asked in [
        "token-expird",
        "TOKEN_EXPIRED",
        " token expired",
        "tokenexpired",
    ] {
        let first = nearest(asked).first().map(|code| code.id);
        assert_eq!(first, Some("token-expired"), "{asked}");
    }
}

#[test]
fn a_part_of_a_name_finds_the_codes_that_hold_it() {
    let names: Vec<_> = nearest("expired").iter().map(|code| code.id).collect();
    assert_eq!(names.first(), Some(&"token-expired"));
    assert!(
        names.iter().all(|name| name.contains("expired")),
        "{names:?}"
    );
}

#[test]
fn nothing_is_near_to_nonsense() {
    for asked in ["", "-", "zzzzzzzzzzzz", "the quick brown fox jumps over it"] {
        assert!(nearest(asked).is_empty(), "{asked}");
    }
}

#[test]
fn edits_are_counted() {
    assert_eq!(edits("", "abc"), 3);
    assert_eq!(edits("kitten", "sitting"), 3);
    assert_eq!(edits("same", "same"), 0);
}

/// What is written for one kind of token says so to the program as well.
#[test]
fn a_fix_that_begins_with_a_kind_of_token_is_for_its_holders() {
    let begins = [
        (
            "With a project or group token",
            Audience::ProjectOrGroupToken,
        ),
        ("With a job token", Audience::JobToken),
        ("For a job token", Audience::JobToken),
        ("With a deploy token", Audience::DeployToken),
        ("For an OAuth token", Audience::OauthToken),
        (
            "For personal, project, and group tokens",
            Audience::AccessToken,
        ),
        ("Give {owner}", Audience::PersonOrServiceAccount),
        ("For a bot", Audience::Bot),
    ];
    for code in ALL {
        for fix in code.fixes {
            let told = begins.iter().find(|(words, _)| fix.text.starts_with(words));
            let audience = told.map_or(Audience::Everybody, |(_, audience)| *audience);
            assert_eq!(fix.audience, audience, "{}: {}", code.id, fix.text);
        }
    }
}

//! What is read, what is refused, and that nothing secret is repeated.

use super::*;
use crate::catalogue::find_capability;

const TOKEN: &str = "token = { env = \"ACME\" }\n";
const INSTANCE: &str = "instance = \"https://gitlab.example.com\"\n";

fn connections(text: &str) -> Vec<Declared> {
    read(text.as_bytes()).unwrap()
}

/// The faults of the only table, one to a line.
fn faults(text: &str) -> String {
    let declared = connections(text);
    assert_eq!(declared.len(), 1);
    let shown = |fault: &Fault| {
        format!(
            "{} {}: {}. {}",
            fault.place, fault.code, fault.text, fault.fix
        )
    };
    let faults = declared[0].wanted.as_ref().unwrap_err();
    faults.iter().map(shown).collect::<Vec<_>>().join("\n")
}

fn secret() -> String {
    format!("{}{}", "glpat-", "aB3dE5gH7jK9mN1pQ2rS")
}

#[test]
fn both_ways_to_write_a_table_are_read_in_the_order_of_the_file() {
    let text = format!(
        "[zeta]\n{INSTANCE}{TOKEN}\n[[connection]]\nname = \"beta\"\n{INSTANCE}{TOKEN}\n[alpha]\n{INSTANCE}{TOKEN}\n[[connection]]\nname = \"gamma\"\n{INSTANCE}{TOKEN}"
    );
    let declared = connections(&text);
    let names: Vec<&str> = declared.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["zeta", "beta", "alpha", "gamma"]);
    let lines: Vec<usize> = declared.iter().map(|one| one.place.line).collect();
    assert_eq!(lines, [1, 5, 10, 14]);
    assert!(declared.iter().all(|one| one.wanted.is_ok()));
}

#[test]
fn every_key_is_read() {
    let text = format!(
        "[acme]\n{INSTANCE}token = {{ command = \"pass show acme\" }}\nauth = \"basic\"\ntoken_user = \"deploy\"\n\
         project = 42\nneeds = [\"clone\", \"push\"]\nmax_scopes = [\"read_api\"]\nwarn_within = 30\nfail_within = 7\n"
    );
    let wanted = connections(&text).remove(0).wanted.unwrap();
    assert_eq!(
        wanted,
        Wanted {
            instance: "https://gitlab.example.com".to_owned(),
            token: TokenSource::Command("pass show acme".to_owned()),
            auth: Some("basic".to_owned()),
            token_user: Some("deploy".to_owned()),
            project: Some("42".to_owned()),
            group: None,
            needs: ["clone", "push"]
                .map(|name| find_capability(name).unwrap())
                .to_vec(),
            max_scopes: Some(vec!["read_api".to_owned()]),
            warn_within: Some(30),
            fail_within: Some(7),
        }
    );
}

#[test]
fn everything_that_is_wrong_with_a_table_is_said_at_once() {
    let told = faults("[acme]\nproject = true\nfail_within = \"soon\"\nauth = \"magic\"\n");
    for part in [
        "1:2 key-missing: the key instance is missing",
        "1:2 key-missing: the key token is missing",
        "2:1 value-invalid: project is no text",
        "3:1 value-invalid: fail_within is no number of days",
    ] {
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn a_misspelt_key_is_named_with_the_one_that_was_meant() {
    let told = faults(&format!("[acme]\n{INSTANCE}{TOKEN}  fail-witin = 3\n"));
    assert_eq!(
        told,
        "4:3 unknown-key: there is no key fail-witin. Did you mean fail_within?"
    );
}

#[test]
fn what_is_needed_must_be_a_capability_that_suits_the_target() {
    let told = faults(&format!(
        "[acme]\n{INSTANCE}{TOKEN}project = \"a/b\"\nneeds = [\"clon\"]\n"
    ));
    assert!(told.contains("no capability is named clon"), "{told}");
    assert!(told.contains("Did you mean clone"), "{told}");
    let told = faults(&format!("[acme]\n{INSTANCE}{TOKEN}needs = [\"clone\"]\n"));
    assert!(told.contains("clone is about a project"), "{told}");
}

#[test]
fn a_key_of_somebody_else_is_only_mentioned() {
    let declared = connections(&format!("[acme]\n{INSTANCE}{TOKEN}customer_number = 7\n"));
    assert!(declared[0].wanted.is_ok());
    assert_eq!(declared[0].ignored[0].place.to_string(), "4:1");
}

#[test]
fn a_token_in_the_file_is_refused_wherever_it_stands_and_not_repeated() {
    let secret = secret();
    for line in [
        format!("token = \"{secret}\""),
        format!("token = {{ value = \"{secret}\" }}"),
        format!("token = {{ env = \"{secret}\" }}"),
        format!("token = {{ file = \"{secret}\" }}"),
        format!("token = {{ command = \"echo '{secret}'\" }}"),
        format!("{TOKEN}needs = [\"{secret}\"]"),
        format!("{TOKEN}secret = \"{secret}\""),
        format!("{TOKEN}project = \"a/{secret}\""),
        format!("{TOKEN}group = \"https://oauth2:{secret}@gitlab.example.com\""),
        format!("{TOKEN}{secret} = 1"),
        format!("{TOKEN}name = \"{secret}\"\ntokn = 1"),
    ] {
        let declared = connections(&format!("[acme]\n{INSTANCE}{line}\n"));
        assert!(!format!("{declared:?}").contains(&secret), "{line}");
        assert!(
            declared[0].wanted.is_err() || !declared[0].ignored.is_empty(),
            "{line}"
        );
    }
    let told = faults(&format!("[acme]\n{INSTANCE}token = \"{secret}\"\n"));
    assert!(told.starts_with("3:1 token-written-out"), "{told}");
}

#[test]
fn a_token_is_read_from_exactly_one_place() {
    for (token, wrong) in [
        ("{}", "no place"),
        ("{ env = \"A\", file = \"b\" }", "more than one place"),
        ("{ env = \"\" }", "no text"),
        ("{ env = \"$A\" }", "no name of a variable"),
        ("{ vault = \"a\" }", "the key vault"),
        ("7", "takes the place"),
    ] {
        let told = faults(&format!("[acme]\n{INSTANCE}token = {token}\n"));
        assert!(told.contains(wrong), "{told}");
    }
}

#[test]
fn what_stands_outside_of_connections_is_a_result_of_its_own() {
    let declared = connections(&format!(
        "instance = \"x\"\n[[acme]]\na = 1\n[beta]\n{INSTANCE}{TOKEN}"
    ));
    let told: Vec<bool> = declared.iter().map(|one| one.wanted.is_ok()).collect();
    assert_eq!(told, [false, false, true]);
}

#[test]
fn a_name_is_given_once() {
    let one = format!("[[connection]]\nname = \"acme\"\n{INSTANCE}{TOKEN}");
    let declared = connections(&one.repeat(3));
    let names: Vec<&str> = declared.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["acme", "acme (line 5)", "acme (line 9)"]);
    assert!(declared[0].wanted.is_ok() && declared[1].wanted.is_err());
}

#[test]
fn no_two_have_the_same_name_wherever_they_stand() {
    for (text, expected) in [
        (
            "connection = [{ name = \"a\" }, { name = \"a\" }, { name = \"a\" }]",
            ["a", "a (line 1)", "a (line 1) (column 47)"],
        ),
        (
            "[\"a (line 3)\"]\n[[connection]]\n[a]\n[[connection]]\nname = \"connection on line 2\"",
            ["a (line 3)", "connection on line 2", "a"],
        ),
        (
            "[\"a (line 3)\"]\n[a]\n[[connection]]\nname = \"a\"",
            ["a (line 3)", "a", "a (line 3) (column 1)"],
        ),
    ] {
        let declared = connections(text);
        let names: Vec<&str> = declared.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names[..3], expected, "{text}");
    }
}

#[test]
fn a_table_without_a_name_goes_by_its_line() {
    let declared = connections(&format!("\n[[connection]]\n{INSTANCE}{TOKEN}"));
    assert_eq!(declared[0].name, "connection on line 2");
    assert!(declared[0].wanted.is_err());
}

#[test]
fn a_text_that_is_no_toml_says_where_and_repeats_no_secret() {
    let secret = secret();
    for (text, place) in [
        (format!("[acme]\ntoken = {secret}\n"), "2:9"),
        ("[acme\n".to_owned(), "1:6"),
        ("[acme]\na = 1\n[acme]\n".to_owned(), "3:2"),
    ] {
        let error = read(text.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with(&format!("{place}: ")), "{error}");
        assert!(!error.contains(&secret), "{error}");
    }
    let error = read(b"[acme]\nname = \"\xff\"").unwrap_err();
    assert_eq!(error.to_string(), "2:9: the file is not UTF-8 text");
    assert_eq!(read(b"# nothing\n").unwrap_err(), FileError::Empty);
}

#[test]
fn no_bytes_make_it_panic() {
    let seed =
        format!("[acme]\n{INSTANCE}{TOKEN}needs = [\"clone\"]\n[[connection]]\nname = 'b'\n");
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..3_000 {
        let mut bytes = seed.clone().into_bytes();
        for _ in 0..random.usize(1..8) {
            let at = random.usize(..bytes.len());
            bytes[at] = random.u8(..);
        }
        let _ = read(&bytes);
    }
}

#[test]
fn more_connections_than_fit_into_memory_are_refused() {
    let file = |number: usize| "[[connection]]\n".repeat(number);
    assert!(read(file(10).as_bytes()).is_ok());
    let error = read(file(MOST + 1).as_bytes()).unwrap_err();
    assert!(matches!(error, FileError::TooMany { found } if found == MOST + 1));
    assert!(error.hint().contains("Split the file"));
}

//! The reader of `knowledge/`: what it takes, and what it says of each fault.

#![expect(
    clippy::unwrap_used,
    reason = "a test that finds no fault where one was made has failed"
)]

#[path = "../build/knowledge.rs"]
mod knowledge;

use knowledge::File;

/// A whole reason, which the tests break in one place each.
const REASON: &str = r#"[token-lost]
cause = "invalid_token"
title = "The token is lost"
why = "Nobody kept it."
recognise = '401 with `{"message":"401 Unauthorized"}`.'
fixes = [
  "Make a new one: {instance}/-/user_settings/personal_access_tokens",
  { for = "job-token", text = """
  Start the job
  again.""" },
]
docs = "https://docs.gitlab.com/security/tokens/"
source = ["lib/gitlab/auth/auth_finders.rb"]
[token-lost.alike]
token-stolen = "There somebody else has it."

[token-stolen]
cause = "revoked"
title = "The token was stolen"
why = "Somebody took it."
recognise = "Strange activities."
fixes = ["Revoke it."]
docs = "https://docs.gitlab.com/security/tokens/"
source = ["lib/gitlab/auth/auth_finders.rb"]
"#;

fn file(name: &str, text: &str) -> File {
    File::new(format!("knowledge/reasons/{name}.toml"), text.to_owned())
}

/// What the reader says of a reason in which one piece of text was replaced by another.
fn fault(from: &str, to: &str) -> String {
    assert!(REASON.contains(from), "{from}");
    let broken = REASON.replacen(from, to, 1);
    knowledge::compile_reasons(&[file("lifetime", &broken)]).unwrap_err()
}

#[test]
fn a_reason_becomes_a_static_in_the_module_of_its_gate() {
    let rust = knowledge::compile_reasons(&[file("lifetime", REASON)]).unwrap();
    for text in [
        "pub(crate) mod lifetime {",
        "pub(crate) static TOKEN_LOST: super::Code",
        "super::Cause::InvalidToken",
        "Some(super::Gate::Lifetime)",
        r#"recognise: "401 with `{\"message\":\"401 Unauthorized\"}`.""#,
        r#"super::Fix { audience: super::Audience::JobToken, text: "Start the job again." }"#,
        r#"("token-stolen", "There somebody else has it.")"#,
        "&lifetime::TOKEN_LOST,\n    &lifetime::TOKEN_STOLEN,",
    ] {
        assert!(rust.contains(text), "{text}\n{rust}");
    }
}

/// What the reader makes of a table of pages beside the reason, whose fix leads to the page of a person's tokens.
fn pages(text: &str) -> Result<String, String> {
    let file = File::new("knowledge/pages.toml".to_owned(), text.to_owned());
    knowledge::compile_pages(&file, &[self::file("lifetime", REASON)])
}

#[test]
fn each_page_to_which_a_fix_leads_has_a_line_and_no_other_has() {
    let tokens = "\"{instance}/-/user_settings/personal_access_tokens\" = \"https://docs.gitlab.com/user/\"\n";
    assert!(
        pages(tokens)
            .unwrap()
            .contains("https://docs.gitlab.com/user/")
    );
    for (text, fault) in [
        (
            String::new(),
            "knowledge/reasons/lifetime.toml:1: `{instance}/-/user_settings/personal_access_tokens` has no row",
        ),
        (
            format!("{tokens}\"{{members_url}}\" = \"https://docs.gitlab.com/\"\n"),
            "knowledge/pages.toml:2: No fix leads to `{members_url}`",
        ),
        (
            tokens.replace("docs.", "wiki."),
            "knowledge/pages.toml:1: `https://wiki.gitlab.com/user/` is no page of GitLab's documentation",
        ),
    ] {
        let said = pages(&text).unwrap_err();
        assert!(said.contains(fault), "{said}");
    }
}

#[test]
fn gates_stand_in_their_own_order_and_what_stops_at_none_comes_last() {
    let outside = REASON
        .replace("token-", "request-")
        .replace("\"invalid_token\"", "\"not_a_token_problem\"")
        .replace("\"revoked\"", "\"not_a_token_problem\"");
    let role = REASON.replace("token-", "role-");
    let rust = knowledge::compile_reasons(&[
        file("outside", &outside),
        file("role", &role),
        file("lifetime", REASON),
    ])
    .unwrap();
    let at = |text: &str| rust.find(text).unwrap();
    assert!(at("pub(crate) mod lifetime") < at("pub(crate) mod role"));
    assert!(at("pub(crate) mod role") < at("pub(crate) mod outside"));
}

#[test]
fn a_misspelt_field_is_named_with_the_one_that_was_meant() {
    assert_eq!(
        fault("title =", "titel ="),
        "knowledge/reasons/lifetime.toml:1: `token-lost` lacks `title`. Say what happened, as one sentence without a full stop.\n\
         knowledge/reasons/lifetime.toml:3: `titel` is no field. Did you mean `title`?"
    );
}

#[test]
fn a_missing_field_is_named_with_what_it_says() {
    for (line, lacks) in [
        (
            "why = \"Nobody kept it.\"\n",
            "lacks `why`. Say why GitLab does it.",
        ),
        (
            "fixes = [\"Revoke it.\"]\n",
            "lacks `fixes`. Say what to do",
        ),
        (
            "source = [\"lib/gitlab/auth/auth_finders.rb\"]\n",
            "lacks `source`. Say where it was read",
        ),
        (
            "docs = \"https://docs.gitlab.com/security/tokens/\"\n",
            "lacks `docs`. Say which page",
        ),
    ] {
        assert!(fault(line, "").contains(lacks), "{lacks}");
    }
}

#[test]
fn closed_words_are_those_of_the_program() {
    for (from, to, said) in [
        (
            "\"revoked\"",
            "\"revokd\"",
            ":18: `revokd` is not known to `cause`. Did you mean `revoked`?",
        ),
        (
            "\"revoked\"",
            "\"not_a_token_problem\"",
            ":18: `not_a_token_problem` stops at no gate.",
        ),
        (
            "\"job-token\"",
            "\"job\"",
            ":8: `job` is not known to `for`. There are: everybody, ",
        ),
        (
            "{instance}",
            "{instanze}",
            ":7: `{instanze}` is no placeholder. Did you mean `instance`?",
        ),
        (
            "token-stolen =",
            "token-stollen =",
            ":15: No reason is called `token-stollen`. Did you mean `token-stolen`?",
        ),
    ] {
        let fault = fault(from, to);
        assert!(fault.contains(said), "{said}\n{fault}");
    }
}

#[test]
fn a_file_is_named_after_a_gate() {
    let fault = knowledge::compile_reasons(&[file("lifetimes", REASON)]).unwrap_err();
    assert_eq!(
        fault,
        "knowledge/reasons/lifetimes.toml:1: No gate is called `lifetimes`. Did you mean `lifetime`?"
    );
}

#[test]
fn a_name_stands_for_one_reason() {
    let twice = [file("lifetime", REASON), file("role", REASON)];
    let fault = knowledge::compile_reasons(&twice).unwrap_err();
    assert!(
        fault.contains("role.toml:1: `token-lost` is written down twice, also in knowledge/reasons/lifetime.toml:1."),
        "{fault}"
    );
    let again = self::fault("[token-stolen]", "[token-lost]");
    assert!(
        again.contains("lifetime.toml:17: This is no TOML: duplicate key"),
        "{again}"
    );
}

#[test]
fn what_is_no_toml_is_shown_with_its_line() {
    let fault = fault("title = \"The", "title = The");
    assert!(
        fault.contains("lifetime.toml:3: This is no TOML: "),
        "{fault}"
    );
}

#[test]
fn texts_are_held_to_their_form() {
    for (from, to, said) in [
        (
            "Nobody kept it.",
            "Nobody kept it in {project}.",
            ":4: `{project}` stands in a text that is never filled in.",
        ),
        ("Nobody kept it.", "", ":4: The text is empty."),
        ("\"Nobody kept it.\"", "4", ":4: Here a text is needed."),
        (
            "[\"Revoke it.\"]",
            "\"Revoke it.\"",
            ":22: `fixes` is no list.",
        ),
        ("[\"Revoke it.\"]", "[]", ":22: `fixes` is empty."),
        (
            "[\"Revoke it.\"]",
            "[\"1.\", \"2.\", \"3.\", \"4.\", \"5.\"]",
            ":17: `token-stolen` has 5 fixes. Keep the best 4.",
        ),
        (
            "tokens/\"",
            "tokens.html\"",
            ":12: `https://docs.gitlab.com/security/tokens.html` is no page",
        ),
        (
            "[token-stolen]",
            "[Token_Stolen]",
            ":17: `Token_Stolen` is no name.",
        ),
        (
            "token-stolen =",
            "token-lost =",
            ":15: `token-lost` is its own look-alike.",
        ),
        (
            "[token-lost]\n",
            "",
            ":1: `cause` stands outside of a table.",
        ),
    ] {
        let fault = fault(from, to);
        assert!(fault.contains(said), "{said}\n{fault}");
    }
}

/// Two capabilities, which the tests break in one place each.
const CAPABILITIES: &str = r#"[clone]
group = "code"
words = "clone and pull over HTTPS"
requests = [{ sent = "GET /{path}.git/info/refs?service=git-upload-pack" }]

[write-variables]
group = "ci"
words = "write CI/CD variables"
requests = [
  { derived = "POST /api/v4/projects/{id}/variables" },
  { derived = "POST /api/v4/groups/{id}/variables", at = "group" },
]
behind = "clone"
ability = "adminVariables"
on_unprotected = true
setting = "the group lets them be written"
"#;

fn compile_capabilities(text: String) -> Result<String, String> {
    let path = "knowledge/capabilities.toml".to_owned();
    knowledge::compile_capabilities(&File::new(path, text))
}

#[test]
fn a_capability_becomes_a_row_of_the_table() {
    let rust = compile_capabilities(CAPABILITIES.to_owned()).unwrap();
    for text in [
        r#"Capability { name: "clone", group: super::capability::CapabilityGroup::Code"#,
        "method: super::Method::Get",
        "way: super::capability::Way::Sent",
        "ClientRequest { place: Place::Group, senders: Senders::Every, method: super::Method::Post",
        r#"behind: Some("clone"), ability: Some("adminVariables"), on_unprotected: true"#,
        r#"setting: Some("the group lets them be written")"#,
    ] {
        assert!(rust.contains(text), "{text}\n{rust}");
    }
}

#[test]
fn a_capability_sends_nothing_that_changes_something() {
    for (from, to, said) in [
        (
            "\"GET /{path}",
            "\"POST /{path}",
            ":4: Only what reads is sent. Say `derived`.",
        ),
        (
            "\"GET /{path}",
            "\"/{path}",
            " is no request. Write the method and the path",
        ),
        (
            "sent =",
            "send =",
            ":4: `send` is no field. Did you mean `sent`?",
        ),
        (
            "at = \"group\"",
            "at = \"groups\"",
            ":11: `groups` is not known to `at`. Did you mean `group`?",
        ),
        (
            "behind = \"clone\"",
            "behind = \"clnoe\"",
            ":13: No capability is called `clnoe`. Did you mean `clone`?",
        ),
        (
            "= true",
            "= \"true\"",
            ":15: `on_unprotected` is no true and no false.",
        ),
        (
            "group = \"code\"",
            "group = \"packages\"",
            ":6: `write-variables` stands behind another group.",
        ),
    ] {
        let fault = compile_capabilities(CAPABILITIES.replacen(from, to, 1)).unwrap_err();
        assert!(fault.contains(said), "{said}\n{fault}");
    }
}

#[test]
fn a_defect_becomes_a_variant_with_its_sentences() {
    let text =
        "[two-tokens]\nsentence = \"There are two.\"\nfix = \"Keep one.\"\nstill_sent = true\n";
    let compile = |text: String| {
        let path = "knowledge/defects.toml".to_owned();
        knowledge::compile_defects(&File::new(path, text))
    };
    let rust = compile(text.to_owned()).unwrap();
    for text in [
        "/** `two-tokens` */ TwoTokens",
        "pub const ALL: [Self; 1]",
        r#"DefectFacts { code: "two-tokens", sentence: "There are two.", fix: "Keep one.", still_sent: true }"#,
    ] {
        assert!(rust.contains(text), "{text}\n{rust}");
    }
    for (from, to, said) in [
        (
            "There are two.",
            "there are two",
            ":2: `sentence` is no whole sentence.",
        ),
        (
            "fix =",
            "mend =",
            "`two-tokens` lacks `fix`. Say what to do.",
        ),
        ("[two-tokens]", "[TwoTokens]", ":1: `TwoTokens` is no name."),
    ] {
        let fault = compile(text.replacen(from, to, 1)).unwrap_err();
        assert!(fault.contains(said), "{said}\n{fault}");
    }
}

/// Two kinds of token, which the tests break in one place each.
const KINDS: &str = r#"[personal_access]
words = "access token"
shape = "glpat- and 20 characters"
purpose = "acts as a user"
test = "GET /api/v4/personal_access_tokens/self"
docs = "https://docs.gitlab.com/security/tokens/"
source = "app/models/personal_access_token.rb"
[personal_access.places]
rest = ["private-token", "parameter private_token"]
git = ["basic"]

[project]
words = "project access token"
shape = "as a personal access token"
purpose = "acts as a bot"
test = "GET /api/v4/personal_access_tokens/self"
docs = "https://docs.gitlab.com/security/tokens/"
source = "app/models/personal_access_token.rb"
read_like = "personal_access"
"#;

/// Two prefixes of GitLab.
const PREFIXES: &str = r#"["glrtr-"]
kind = "project"
body = "20 characters"
source = "app/models/ci/runner.rb"

["glrt-"]
kind = "personal_access"
body = "open"
source = "app/models/ci/runner.rb"
"#;

/// The prefix of another service.
const FORGES: &str = r#"["ghp_"]
service = "GitHub"
credential = "personal access token"
body = "at least 36 characters"
source = "https://docs.github.com/"
"#;

fn token_file(name: &str, text: &str) -> File {
    File::new(format!("knowledge/tokens/{name}.toml"), text.to_owned())
}

#[test]
fn a_kind_becomes_a_variant_with_its_places() {
    let rust = knowledge::compile_kinds(&token_file("kinds", KINDS)).unwrap();
    for text in [
        "/** `personal_access` */ PersonalAccess",
        "pub const ALL: [Self; 2]",
        r#"SurfaceCarriers { surface: "git", carriers: &[Carrier::BasicAnyUser] }"#,
        r#"Carrier::Parameter("private_token")"#,
    ] {
        assert!(rust.contains(text), "{text}\n{rust}");
    }
    assert_eq!(rust.matches("Carrier::PrivateToken").count(), 2, "{rust}");
    for (from, to, said) in [
        (
            "\"private-token\"",
            "\"privat-token\"",
            ":9: No token travels as `privat-token`. Did you mean `private-token`?",
        ),
        (
            "\"parameter private_token\"",
            "\"parameter\"",
            ":9: No token travels as `parameter`.",
        ),
        (
            "read_like = \"personal_access\"",
            "read_like = \"personal\"",
            ":19: No kind is called `personal`.",
        ),
        ("[project]", "[Project]", ":12: `Project` is no name."),
        (
            "purpose = \"acts as a bot\"\n",
            "",
            ":12: `project` lacks `purpose`. Say what it is for.",
        ),
    ] {
        let broken = KINDS.replacen(from, to, 1);
        let fault = knowledge::compile_kinds(&token_file("kinds", &broken)).unwrap_err();
        assert!(fault.contains(said), "{said}\n{fault}");
    }
}

#[test]
fn a_prefix_is_not_hidden_by_an_earlier_one() {
    let kinds = token_file("kinds", KINDS);
    let compile = |text: &str| knowledge::compile_prefixes(&token_file("prefixes", text), &kinds);
    let rust = compile(PREFIXES).unwrap();
    let row =
        r#"Prefix { text: "glrtr-", kind: TokenKind::Project, body: PrefixBody::Characters(20) }"#;
    assert!(rust.contains(row), "{rust}");
    for (from, to, said) in [
        (
            "glrtr-",
            "gl",
            ":6: `glrt-` is hidden by `gl` in line 1. Put the longer one first.",
        ),
        (
            "\"project\"",
            "\"projekt\"",
            ":2: No kind is called `projekt`. Did you mean `project`?",
        ),
        (
            "20 characters",
            "twenty characters",
            ":3: `twenty characters` cannot follow a prefix. Write one of: ",
        ),
    ] {
        let fault = compile(&PREFIXES.replacen(from, to, 1)).unwrap_err();
        assert!(fault.contains(said), "{said}\n{fault}");
    }
}

#[test]
fn another_service_is_told_by_its_prefix() {
    let compile = |text: &str| knowledge::compile_forges(&token_file("forges", text));
    let rust = compile(FORGES).unwrap();
    let row =
        r#"prefix: "ghp_", body: ForgeBody::AtLeast(36), source: "https://docs.github.com/" }"#;
    assert!(rust.contains(row), "{rust}");
    let capitals = compile(&FORGES.replace("at least 36 characters", "16 capitals and digits"));
    assert!(capitals.unwrap().contains("Body::Capitals(16)"));
    let fault = compile(&FORGES.replace("at least 36 characters", "36")).unwrap_err();
    assert!(
        fault.contains(":4: `36` cannot follow a prefix."),
        "{fault}"
    );
}

#[test]
fn a_question_tells_of_kinds_that_there_are() {
    let text = "[own-record]\nwhy = \"is it alive?\"\nshown = \"GET /self\"\ncalled = \"GET /self\"\nbrings = [\"alive\"]\ntoken = [\"judged\", \"dead\"]\nkinds = [\"personal_access\"]\nshared = true\n";
    let kinds = token_file("kinds", KINDS);
    let compile = |text: String| {
        let path = "knowledge/questions.toml".to_owned();
        knowledge::compile_questions(&File::new(path, text), &kinds)
    };
    let rust = compile(text.to_owned()).unwrap();
    let row = r#"QuestionFacts { why: "is it alive?", shown: "GET /self", called: "GET /self", brings: &[Clue::Alive], token: &[TokenSign::Judged, TokenSign::Dead], kinds: &[TokenKind::PersonalAccess], project_only: false, shared: true }"#;
    assert!(rust.contains(row), "{rust}");
    assert!(rust.contains("/** `own-record` */ OwnRecord"), "{rust}");
    for (from, to, said) in [
        (
            "personal_access",
            "personal_acess",
            ":7: No kind is called `personal_acess`. Did you mean `personal_access`?",
        ),
        (
            "why =",
            "what =",
            ":1: `own-record` lacks `why`. Say what the answer would tell",
        ),
        ("\"alive\"", "\"alife\"", ":5: No clue is called `alife`"),
        ("\"dead\"", "\"deaf\"", ":6: `deaf` is not known to `token`"),
        (
            "shared = true",
            "shared = 1",
            ":8: `shared` is no true and no false.",
        ),
    ] {
        let fault = compile(text.replacen(from, to, 1)).unwrap_err();
        assert!(fault.contains(said), "{said}\n{fault}");
    }
}

/// Two answers, which the tests break in one place each.
const ANSWERS: &str = r#"surfaces = ["rest"]

[[answer]]
status = 401
message = "Nobody knows {token}"
shown = '401 {"message":"Nobody knows it"}'
source = "lib/api/helpers.rb"
means = [
  { reason = "token-lost", weight = 40, because = "nobody has it", unless = "alive !is-job" },
  { reason = "token-stolen", because = "somebody else has it", proof = "revoked | expired !alive" },
]

[[answer]]
status = [400, 403]
says = "The token is not here"
also = ["The token has gone away"]
source = "lib/api/helpers.rb"
means = [{ reason = "token-lost", because = "nobody has it", decisive = true }]
"#;

/// Two phrases.
const PHRASES: &str = r#"phrase = [
  { words = "the client lost it", status = 401, on = "git", by = "client: main.c" },
  { words = "no certificate there", broken = "certificate-expired", by = "client: main.c" },
]
"#;

fn compile_answers(answers: &str, phrases: &str) -> Result<Vec<knowledge::Compiled>, String> {
    let file = |folder: &str, name: &str, text: &str| {
        File::new(format!("knowledge/{folder}/{name}.toml"), text.to_owned())
    };
    knowledge::compile_answers(&knowledge::Files {
        reasons: vec![file("reasons", "lifetime", REASON)],
        answers: vec![file("answers", "rest", answers)],
        phrases: vec![file("phrases", "api", phrases)],
    })
}

fn answer_fault(from: &str, to: &str) -> String {
    assert!(ANSWERS.contains(from), "{from}");
    compile_answers(&ANSWERS.replacen(from, to, 1), PHRASES).unwrap_err()
}

fn phrase_fault(from: &str, to: &str) -> String {
    assert!(PHRASES.contains(from), "{from}");
    compile_answers(ANSWERS, &PHRASES.replacen(from, to, 1)).unwrap_err()
}

#[test]
fn an_answer_becomes_a_row_with_all_that_it_means() {
    let compiled = compile_answers(ANSWERS, PHRASES).unwrap();
    let rust: String = compiled.into_iter().map(|(_, rust)| rust).collect();
    for text in [
        r#"place: "knowledge/answers/rest.toml:3""#,
        "statuses: &[400, 403]",
        r#"Pattern::Message("Nobody knows {token}")"#,
        "code: &codes::lifetime::TOKEN_LOST",
        "unless: &[yes(Clue::Alive), no(Clue::IsJob)]",
        "proof: &[&[yes(Clue::Revoked)], &[yes(Clue::Expired), no(Clue::Alive)]]",
        r#"VOCABULARY: &[&str] = &["away", "gone", "has", "here", "is", "knows", "nobody", "not", "the", "token"]"#,
        "RUNS: &[u16] = &[8, 9, 2, 1, 0, 8, 9, 4, 7, 3, 6, 5]",
        r#"Wording { answer: 0, bounds: (10, 12), rarest: 10, names: "|token" }"#,
        r#"phrase("the client lost it", Tells::Status(Some(Surface::Git), 401))"#,
        "Tells::Broken(TransportFailure::Certificate(CertificateFault::Expired))",
    ] {
        assert!(rust.contains(text), "{text}\n{rust}");
    }
}

#[test]
fn a_faulty_answer_is_named_with_its_line_and_what_to_do() {
    for (from, to, said) in [
        (
            r#"["rest"]"#,
            r#"["rset"]"#,
            "rest.toml:1: No surface is called `rset`. Did you mean `rest`?",
        ),
        (
            "status = 401",
            "status = 41",
            "rest.toml:4: 41 is no status of HTTP.",
        ),
        (
            r#"says = "The token is not here""#,
            "",
            "The answer has 0 fields that say what its body is.",
        ),
        (
            "token-stolen\", because",
            "token-stole\", because",
            "No reason is called `token-stole`. Did you mean `token-stolen`?",
        ),
        (
            "alive !is-job",
            "alve",
            "No clue is called `alve`. Did you mean `alive`?",
        ),
        (
            "nobody has it\", unless",
            "nobody has it.\", unless",
            "A reason ends with a full stop.",
        ),
        (
            "weight = 40",
            "weight = 400",
            "The weight 400 is not between 1 and 100.",
        ),
        (
            "decisive = true",
            "decisive = 1",
            "`decisive` is no true and no false.",
        ),
        (
            "also =",
            "alos =",
            "`alos` is no field. Did you mean `also`?",
        ),
        (r#"source = "lib/api/helpers.rb""#, "", "lacks `source`."),
    ] {
        let fault = answer_fault(from, to);
        assert!(fault.contains(said), "{said}\n{fault}");
    }
}

#[test]
fn an_answer_is_written_down_once() {
    let twice = ANSWERS.to_owned() + &ANSWERS.replace("surfaces = [\"rest\"]\n", "");
    let fault = compile_answers(&twice, PHRASES).unwrap_err();
    let said = "This answer is written down twice, also in knowledge/answers/rest.toml:3.";
    assert!(fault.contains(said), "{fault}");
}

#[test]
fn a_faulty_phrase_is_named_with_its_line_and_what_to_do() {
    for (from, to, said) in [
        (
            "status = 401, on = \"git\", ",
            "",
            "api.toml:2: What the phrase tells is not said.",
        ),
        (
            "\"git\"",
            "\"gitt\"",
            "No surface is called `gitt`. Did you mean `git`?",
        ),
        (
            "certificate-expired",
            "certificate-expird",
            "No failure is called `certificate-expird`.",
        ),
        (
            "the client lost it",
            "lost",
            "`lost` is too short to be a phrase.",
        ),
        (
            "no certificate there",
            "the client lost it",
            "is written down twice, also in knowledge/phrases/api.toml:2.",
        ),
    ] {
        let fault = phrase_fault(from, to);
        assert!(fault.contains(said), "{said}\n{fault}");
    }
}

/// Two endpoints, which the tests break in one place each.
const ENDPOINTS: &str = r#"title = "Projects"
order = 1

[hooks]
title = "Webhooks"
page = "api/project_webhooks"
source = ["lib/api/project_hooks.rb", "config/authz/roles"]
feature = "issues or merge_requests"
routes = [
  { get = "/projects/:id/hooks", who = "code reader", public = "any user", permission = "Webhook: Read", permission_since = "19.2", permission_before = "Hook: Read", probe = true },
  { delete = "/projects/:id/hooks/:hook_id", who = "owner or planner", scopes = ["api", "read_api"], refuses = [400, 404], when = "author-passes" },
  { put = "/projects/:id/hooks/*path", who = "any user", job = ["READ_JOBS"], job_since = "not in 18.0, in 19.1", deploy = ["api with read_api", "sudo"], feature = "none", changes = false, since = "18.4", source = "doc/api/hooks.md", grade = "docs" },
]
"#;

const SCOPES: &str = r#"read_api = { words = "read everything", given_to = ["personal", "deploy"], reads_only = true }
api = { words = "do everything", given_to = "personal", implies = "read_api" }
sudo = { words = "be anybody", administrators_only = true }
"#;

const POLICIES: &str = "names = [\"READ_JOBS\"]\n";

fn compile_endpoints(text: &str) -> Result<String, String> {
    let file = |name: &str, text: &str| {
        File::new(format!("knowledge/endpoints/{name}.toml"), text.to_owned())
    };
    let scopes = token_file("scopes", SCOPES);
    let policies = token_file("job-policies", POLICIES);
    knowledge::compile_endpoints(&[file("projects", text)], &scopes, &policies)
}

#[test]
fn an_endpoint_says_what_differs_from_the_usual() {
    let rust = compile_endpoints(ENDPOINTS).unwrap();
    for text in [
        "Section { group: &GROUPS[0], bounds: (0, 3) }",
        r#"page: Some("api/project_webhooks"), base: Base::Api"#,
        r#"method: Method::Get, template: "/projects/:id/hooks", group: &GROUPS[0], credential: EndpointCredential::AccessToken"#,
        r#"scopes: Scopes::AnyOf(&["api", "read_api"]), job_token: JobToken::No"#,
        "requirement: Requirement::Member(Roles::CODE_READER)",
        "public_access: PublicAccess::AnyUser, features: Features::Any(&[Feature::Issues,\nFeature::MergeRequests])",
        "denies_member: Denial::Forbidden, denies_outsider: Denial::NotFound",
        r#"permission: Permission { name: Some("Webhook: Read"), since: Since::Release(Version::new(19, 2)), before: Some("Hook: Read") }"#,
        "permission: Permission { name: None, since: Since::Always, before: None }",
        "mutates: false, safe_probe: true",
        "requirement: Requirement::Member(Roles::OWNER.and(AccessLevel::PLANNER)), conditions: &[Condition::AuthorPasses]",
        "denies_member: Denial::BadRequest, denies_outsider: Denial::NotFound",
        r#"scopes: Scopes::AnyOf(&["api"]), job_token: JobToken::Policies(&[JobPolicy("READ_JOBS")])"#,
        "job_token_since: Since::Between { absent_until: Version::new(18, 0), present_from: Version::new(19, 1) }",
        "features: Features::None, denies_member: Denial::Unauthorized, denies_outsider: Denial::Unauthorized",
        r#"since: Since::Release(Version::new(18, 4)), sources: &["doc/api/hooks.md"], evidence: Evidence::Docs"#,
    ] {
        let plain = rust.replace(",\n\"", ", \"");
        assert!(plain.contains(text), "{text}\n{plain}");
    }
}

/// Holds what the reader says of endpoints in which one piece of text was replaced by another.
fn assert_endpoint_faults(broken: &[(&str, &str, &str)]) {
    for (from, to, said) in broken {
        assert!(ENDPOINTS.contains(from), "{from}");
        let fault = compile_endpoints(&ENDPOINTS.replacen(from, to, 1)).unwrap_err();
        assert!(fault.contains(said), "{said}\n{fault}");
    }
}

#[test]
fn a_word_that_no_endpoint_can_have_is_told_with_the_one_that_was_meant() {
    assert_endpoint_faults(&[
        (
            "\"read_api\"]",
            "\"read_ap\"]",
            "projects.toml:11: No scope is called `read_ap`. Did you mean `read_api`?",
        ),
        (
            "\"code reader\"",
            "\"code-reader\"",
            ":10: `code-reader` is not known to `who`. Did you mean `code reader`?",
        ),
        (
            "or planner",
            "or guest",
            ":11: `guest` is not known to `who`. There are: planner, security manager.",
        ),
        (
            "issues or",
            "isues or",
            ":8: `isues` is not known to `feature`. Did you mean `issues`?",
        ),
        (
            "author-passes",
            "author-pases",
            ":11: `author-pases` is not known to `when`. Did you mean `author-passes`?",
        ),
        (
            "READ_JOBS",
            "READ_JOB",
            ":12: No permission of job tokens is called `READ_JOB`. Did you mean `READ_JOBS`?",
        ),
    ]);
}

#[test]
fn a_faulty_endpoint_is_named_with_its_line_and_what_to_do() {
    assert_endpoint_faults(&[
        (
            "in 19.1",
            "in the next",
            ":12: `not in 18.0, in the next` is no release.",
        ),
        (
            "refuses =",
            "refusses =",
            ":11: `refusses` is no field. Did you mean `refuses`?",
        ),
        ("[400,", "[500,", ":11: `500` is not known to `refuses`."),
        (
            "Webhook: Read",
            "read_webhook",
            ":10: `read_webhook` is no permission. Write it as \"Resource: Action\".",
        ),
        (
            "permission_since = \"19.2\", ",
            "",
            ":10: What was before has no release up to which it was. Add permission_since",
        ),
        (
            "\"doc/api",
            "\"api",
            ":12: `api/hooks.md` is no file of GitLab's repository.",
        ),
        (
            "put =",
            "get = \"/a\", put =",
            ":12: An endpoint has one method.",
        ),
        ("who = \"any user\", ", "", ":12: `hooks` lacks `who`."),
        (
            "\"/projects/:id/hooks/:hook_id\"",
            "\"/projects/:id/hooks/:id\"",
            ":11: `/projects/:id/hooks/:id` names one twice, or too many.",
        ),
        (
            "changes = false",
            "changes = false, probe = true",
            ":12: What changes something is no probe.",
        ),
        ("order = 1\n", "", ":1: `projects` lacks `order`."),
    ]);
}

#[test]
fn no_endpoint_is_hidden_by_another() {
    let hidden = ENDPOINTS.replacen(
        "put = \"/projects/:id/hooks/*path\"",
        "get = \"/projects/:project/hooks\"",
        1,
    );
    let fault = compile_endpoints(&hidden.replacen("changes = false, ", "", 1)).unwrap_err();
    let said = "stands there already: `/projects/:id/hooks` at knowledge/endpoints/projects.toml:10 takes its requests. Keep one of them.";
    assert!(fault.contains(said), "{fault}");
    let apart = ENDPOINTS.replacen(":id/hooks/:hook_id", ":id/hooks/new", 1);
    compile_endpoints(&apart).unwrap();
}

#[test]
fn a_scope_is_one_line_and_names_others() {
    let rust = knowledge::compile_scopes(&token_file("scopes", SCOPES)).unwrap();
    let row = r#"Scope { name: "api", words: "do everything", implies: &["read_api"], reads_only: false, givable: Givable { personal: true,"#;
    assert!(rust.contains(row), "{rust}");
    assert!(
        rust.find("\"api\"") < rust.find("name: \"sudo\""),
        "by name"
    );
    for (from, to, said) in [
        (
            "implies = \"read_api\"",
            "implies = \"read\"",
            ":2: No scope is called `read`.",
        ),
        (
            "\"deploy\"",
            "\"deploi\"",
            ":1: No kind of token is called `deploi`. Did you mean `deploy`?",
        ),
    ] {
        let broken = token_file("scopes", &SCOPES.replacen(from, to, 1));
        let fault = knowledge::compile_scopes(&broken).unwrap_err();
        assert!(fault.contains(said), "{said}\n{fault}");
    }
}

#[test]
fn a_release_is_listed_path_by_path() {
    let compile = |name: &str, text: &str| {
        let path = format!("knowledge/routes/{name}.toml");
        knowledge::compile_routes(&File::new(path, text.to_owned()))
    };
    let rust = compile("18.9", "\"/projects/:id\" = \"GET, PUT\"\n").unwrap();
    assert!(
        rust.contains("const RELEASE: Version = Version::new(18, 9)"),
        "{rust}"
    );
    assert!(
        rust.contains("at(\"/projects/:id\", &[Method::Get,\nMethod::Put], true)"),
        "{rust}"
    );
    for (name, text, said) in [
        (
            "latest",
            "\"/a\" = \"GET\"\n",
            "latest.toml:1: `latest` is no release. Call the file after it",
        ),
        (
            "18.9",
            "\"/a\" = \"GRAB\"\n",
            "18.9.toml:1: No method is called `GRAB`.",
        ),
        (
            "18.9",
            "\"a\" = \"GET\"\n",
            "18.9.toml:1: `a` is no path. Begin it with a slash",
        ),
    ] {
        let fault = compile(name, text).unwrap_err();
        assert!(fault.contains(said), "{said}\n{fault}");
    }
}

/// All files of a folder of `knowledge/`, as they are.
fn files(folder: &str) -> Vec<File> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> = std::fs::read_dir(root.join("knowledge").join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        File::new(
            path.display().to_string(),
            std::fs::read_to_string(path).unwrap(),
        )
    };
    paths.iter().map(read).collect()
}

/// Puts a text behind a line of the one file that has it.
fn add(files: &mut [File], line: &str, text: &str) {
    let mut having = files.iter_mut().filter(|file| file.text.contains(line));
    let file = having.next().unwrap();
    let longer = file.text.replacen(line, &format!("{line}{text}"), 1);
    *file = File::new(file.path.clone(), longer);
    assert!(having.next().is_none(), "{line}");
}

#[test]
fn an_endpoint_is_one_line_more() {
    let mut areas = files("endpoints");
    let line = "  { post = \"/projects/:id/teleports\", who = \"developer\", permission = \"Teleport: Create\" },\n";
    let family = "title = \"Webhooks\"\n";
    let routes = areas.iter().find_map(|file| {
        let from = file.text.find(family)?;
        let at = from + file.text[from..].find("routes = [\n")?;
        Some(file.text[from..at].to_owned() + "routes = [\n")
    });
    add(&mut areas, &routes.unwrap(), line);
    let tokens = files("tokens");
    let token_file = |name: &str| {
        tokens
            .iter()
            .find(|file| file.path.ends_with(name))
            .unwrap()
    };
    let (scopes, policies) = (token_file("scopes.toml"), token_file("job-policies.toml"));
    let rust = knowledge::compile_endpoints(&areas, scopes, policies).unwrap();
    assert!(rust.contains("method: Method::Post, template: \"/projects/:id/teleports\""));
}

#[test]
fn a_sentence_is_at_most_six_lines_more_and_a_reason_one_table() {
    let sentence = r#"
[[answer]]
status = 403
says = "The moon is in the wrong phase for {place}"
source = "lib/api/helpers.rb"
means = [{ reason = "moon-in-wrong-phase", because = "GitLab names the moon" }]
"#;
    assert!(sentence.trim().lines().count() <= 6);
    let reason = r#"
[moon-in-wrong-phase]
cause = "policy_restriction"
title = "The moon is in the wrong phase"
why = "An administrator has bound the instance to the moon."
recognise = '403 with "The moon is in the wrong phase".'
fixes = ["Wait for the next phase."]
docs = "https://docs.gitlab.com/security/tokens/"
source = ["lib/api/helpers.rb"]
"#;
    let mut all = knowledge::Files {
        reasons: files("reasons"),
        answers: files("answers"),
        phrases: files("phrases"),
    };
    let append = |files: &mut [File], name: &str, text: &str| {
        let file = files
            .iter_mut()
            .find(|file| file.path.ends_with(name))
            .unwrap();
        file.text += text;
    };
    append(&mut all.answers, "rest.toml", sentence);
    append(&mut all.reasons, "resource.toml", reason);
    let compiled = knowledge::compile_answers(&all).unwrap();
    let rust: String = compiled.into_iter().map(|(_, rust)| rust).collect();
    assert!(rust.contains("code: &codes::resource::MOON_IN_WRONG_PHASE"));
}

const PROGRAM: &str = r#"[git]
names = ["git"]
short = "C"
place = "repository"
source = "git: Documentation"
[git.needs]
"push" = "push"
"#;

#[test]
fn a_program_either_asks_itself_or_has_a_need() {
    let program = |text: &str| {
        knowledge::compile_programs(&File::new(
            "knowledge/programs.toml".to_owned(),
            text.to_owned(),
        ))
    };
    let rust = program(PROGRAM).unwrap();
    for text in [
        r#"needs: &[("push", "push")]"#,
        "named: Named::Repository",
        r#"names: &["git"]"#,
    ] {
        assert!(rust.contains(text), "{text}\n{rust}");
    }
    for (from, to, said) in [
        (
            "place = ",
            "plaice = ",
            "programs.toml:4: `plaice` is no field",
        ),
        ("repository", "repo", "programs.toml:4: `repo` is not known"),
        ("source", "scheme", "either `scheme` or `needs`"),
        ("source", "scheme", "`git` lacks `source`"),
    ] {
        let fault = program(&PROGRAM.replacen(from, to, 1)).unwrap_err();
        assert!(fault.contains(said), "{fault}");
    }
}

fn facts(clues: &str) -> Result<String, String> {
    let text = format!(
        "[state]\nclues = {clues}\nask = \"Is it alive?\"\nwhy = \"dead ones are refused\"\n\
         [date]\nclues = \"expired\"\nask = \"When does it end?\"\nwhy = \"dates pass\"\n"
    );
    knowledge::compile_facts(&File::new("knowledge/facts.toml".to_owned(), text))
}

#[test]
fn a_fact_is_looked_up_by_its_clues_and_none_has_two() {
    let rust = facts(r#"["alive", "revoked"]"#).unwrap();
    let row = r#"(&[Clue::Alive, Clue::Revoked], "Is it alive?", "dead ones are refused")"#;
    assert!(rust.contains(row), "{rust}");
    let twice = facts(r#""expired""#).unwrap_err();
    assert!(twice.contains("`expired` stands in two rows"), "{twice}");
    let unknown = facts(r#""alife""#).unwrap_err();
    assert!(
        unknown.contains("facts.toml:2: No clue is called `alife`"),
        "{unknown}"
    );
}

/// What the reader makes of a list of words, or says of it.
fn words(list: &str) -> Result<String, String> {
    let file = File::new(
        "knowledge/words/reading.toml".to_owned(),
        format!("[host-leads]\nsays = \"What leads.\"\n{list}\n"),
    );
    knowledge::compile_words(&file, &token_file("kinds", KINDS))
}

#[test]
fn a_list_of_words_becomes_a_constant_and_keeps_its_blanks() {
    let rust = words("words = [' 401', '']");
    assert!(rust.unwrap_err().contains("`` in `host-leads` is empty"));
    let rust = words("words = [' 401', '\"a']").unwrap();
    let list =
        "/// What leads.\npub(crate) const HOST_LEADS: &[&str] = &[\n\" 401\",\n\"\\\"a\"\n];";
    assert!(rust.contains(list), "{rust}");
    let rust = words("statuses = { 404 = ['not found'] }").unwrap();
    assert!(rust.contains(r#"(404, &["not found"])"#), "{rust}");
    let rust = words("pairs = { a = 'b: c' }").unwrap();
    assert!(rust.contains(r#"("a", "b: c")"#), "{rust}");
    let rust = words("numbers = { NotFound = 404 }").unwrap();
    assert!(rust.contains(r#"("NotFound", 404)"#), "{rust}");
    let rust = words("kinds = { PersonalAccessToken = 'personal_access' }").unwrap();
    let list = r#"&[(&str, TokenKind)] = &[
("PersonalAccessToken", TokenKind::PersonalAccess)"#;
    assert!(rust.contains(&list.replace("\\n", "\n")), "{rust}");
    let rust = words("schemes = { 'x:' = 'job-token' }").unwrap();
    assert!(rust.contains(r#"("x:", Scheme::JobToken)"#), "{rust}");
}

#[test]
fn a_word_that_could_never_be_found_is_a_fault_of_its_list() {
    for (list, says) in [
        ("", "reading.toml:1: `host-leads` is no list"),
        ("words = ['a']\npairs = { a = 'b' }", "is no list"),
        ("words = []", "`words` is empty"),
        (
            "words = ['a', 'b', 'a']",
            "reading.toml:3: `a` in `host-leads` stands there twice",
        ),
        (
            "small = true\nwords = ['a', 'B']",
            "reading.toml:4: `B` in `host-leads` is not in small letters",
        ),
        (
            "small = true\nstatuses = { 404 = ['Not'] }",
            "is not in small letters",
        ),
        ("statuses = { gone = ['a'] }", "`gone` is no status"),
        ("numbers = { a = 'b' }", "Here a number is needed"),
        (
            "kinds = { a = 'personal_acess' }",
            "`personal_acess` is not known to `kinds`",
        ),
        (
            "schemes = { a = 'cookie' }",
            "`cookie` is not known to `schemes`",
        ),
        ("word = ['a']", "`word` is no field"),
    ] {
        let fault = words(list).unwrap_err();
        assert!(fault.contains(says), "{list}: {fault}");
    }
}

#[test]
fn the_request_of_a_page_takes_the_placeholders_of_the_page() {
    let web = |text: &str| {
        knowledge::compile_web(&File::new(
            "knowledge/web.toml".to_owned(),
            format!("[project]\nsource = [\"a.rb\"]\n[project.pages]\n{text}\n"),
        ))
    };
    let rust = web(r#""jobs/:n" = "jobs/:n""#).unwrap();
    assert!(rust.contains(r#"("jobs/:n", "jobs/:n")"#), "{rust}");
    let fault = web(r#""jobs" = "jobs/:n""#).unwrap_err();
    assert!(
        fault.contains("web.toml:4: `:n` does not stand in the page"),
        "{fault}"
    );
}

#[test]
fn a_type_of_graphql_becomes_a_line_and_leads_to_types_that_are_there() {
    let types = |text: &str| {
        knowledge::compile_graphql_types(&File::new(
            "knowledge/graphql/types.toml".to_owned(),
            text.to_owned(),
        ))
    };
    let text = types(
        "[A]\nneeds = [\"read_a\"]\n[A.fields]\nbees = \"list of B needs read_b scopes ai\"\nopen = \"needs nothing\"\n[B]\n",
    );
    assert_eq!(
        text.unwrap(),
        "A\tread_a\tbees:B*!read_b$ai\topen:!$\nB\t\n"
    );
    let fault = types("[A.fields]\nbee = \"Bee\"\n").unwrap_err();
    assert!(
        fault.contains("types.toml:2: No type is called `Bee`"),
        "{fault}"
    );
    let abilities = knowledge::compile_abilities(&File::new(
        "knowledge/graphql/abilities.toml".to_owned(),
        "read_a = \"group owner, project maintainer\"\nread_b = \"\"\n".to_owned(),
    ));
    let text = abilities.unwrap();
    assert_eq!(text, "read_a\tgroup owner,project maintainer\nread_b\t\n");
}

//! Documents are products of the program: generated ones are compared, examples are run.

use std::fs;
use std::path::Path;

use crate::harness::{Run, Scene};
use crate::simulator::scenarios;
use glwhy::unstable::app::Cli;
use glwhy::unstable::app::ExitCode;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The width of the help texts in the document, in columns.
const WIDTH: usize = 100;

const COMMAND_LINE: &str = "\
# The command line

What `glwhy --help` and the help of its subcommands print. Generated from `src/app/cli.rs`; do not edit.
";

fn command_line() -> String {
    let mut command = Cli::definition().term_width(WIDTH);
    let mut text = format!("{COMMAND_LINE}{}", section(&mut command, "glwhy"));
    for subcommand in command.get_subcommands_mut() {
        if !subcommand.is_hide_set() && subcommand.get_name() != "help" {
            let title = format!("glwhy {}", subcommand.get_name());
            text.push_str(&section(subcommand, &title));
        }
    }
    text
}

fn section(command: &mut clap::Command, title: &str) -> String {
    let help = command.render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    format!(
        "\n## {title}\n\n```text\n{}\n```\n",
        lines.join("\n").trim_end()
    )
}

/// With `GLWHY_BLESS=1` the document is written anew instead of compared.
#[test]
fn the_document_of_the_command_line_is_up_to_date() {
    let path = root().join("docs/cli.md");
    if is_blessed() {
        fs::write(&path, command_line()).unwrap();
    }
    let is_kept = fs::read_to_string(path).unwrap() == command_line();
    assert!(
        is_kept,
        "docs/cli.md is out of date: GLWHY_BLESS=1 cargo test document"
    );
}

/// The manual pages are made from the definition of the command line, as the help is.
/// With `GLWHY_BLESS=1` they are written anew instead of compared.
#[test]
fn the_manual_pages_are_up_to_date() {
    let folder = root().join("docs/man");
    let mut pages = Vec::new();
    for (name, command) in manual() {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page).unwrap();
        let path = folder.join(format!("{name}.1"));
        if is_blessed() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &page).unwrap();
        }
        let kept = fs::read(&path).unwrap();
        assert!(
            kept == page,
            "{name}.1 is out of date: GLWHY_BLESS=1 cargo test manual"
        );
        pages.push(path);
    }
    let kept = fs::read_dir(&folder).unwrap().count();
    assert_eq!(kept, pages.len(), "a page without a command");
}

/// The figures are those that the benches measured last; nobody writes one by hand.
/// With `GLWHY_BLESS=1` the document is written anew instead of compared.
#[test]
fn the_figures_of_the_document_are_those_that_were_measured() {
    let shown = performance();
    let path = root().join("docs/performance.md");
    if is_blessed() {
        fs::write(&path, &shown).unwrap();
    }
    assert!(
        fs::read_to_string(path).unwrap() == shown,
        "docs/performance.md is out of date: GLWHY_BLESS=1 cargo test figures"
    );
}

/// The remarks, which people write, and a table for each bench.
fn performance() -> String {
    let mut text = read("benches/README.md");
    for name in [
        "one-shot",
        "core",
        "connections",
        "explain-logs",
        "building",
    ] {
        let file = read(&format!("benches/results/{name}.json"));
        text.push_str(&bench(&serde_json::from_str(&file).unwrap()));
    }
    text
}

fn bench(result: &serde_json::Value) -> String {
    let said = |value: &serde_json::Value| match value.as_str() {
        Some(text) => text.to_owned(),
        None if value.is_null() => String::new(),
        None => value.to_string().trim_end_matches(".0").to_owned(),
    };
    let machine = &result["machine"];
    let mut text = format!(
        "\n## {}\n\n{}\n`{}`, {}, {} cores of {}.\n\n| what | glwhy | peer | ratio | wanted |\n| --- | ---: | ---: | ---: | --- |\n",
        said(&result["title"]),
        said(&result["method"]),
        said(&result["command"]),
        said(&result["date"]),
        said(&machine["cores"]),
        said(&machine["processor"]),
    );
    for row in result["rows"].as_array().unwrap() {
        let unit = said(&row["unit"]);
        let peer = if row["peer"].is_null() {
            String::new()
        } else {
            format!(
                "{}: {} {unit}",
                said(&row["peer"]),
                said(&row["peer_figure"])
            )
        };
        let (what, figure) = (said(&row["what"]), said(&row["figure"]));
        let (ratio, wanted) = (said(&row["ratio"]), said(&row["wanted"]));
        let cells = [what, format!("{figure} {unit}"), peer, ratio, wanted];
        text.push_str(&["| ", &cells.join(" | "), " |\n"].concat());
    }
    text
}

/// The whole program, and every command that people see, under the names of their pages.
fn manual() -> Vec<(String, clap::Command)> {
    let whole = Cli::definition();
    let parts = whole
        .get_subcommands()
        .filter(|command| !command.is_hide_set() && command.get_name() != "help")
        .map(|command| (format!("glwhy-{}", command.get_name()), command.clone()));
    let mut pages: Vec<_> = parts.collect();
    pages.push(("glwhy".to_owned(), whole));
    pages
        .into_iter()
        .map(|(name, command)| {
            // clap takes names that live as long as the program.
            let title: &'static str = Box::leak(name.clone().into_boxed_str());
            (name, command.name(title).color(clap::ColorChoice::Never))
        })
        .collect()
}

#[test]
fn every_shell_gets_a_script_that_knows_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = Run::of(["completions", shell]).end().ends(0).stdout;
        for word in ["inspect", "probe", "explain", "token-env"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

/// The values of the options that take one of a list: option, subcommand, and some or all of the list.
fn listed() -> Vec<(&'static str, &'static str, Vec<String>)> {
    let needs = Run::of(["probe", "--list-capabilities", "--format", "json"]);
    let needs: serde_json::Value = serde_json::from_str(&needs.end().ends(0).stdout).unwrap();
    let needs = needs["capabilities"].as_array().unwrap().iter();
    let codes = read("docs/causes.md");
    let codes = codes.lines().filter_map(|line| line.strip_prefix("### "));
    let words = |text: &str| text.split(' ').map(str::to_owned).collect();
    vec![
        (
            "--format",
            "inspect",
            words("table json json-v1 markdown junit"),
        ),
        ("--color", "inspect", words("auto always never")),
        (
            "--auth",
            "probe",
            words("auto private-token bearer job-token deploy-token basic"),
        ),
        (
            "--token-kind",
            "explain",
            words("personal service_account deploy oauth job"),
        ),
        (
            "--need",
            "probe",
            needs
                .map(|row| row["name"].as_str().unwrap().to_owned())
                .collect(),
        ),
        ("--code", "explain", codes.map(str::to_owned).collect()),
    ]
}

#[test]
fn completions_offer_the_values_of_options() {
    let [bash, zsh, fish] =
        ["bash", "zsh", "fish"].map(|shell| Run::of(["completions", shell]).end().ends(0).stdout);
    // A name of a value with a quote or a colon ends the specification of its option, and so all completion.
    for name in ["NAME: VALUE", "METHOD URL"] {
        assert!(!zsh.contains(name), "{name}");
    }
    for (option, command, values) in listed() {
        assert!(values.len() > 2, "{option}: {values:?}");
        let of_zsh = zsh
            .split(option)
            .skip(1)
            .map(|text| text.split(")' ").next().unwrap());
        let of_zsh: Vec<&str> = of_zsh.collect();
        let fish_option = format!(" -l {} ", &option[2..]);
        let of_fish: Vec<&str> = fish
            .split("complete -c")
            .filter(|line| line.contains(&fish_option))
            .collect();
        for value in &values {
            let is_in = |text: &&str| {
                text.split(|letter: char| {
                    !letter.is_alphanumeric() && !['-', '_'].contains(&letter)
                })
                .any(|word| word == value)
            };
            assert!(of_zsh.iter().any(is_in), "zsh: {option} {value}");
            assert!(of_fish.iter().any(is_in), "fish: {option} {value}");
        }
        let offered = completed_by_bash(&bash, command, option);
        for value in &values {
            assert!(
                offered.contains(value),
                "bash: {option} {value}: {offered:?}"
            );
        }
    }
}

/// What bash offers behind an option.
fn completed_by_bash(script: &str, command: &str, option: &str) -> Vec<String> {
    let script = format!(
        "{script}\nCOMP_WORDS=(glwhy {command} {option} '') COMP_CWORD=3; _glwhy glwhy '' {option}; echo \"${{COMPREPLY[@]}}\""
    );
    let run = std::process::Command::new("bash")
        .args(["-c", &script])
        .output()
        .unwrap();
    assert!(
        run.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    String::from_utf8(run.stdout)
        .unwrap()
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

#[test]
fn help_and_readme_list_every_exit_code() {
    let readme = read("README.md");
    let help = Run::of(["inspect", "--help"]).end().ends(0).stdout;
    for code in ExitCode::ALL {
        let words = code.words().split(':').next().unwrap();
        assert!(
            readme.contains(&format!("| {} | {}", code.number(), code.words())),
            "{code:?}"
        );
        assert!(
            help.contains(&format!("{}  {words}", code.number())),
            "{help}"
        );
    }
}

/// The pages for people: the first one, and those of `docs/` that are not generated.
const PAGES: [&str; 7] = [
    "README.md",
    "docs/tutorial.md",
    "docs/gates.md",
    "docs/how-to/failing-token.md",
    "docs/how-to/pipeline.md",
    "docs/how-to/ticket.md",
    "docs/how-to/fleet.md",
];

/// A block of a page that begins with a command: `$ glwhy ...` and what it prints.
fn examples(page: &str) -> Vec<(String, String)> {
    page.split("```console\n$ glwhy ")
        .skip(1)
        .map(|block| {
            let block = block.split("```").next().unwrap();
            let (command, output) = block.split_once('\n').unwrap();
            (command.to_owned(), output.to_owned())
        })
        .collect()
}

/// The examples are run against a served world; only the port is not always the same.
/// With `GLWHY_BLESS=1` they are written anew instead of compared.
#[test]
fn the_examples_of_the_pages_print_what_they_say() {
    let scene = Scene::of(scenarios::developer_where_maintainer_needed());
    let mut count = 0;
    for name in PAGES {
        let mut page = read(name);
        for (command, output) in examples(&page) {
            let shown = shown(&scene, &command);
            let begin = format!("$ glwhy {command}\n");
            if is_blessed() {
                page = page.replace(&format!("{begin}{output}"), &format!("{begin}{shown}"));
            } else {
                assert_eq!(shown, output, "{name}: {begin}");
            }
            count += 1;
        }
        if is_blessed() {
            fs::write(root().join(name), page).unwrap();
        }
    }
    assert!(count >= 12, "{count} examples are found");
}

/// What stands in a shell block and is not shown with its output: understood by the program, and run where it needs
/// nothing but the token and the files that the pages name.
#[test]
fn the_commands_of_the_pages_are_understood() {
    let scene = Scene::of(scenarios::developer_where_maintainer_needed());
    let connections = read("docs/how-to/fleet.md");
    let connections = between(&connections, "```toml\n", "```");
    let mut count = 0;
    for name in PAGES {
        for command in shell(&read(name)) {
            let command = command.replace("/var/log/gitlab/gitlab-rails/", "");
            let run = Run::of(words(&command))
                .with("GITLAB_HOST", scene.simulator.origin())
                .with("GITLAB_TOKEN", scene.token())
                .with("OTHER_TOKEN", scene.token())
                // Those for pipelines stand in a job.
                .with("GITLAB_CI", "true")
                .with("CI_SERVER_URL", scene.simulator.origin())
                .with("CI_PROJECT_PATH", "org/team/app")
                .file("tokens.toml", connections)
                .file("job.log", "remote: HTTP Basic: Access denied\n")
                .file("api_json.log", "{}\n");
            let end = run.end();
            assert!(end.code != 2, "{name}: glwhy {command}: {}", end.stderr);
            count += 1;
        }
    }
    assert!(count >= 9, "{count} commands are found");
}

fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    let text = text.split(begin).nth(1).unwrap_or_default();
    text.split(end).next().unwrap_or_default()
}

/// The commands of glwhy in the shell blocks of a page, without its name and without comments.
fn shell(page: &str) -> Vec<String> {
    page.split("```sh\n")
        .skip(1)
        .flat_map(|block| block.split("```").next().unwrap().lines())
        .filter_map(|line| line.strip_prefix("glwhy "))
        .map(|command| command.split(" #").next().unwrap().trim().to_owned())
        .collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the tests themselves are configured by the environment"
)]
fn is_blessed() -> bool {
    std::env::var_os("GLWHY_BLESS").is_some()
}

/// What a command prints, but for the requests, whose times differ.
fn shown(scene: &Scene, command: &str) -> String {
    let address = scene.simulator.origin();
    let pipeline = read("docs/how-to/pipeline.md");
    let pipeline = between(&pipeline, "```yaml\n# .gitlab-ci.yml", "```");
    let run = Run::of(words(command))
        .with("LC_ALL", "C.UTF-8")
        .with("GITLAB_HOST", &address)
        .with("GITLAB_TOKEN", scene.token())
        .file(".gitlab-ci.yml", pipeline);
    let shown = run
        .end()
        .shown()
        .replace(&address, "http://127.0.0.1:45678");
    let shown = shown.split("\nRequests (").next().unwrap_or_default();
    format!("{}\n", shown.trim_end())
}

/// Splits at blanks outside single quotes.
fn words(command: &str) -> Vec<String> {
    command
        .split('\'')
        .enumerate()
        .flat_map(|(number, piece)| {
            if number % 2 == 1 {
                vec![piece.to_owned()]
            } else {
                piece.split_whitespace().map(str::to_owned).collect()
            }
        })
        .collect()
}

#[test]
fn paths_named_in_documents_exist() {
    let others = ["CONTRIBUTING.md", "docs/architecture.md"];
    for document in PAGES.into_iter().chain(others) {
        let text = read(document);
        for path in text.split('`').skip(1).step_by(2) {
            let is_path = path.contains('/')
                && ["src/", "tests/", "docs/", "examples/", ".ci/"]
                    .iter()
                    .any(|begin| path.starts_with(begin))
                && !path.contains([' ', '*', '{', '<']);
            assert!(
                !is_path || root().join(path).exists(),
                "{document} names {path}"
            );
        }
    }
}

/// A link to a file beside a page leads somewhere.
#[test]
fn links_between_the_pages_lead_somewhere() {
    let mut count = 0;
    for name in PAGES {
        let folder = Path::new(name).parent().unwrap();
        for link in read(name).split("](").skip(1) {
            let link = link.split(')').next().unwrap();
            if !link.contains("://") {
                assert!(root().join(folder).join(link).exists(), "{name}: {link}");
                count += 1;
            }
        }
    }
    assert!(count >= 20, "{count} links are found");
}

//! Goldens of every format, and what holds for all of them.

use serde_json::Value;

use super::fixtures;
use super::{Format, Style, UnknownFormat, render, wrap};
use crate::observation::body::is_unprintable;
use crate::report::{self, Advice, Outcome, Report, Severity};

fn drawn(report: &Report, format: Format, style: &Style) -> String {
    let mut out = Vec::new();
    let written = render(report, format, style, &mut out);
    assert!(written.is_ok(), "{written:?}");
    String::from_utf8_lossy(&out).into_owned()
}

/// A style with a name for its goldens.
fn styles() -> Vec<(&'static str, Style)> {
    let usual = Style::default();
    vec![
        ("80", usual),
        (
            "120",
            Style {
                width: 120,
                ..usual
            },
        ),
        (
            "80_colour",
            Style {
                colour: true,
                ..usual
            },
        ),
        (
            "80_ascii",
            Style {
                unicode: false,
                ..usual
            },
        ),
        (
            "80_verbose",
            Style {
                verbose: true,
                ..usual
            },
        ),
        (
            "80_quiet",
            Style {
                quiet: true,
                ..usual
            },
        ),
    ]
}

/// Draws all reports that tell something, one below the other.
fn gallery(format: Format, style: &Style) -> String {
    fixtures::told()
        .iter()
        .map(|(name, report)| format!("===== {name}\n{}", drawn(report, format, style)))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn tables_look_as_they_did() {
    for (name, style) in styles() {
        let text = gallery(Format::Table, &style);
        insta::assert_snapshot!(format!("table_{name}"), text);
    }
}

#[test]
fn no_line_is_wider_than_the_screen() {
    for (name, report) in fixtures::all() {
        for width in [40, 63, 80, 120, 200] {
            let style = Style {
                width,
                ..Style::default()
            };
            let text = drawn(&report, Format::Table, &style);
            for line in text.lines() {
                let fits = wrap::width(line) <= width || line.contains("://");
                assert!(fits, "{name} at {width}: {line}");
            }
        }
    }
}

#[test]
fn hostile_text_never_steers_the_terminal() {
    for unicode in [true, false] {
        let style = Style {
            unicode,
            verbose: true,
            ..Style::default()
        };
        for (name, report) in fixtures::all() {
            let text = drawn(&report, Format::Table, &style);
            let steering = |c: char| c != '\n' && is_unprintable(c);
            assert!(!text.contains(steering), "{name}: {text:?}");
            assert!(unicode || text.is_ascii(), "{name}: {text}");
        }
    }
}

#[test]
fn without_colour_the_words_are_the_same() {
    let coloured = Style {
        colour: true,
        ..Style::default()
    };
    for (name, report) in fixtures::told() {
        let plain = drawn(&report, Format::Table, &Style::default());
        let mut text = drawn(&report, Format::Table, &coloured);
        for code in ["0", "1", "2", "31", "32", "33", "36", "1;31"] {
            text = text.replace(&format!("\u{1b}[{code}m"), "");
        }
        assert_eq!(text, plain, "{name}");
    }
}

#[test]
fn a_name_of_a_format_is_read_back() {
    for format in Format::ALL {
        assert_eq!(format.name().parse(), Ok(format));
    }
    assert_eq!("yaml".parse::<Format>(), Err(UnknownFormat));
}

/// Reads JSON back; anything that is not JSON fails the test.
fn read(text: &str) -> Value {
    let value = serde_json::from_str(text);
    assert!(value.is_ok(), "{value:?} in {text}");
    value.unwrap_or_default()
}

#[test]
fn json_looks_as_it_did() {
    let ours = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    for (name, report) in fixtures::all() {
        let text = drawn(&report, Format::JsonV1, &Style::default());
        let text = text.replace(&ours, "\"version\": \"[ours]\"");
        insta::assert_snapshot!(format!("json_v1_{}", name.replace(' ', "_")), text);
    }
}

#[test]
fn json_is_whole_and_does_not_steer_the_terminal() {
    for (name, report) in fixtures::all() {
        let text = drawn(&report, Format::Json, &Style::default());
        assert!(text.ends_with("}\n"), "{name}");
        assert!(!text.contains(|c: char| c != '\n' && is_unprintable(c)));
        let value = read(&text);
        assert_eq!(value["schema"], "glwhy.report/v1");
        let subjects = value["entries"].as_array().map(Vec::len);
        assert_eq!(subjects, Some(report.entries.len()), "{name}");
        for (entry, shown) in report
            .entries
            .iter()
            .zip(value["entries"].as_array().into_iter().flatten())
        {
            assert_eq!(shown["subject"], entry.subject, "{name}");
        }
    }
}

#[test]
fn json_tells_unknown_scopes_from_none() {
    let text = drawn(
        &fixtures::inspected_expired(),
        Format::JsonV1,
        &Style::default(),
    );
    assert_eq!(read(&text)["tokens"][0]["scopes"], Value::Null);
}

#[test]
fn json_has_no_diagnosis_where_nothing_was_refused() {
    let mut report = fixtures::refused();
    report.entries[0].outcome = Outcome::Granted;
    let text = drawn(&report, Format::JsonV1, &Style::default());
    assert_eq!(read(&text)["entries"][0]["diagnosis"], Value::Null);
}

#[test]
fn planned_requests_are_not_counted_as_sent() {
    let text = drawn(&fixtures::planned(), Format::JsonV1, &Style::default());
    let requests = &read(&text)["requests"];
    assert_eq!(requests["sent"], 0);
    assert_eq!(requests["planned"], true);
}

#[test]
fn markdown_looks_as_it_did() {
    let text = gallery(Format::Markdown, &Style::default());
    insta::assert_snapshot!("markdown", text);
}

#[test]
fn hostile_markdown_has_no_line_that_is_not_ours() {
    for (name, report) in fixtures::all() {
        for quiet in [true, false] {
            let style = Style {
                quiet,
                ..Style::default()
            };
            let text = drawn(&report, Format::Markdown, &style);
            assert!(!text.contains(|c: char| c != '\n' && is_unprintable(c)));
            for line in text.lines() {
                assert!(is_harmless_line(line), "{name}: {line}");
            }
        }
    }
}

/// Whether a line starts as ours do, and has nothing active outside of code.
fn is_harmless_line(line: &str) -> bool {
    let ours = [
        "<details><summary>",
        "</details>",
        "[GitLab's documentation](https://docs.gitlab.com/",
    ];
    if ours.iter().any(|start| line.starts_with(start)) {
        return true;
    }
    let plain: String = line.split('`').step_by(2).collect();
    let body = plain.trim_start_matches("### ").replace("**", "");
    let body = body
        .strip_prefix("| ")
        .map_or(body.clone(), |row| row.replace(" |", ""));
    let spans_are_simple = !line.contains("``");
    let first_is_ours =
        !line.starts_with(['/', '>', '<', '=', '~', '#']) || line.starts_with("### ");
    let active = |c: char| "@#!~%&$^*_[]{}<>\\+=".contains(c);
    first_is_ours && (!spans_are_simple || !body.contains(active))
}

#[test]
fn every_entry_is_in_the_note() {
    for (name, report) in fixtures::told() {
        let text = drawn(&report, Format::Markdown, &Style::default());
        for entry in report
            .entries
            .iter()
            .filter(|entry| entry.subject != "token")
        {
            assert!(text.contains(&entry.subject), "{name}: {}", entry.subject);
        }
    }
}

#[test]
fn junit_looks_as_it_did() {
    let text = gallery(Format::Junit, &Style::default());
    insta::assert_snapshot!("junit", text);
}

#[test]
fn junit_is_read_back_with_every_entry() {
    for (name, report) in fixtures::all() {
        let text = drawn(&report, Format::Junit, &Style::default());
        let read = quick_junit::Report::deserialize_from_str(&text);
        assert!(read.is_ok(), "{name}: {read:?}");
        let cases = read.map(|read| read.tests).unwrap_or_default();
        let problem = |advice: &&Advice| advice.severity == Severity::Problem;
        let problems = report.advice.iter().filter(problem).count();
        let expected = report.entries.len().max(1) + problems;
        assert_eq!(cases, expected, "{name}");
        assert!(!text.contains(|c: char| c != '\n' && is_unprintable(c)));
    }
}

#[test]
fn junit_tells_a_refusal_from_a_check_that_could_not_be_made() {
    let text = drawn(&fixtures::several(), Format::Junit, &Style::default());
    assert_eq!(text.matches("<failure ").count(), 2);
    assert_eq!(text.matches("<error ").count(), 2);
    assert_eq!(text.matches("<skipped ").count(), 1);
}

/// What is written as JSON and read back is the same report: nothing is judged anew, nothing is lost.
#[test]
fn a_report_that_is_read_back_is_the_same_report() {
    let plain = Style::default();
    for (name, mut report) in fixtures::told() {
        report::number(&mut report.entries);
        let stored = drawn(&report, Format::Json, &plain);
        let again = report::read_stored(&stored, str::to_owned).unwrap();
        for (again, first) in drawn(&again, Format::Json, &plain)
            .lines()
            .zip(stored.lines())
        {
            assert_eq!(again, first, "{name}");
        }
        assert_eq!(again.verdict(), report.verdict(), "{name}");
    }
}

#[test]
fn what_is_no_report_or_of_another_format_is_not_shown_as_one() {
    for text in ["", "{", "[]", "{}", r#"{"schema":"glwhy.report/v9"}"#] {
        assert!(report::read_stored(text, str::to_owned).is_err(), "{text}");
    }
    let bare = report::read_stored(r#"{"schema":"glwhy.report/v1"}"#, str::to_owned).unwrap();
    assert_eq!(bare.entries.len(), 0);
}

#[test]
fn a_report_that_anybody_wrote_steers_nothing() {
    let stored = drawn(&fixtures::hostile(), Format::Json, &Style::default());
    let again = report::read_stored(&stored, str::to_owned).unwrap();
    let shown = drawn(&again, Format::Table, &Style::default());
    assert!(
        !shown
            .chars()
            .any(|letter| letter != '\n' && is_unprintable(letter)),
        "{shown}"
    );
}

/// Pages without their style, which is a file of its own.
fn page(report: &Report, style: &Style) -> String {
    let page = drawn(report, Format::Html, style);
    let (head, rest) = page.split_once("<style>").unwrap_or_default();
    let (_, body) = rest.split_once("</style>").unwrap_or_default();
    let ours = format!("glwhy {}", env!("CARGO_PKG_VERSION"));
    format!("{head}{body}").replace(&ours, "glwhy [ours]")
}

#[test]
fn pages_look_as_they_did() {
    let pages = fixtures::told().into_iter().map(|(name, report)| {
        let page = page(&report, &Style::default());
        // A line for each element that stands by itself.
        let lines = page.replace("><", ">\n<");
        format!("===== {name}\n{lines}")
    });
    insta::assert_snapshot!("html", pages.collect::<Vec<_>>().join("\n"));
}

/// The tags of a page, in order; whatever else begins with `<` fails.
fn tags(page: &str) -> Vec<&str> {
    let tags = page.split('<').skip(1);
    tags.filter_map(|rest| rest.split([' ', '>']).next())
        .collect()
}

#[test]
fn a_page_has_our_tags_alone_and_closes_each() {
    let void = ["!DOCTYPE", "meta", "link"];
    let ours = [
        "html", "head", "title", "style", "body", "header", "nav", "main", "footer", "section",
        "a", "h1", "h2", "h3", "h4", "p", "span", "strong", "code", "div", "ul", "ol", "li", "dl",
        "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary",
        "svg", "rect", "line",
    ];
    for (name, report) in fixtures::all() {
        for verbose in [true, false] {
            let page = page(
                &report,
                &Style {
                    verbose,
                    ..Style::default()
                },
            );
            assert!(
                !page.contains(|c: char| c != '\n' && is_unprintable(c)),
                "{name}"
            );
            let mut open = Vec::new();
            for tag in tags(&page).into_iter().filter(|tag| !void.contains(tag)) {
                match tag.strip_prefix('/') {
                    Some(tag) => assert_eq!(open.pop(), Some(tag), "{name}"),
                    None => open.push(tag),
                }
                assert!(ours.contains(&tag.trim_start_matches('/')), "{name}: {tag}");
            }
            assert!(open.is_empty(), "{name}: {open:?}");
        }
    }
}

#[test]
fn every_entry_and_every_rung_is_in_the_page() {
    for (name, report) in fixtures::told() {
        let page = page(&report, &Style::default());
        let mut told = report
            .entries
            .iter()
            .filter(|entry| entry.subject != "token");
        assert!(told.all(|entry| page.contains(&entry.subject)), "{name}");
        let asked = report.comparison.is_none() && !report.entries.is_empty();
        let evidence = report.entries.iter().flat_map(|entry| &entry.gates);
        for rung in evidence.filter(|_| asked) {
            assert!(page.contains(&rung.evidence), "{name}: {}", rung.evidence);
        }
    }
}

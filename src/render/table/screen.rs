//! The sheet that the table format writes on: lines of a known width, with hanging indents.
//!
//! It is the only place of this format that text gets through, so it makes all of it safe, and
//! paints only after the lines are broken.

use std::borrow::Cow;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use crate::answers::GateState;
use crate::render::paint::{Ink, Paint};
use crate::render::{Style, safe, wrap};
use crate::report::{Outcome, Severity};

/// Narrower than this, nothing can be drawn.
const NARROWEST: usize = 40;

/// Prose that runs wider than this is hard to read.
const WIDEST_PROSE: usize = 100;

/// Columns between columns.
const COLUMN_GAP: u16 = 2;

/// Narrower than this, a column of paths is left to share the room with the others.
const NARROWEST_COLUMN: usize = 20;

/// What stands at the end of a path that was cut.
const CUT: &str = " ...";

/// What stands in front of a block, and how far the block is indented behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label<'a> {
    /// Columns in front of the label.
    pub(super) indent: usize,
    /// The label.
    pub(super) text: &'a str,
    /// Its ink.
    pub(super) ink: Ink,
    /// Columns that the label takes, with the space behind it.
    pub(super) columns: usize,
    /// What stands between the label and the first line, such as the number of a list.
    pub(super) sign: &'a str,
}

impl Label<'_> {
    /// No label.
    pub(super) const NONE: Self = Self {
        indent: 0,
        text: "",
        ink: Ink::Plain,
        columns: 0,
        sign: "",
    };

    /// No label, and so many columns in front.
    pub(super) const fn indented(indent: usize) -> Self {
        Self {
            indent,
            ..Self::NONE
        }
    }
}

/// Rows in columns, without lines around them.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// The names of the columns; none, if they speak for themselves.
    pub(super) header: &'static [&'static str],
    /// The cells.
    pub(super) rows: Vec<Vec<String>>,
    /// The column of paths: it takes what the others leave.
    pub(super) path: usize,
    /// The column of numbers, if there is one.
    pub(super) right: Option<usize>,
    /// Whether a path that is too long is cut instead of broken.
    pub(super) cut: bool,
}

impl Grid {
    /// Rows that need no names of columns.
    pub(super) fn plain(rows: impl Iterator<Item = Vec<String>>) -> Self {
        Self {
            rows: rows.collect(),
            ..Self::default()
        }
    }

    /// Breaks the paths where paths like to be broken, so that the columns need not.
    fn broken(&self, mut rows: Vec<Vec<String>>, room: usize) -> Vec<Vec<String>> {
        let columns = rows.first().map_or(0, Vec::len);
        let others: usize = (0..columns)
            .filter(|column| *column != self.path)
            .map(|column| self.column_width(&rows, column) + usize::from(COLUMN_GAP))
            .sum();
        let left = room.saturating_sub(others);
        if left < NARROWEST_COLUMN {
            return rows;
        }
        for path in rows.iter_mut().filter_map(|row| row.get_mut(self.path)) {
            let lines = if self.cut {
                vec![cut(path, left)]
            } else {
                wrap::lines(path, left, left)
            };
            *path = lines.join("\n");
        }
        rows
    }

    fn column_width(&self, rows: &[Vec<String>], column: usize) -> usize {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let widest = cells.map(|cell| wrap::width(cell)).max();
        let name = self.header.get(column).map_or(0, |name| wrap::width(name));
        widest.unwrap_or_default().max(name)
    }
}

/// The beginning of a text that is wider than so many columns.
fn cut(text: &str, columns: usize) -> String {
    if wrap::width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = text.trim_end_matches(CUT);
    while wrap::width(kept) + CUT.len() > columns {
        let mut letters = kept.chars();
        letters.next_back();
        kept = letters.as_str();
    }
    format!("{kept}{CUT}")
}

/// A text in a column of its own.
#[derive(Debug)]
pub(super) struct Cell {
    /// The text; it is broken into lines where it is too wide.
    pub(super) text: String,
    /// The width of the column.
    pub(super) columns: usize,
    /// Whether the text stands at the right edge of the column.
    pub(super) right: bool,
}

/// A growing text.
#[derive(Debug)]
pub(super) struct Screen {
    style: Style,
    paint: Paint,
    text: String,
}

impl Screen {
    pub(super) fn new(style: Style) -> Self {
        Self {
            style,
            paint: Paint::new(style.colour),
            text: String::new(),
        }
    }

    pub(super) const fn style(&self) -> &Style {
        &self.style
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// The width of the whole sheet.
    fn width(&self) -> usize {
        self.style.width.max(NARROWEST)
    }

    /// The width of prose.
    fn measure(&self) -> usize {
        self.width().min(WIDEST_PROSE)
    }

    /// Leaves one empty line, never two, and none at the top.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// Makes text safe to show here.
    fn safe<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let safe = if self.style.unicode {
            safe::one_line(text)
        } else {
            safe::ascii(text)
        };
        if safe == text {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(safe)
        }
    }

    /// Writes a line in the ink of headings.
    pub(super) fn heading(&mut self, text: &str) {
        self.block(Label::NONE, text, Ink::Strong);
    }

    /// Writes clauses behind a label, as many to a line as fit whole.
    pub(super) fn clauses(&mut self, label: Label<'_>, clauses: &[String], between: &str) {
        let columns = self.measure().saturating_sub(label.indent + label.columns);
        let mut lines: Vec<String> = Vec::new();
        for clause in clauses {
            match lines.last_mut() {
                Some(line) if wrap::width(line) + wrap::width(clause) + between.len() < columns => {
                    line.push_str(between);
                    line.push_str(clause);
                }
                Some(line) => {
                    line.push_str(between.trim_end());
                    lines.push(clause.clone());
                }
                None => lines.push(clause.clone()),
            }
        }
        for (index, line) in lines.iter().enumerate() {
            let text = if index == 0 { label.text } else { "" };
            self.block(Label { text, ..label }, line, Ink::Plain);
        }
    }

    /// Writes a label and, behind it, text with a hanging indent.
    pub(super) fn block(&mut self, label: Label<'_>, text: &str, ink: Ink) {
        let margin = label.indent + label.columns + label.sign.len();
        let columns = self.measure().saturating_sub(margin);
        let name = self.safe(label.text).into_owned();
        let text = self.safe(text).into_owned();
        for (index, line) in wrap::lines(&text, columns, columns).iter().enumerate() {
            let lead = if index == 0 {
                self.lead(&name, label)
            } else {
                " ".repeat(margin)
            };
            let body = self.paint.ink(ink, line);
            self.line(&format!("{lead}{body}"));
        }
    }

    /// A label in its ink, filled up to its columns.
    fn lead(&self, name: &str, label: Label<'_>) -> String {
        let fill = label.columns.saturating_sub(wrap::width(name));
        format!(
            "{}{}{}{}",
            " ".repeat(label.indent),
            self.paint.ink(label.ink, name),
            " ".repeat(fill),
            label.sign
        )
    }

    /// A mark, filled up to the columns of marks.
    fn lead_mark(&self, (mark, ink): (&str, Ink)) -> String {
        let label = Label {
            ink,
            columns: self.mark_columns(),
            ..Label::NONE
        };
        self.lead(mark, label)
    }

    /// Writes two texts on one line, or on two where one is too short for both.
    pub(super) fn pair(&mut self, indent: usize, first: (&str, Ink), second: (&str, Ink)) {
        let (left, right) = (self.safe(first.0), self.safe(second.0));
        let both = wrap::width(&left) + wrap::width(&right) + 2;
        if indent + both <= self.measure() {
            let left = self.paint.ink(first.1, &left);
            let right = self.paint.ink(second.1, &right);
            return self.line(&format!("{}{left}  {right}", " ".repeat(indent)));
        }
        let label = Label::indented(indent);
        self.block(label, first.0, first.1);
        self.block(label, second.0, second.1);
    }

    /// Writes a mark, a subject, and at the right edge what came of it.
    pub(super) fn title(&mut self, mark: (&str, Ink), subject: &str, outcome: &str) {
        let subject = self.safe(subject).into_owned();
        let outcome = self.safe(outcome).into_owned();
        let margin = self.mark_columns();
        let room = self.measure().saturating_sub(margin);
        let short = room.saturating_sub(wrap::width(&outcome) + 2);
        let lines = wrap::lines(&subject, short, room);
        for (index, line) in lines.iter().enumerate() {
            let body = self.paint.ink(Ink::Strong, line);
            if index > 0 {
                self.line(&format!("{}{body}", " ".repeat(margin)));
                continue;
            }
            let lead = self.lead_mark(mark);
            let fill = room
                .saturating_sub(wrap::width(line) + wrap::width(&outcome))
                .max(2);
            let end = self.paint.ink(mark.1, &outcome);
            self.line(&format!("{lead}{body}{}{end}", " ".repeat(fill)));
        }
    }

    /// Writes a mark and the cells of one row. Each row is drawn by itself, so that text may stand between two.
    pub(super) fn row(&mut self, mark: (&str, Ink), cells: &[Cell], ink: Ink) {
        let columns: Vec<Vec<String>> = cells
            .iter()
            .map(|cell| wrap::lines(&self.safe(&cell.text), cell.columns, cell.columns))
            .collect();
        let height = columns.iter().map(Vec::len).max().unwrap_or_default();
        for index in 0..height {
            let mut line = String::new();
            for (cell, lines) in cells.iter().zip(&columns) {
                let text = lines.get(index).map_or("", |line| line.trim_end());
                let fill = " ".repeat(cell.columns.saturating_sub(wrap::width(text)));
                let between = " ".repeat(usize::from(COLUMN_GAP));
                let (before, after) = if cell.right {
                    (fill.as_str(), "")
                } else {
                    ("", fill.as_str())
                };
                line.extend([before, text, after, &between]);
            }
            let lead = self.lead_mark((if index == 0 { mark.0 } else { "" }, mark.1));
            let body = self.paint.ink(ink, line.trim_end());
            self.line(&format!("{lead}{body}"));
        }
    }

    /// Writes rows in columns.
    pub(super) fn grid(&mut self, indent: usize, grid: &Grid) {
        let room = self.width().saturating_sub(indent);
        let rows: Vec<Vec<String>> = grid
            .rows
            .iter()
            .map(|row| {
                row.iter()
                    .map(|cell| self.safe(cell).into_owned())
                    .collect()
            })
            .collect();
        let mut table = Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(room + usize::from(COLUMN_GAP)).unwrap_or(u16::MAX));
        if !grid.header.is_empty() {
            table.set_header(grid.header);
        }
        table.add_rows(grid.broken(rows, room));
        for column in table.column_iter_mut() {
            column.set_padding((0, COLUMN_GAP));
        }
        if let Some(column) = grid.right.and_then(|column| table.column_mut(column)) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        let lines: Vec<String> = table.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            let is_header = index == 0 && !grid.header.is_empty();
            let ink = if is_header { Ink::Faint } else { Ink::Plain };
            let body = self.paint.ink(ink, line.trim_end());
            self.line(&format!("{}{body}", " ".repeat(indent)));
        }
    }

    /// Columns that a mark takes, with the space behind it.
    pub(super) const fn mark_columns(&self) -> usize {
        if self.style.unicode { 2 } else { 3 }
    }

    /// The mark of an outcome.
    pub(super) const fn outcome_mark(&self, outcome: Outcome) -> (&'static str, Ink) {
        let state = match outcome {
            Outcome::Granted => GateState::Passed,
            Outcome::Refused => GateState::Refused,
            Outcome::Unknown => GateState::Unknown,
            Outcome::NotProbed => GateState::NotReached,
        };
        self.gate_mark(state)
    }

    /// The mark of a gate.
    pub(super) const fn gate_mark(&self, state: GateState) -> (&'static str, Ink) {
        let (sign, word, ink) = match state {
            GateState::Passed => ("\u{2713}", "ok", Ink::Good),
            GateState::Refused => ("\u{2717}", "XX", Ink::Bad),
            GateState::NotReached => ("\u{b7}", "--", Ink::Faint),
            GateState::Unknown => ("?", "??", Ink::Unsure),
        };
        (if self.style.unicode { sign } else { word }, ink)
    }

    /// The ink of a remark.
    pub(super) const fn severity_ink(severity: Severity) -> Ink {
        match severity {
            Severity::Note => Ink::Faint,
            Severity::Warning => Ink::Unsure,
            Severity::Problem => Ink::Bad,
        }
    }
}

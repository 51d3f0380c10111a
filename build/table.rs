//! The tables of a TOML file, each field with its line.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::knowledge::closest;
use crate::knowledge::fault::{Faults, Place};

/// A file of `knowledge/`.
#[derive(Debug)]
pub(crate) struct File {
    /// Its path from the root of the repository.
    pub(crate) path: String,
    /// What it says.
    pub(crate) text: String,
    /// Where its lines end: every row asks for its own.
    breaks: Vec<usize>,
}

impl File {
    pub(crate) fn new(path: String, text: String) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at).collect();
        Self { path, text, breaks }
    }

    /// The line on which a byte stands.
    pub(crate) fn place(&self, at: usize) -> Place {
        Place {
            path: self.path.clone(),
            line: 1 + self.breaks.partition_point(|end| *end < at),
        }
    }

    /// Its name without the folder and the ending.
    pub(crate) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.strip_suffix(".toml").unwrap_or(name)
    }

    /// Parses it; a file that is no TOML is empty, with a fault.
    pub(crate) fn parse(&self, faults: &mut Faults) -> DeTable<'_> {
        match DeTable::parse(&self.text) {
            Ok(table) => table.into_inner(),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let what = format!("This is no TOML: {}", error.message());
                faults.note(
                    &self.place(at),
                    &what,
                    "The head of the file shows the form.",
                );
                DeTable::new()
            }
        }
    }
}

/// A value with its place.
#[derive(Debug, Clone)]
pub(crate) struct Placed<T> {
    pub(crate) place: Place,
    pub(crate) value: T,
}

/// A field that a table may have: its name, and what it says. Those that are not needed say so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) says: &'static str,
    pub(crate) is_needed: bool,
}

impl Column {
    pub(crate) const fn needed(name: &'static str, says: &'static str) -> Self {
        Self {
            name,
            says,
            is_needed: true,
        }
    }

    pub(crate) const fn optional(name: &'static str, says: &'static str) -> Self {
        Self {
            name,
            says,
            is_needed: false,
        }
    }
}

/// One table: its name, its place, and its fields.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    pub(crate) name: &'a str,
    pub(crate) place: Place,
    file: &'a File,
    fields: &'a DeTable<'a>,
}

impl<'a> Row<'a> {
    /// A whole file as one table.
    pub(crate) fn whole(file: &'a File, fields: &'a DeTable<'a>) -> Self {
        Self {
            name: file.stem(),
            place: file.place(0),
            file,
            fields,
        }
    }

    /// All tables of a file, in the order in which they stand.
    pub(crate) fn all(file: &'a File, table: &'a DeTable<'a>, faults: &mut Faults) -> Vec<Self> {
        let mut rows = Vec::new();
        for (name, value) in in_order(table) {
            let place = file.place(name.span().start);
            if let DeValue::Table(fields) = value.get_ref() {
                rows.push(Self {
                    name: name.get_ref(),
                    place,
                    file,
                    fields,
                });
            } else {
                let what = format!("`{}` stands outside of a table", name.get_ref());
                let fix = "Put it below a line such as [token-expired].";
                faults.note(&place, &what, fix);
            }
        }
        rows
    }

    /// Notes fields that are not known, and needed ones that are missing.
    pub(crate) fn check(&self, columns: &[Column], faults: &mut Faults) {
        for name in self.fields.keys() {
            let names = columns.iter().map(|column| column.name);
            if !names.clone().any(|known| known == name.get_ref()) {
                let place = self.file.place(name.span().start);
                let what = format!("`{}` is no field", name.get_ref());
                faults.note(&place, &what, &closest::advise(name.get_ref(), names));
            }
        }
        self.check_needed(columns, faults);
    }

    /// Notes needed fields that are missing.
    pub(crate) fn check_needed(&self, columns: &[Column], faults: &mut Faults) {
        for column in columns.iter().filter(|column| column.is_needed) {
            if !self.fields.contains_key(column.name) {
                let what = format!("`{}` lacks `{}`", self.name, column.name);
                faults.note(&self.place, &what, &format!("Say {}.", column.says));
            }
        }
    }

    /// A field that holds a text.
    pub(crate) fn text(&self, name: &str, faults: &mut Faults) -> Option<Placed<String>> {
        read_text(self.file, self.fields.get(name)?, faults)
    }

    /// A field that holds whole sentences.
    pub(crate) fn sentence(&self, name: &str, faults: &mut Faults) -> String {
        let Some(text) = self.text(name, faults) else {
            return String::new();
        };
        let begins = text
            .value
            .starts_with(|letter: char| letter.is_ascii_uppercase());
        if !(begins && text.value.ends_with('.')) {
            let fix = "Begin it with a capital, and end it with a full stop.";
            faults.note(&text.place, &format!("`{name}` is no whole sentence"), fix);
        }
        text.value
    }

    /// A field that holds one word of a closed set.
    pub(crate) fn choice<T: Copy>(
        &self,
        name: &str,
        words: &[(&'static str, T)],
        faults: &mut Faults,
    ) -> Option<Placed<T>> {
        let word = self.text(name, faults)?;
        let value = choose(name, &word, words, faults)?;
        Some(Placed {
            place: word.place,
            value,
        })
    }

    /// The items of a list, or the one value that stands in its place.
    fn one_or_more(&self, name: &str) -> &'a [Spanned<DeValue<'a>>] {
        match self.fields.get(name).map(|value| (value, value.get_ref())) {
            Some((_, DeValue::Array(items))) => items,
            Some((value, _)) => std::slice::from_ref(value),
            None => &[],
        }
    }

    /// A field that holds one or several words; a number and true count as one.
    pub(crate) fn words(&self, name: &str, faults: &mut Faults) -> Vec<Placed<String>> {
        let items = self.one_or_more(name).iter();
        let word = |item: &Spanned<DeValue<'_>>| {
            let plain = if let DeValue::Integer(digits) = item.get_ref() {
                digits.as_str().to_owned()
            } else if item.get_ref().as_bool() == Some(true) {
                "true".to_owned()
            } else {
                return read_text(self.file, item, faults);
            };
            Some(Placed {
                place: self.file.place(item.span().start),
                value: plain,
            })
        };
        items.filter_map(word).collect()
    }

    /// A field that holds true or false; false where it is missing.
    pub(crate) fn flag(&self, name: &str, faults: &mut Faults) -> bool {
        let Some(value) = self.fields.get(name) else {
            return false;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            let place = self.file.place(value.span().start);
            faults.note(
                &place,
                &format!("`{name}` is no true and no false"),
                "Write true, or leave it out.",
            );
            false
        })
    }

    /// Notes a name that is not made of small letters and digits, with this character between its words.
    pub(crate) fn check_name(&self, between: char, faults: &mut Faults) {
        let is_part = |part: &str| {
            let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            !part.is_empty() && part.bytes().all(is_plain)
        };
        if !self.name.split(between).all(is_part) {
            let what = format!("`{}` is no name", self.name);
            let fix = format!("Take small letters, with `{between}` between words.");
            faults.note(&self.place, &what, &fix);
        }
    }

    /// A field that holds a list.
    pub(crate) fn list(&self, name: &str, faults: &mut Faults) -> &'a [Spanned<DeValue<'a>>] {
        let Some(value) = self.fields.get(name) else {
            return &[];
        };
        let (what, fix) = match value.get_ref().as_array() {
            Some(items) if !items.is_empty() => return items,
            Some(_) => ("is empty", "Put at least one text into it."),
            None => ("is no list", "Put it into brackets: [\"...\"]."),
        };
        let place = self.file.place(value.span().start);
        faults.note(&place, &format!("`{name}` {what}"), fix);
        &[]
    }

    /// A field that holds a list of texts.
    pub(crate) fn texts(&self, name: &str, faults: &mut Faults) -> Vec<Placed<String>> {
        let items = self.list(name, faults);
        items
            .iter()
            .filter_map(|item| read_text(self.file, item, faults))
            .collect()
    }

    /// A field that holds texts with names, in the order in which they stand.
    pub(crate) fn named_texts(
        &self,
        name: &str,
        faults: &mut Faults,
    ) -> Vec<(&'a str, Placed<String>)> {
        let Some(value) = self.fields.get(name) else {
            return Vec::new();
        };
        let DeValue::Table(table) = value.get_ref() else {
            let what = format!("`{name}` is no table");
            let fix = format!(
                "Write [{}.{name}], and below it lines such as other-reason = \"...\".",
                self.name
            );
            faults.note(&self.file.place(value.span().start), &what, &fix);
            return Vec::new();
        };
        let fields = in_order(table).into_iter();
        fields
            .filter_map(|(name, value)| {
                Some((
                    name.get_ref().as_ref(),
                    read_text(self.file, value, faults)?,
                ))
            })
            .collect()
    }

    /// A table inside of this one, as a row of its own.
    pub(crate) fn table(&self, name: &str) -> Option<Self> {
        self.inner(self.fields.get(name)?)
    }

    /// A table inside of this one, under its own name and at the place of it.
    pub(crate) fn named_table(&self, name: &str) -> Option<Self> {
        let (key, value) = self.fields.get_key_value(name)?;
        let row = self.inner(value)?;
        Some(Self {
            name: key.get_ref(),
            place: self.file.place(key.span().start),
            ..row
        })
    }

    /// The names of all fields, in the order in which they stand.
    pub(crate) fn names(&self) -> Vec<&'a str> {
        let fields = in_order(self.fields).into_iter();
        fields.map(|(name, _)| name.get_ref().as_ref()).collect()
    }

    /// A text as it stands, blanks at its ends included.
    pub(crate) fn raw(&self, name: &str, faults: &mut Faults) -> Option<Placed<String>> {
        read_raw(self.file, self.fields.get(name)?, faults)
    }

    /// A list of texts as they stand; they may be empty.
    pub(crate) fn raws(&self, name: &str, faults: &mut Faults) -> Vec<Placed<String>> {
        let items = self.list(name, faults);
        items
            .iter()
            .filter_map(|item| read_raw(self.file, item, faults))
            .collect()
    }

    /// A number, or a list of numbers.
    pub(crate) fn numbers(&self, name: &str, faults: &mut Faults) -> Vec<Placed<u64>> {
        let items = self.one_or_more(name).iter();
        items
            .filter_map(|item| read_number(self.file, item, faults))
            .collect()
    }

    /// A field that holds one table.
    pub(crate) fn inline(&self, name: &str, faults: &mut Faults) -> Option<Self> {
        let value = self.fields.get(name)?;
        let row = self.inner(value);
        if row.is_none() {
            let place = self.file.place(value.span().start);
            faults.note(
                &place,
                &format!("`{name}` is no table"),
                "Put it into braces: { ... }.",
            );
        }
        row
    }

    /// A field that holds a list of tables.
    pub(crate) fn rows(&self, name: &str, faults: &mut Faults) -> Vec<Self> {
        let items = self.list(name, faults).iter();
        items
            .filter_map(|item| {
                let row = self.inner(item);
                if row.is_none() {
                    let place = self.file.place(item.span().start);
                    faults.note(
                        &place,
                        "Here a table is needed",
                        "Put it into braces: { ... }.",
                    );
                }
                row
            })
            .collect()
    }

    /// Whether the field is there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// Whether the field is there and holds a text.
    pub(crate) fn is_text(&self, name: &str) -> bool {
        let value = self.fields.get(name);
        value.is_some_and(|value| matches!(value.get_ref(), DeValue::String(_)))
    }

    /// A table inside of a list, as a row of its own.
    pub(crate) fn inner(&self, item: &'a Spanned<DeValue<'a>>) -> Option<Self> {
        let DeValue::Table(fields) = item.get_ref() else {
            return None;
        };
        Some(Self {
            name: self.name,
            place: self.file.place(item.span().start),
            file: self.file,
            fields,
        })
    }

    /// An item of a list that is a text.
    pub(crate) fn item(
        &self,
        item: &Spanned<DeValue<'_>>,
        faults: &mut Faults,
    ) -> Option<Placed<String>> {
        read_text(self.file, item, faults)
    }
}

/// What a word of a closed set means.
pub(crate) fn choose<T: Copy>(
    field: &str,
    word: &Placed<String>,
    words: &[(&str, T)],
    faults: &mut Faults,
) -> Option<T> {
    let found = words.iter().find(|(known, _)| *known == word.value);
    if found.is_none() {
        let advice = closest::advise(&word.value, words.iter().map(|(known, _)| *known));
        let what = format!("`{}` is not known to `{field}`", word.value);
        faults.note(&word.place, &what, &advice);
    }
    found.map(|(_, meant)| *meant)
}

/// The fields of a table as they stand in the file.
fn in_order<'a>(
    table: &'a DeTable<'a>,
) -> Vec<(
    &'a Spanned<toml::de::DeString<'a>>,
    &'a Spanned<DeValue<'a>>,
)> {
    let mut fields: Vec<_> = table.iter().collect();
    fields.sort_by_key(|(name, _)| name.span().start);
    fields
}

/// Reads a text as it stands.
fn read_raw(
    file: &File,
    value: &Spanned<DeValue<'_>>,
    faults: &mut Faults,
) -> Option<Placed<String>> {
    let place = file.place(value.span().start);
    let DeValue::String(text) = value.get_ref() else {
        faults.note(&place, "Here a text is needed", "Put it into quotes.");
        return None;
    };
    Some(Placed {
        place,
        value: text.to_string(),
    })
}

fn read_number(
    file: &File,
    value: &Spanned<DeValue<'_>>,
    faults: &mut Faults,
) -> Option<Placed<u64>> {
    let place = file.place(value.span().start);
    let number = if let DeValue::Integer(digits) = value.get_ref() {
        digits.as_str().parse().ok()
    } else {
        None
    };
    if number.is_none() {
        faults.note(
            &place,
            "Here a number is needed",
            "Write it without quotes.",
        );
    }
    Some(Placed {
        place,
        value: number?,
    })
}

/// Reads a text; a line break counts as a blank.
fn read_text(
    file: &File,
    value: &Spanned<DeValue<'_>>,
    faults: &mut Faults,
) -> Option<Placed<String>> {
    let Placed { place, value: text } = read_raw(file, value, faults)?;
    let lines: Vec<_> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    if lines.is_empty() {
        faults.note(
            &place,
            "The text is empty",
            "Write it, or leave the field out.",
        );
        return None;
    }
    Some(Placed {
        place,
        value: lines.join(" "),
    })
}

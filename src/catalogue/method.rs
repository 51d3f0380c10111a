//! The HTTP methods that GitLab's routes use.

use std::fmt;

closed_words! {
    /// An HTTP method of a route; tables show them in this order.
    pub enum Method {
        /// Reads.
        Get = "GET",
        /// Reads without a body.
        Head = "HEAD",
        /// Creates, or acts; a few only read.
        Post = "POST",
        /// Changes or replaces.
        Put = "PUT",
        /// Changes in part.
        Patch = "PATCH",
        /// Removes.
        Delete = "DELETE",
    }
}

impl Method {
    /// Whether HTTP promises that a request with this method changes nothing.
    #[must_use]
    pub const fn is_safe(self) -> bool {
        matches!(self, Self::Get | Self::Head)
    }

    /// Reads a method by its name, in any case; `None` for methods that GitLab's routes do not use.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let is_called = |method: &Self| method.name().eq_ignore_ascii_case(name);
        Self::ALL.into_iter().find(is_called)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A set of methods, such as those that exist at one path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MethodSet(u8);

impl MethodSet {
    /// A set without methods.
    #[must_use]
    pub const fn new() -> Self {
        Self(0)
    }

    /// Adds a method.
    pub const fn insert(&mut self, method: Method) {
        self.0 |= 1 << method as u8;
    }

    /// Whether the method is in the set.
    #[must_use]
    pub const fn contains(self, method: Method) -> bool {
        self.0 & (1 << method as u8) != 0
    }

    /// Whether no method is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The methods in the set, in the order of [`Method::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Method> {
        Method::ALL
            .into_iter()
            .filter(move |method| self.contains(*method))
    }
}

impl fmt::Display for MethodSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, method) in self.iter().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            write!(f, "{separator}{method}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_read_in_any_case() {
        assert_eq!(Method::parse("post"), Some(Method::Post));
        assert_eq!(Method::parse("TRACE"), None);
    }

    #[test]
    fn a_set_lists_its_methods_in_order() {
        let mut set = MethodSet::default();
        assert!(set.is_empty());
        set.insert(Method::Delete);
        set.insert(Method::Get);
        assert_eq!(set.to_string(), "GET, DELETE");
        assert!(!set.contains(Method::Put));
    }
}

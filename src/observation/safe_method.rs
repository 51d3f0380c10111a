//! The methods that cannot change anything, and so the only ones that are ever sent.
//!
//! A request that would create, change, or delete is unsayable with this type.

use std::fmt;

closed_words! {
    /// A method of HTTP that is safe by definition (RFC 9110, section 9.2.1).
    #[derive(Default)]
    pub enum SafeMethod {
        /// Asks for a resource.
        #[default]
        Get = "GET",
        /// Asks for the headers of a resource.
        Head = "HEAD",
    }
}

impl fmt::Display for SafeMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_that_may_change_something_cannot_be_said() {
        assert_eq!(SafeMethod::ALL.map(SafeMethod::name), ["GET", "HEAD"]);
    }
}

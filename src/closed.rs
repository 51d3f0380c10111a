//! Closed sets of words: the one way to declare an enum whose variants have names.
//!
//! The list of all and the names are made from the declaration, so that neither can miss a variant. The reader of
//! `knowledge/` takes this file in as well (`build/program.rs`), and so knows the same words.

/// Declares closed sets of words, each with its name in data and output.
///
/// A set may say more of each word, which a method of its own returns.
macro_rules! closed_words {
    ($(#[$about:meta])* $vis:vis enum $set:ident { $($(#[$meaning:meta])* $word:ident = $name:literal, $text:literal;)* }
     $(#[$tells:meta])* $seen:vis fn $method:ident;) => {
        closed_words! { $(#[$about])* $vis enum $set { $($(#[$meaning])* $word = $name,)* } }

        impl $set {
            $(#[$tells])*
            #[must_use]
            $seen const fn $method(self) -> &'static str {
                match self {
                    $(Self::$word => $text,)*
                }
            }
        }
    };
    ($($(#[$about:meta])* $vis:vis enum $set:ident { $($(#[$meaning:meta])* $word:ident = $name:literal,)* })*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $set {
            $($(#[$meaning])* $word,)*
        }

        impl $set {
            /// All of them, in the order of their declaration.
            $vis const ALL: [Self; [$($name),*].len()] = [$(Self::$word),*];

            /// Returns the name used in data and output.
            #[must_use]
            $vis const fn name(self) -> &'static str {
                match self {
                    $(Self::$word => $name,)*
                }
            }
        }

        // A set whose list nobody asks for is none that the compiler should complain of.
        const _: () = assert!(!$set::ALL.is_empty());
    )*};
}

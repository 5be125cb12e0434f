//! A macro for enums of unit variants, each with the name that machine formats print.
//! Makes names only; what a value means is said elsewhere.

/// Makes an enum of unit variants with their names.
macro_rules! named {
    ($(#[$of:meta])* $Name:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$of])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Name { $($(#[$doc])* $variant,)* }

        impl $Name {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// As the machine formats name it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

pub(crate) use named;

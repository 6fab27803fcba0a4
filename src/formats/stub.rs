//! Stands in until the exports are merged.

/// Format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// M
    Markdown,
    /// C
    Csv,
    /// J
    Jsonl,
}
impl Format {
    /// All.
    pub const ALL: [Self; 3] = [Self::Markdown, Self::Csv, Self::Jsonl];
    /// Ext.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
        }
    }
}
impl Format {
    /// n
    pub const fn name(self) -> &'static str {
        "x"
    }
    /// n
    pub const fn about(self) -> &'static str {
        "x"
    }
}

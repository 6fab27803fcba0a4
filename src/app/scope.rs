//! Scopes: which table of keys is on top.

/// Where keys go. An overlay's scope lies over its screen's; `Global` is asked last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Everywhere.
    Global,
    /// The list of articles.
    Library,
    /// The text of an article.
    Reader,
    /// A line of input: filter and search.
    Prompt,
    /// Hint letters on the words.
    Hints,
    /// The stance form.
    Form,
    /// The note editor.
    Note,
    /// The tag picker.
    Tags,
    /// The list of all commands.
    Palette,
    /// The page of keys.
    Help,
    /// The export dialogue.
    Export,
    /// The queue of what is proposed.
    Review,
    /// The entities of the library.
    Entities,
    /// The page of one entity.
    Entity,
    /// Who holds what of whom.
    Stances,
    /// The evidence of a pair.
    Evidence,
    /// The picker of entities.
    Link,
    /// The queue of annotations that have lost their place.
    Orphans,
    /// The menu of what can be done in many articles.
    Bulk,
    /// The preview of what that does.
    Preview,
    /// The codebook.
    Codebook,
    /// The saved searches.
    Searches,
}

impl Scope {
    /// All scopes, in the order of the documentation.
    pub const ALL: [Self; 22] = [
        Self::Library,
        Self::Reader,
        Self::Review,
        Self::Orphans,
        Self::Entities,
        Self::Entity,
        Self::Stances,
        Self::Evidence,
        Self::Link,
        Self::Bulk,
        Self::Preview,
        Self::Codebook,
        Self::Searches,
        Self::Hints,
        Self::Form,
        Self::Note,
        Self::Tags,
        Self::Prompt,
        Self::Palette,
        Self::Help,
        Self::Export,
        Self::Global,
    ];

    /// Returns the name used in `config.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Library => "library",
            Self::Reader => "reader",
            Self::Prompt => "prompt",
            Self::Hints => "hints",
            Self::Form => "form",
            Self::Note => "note",
            Self::Tags => "tags",
            Self::Palette => "palette",
            Self::Help => "help",
            Self::Export => "export",
            Self::Review => "review",
            Self::Entities => "entities",
            Self::Entity => "entity",
            Self::Stances => "stances",
            Self::Evidence => "evidence",
            Self::Link => "link",
            Self::Orphans => "orphans",
            Self::Bulk => "bulk",
            Self::Preview => "preview",
            Self::Codebook => "codebook",
            Self::Searches => "searches",
        }
    }

    /// Reads that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }

    /// Says whether keys that no command takes are typed into a text.
    #[must_use]
    pub const fn takes_text(self) -> bool {
        matches!(
            self,
            Self::Prompt
                | Self::Hints
                | Self::Note
                | Self::Tags
                | Self::Palette
                | Self::Export
                | Self::Form
                | Self::Link
        )
    }
}

//! Which library is meant, which configuration is in force, and who annotates.

use super::failure::Failure;
use super::output::say;
use crate::shell::home::at_home;
use crate::store::{Library, Settings, is_folder, is_library, read_settings};
use etcetera::BaseStrategy;
use std::env;
use std::path::{Path, PathBuf};

/// A library with its settings.
pub struct Place {
    /// The library.
    pub library: Library,
    /// The configuration in force.
    pub settings: Settings,
}

impl Place {
    /// Finds the library: the one named, else the working folder where it is one, else that of the user's
    /// configuration, else the working folder.
    pub fn find(named: Option<&Path>) -> Result<Self, Failure> {
        let folder = etcetera::choose_base_strategy().ok().map(|base| base.config_dir().join("newsgloss"));
        let user_file = folder.as_ref().map(|folder| folder.join("config.toml"));
        let user = read_settings(user_file.as_slice());
        let own = user.config.library.as_deref().zip(folder).map(|(library, folder)| folder.join(at_home(library)));
        let here = Path::new(".");
        let root = match (named, own) {
            (Some(named), _) => named.to_owned(),
            (None, Some(own)) if !is_library(here) => own,
            _ => here.to_owned(),
        };
        if !is_folder(&root) {
            return Err(Failure::Wrong(format!(
                "There is no folder {}; name a library with --library DIR.",
                root.display()
            )));
        }
        let files: Vec<PathBuf> = user_file.into_iter().chain([root.join("config.toml")]).collect();
        let settings = read_settings(&files);
        // A library's file that is a copy of the defaults has an empty name in it, which names nobody.
        let written = [&settings.config.annotator, &user.config.annotator].into_iter().find(|name| !name.is_empty());
        let annotator = written.cloned().or_else(login_name).unwrap_or_else(|| "me".to_owned());
        Ok(Self { library: Library::new(&root, &annotator), settings })
    }

    /// Says what is wrong with the configuration, and goes on with what is right in it.
    pub fn spoken(self) -> Self {
        self.settings.complaints.iter().for_each(|complaint| say(complaint));
        self
    }
}

fn login_name() -> Option<String> {
    ["USER", "LOGNAME"].into_iter().find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()))
}

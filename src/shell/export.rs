//! Stands in until the exports are merged.
use crate::app::ExportJob;
use crate::store::Library;
/// Exports.
pub fn export(_: &Library, _: &ExportJob) -> Result<String, String> {
    Err("not yet".to_owned())
}

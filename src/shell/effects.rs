//! Effects that threads carry out: which job goes to which.

use super::indexing::Index;
use super::listing;
use super::threads::Threads;
use super::workers::{Load, Look};
use super::writer::Write;
use crate::app::Effect;

impl Threads {
    /// Gives an effect to the thread that carries it out.
    pub fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Open(id) => self.load(Load::Open(id)),
            Effect::ReadJournals(id) => self.load(Load::Journals(id)),
            Effect::ReadRegistry => self.load(Load::Registry),
            Effect::ReadConfig => self.load(Load::Config),
            Effect::Scan => self.index(Index::All),
            Effect::ScanOne(id) => self.index(Index::One(id)),
            Effect::List(job) => self.question(job),
            Effect::ReadRows(job) => self.list(listing::Job::Rows(job)),
            Effect::Name(articles, why) => self.list(listing::Job::Name(articles, why)),
            Effect::FindUnread(job) => self.list(listing::Job::Unread(job)),
            Effect::Count(job) => self.list(listing::Job::Count(job)),
            Effect::FindHits(job) => self.list(listing::Job::Hits(job)),
            Effect::FindSnippet(job) => self.list(listing::Job::Snippet(job)),
            Effect::SumFacts(registry) => self.index(Index::Sum(registry)),
            Effect::Suggest(round, body, lessons, depth) => {
                let stop = self.next_look();
                self.suggest(Look { round, body, lessons, depth, stop });
            }
            Effect::Export(job) => self.start(|to| &mut to.exports, job),
            Effect::PreviewExport(job) => self.start(|to| &mut to.previews, *job),
            Effect::Review(job) => self.start(|to| &mut to.reviews, job),
            Effect::FindMentions(job) => self.start(|to| &mut to.finds, job),
            Effect::GatherEvidence(job) => self.start(|to| &mut to.gathers, *job),
            Effect::FindOrphans(job) => self.start(|to| &mut to.orphans, job),
            Effect::Plan(job) => self.start(|to| &mut to.plans, job),
            Effect::Add(job) => self.start(|to| &mut to.adds, *job),
            other => self.carry_out_more(other),
        }
    }

    /// What is stopped, and what is written.
    fn carry_out_more(&self, effect: Effect) {
        match effect {
            Effect::StopReview => self.reviews.stop(),
            Effect::StopFinding => self.finds.stop(),
            Effect::StopGathering => self.gathers.stop(),
            Effect::StopOrphans => self.orphans.stop(),
            Effect::StopExport => self.exports.stop(),
            Effect::StopPlan => self.plans.stop(),
            Effect::StopAdding => self.adds.stop(),
            Effect::Append(id, acts) => self.write(Write::Append(id, acts)),
            Effect::Revise(revision, act) => self.write(Write::Revise(revision, act)),
            Effect::EditConfig(edits) => self.write(Write::EditConfig(edits)),
            Effect::KeepDraft(id, act) => self.write(Write::KeepDraft(id, act)),
            Effect::DropDraft(id, act) => self.write(Write::DropDraft(id, act)),
            Effect::KeepReading(reading) => self.write(Write::KeepReading(reading)),
            Effect::KeepEfforts(more) => self.write(Write::KeepEfforts(more)),
            Effect::SetAside(id) => self.write(Write::SetAside(id)),
            Effect::Flush => self.write(Write::Flush),
            _ => {} // the loop and the session have the others
        }
    }
}

//! Several versions of one text: words that the version cited has otherwise may be those of another one.

use library::Library;

use super::Judged;

impl Judged {
    /// Whether the words stand in another version of the source cited, and better than there; remembered if so.
    pub(super) fn is_of_another_version(&mut self, cited: usize, library: &Library) -> bool {
        let (Some(source), Some(first)) =
            (library.sources.get(cited), self.located.matches.first())
        else {
            return false;
        };
        let equal = self.located.matches.iter();
        let mut equal = equal.take_while(|other| other.cost <= first.cost);
        let version = equal.find(|found| {
            let other = library.sources.get(found.document);
            other.is_some_and(|other| other.is_version_of(source))
        });
        self.version = version.map(|found| (cited, found.document));
        self.version.is_some()
    }
}

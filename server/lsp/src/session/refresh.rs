//! What the client shows and asked for earlier, when the answers are others now; and what the user set, where the client
//! wants to be asked for it.

use std::sync::Arc;

use futures::future::OptionFuture;
use tower_lsp::ls_types::ConfigurationItem;

use super::Session;
use crate::options::Options;

/// The name that our settings have in editors.
const SECTION: &str = "policy-ls";

impl Session {
    /// Findings, lenses, hints and colours are others now: who asks for them is told to ask again.
    pub(super) fn refresh(&self) {
        let (traits, options, client) = (self.traits(), self.options(), self.client.clone());
        self.spawn(async move {
            let when = |wanted: bool| wanted.then_some(&client);
            // Side by side: a client may answer one late, or never.
            let findings = when(traits.pulls && traits.refreshes);
            let lenses = when(traits.refreshes_lenses && options.code_lens);
            let hints = when(traits.refreshes_hints && options.inlay_hints);
            let colours = when(traits.refreshes_tokens && options.semantic_tokens);
            let _ = tokio::join!(
                OptionFuture::from(findings.map(|it| it.workspace_diagnostic_refresh())),
                OptionFuture::from(lenses.map(|it| it.code_lens_refresh())),
                OptionFuture::from(hints.map(|it| it.inlay_hint_refresh())),
                OptionFuture::from(colours.map(|it| it.semantic_tokens_refresh())),
            );
        });
    }

    /// Findings that were held back may be shown now: who asks for findings is told to ask again.
    pub(super) fn refresh_findings(&self) {
        let client = self.client.clone();
        self.spawn(async move {
            let _ = client.workspace_diagnostic_refresh().await;
        });
    }

    /// Takes what the user set, and shows it.
    pub fn configure(&self, options: Options) {
        let before = self.options();
        self.set_options(options);
        let traits = self.traits();
        let (lenses, hints) = (
            traits.refreshes_lenses && before.code_lens != options.code_lens,
            traits.refreshes_hints && before.inlay_hints != options.inlay_hints,
        );
        let client = self.client.clone();
        self.spawn(async move {
            let _ = tokio::join!(
                OptionFuture::from(lenses.then(|| client.code_lens_refresh())),
                OptionFuture::from(hints.then(|| client.inlay_hint_refresh())),
            );
        });
    }

    /// Asks the client for what the user set, if it is one that is asked. What it does not know stays as it is.
    pub fn ask_for_options(self: &Arc<Self>) {
        if !self.traits().configures {
            return;
        }
        let session = Arc::clone(self);
        self.spawn(async move {
            let item = ConfigurationItem {
                scope_uri: None,
                section: Some(SECTION.to_owned()),
            };
            let Ok(told) = session.client.configuration(vec![item]).await else {
                return;
            };
            if let Some(options) = told.first().filter(|it| it.is_object()) {
                session.configure(Options::read(Some(options)));
            }
        });
    }
}

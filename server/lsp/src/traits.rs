//! What the client said it can do, read once from `initialize`. Everything it did not say, it cannot.

use text::Encoding;
use tower_lsp::ls_types::{
    ClientCapabilities, DiagnosticTag, MarkupKind, PositionEncodingKind, ResourceOperationKind,
};

/// The client's abilities, as far as answers depend on them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// What columns count.
    pub encoding: Encoding,
    /// Asks for diagnostics; then none are pushed.
    pub pulls: bool,
    /// Can be told to ask again.
    pub refreshes: bool,
    /// Can be told to ask again for what stands above lines.
    pub refreshes_lenses: bool,
    /// Can be told to ask again for what stands within lines.
    pub refreshes_hints: bool,
    /// Can be told to ask again for colours.
    pub refreshes_tokens: bool,
    /// Wants to be asked for what the user set.
    pub configures: bool,
    /// Tells that the user set something only if it is asked to.
    pub registers_settings: bool,
    /// Shows other places with a diagnostic.
    pub related: bool,
    /// Shows Markdown in hovers.
    pub markdown: bool,
    /// Takes links (with origin and selection) as definitions.
    pub links: bool,
    /// Takes code actions, not only commands.
    pub actions: bool,
    /// Takes edits that carry versions.
    pub versioned: bool,
    /// Makes files when asked.
    pub creates: bool,
    /// Renames files when asked.
    pub renames: bool,
    /// Watches files for us when asked.
    pub watches: bool,
    /// Shows Markdown beside completions.
    pub markdown_items: bool,
    /// Takes completions that can insert or replace.
    pub inserts_or_replaces: bool,
    /// Shows what a link leads to.
    pub link_tooltips: bool,
    /// Asks what can be renamed before it asks to rename.
    pub prepares: bool,
    /// Takes the edits of code actions when one is chosen.
    pub resolves_actions: bool,
    /// Shows the page of a rule beside its findings.
    pub describes: bool,
    /// Fades what is unnecessary.
    pub tags: bool,
    /// Takes the reports of other drafts with one.
    pub relates: bool,
    /// Shows how far work is.
    pub progress: bool,
    /// Opens a file when asked.
    pub shows: bool,
    /// Has a command that shows the claims of a draft.
    pub shows_claims: bool,
    /// Has a command that shows references.
    pub shows_references: bool,
    /// Takes an outline as a tree.
    pub tree: bool,
    /// Shows how far reading is: `experimental: {"policyLsStatus": true}`.
    pub status: bool,
}

impl Traits {
    /// Reads them.
    pub fn new(client: &ClientCapabilities) -> Self {
        let document = client.text_document.as_ref();
        let workspace = client.workspace.as_ref();
        let formats = document.and_then(|it| it.hover.as_ref()?.content_format.as_ref());
        let commands = client
            .experimental
            .as_ref()
            .and_then(|it| it.get("policyLsCommands"));
        let commands = commands.and_then(|it| it.as_array());
        let has = |name: &str| commands.is_some_and(|it| it.iter().any(|one| one == name));
        let window = client.window.as_ref();
        let operations =
            workspace.and_then(|it| it.workspace_edit.as_ref()?.resource_operations.as_ref());
        let operates = |what| operations.is_some_and(|it| it.contains(&what));
        let items = document.and_then(|it| it.completion.as_ref()?.completion_item.as_ref());
        Self {
            encoding: encoding(client),
            pulls: document.is_some_and(|it| it.diagnostic.is_some()),
            refreshes: workspace
                .and_then(|it| it.diagnostics.as_ref()?.refresh_support)
                .unwrap_or_default(),
            refreshes_lenses: workspace
                .and_then(|it| it.code_lens.as_ref()?.refresh_support)
                .unwrap_or_default(),
            refreshes_hints: workspace
                .and_then(|it| it.inlay_hint.as_ref()?.refresh_support)
                .unwrap_or_default(),
            refreshes_tokens: workspace
                .and_then(|it| it.semantic_tokens.as_ref()?.refresh_support)
                .unwrap_or_default(),
            configures: workspace
                .and_then(|it| it.configuration)
                .unwrap_or_default(),
            registers_settings: workspace
                .and_then(|it| it.did_change_configuration.as_ref()?.dynamic_registration)
                .unwrap_or_default(),
            related: document
                .and_then(|it| it.publish_diagnostics.as_ref()?.related_information)
                .unwrap_or_default(),
            markdown: formats.is_some_and(|it| it.contains(&MarkupKind::Markdown)),
            links: document
                .and_then(|it| it.definition.as_ref()?.link_support)
                .unwrap_or_default(),
            actions: document.is_some_and(|it| {
                it.code_action
                    .as_ref()
                    .is_some_and(|it| it.code_action_literal_support.is_some())
            }),
            versioned: workspace
                .and_then(|it| it.workspace_edit.as_ref()?.document_changes)
                .unwrap_or_default(),
            creates: operates(ResourceOperationKind::Create),
            renames: operates(ResourceOperationKind::Rename),
            watches: workspace
                .and_then(|it| it.did_change_watched_files.as_ref()?.dynamic_registration)
                .unwrap_or_default(),
            markdown_items: items
                .and_then(|it| it.documentation_format.as_ref())
                .is_some_and(|it| it.contains(&MarkupKind::Markdown)),
            inserts_or_replaces: items
                .and_then(|it| it.insert_replace_support)
                .unwrap_or_default(),
            link_tooltips: document
                .and_then(|it| it.document_link.as_ref()?.tooltip_support)
                .unwrap_or_default(),
            prepares: document
                .and_then(|it| it.rename.as_ref()?.prepare_support)
                .unwrap_or_default(),
            resolves_actions: document
                .and_then(|it| it.code_action.as_ref()?.resolve_support.as_ref())
                .is_some_and(|it| it.properties.iter().any(|name| name == "edit")),
            describes: document
                .and_then(|it| it.publish_diagnostics.as_ref()?.code_description_support)
                .unwrap_or_default(),
            tags: document
                .and_then(|it| it.publish_diagnostics.as_ref()?.tag_support.as_ref())
                .is_some_and(|it| it.value_set.contains(&DiagnosticTag::UNNECESSARY)),
            relates: document
                .and_then(|it| it.diagnostic.as_ref()?.related_document_support)
                .unwrap_or_default(),
            progress: window
                .and_then(|it| it.work_done_progress)
                .unwrap_or_default(),
            shows: window
                .and_then(|it| it.show_document.as_ref())
                .is_some_and(|it| it.support),
            shows_claims: has("policy-ls.showClaims"),
            shows_references: has("policy-ls.showReferences"),
            tree: document
                .and_then(|it| {
                    it.document_symbol
                        .as_ref()?
                        .hierarchical_document_symbol_support
                })
                .unwrap_or_default(),
            status: client
                .experimental
                .as_ref()
                .and_then(|it| it.get("policyLsStatus")?.as_bool())
                .unwrap_or_default(),
        }
    }

    /// The encoding as the protocol names it.
    pub fn encoding_kind(&self) -> PositionEncodingKind {
        match self.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }
}

/// UTF-8 where it is offered, since then nobody converts anything; else what the client puts first; UTF-16 if it is
/// silent.
fn encoding(client: &ClientCapabilities) -> Encoding {
    let offers = client
        .general
        .as_ref()
        .and_then(|it| it.position_encodings.as_deref())
        .unwrap_or_default();
    let known = |kind: &PositionEncodingKind| match kind.as_str() {
        "utf-8" => Some(Encoding::Utf8),
        "utf-16" => Some(Encoding::Utf16),
        "utf-32" => Some(Encoding::Utf32),
        _ => None,
    };
    let mut offers = offers.iter().filter_map(known);
    let first = offers.clone().next().unwrap_or_default();
    offers
        .find(|encoding| *encoding == Encoding::Utf8)
        .unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn case_19_utf16_unless_another_encoding_is_offered() {
        for (offers, expected) in [
            (json!(null), Encoding::Utf16),
            (json!([]), Encoding::Utf16),
            (json!(["utf-16", "utf-8"]), Encoding::Utf8),
            (json!(["utf-32", "utf-16"]), Encoding::Utf32),
            (json!(["utf-7"]), Encoding::Utf16),
        ] {
            let client = json!({"general": {"positionEncodings": offers}});
            let client = serde_json::from_value(client).unwrap();
            assert_eq!(Traits::new(&client).encoding, expected, "{offers}");
        }
        assert_eq!(
            Traits::new(&ClientCapabilities::default()),
            Traits::default()
        );
    }
}

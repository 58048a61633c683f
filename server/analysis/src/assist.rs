//! What can be done at a place besides mending a finding: spell out an acronym, use the official name, cite, ignore.

use prose::name::{Mention, Via};
use text::{BlockKind, LinkTarget, Span};

use crate::at::Under;
use crate::{Analysis, Diagnostic, evidence, phrase};

/// One offer: its title and edits, which never overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assist {
    /// What the menu says.
    pub title: String,
    /// Replacements in the draft's text.
    pub edits: Vec<(Span, String)>,
}

impl Analysis {
    /// What can be done with the words at `offset`.
    pub fn assists(&self, offset: usize) -> Vec<Assist> {
        let mut assists = Vec::new();
        for under in self.under(offset) {
            match under {
                Under::Mention(block, mention) => {
                    assists.extend(self.spell_out(block, mention));
                    assists.extend(self.official(block, mention));
                }
                Under::Date(block, _, claims, _) => {
                    for claim in claims {
                        let entry = self.claim_entry(claim);
                        let cited = entry.evidence.into_iter().find_map(|it| it.location);
                        let sentence =
                            self.reading.blocks[block].statements[claim.statement].sentence;
                        let end = self.place(block, sentence).end;
                        assists.extend(cited.and_then(|it| self.cite(end, &it)));
                    }
                }
                Under::Quote(quote) => {
                    let end = self.place(quote.block, quote.span).end;
                    let cited = quote.passages(&self.library).next();
                    assists.extend(cited.and_then(|it| self.cite(end, &it)));
                }
                Under::Doubtful(..) | Under::Citation(..) => {}
            }
        }
        let mut seen = Vec::new();
        assists.retain(|assist| {
            let new = !seen.contains(assist);
            seen.push(assist.clone());
            new
        });
        assists
    }

    /// The entity named at `offset` that was read from the sources and has no record yet.
    pub fn unrecorded(&self, offset: usize) -> Option<&library::Entity> {
        self.under(offset).into_iter().find_map(|under| {
            let Under::Mention(_, mention) = under else {
                return None;
            };
            let &[entity] = mention.candidates.as_slice() else {
                return None;
            };
            self.library.entity_of(entity).filter(|it| it.extracted)
        })
    }

    /// Where the entity is named for the first time, by an acronym: its name, with the acronym behind it.
    fn spell_out(&self, block: usize, mention: &Mention) -> Option<Assist> {
        let &[entity] = mention.candidates.as_slice() else {
            return None;
        };
        let first = self
            .mentions()
            .find(|(_, other)| other.candidates.first() == Some(&entity));
        let is_first = first.is_some_and(|(at, other)| at == block && other.span == mention.span);
        if mention.via != Via::Acronym || !is_first || self.is_quoted(block, mention.span) {
            return None;
        }
        let acronym = mention.span.of(&self.document.blocks[block].prose);
        let name = &self.library.entity_of(entity)?.name;
        let span = self.document.blocks[block].map.contiguous(mention.span)?;
        Some(Assist {
            title: format!("Spell out: {name} ({acronym})"),
            edits: vec![(span, format!("{name} ({acronym})"))],
        })
    }

    /// The official name in the place of another one.
    fn official(&self, block: usize, mention: &Mention) -> Option<Assist> {
        let &[entity] = mention.candidates.as_slice() else {
            return None;
        };
        if mention.via != Via::Name || self.is_quoted(block, mention.span) {
            return None;
        }
        let entity = self.library.entity_of(entity)?;
        let words = mention.span.of(&self.document.blocks[block].prose);
        if entity.extracted || prose::name::key(words) == prose::name::key(&entity.name) {
            return None;
        }
        let span = self.document.blocks[block].map.contiguous(mention.span)?;
        Some(Assist {
            title: format!("Use the official name: {}", entity.name),
            edits: vec![(span, entity.name.clone())],
        })
    }

    /// A note at `end` that names the place in the source; none where something is cited already.
    fn cite(&self, end: usize, location: &crate::Location) -> Option<Assist> {
        let text = self.text();
        let near = |span: &Span| span.start >= end && span.start <= end + 2;
        if self
            .document
            .links
            .iter()
            .any(|(span, target)| near(span) && !matches!(target, LinkTarget::Destination(_)))
        {
            return None;
        }
        let source =
            self.library.sources.iter().find(|source| {
                evidence::place(source, Span::new(0, 0)).origin == location.origin
            })?;
        let paragraph = source.document().paragraph_at(location.focus.start);
        let label = match paragraph {
            Some(paragraph) => format!("{}-{paragraph}", source.id),
            None => source.id.clone(),
        };
        let mut edits = vec![(Span::new(end, end), format!("[^{label}]"))];
        let known =
            self.document.links.iter().any(
                |(_, target)| matches!(target, LinkTarget::Footnote(other) if *other == label),
            );
        if !known {
            let mut parts: Vec<String> = source.author.clone().into_iter().collect();
            parts.push(format!("*{}*", phrase::escape(&source.title)));
            parts.extend(source.date.as_ref().map(phrase::date));
            parts.extend(paragraph.map(|number| format!("paragraph {number}")));
            let gap = if text.ends_with('\n') { "\n" } else { "\n\n" };
            let note = format!("{gap}[^{label}]: {}.\n", parts.join(", "));
            edits.push((Span::new(text.len(), text.len()), note));
        }
        // Two edits at one place have no order.
        if edits.len() == 2 && end == text.len() {
            let (_, note) = edits.pop()?;
            edits[0].1.push_str(&note);
        }
        Some(Assist {
            title: format!("Cite {}", location.label),
            edits,
        })
    }

    /// Ways not to be told of a finding, each with room for a reason: here, and in the whole draft.
    pub fn ignores(&self, diagnostic: &Diagnostic) -> Vec<Assist> {
        let code = diagnostic.code;
        let block = self.document.block_at(diagnostic.span.start);
        let Some(block) = block.filter(|_| !self.plain) else {
            return Vec::new();
        };
        let block = &self.document.blocks[block];
        let text = self.text();
        let comment = format!("<!-- policy-ls: ignore {code} reason=\"\" -->");
        let alone = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading(_));
        let here = if alone {
            let line = self.lines.line_of(block.span.start);
            let start = self.lines.content(text, line).start;
            (Span::new(start, start), format!("{comment}\n"))
        } else {
            // A line of its own would tear a table or a list.
            let line = self.lines.line_of(diagnostic.span.start);
            let end = self.lines.content(text, line).end;
            (Span::new(end, end), format!(" {comment}"))
        };
        let front = self
            .document
            .blocks
            .first()
            .filter(|block| block.kind == BlockKind::FrontMatter);
        let top = front.map_or(0, |block| {
            let line = self.lines.line_of(block.span.end.saturating_sub(1));
            let end = self.lines.content(text, line).end;
            text[end..]
                .find(['\n', '\r'])
                .map_or(end, |at| end + at + 1)
        });
        let all = format!("<!-- policy-ls: ignore-file {code} reason=\"\" -->\n\n");
        let all = if top > 0 { format!("\n{all}") } else { all };
        vec![
            Assist {
                title: format!("Ignore {code} here, with a reason"),
                edits: vec![here],
            },
            Assist {
                title: format!("Ignore {code} in this draft, with a reason"),
                edits: vec![(Span::new(top, top), all)],
            },
        ]
    }
}

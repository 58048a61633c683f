//! From a block's dates, mentions and cues to its statements.

use std::ops::Range;

use text::Span;

use super::antecedent::{Antecedents, Mentioned};
use super::cue::{self, Cue};
use super::kind::{Events, Form, Shape};
use super::participant::Cast;
use super::referent::{Referent, referents};
use super::token::Tokens;
use super::{
    KindId, Modality, Participant, Role, Statement, discriminator, gap, pair, participant,
};
use crate::date::{DateValue, Qualifier};
use crate::locale::Locale;
use crate::name::{Mention, Names, Rules};
use crate::quotation::Quotation;
use crate::temporal::{Resolution, Temporal, TemporalKind};

/// What is known of a block before its statements are read.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    /// Its prose.
    pub prose: &'a str,
    /// Its sentences.
    pub sentences: &'a [Span],
    /// Its temporal expressions, resolved.
    pub temporals: &'a [Temporal],
    /// Its mentions by name.
    pub mentions: &'a [Mention],
    /// Its quotations.
    pub quotations: &'a [Quotation],
}

/// What a language and a library bring along.
#[derive(Clone, Copy, Debug)]
pub struct Tools<'a> {
    /// Event kinds and grammar words.
    pub events: &'a Events,
    /// What the language does to names.
    pub rules: &'a Rules,
    /// The known names.
    pub names: &'a Names,
    /// The language.
    pub locale: &'a Locale,
    /// Whether happenings that no kind names are wanted too.
    pub open: bool,
}

/// A block as the parts of this module see it.
pub(crate) struct Scene<'a> {
    pub tokens: Tokens,
    pub referents: Vec<Referent>,
    pub temporals: &'a [Temporal],
    pub quoted: Vec<Span>,
    pub events: &'a Events,
    pub rules: &'a Rules,
    pub locale: &'a Locale,
    pub open: Option<KindId>,
}

/// What was recognised in a block.
#[derive(Default)]
pub struct Recognised {
    /// Its statements, in order.
    pub statements: Vec<Statement>,
    /// Its mentions with the short forms and pronouns that have an antecedent; none where nothing is known of it.
    pub mentions: Vec<Mention>,
    /// What it adds to what was mentioned before.
    pub mentioned: Mentioned,
    /// Its words, if they were looked at.
    pub(crate) tokens: Option<Tokens>,
}

/// The block's statements. `antecedents` takes up what the block mentions.
pub fn recognise(block: &Block, tools: &Tools, antecedents: &mut Antecedents) -> Recognised {
    if block.mentions.is_empty() && (antecedents.is_empty() || block.temporals.is_empty()) {
        antecedents.age();
        return Recognised::default();
    }
    let mut tokens = Tokens::new(block.prose);
    tokens.mark(
        block.temporals.iter().map(|temporal| temporal.span),
        |token, at| token.temporal = Some(at),
    );
    let (found, mentioned) = referents(block, tools, &tokens, antecedents);
    tokens.mark(found.iter().map(|referent| referent.span), |token, at| {
        token.referent = Some(at)
    });
    let scene = Scene {
        tokens,
        temporals: block.temporals,
        quoted: block
            .quotations
            .iter()
            .filter(|quotation| !quotation.term)
            .map(|quotation| quotation.span)
            .collect(),
        events: tools.events,
        rules: tools.rules,
        locale: tools.locale,
        open: tools.events.open().filter(|_| tools.open),
        referents: found,
    };
    let mut statements = Vec::new();
    let mut sentences = block.sentences.to_vec();
    // "June 2001. The Forum is founded.": a date that is a sentence leads the next.
    if let [first, second, ..] = *sentences.as_slice()
        && scene.is_date(first)
        && !scene.has_date(second)
    {
        sentences.splice(..2, [first.join(second)]);
    }
    for sentence in sentences {
        scene.sentence(sentence, &mut statements);
    }
    statements.sort_by_key(|statement| (statement.span.start, statement.temporal));
    let short = scene
        .referents
        .iter()
        .filter(|referent| !matches!(referent.members.as_slice(), [_, _, ..]));
    let mentions = short
        .filter_map(|referent| {
            Some(Mention {
                span: referent.span,
                candidates: referent.members.first()?.clone(),
                kind: referent.kind,
                via: referent.via,
            })
        })
        .collect();
    Recognised {
        statements,
        mentions,
        mentioned,
        tokens: Some(scene.tokens),
    }
}

impl Scene<'_> {
    fn sentence(&self, sentence: Span, statements: &mut Vec<Statement>) {
        let first = self
            .temporals
            .partition_point(|temporal| temporal.span.start < sentence.start);
        let dates: Vec<u32> = (first..self.temporals.len())
            .take_while(|at| self.temporals[*at].span.start < sentence.end)
            .filter(|at| usable(&self.temporals[*at]) || self.is_noted(&self.temporals[*at]))
            .map(|at| at as u32)
            .collect();
        if dates.is_empty() {
            return;
        }
        let tokens = self.tokens.within(sentence);
        let cues = cue::find(self, tokens.clone());
        // Which cue and participants each date has got: a clause without verb takes them from the one before.
        let mut told: Vec<(u32, usize, Cast)> = Vec::new();
        for (cue, date) in pair::pair(self, &cues, &dates, &tokens) {
            let (kind, cast) = participant::cast(self, &cues, &cues[cue], &tokens);
            self.state(sentence, &cues[cue], kind, &cast, date, &tokens, statements);
            told.push((date, cue, cast));
        }
        for pair in dates.windows(2) {
            let &[before, date] = pair else { continue };
            if told.iter().any(|(other, ..)| *other == date) {
                continue;
            }
            let place = |date: u32| self.tokens.within(self.temporals[date as usize].span);
            let verb = told.iter().find(|(other, ..)| *other == before);
            let gapped = verb.and_then(|(_, cue, full)| {
                let cast = gap::cast(self, &cues[*cue], full, &place(before), &place(date))?;
                Some((*cue, cast))
            });
            if let Some((cue, cast)) = gapped {
                let kind = cues[cue].kind;
                self.state(sentence, &cues[cue], kind, &cast, date, &tokens, statements);
                told.push((date, cue, cast));
            }
        }
        for date in &dates {
            if !told.iter().any(|(other, ..)| other == date) {
                self.repeat(sentence, *date, &tokens, statements);
            }
        }
        for &date in &dates {
            self.bracket(sentence, date, &tokens, statements);
        }
        if let Some(kind) = self.open {
            for date in dates {
                self.open(kind, sentence, date, &tokens, statements);
            }
        }
    }

    /// Whether the sentence is a date and nothing else.
    fn is_date(&self, sentence: Span) -> bool {
        self.has_date(sentence)
            && self
                .tokens
                .within(sentence)
                .all(|at| !self.tokens.list[at].word || self.tokens.list[at].temporal.is_some())
    }

    /// Whether a bare number is a year after all, since a participle in brackets leads to it: "(signed 2000, ...)".
    fn is_noted(&self, temporal: &Temporal) -> bool {
        let at = self.tokens.from(temporal.span.start);
        let participle = |form: &Form| matches!(form.shape, Shape::Both | Shape::Participle);
        let verb = at
            .checked_sub(1)
            .and_then(|verb| self.events.forms.get(self.tokens.lower(verb)));
        let led = verb.is_some_and(|forms| forms.iter().any(participle));
        is_dated(temporal)
            && led
            && at > 1
            && matches!(self.tokens.lower(at - 2), "(" | ",")
            && matches!(self.tokens.lower(at + 1), ")" | "," | ";")
    }

    fn has_date(&self, sentence: Span) -> bool {
        let mut inside = self.tokens.within(sentence);
        inside.any(|at| self.tokens.list[at].temporal.is_some())
    }

    /// Makes the statements of one cue and its date: one for each object.
    #[expect(
        clippy::too_many_arguments,
        reason = "all of them belong to one happening"
    )]
    fn state(
        &self,
        sentence: Span,
        cue: &Cue,
        kind: KindId,
        cast: &Cast,
        date: u32,
        tokens: &Range<usize>,
        out: &mut Vec<Statement>,
    ) {
        let Some(value) = self.temporals[date as usize].value.clone() else {
            return;
        };
        let bare = self.temporals[date as usize].bare.clone();
        let put_off = cue.modality == Modality::Negated && self.is_limit(date);
        let begun = put_off
            || cue.state && matches!(value.qualifier, Some(Qualifier::Since | Qualifier::From));
        let state = self
            .events
            .kind(cue.kind)
            .states
            .iter()
            .any(|state| state.split(' ').next() == Some(self.tokens.lower(cue.tokens.start)));
        if state && !begun {
            return;
        }
        let value = match bare {
            Some(bare) if begun => bare,
            _ => value,
        };
        let interval = self.events.kind(cue.kind).interval;
        // "signed until 2004": what goes on to a day or from it did not happen on it.
        if !interval && open_ended(&value) {
            return;
        }
        if interval != is_interval(&value) && (interval || open_ended(&value)) {
            return;
        }
        if cast.agents.is_empty() && cast.objects.is_empty() || self.is_partial(cue, tokens) {
            return;
        }
        let cue_span = self.span_of(&cue.tokens);
        let discriminators = discriminator::of(self, cue, &cast.objects, tokens);
        let objects: Vec<Option<u32>> = match cast.objects.as_slice() {
            [] => vec![None],
            objects => objects.iter().copied().map(Some).collect(),
        };
        for object in objects {
            let mut participants: Vec<Participant> = Vec::new();
            let mut add = |role: Role, referent: u32| {
                let referent = &self.referents[referent as usize];
                participants.extend(referent.members.iter().map(|candidates| Participant {
                    role,
                    candidates: candidates.clone(),
                    span: referent.span,
                }));
            };
            cast.agents
                .iter()
                .for_each(|agent| add(Role::Agent, *agent));
            object
                .into_iter()
                .for_each(|object| add(Role::Object, object));
            cast.place
                .into_iter()
                .for_each(|place| add(Role::Place, place));
            let hull = participants
                .iter()
                .map(|participant| participant.span)
                .fold(
                    cue_span.join(self.temporals[date as usize].span),
                    Span::join,
                );
            out.push(Statement {
                kind,
                participants,
                value: value.clone(),
                temporal: date as usize,
                cue: cue_span,
                span: hull,
                sentence,
                modality: if put_off {
                    Modality::Asserted
                } else {
                    cue.modality
                },
                discriminators: discriminators.clone(),
            });
        }
    }

    /// Whether the date is the end of a wait: what "did not enter into force until 2001" did so then.
    fn is_limit(&self, date: u32) -> bool {
        let temporal = &self.temporals[date as usize];
        let until = |value: &DateValue| value.qualifier == Some(Qualifier::Until);
        let first = self.tokens.from(temporal.span.start);
        let mut words = first.saturating_sub(1)..first + 1;
        temporal.value.as_ref().is_some_and(until)
            && words.any(|at| self.events.grammar.limits.contains(self.tokens.lower(at)))
    }
}

/// Whether a temporal expression has a date that a statement can rest on.
pub(crate) fn usable(temporal: &Temporal) -> bool {
    !temporal.doubtful && is_dated(temporal)
}

fn is_dated(temporal: &Temporal) -> bool {
    temporal.kind == TemporalKind::Date
        && temporal.value.is_some()
        && temporal
            .fault
            .as_ref()
            .is_none_or(|fault| matches!(fault, crate::temporal::Fault::Weekday { .. }))
        && !matches!(
            temporal.resolution,
            Resolution::Ambiguous(_) | Resolution::Unresolved
        )
}

pub(super) fn is_interval(value: &DateValue) -> bool {
    value.edtf.contains('/') && !value.edtf.contains("..")
}

/// "since 2001": the happening goes on, so its own date is not said.
fn open_ended(value: &DateValue) -> bool {
    matches!(
        value.qualifier,
        Some(Qualifier::Since | Qualifier::From | Qualifier::Until)
    )
}

//! Second step: what the words leave open is taken from the document's date, the story's date, or a heading.

use text::{BlockKind, Span};

use super::between;
use super::context::{Moment, TimeContext};
use super::form::{Form, Part, Point, Raw, Sense, Shift, Unit, Year};
use super::tense::{Manner, Tense, manner};
use super::value::{self, Valued};
use super::walk;
use super::{DateSettings, Fault, Length, Resolution, Temporal, TemporalKind};
use crate::date::{DateValue, Granularity, Qualifier};
use crate::locale::Locale;

/// Resolves one block's expressions in order; `context` comes from the block before and goes on to the next.
pub fn resolve(
    raws: &[Raw],
    prose: &str,
    sentences: &[Span],
    kind: BlockKind,
    locale: &Locale,
    settings: &DateSettings,
    context: &mut TimeContext,
) -> Vec<Temporal> {
    if let BlockKind::Heading(level) = kind {
        context.strays = 0;
        let level = usize::from(level.clamp(1, 6)) - 1;
        context.headings[level..].fill(None);
    }
    // A heading's time rules its section: a date outside it carries the story no further than its own paragraph. But one
    // that paragraph after paragraph leaves rules nothing.
    if let (BlockKind::Paragraph, Some(heading)) = (kind, strayed(context)) {
        context.strays += 1;
        if context.strays == 1 {
            context.story = Some(heading);
        }
    }
    let mut resolver = Resolver {
        prose,
        sentences,
        kind,
        locale,
        settings,
        context,
        first: true,
        told: Vec::new(),
        hung: None,
    };
    let temporals: Vec<Temporal> = raws.iter().map(|raw| resolver.one(raw)).collect();
    if let BlockKind::Heading(level) = kind {
        let told = temporals
            .iter()
            .filter_map(|temporal| temporal.bare.as_ref());
        if let Some(moment) = told.filter_map(Moment::of).next() {
            context.headings[usize::from(level.clamp(1, 6)) - 1] = Some(moment);
            context.story = Some(moment);
            context.distant = false;
        } else {
            context.distant = context.story.is_some();
        }
    }
    // What was named in this block is no antecedent in the next; an empty field also lets more contexts be equal.
    context.mentioned = None;
    temporals
}

/// The heading's time, if the story has left it and the text still minds it.
fn strayed(context: &TimeContext) -> Option<Moment> {
    let (heading, story) = (context.heading()?, context.story?);
    let outside = story.end < heading.start || story.start > heading.end;
    (outside && context.strays < 2).then_some(heading)
}

pub(super) struct Resolver<'a> {
    prose: &'a str,
    sentences: &'a [Span],
    kind: BlockKind,
    pub(super) locale: &'a Locale,
    pub(super) settings: &'a DateSettings,
    pub(super) context: &'a mut TimeContext,
    /// No date of the block is resolved yet.
    first: bool,
    /// The dates of this block so far, firm and with both ends, and where they stand.
    told: Vec<(Span, Moment)>,
    /// Where a date ended that hangs on another, which does not carry the story then.
    hung: Option<usize>,
}

/// A value on its way: which reference time it took, and what is wrong with it.
pub(super) struct Found {
    pub(super) value: Option<DateValue>,
    pub(super) resolution: Resolution,
    pub(super) fault: Option<Fault>,
}

impl Found {
    pub(super) fn nothing() -> Found {
        Found {
            value: None,
            resolution: Resolution::Unresolved,
            fault: None,
        }
    }
}

impl Resolver<'_> {
    fn one(&mut self, raw: &Raw) -> Temporal {
        let mut temporal = Temporal {
            span: raw.span,
            kind: TemporalKind::Date,
            value: None,
            length: None,
            resolution: Resolution::Explicit,
            fault: None,
            bare: None,
            ends: None,
            doubtful: raw.doubtful,
        };
        let found = match &raw.form {
            Form::Point(point) => self.point(point, raw),
            Form::Range(first, last) => {
                let (found, ends) = self.range(first, last, raw);
                temporal.ends = ends;
                found
            }
            Form::Shift(shift) => match walk::shift(shift, self.context, self.manner(raw)) {
                Some((value, resolution)) => Found {
                    value: Some(value),
                    resolution,
                    fault: None,
                },
                None => Found::nothing(),
            },
            Form::Offset(shift, point) => {
                let from = self.point(point, raw);
                let moment = from.value.as_ref().and_then(Moment::of);
                Found {
                    value: moment.and_then(|moment| walk::moved(moment, shift)),
                    resolution: from.resolution,
                    fault: from.fault,
                }
            }
            Form::Hanging(shift, event) => match self.event_date(*event) {
                Some(moment) => Found {
                    value: walk::moved(moment, shift),
                    resolution: Resolution::StoryDate,
                    fault: None,
                },
                None => return self.hanging_unknown(temporal, shift, raw),
            },
            Form::Weekdays(first, last) => self.weekdays(first, last, raw, &mut temporal.ends),
            Form::Readings(readings) => {
                let found = self.readings(readings);
                temporal.ends = between::year_ends(readings, found.value.as_ref(), raw);
                found
            }
            Form::Length(length) => {
                temporal.kind = TemporalKind::Duration;
                temporal.length = *length;
                if length.is_some_and(|length| length.anniversary) {
                    temporal.bare = self.beside(raw.span);
                }
                return temporal;
            }
            Form::Other(kind) => {
                temporal.kind = *kind;
                return temporal;
            }
        };
        temporal.fault = found.fault;
        // The century of two digits is anybody's guess where nothing tells it.
        let guessed = found.value.is_some() && found.resolution == Resolution::Unresolved;
        temporal.doubtful |= guessed;
        temporal.resolution = if guessed {
            Resolution::Explicit
        } else {
            found.resolution
        };
        temporal.bare = found.value.map(|value| shaded(value, raw.qualifier));
        temporal.value = match raw.qualifier {
            Some(bound) if bound > Qualifier::Circa => temporal
                .bare
                .as_ref()
                .and_then(|value| value.qualified(bound)),
            _ => temporal.bare.clone(),
        };
        if let Form::Shift(shift) = &raw.form {
            temporal.length = counted(shift);
        }
        if let Form::Shift(shift) | Form::Offset(shift, _) | Form::Hanging(shift, _) = &raw.form {
            rounded(shift, raw.qualifier, &mut temporal);
        }
        let moment = temporal.bare.as_ref().and_then(Moment::of);
        let distant = self.context.distant && temporal.resolution == Resolution::StoryDate;
        temporal.doubtful |= distant;
        let beside = self.hung.is_some_and(|end| raw.span.start < end + 8);
        self.hung = matches!(raw.form, Form::Offset(..)).then_some(raw.span.end);
        self.context.reports |=
            self.context.story.is_none() && temporal.resolution == Resolution::DocumentDate;
        if !beside && self.carries(raw, &temporal) {
            self.context.story = moment;
            self.context.distant = distant;
        }
        self.first &= temporal.bare.is_none() || temporal.resolution != Resolution::Explicit;
        if let Some(moment) = moment
            && self.counts(raw, &temporal)
        {
            self.told.push((raw.span, moment));
            if !beside && !matches!(raw.form, Form::Offset(..)) {
                self.context.mentioned = Some(moment);
            }
        }
        temporal
    }

    /// Whether the date may be an antecedent at all.
    fn counts(&self, raw: &Raw, temporal: &Temporal) -> bool {
        let settled =
            !matches!(temporal.resolution, Resolution::Ambiguous(_)) && temporal.fault.is_none();
        settled && !temporal.doubtful && !raw.bracketed
    }

    /// Whether the story goes on from this date. What is doubtful, bracketed or faulty never carries it; a date that opens
    /// its sentence does; another only if it neither looks back nor ahead of the story.
    fn carries(&self, raw: &Raw, temporal: &Temporal) -> bool {
        let running = matches!(
            self.kind,
            BlockKind::Paragraph | BlockKind::Item(_) | BlockKind::Quote(_)
        );
        let settled =
            !matches!(temporal.resolution, Resolution::Ambiguous(_)) && temporal.fault.is_none();
        if !running || !settled || raw.doubtful || raw.bracketed {
            return false;
        }
        let Some(moment) = temporal.bare.as_ref().and_then(Moment::of) else {
            return false;
        };
        let Some(story) = self.context.story else {
            return true;
        };
        let manner = self.manner(raw);
        if manner.opens {
            return true;
        }
        if manner.looks_ahead && moment.start > story.end {
            return false;
        }
        let (back, ahead) = match &raw.form {
            Form::Shift(shift) => (shift.count < 0, false),
            Form::Point(point) => (
                matches!(point.sense, Some(Sense::Last | Sense::Previous)),
                matches!(point.sense, Some(Sense::Next)),
            ),
            _ => (false, false),
        };
        if back || ahead && moment.start > story.end {
            return false;
        }
        if temporal.resolution == Resolution::Explicit {
            // A paragraph may set in anywhere: its first date, finer than a year, carries the story even back.
            if self.first && moment.granularity < Granularity::Year && !manner.looks_back {
                return true;
            }
            let inside = moment.start <= story.start && story.end <= moment.end;
            let finer = story.granularity < Granularity::Year;
            let coarse = moment.granularity >= Granularity::Year;
            if moment.end < story.start || coarse && (inside || finer) {
                return false;
            }
        }
        !(moment.start > story.end && manner.tense == Tense::Future)
    }

    pub(super) fn manner(&self, raw: &Raw) -> Manner {
        raw.manner.get(|| self.find_manner(raw))
    }

    fn find_manner(&self, raw: &Raw) -> Manner {
        let at = self
            .sentences
            .partition_point(|sentence| sentence.end <= raw.span.start);
        let whole = Span::new(0, self.prose.len());
        let sentence = self.sentences.get(at).copied().unwrap_or(whole);
        manner(self.prose, sentence, raw.span, self.locale)
    }

    pub(super) fn point(&mut self, point: &Point, raw: &Raw) -> Found {
        if let Part::DayOnly(day) = point.part {
            return match walk::day_only(day, point, self.context) {
                Some((point, resolution)) => Found {
                    resolution,
                    ..self.point(&point, raw)
                },
                None => Found::nothing(),
            };
        }
        let (year, resolution) =
            match walk::year_of(point, self.context, self.manner(raw), self.settings) {
                Some(found) => found,
                None => {
                    let fault = value::fault_without_year(point);
                    return Found {
                        fault,
                        ..Found::nothing()
                    };
                }
            };
        let guessed = !matches!(point.year, Year::Given(_) | Year::TwoDigits(_));
        match value::of(point, year, self.settings, self.locale) {
            Valued::Good(value) => Found {
                value: Some(value),
                resolution,
                fault: None,
            },
            // What does not fit a year that was only inferred, speaks against the inference.
            Valued::Fault(..) if guessed => {
                let better = [year + 1, year - 1].into_iter().find_map(|year| {
                    match value::of(point, year, self.settings, self.locale) {
                        Valued::Good(value) => Some(value),
                        _ => None,
                    }
                });
                match (better, value::fault_without_year(point)) {
                    (_, Some(fault)) => Found {
                        fault: Some(fault),
                        ..Found::nothing()
                    },
                    (value @ Some(_), None) => Found {
                        value,
                        resolution,
                        fault: None,
                    },
                    (None, None) => Found::nothing(),
                }
            }
            Valued::Fault(fault, value) => Found {
                value,
                resolution,
                fault: Some(fault),
            },
            Valued::Nothing => Found::nothing(),
        }
    }

    /// The day that stands right before `span` with nothing but a comma between ("on 5 July, the tenth anniversary").
    fn beside(&self, span: Span) -> Option<DateValue> {
        let (words, moment) = self.told.last()?;
        let between = self.prose.get(words.end..span.start)?;
        let apposed = between.trim() == "," && moment.is_day();
        apposed.then(|| DateValue::day(moment.start))
    }

    fn event_date(&self, event: Span) -> Option<Moment> {
        super::event::date(event, self.prose, self.sentences, &self.told)
    }

    /// A date whose event has none near: its length is what remains, if it has one.
    fn hanging_unknown(&self, mut temporal: Temporal, shift: &Shift, raw: &Raw) -> Temporal {
        temporal.resolution = Resolution::Unresolved;
        let unit = shift.unit.granularity();
        // "three days after the landing" says how long at least; "the day after the landing" does not.
        let counted = shift.counted && shift.count.abs() > 1;
        if let (Some((words, _)), Some(unit), true) = (raw.ends, unit, counted) {
            temporal.span = words;
            temporal.kind = TemporalKind::Duration;
            temporal.resolution = Resolution::Explicit;
            temporal.length = Some(Length {
                count: shift.count.unsigned_abs(),
                unit,
                anniversary: false,
                age: false,
            });
        }
        temporal
    }
}

/// Early, mid, late and circa; the bounds come later.
fn shaded(value: DateValue, qualifier: Option<Qualifier>) -> DateValue {
    match qualifier {
        Some(shade) if shade <= Qualifier::Circa => value.qualified(shade).unwrap_or(value),
        _ => value,
    }
}

/// How much a walk counts.
fn counted(shift: &Shift) -> Option<Length> {
    Some(Length {
        count: shift.count.unsigned_abs(),
        unit: shift.unit.granularity().filter(|_| shift.counted)?,
        anniversary: false,
        age: false,
    })
}

/// What a rounded count of years is as fine as: in tens it is no finer than a decade ("some thirty years ago"). "More than
/// two years later" opens a side, it does not say that anything goes on from then.
fn rounded(shift: &Shift, qualifier: Option<Qualifier>, temporal: &mut Temporal) {
    let tens = shift.unit == Unit::Year && shift.count.abs() >= 10 && shift.count % 5 == 0;
    match (qualifier, &mut temporal.value) {
        (Some(Qualifier::Circa), Some(value)) if tens => {
            *value = value.clone().in_units_of(Granularity::Decade);
            temporal.bare = Some(value.clone());
        }
        (Some(Qualifier::Since), Some(value)) if shift.counted => {
            value.qualifier = Some(Qualifier::After);
        }
        _ => {}
    }
}

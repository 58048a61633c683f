//! Second step: what the words leave open is taken from the document's date, the story's date, or a heading.

use text::{BlockKind, Span};

use super::context::{Moment, TimeContext};
use super::form::{Form, Part, Point, Raw, Year};
use super::tense::{Manner, Tense, manner};
use super::value::{self, Valued};
use super::walk;
use super::{DateSettings, End, Fault, Resolution, Temporal, TemporalKind};
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
        let level = usize::from(level.clamp(1, 6)) - 1;
        context.headings[level..].fill(None);
    }
    let mut resolver = Resolver {
        prose,
        sentences,
        kind,
        locale,
        settings,
        context,
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

struct Resolver<'a> {
    prose: &'a str,
    sentences: &'a [Span],
    kind: BlockKind,
    locale: &'a Locale,
    settings: &'a DateSettings,
    context: &'a mut TimeContext,
}

/// A value on its way: which reference time it took, and what is wrong with it.
struct Found {
    value: Option<DateValue>,
    resolution: Resolution,
    fault: Option<Fault>,
}

impl Found {
    fn nothing() -> Found {
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
            Form::Readings(readings) => self.readings(readings),
            Form::Length(length) => {
                temporal.kind = TemporalKind::Duration;
                temporal.length = *length;
                return temporal;
            }
            Form::Other(kind) => {
                temporal.kind = *kind;
                return temporal;
            }
        };
        temporal.fault = found.fault;
        temporal.resolution = found.resolution;
        temporal.bare = found.value.map(|value| shaded(value, raw.qualifier));
        temporal.value = match raw.qualifier {
            Some(bound) if bound > Qualifier::Circa => temporal
                .bare
                .as_ref()
                .and_then(|value| value.qualified(bound)),
            _ => temporal.bare.clone(),
        };
        let moment = temporal.bare.as_ref().and_then(Moment::of);
        let distant = self.context.distant && temporal.resolution == Resolution::StoryDate;
        temporal.doubtful |= distant;
        if self.carries(raw, &temporal) {
            self.context.story = moment;
            self.context.distant = distant;
        }
        if moment.is_some() && self.counts(raw, &temporal) {
            self.context.mentioned = moment;
        }
        temporal
    }

    /// Whether the date may be an antecedent at all.
    fn counts(&self, raw: &Raw, temporal: &Temporal) -> bool {
        let settled =
            !matches!(temporal.resolution, Resolution::Ambiguous(_)) && temporal.fault.is_none();
        settled && !raw.doubtful && !raw.bracketed
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
        if matches!(raw.form, Form::Shift(shift) if shift.count < 0) {
            return false;
        }
        if temporal.resolution == Resolution::Explicit {
            let inside = moment.start <= story.start && story.end <= moment.end;
            let finer = story.granularity < Granularity::Year;
            let coarse = moment.granularity >= Granularity::Year;
            if moment.end < story.start || coarse && (inside || finer) {
                return false;
            }
        }
        !(moment.start > story.end && manner.tense == Tense::Future)
    }

    fn manner(&self, raw: &Raw) -> Manner {
        let at = self
            .sentences
            .partition_point(|sentence| sentence.end <= raw.span.start);
        let whole = Span::new(0, self.prose.len());
        let sentence = self.sentences.get(at).copied().unwrap_or(whole);
        manner(self.prose, sentence, raw.span, self.locale)
    }

    fn point(&mut self, point: &Point, raw: &Raw) -> Found {
        let (year, resolution) = match walk::year_of(point, self.context, self.manner(raw)) {
            Some(found) => found,
            None => {
                let fault = value::fault_without_year(point);
                return Found {
                    fault,
                    ..Found::nothing()
                };
            }
        };
        let guessed = !matches!(point.year, Year::Given(_));
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

    fn range(&mut self, first: &Point, last: &Point, raw: &Raw) -> (Found, Option<Box<[End; 2]>>) {
        let (mut first, mut last) = (*first, *last);
        let turns = matches!((first.month(), last.month()), (Some(a), Some(b)) if a > b);
        let open = first.year == Year::Missing && last.year == Year::Missing;
        // "from October to March" ends in the story's year; "from March to October" begins in it.
        if open && turns {
            let end = self.point(&last, raw);
            if let Some(day) = end.value.and_then(|value| value.interval.start) {
                first.year = Year::Given(day.year() - 1);
                last.year = Year::Given(day.year());
            }
        }
        let start = self.point(&first, raw);
        if last.year == Year::Missing
            && let Some(day) = start.value.as_ref().and_then(|value| value.interval.start)
        {
            last.year = Year::Given(day.year());
        }
        let end = self.point(&last, raw);
        let fault = start.fault.clone().or(end.fault.clone());
        let (Some(from), Some(to)) = (start.value, end.value) else {
            let found = Found {
                fault,
                ..Found::nothing()
            };
            return (found, None);
        };
        let value = DateValue::range(&from, &to);
        let reversed = value.interval.reversed();
        let ends = raw.ends.map(|(first, last)| {
            Box::new([
                End {
                    span: first,
                    value: from,
                },
                End {
                    span: last,
                    value: to,
                },
            ])
        });
        let found = if reversed {
            Found {
                value: None,
                resolution: start.resolution,
                fault: Some(Fault::Reversed),
            }
        } else {
            Found {
                value: Some(value),
                resolution: start.resolution,
                fault,
            }
        };
        (found, ends)
    }

    /// Several readings: those that a calendar has; two show as ambiguous, one is the value.
    fn readings(&mut self, readings: &[Point]) -> Found {
        let good = |point: &Point, year| match value::of(point, year, self.settings, self.locale) {
            Valued::Good(value) => Some(value),
            _ => None,
        };
        // A year beside a month is the end of a range that begins with the month's year ("2005-08").
        let opened = readings
            .iter()
            .find_map(|point| match (point.year, point.part) {
                (Year::Given(year), Part::Month(_)) => DateValue::year(year),
                _ => None,
            });
        let known = |point: &Point| {
            let Year::Given(year) = point.year else {
                return None;
            };
            let value = good(point, year)?;
            match (&opened, point.part) {
                (Some(start), Part::Year) => Some(DateValue::range(start, &value)),
                _ => Some(value),
            }
        };
        let values: Vec<DateValue> = readings.iter().filter_map(known).collect();
        let resolution = if values.len() > 1 {
            Resolution::Ambiguous(values.iter().map(|value| value.edtf.clone()).collect())
        } else {
            Resolution::Explicit
        };
        let fault = values
            .is_empty()
            .then_some(Fault::Impossible { last_day: None });
        Found {
            value: values.into_iter().next(),
            resolution,
            fault,
        }
    }
}

/// Early, mid, late and circa; the bounds come later.
fn shaded(value: DateValue, qualifier: Option<Qualifier>) -> DateValue {
    match qualifier {
        Some(shade) if shade <= Qualifier::Circa => value.qualified(shade).unwrap_or(value),
        _ => value,
    }
}

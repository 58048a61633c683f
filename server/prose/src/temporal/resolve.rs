//! Second step: what the words leave open is taken from the document's date, the story's date, or a heading.

use text::{BlockKind, Span};

use super::context::{Moment, TimeContext};
use super::form::{Form, Part, Point, Raw, Year};
use super::tense::{Tense, tense};
use super::value::{self, Valued};
use super::walk;
use super::{DateSettings, End, Fault, Resolution, Temporal, TemporalKind};
use crate::date::{DateValue, Qualifier};
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
        }
    }
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
            Form::Shift(shift) => {
                let tense = self.tense(raw);
                match walk::shift(shift, self.context, tense) {
                    Some((value, resolution)) => Found {
                        value: Some(value),
                        resolution,
                        fault: None,
                    },
                    None => Found::nothing(),
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
        if self.carries(raw, &temporal) {
            self.context.story = temporal.bare.as_ref().and_then(Moment::of);
        }
        temporal
    }

    /// Whether the story goes on from this date.
    fn carries(&self, raw: &Raw, temporal: &Temporal) -> bool {
        let running = matches!(
            self.kind,
            BlockKind::Paragraph | BlockKind::Item(_) | BlockKind::Quote(_)
        );
        let known = temporal
            .bare
            .as_ref()
            .is_some_and(|value| Moment::of(value).is_some());
        let settled = !matches!(temporal.resolution, Resolution::Ambiguous(_));
        running && known && settled && temporal.fault.is_none() && !raw.doubtful && !raw.bracketed
    }

    fn tense(&self, raw: &Raw) -> Tense {
        let at = self
            .sentences
            .partition_point(|sentence| sentence.end <= raw.span.start);
        match self.sentences.get(at) {
            Some(sentence) => tense(self.prose, *sentence, raw.span, self.locale),
            None => Tense::Past,
        }
    }

    fn point(&mut self, point: &Point, raw: &Raw) -> Found {
        let tense = self.tense(raw);
        let (year, resolution) = match walk::year_of(point, self.context, tense) {
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
        let mut last = *last;
        let start = self.point(first, raw);
        // An end without a year of its own follows the start.
        if !first.has_year()
            && let Some(value) = &start.value
            && let Some(day) = value.interval.start
        {
            let turns = matches!((first.month(), last.month()), (Some(a), Some(b)) if a > b);
            if last.year == Year::Missing || matches!(last.year, Year::Shifted(_)) {
                last.year = Year::Given(day.year() + i16::from(turns));
            }
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
        let known = |point: &Point| match (point.year, point.part) {
            (Year::Given(year), _) => match value::of(point, year, self.settings, self.locale) {
                Valued::Good(value) => Some(value),
                _ => None,
            },
            _ => None,
        };
        let mut values: Vec<DateValue> = readings.iter().filter_map(known).collect();
        // A month beside a year is the end of a range of years.
        if let ([month, year], [value, end]) = (readings, &values[..])
            && matches!(month.part, Part::Month(_))
            && year.part == Part::Year
            && let (Year::Given(start), Some(_)) = (month.year, value.interval.start)
            && let Some(start) = DateValue::year(start)
        {
            values[1] = DateValue::range(&start, end);
        }
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

//! Changed dates, made without the product: what is a date, a sentence and a finite verb is told by the few lines here, so
//! that the product cannot choose its own questions.

/// One change of a text.
#[derive(Clone, Debug)]
pub struct Change {
    /// What was done.
    pub kind: &'static str,
    /// What is replaced, each by other words of about the same kind. In order.
    pub edits: Vec<(std::ops::Range<usize>, String)>,
}

/// A small generator of numbers, the same at each run.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

impl Change {
    /// The changed text, and where the changed words stand in it.
    pub fn apply(&self, text: &str) -> (String, Vec<std::ops::Range<usize>>) {
        let (mut out, mut places, mut done) = (String::new(), Vec::new(), 0);
        for (range, words) in &self.edits {
            out.push_str(&text[done..range.start]);
            places.push(out.len()..out.len() + words.len());
            out.push_str(words);
            done = range.end;
        }
        out.push_str(&text[done..]);
        (out, places)
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const COUNTS: [&str; 9] = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];
const UNITS: [&str; 4] = ["days", "weeks", "months", "years"];
const BEFORE_YEAR: [&str; 16] = [
    "in",
    "by",
    "since",
    "until",
    "till",
    "from",
    "during",
    "early",
    "late",
    "mid",
    "before",
    "after",
    "of",
    "between",
    "to",
    "throughout",
];
const VERBS: [&str; 40] = [
    "is", "are", "was", "were", "has", "have", "had", "did", "does", "took", "held", "met",
    "became", "began", "came", "went", "gave", "made", "fell", "rose", "left", "led", "won",
    "lost", "sent", "said", "wrote", "ran", "broke", "fought", "built", "brought", "drew", "found",
    "grew", "kept", "saw", "set", "stood", "put",
];

#[derive(Clone, Debug)]
struct Token<'a> {
    start: usize,
    end: usize,
    words: &'a str,
}

/// Every change that can be made to a date of a sentence that has a finite verb.
pub fn changes(text: &str, chance: &mut Chance) -> Vec<Change> {
    let mut found = Vec::new();
    for (start, end) in sentences(text) {
        let tokens = tokens(text, start, end);
        let finite = |token: &Token<'_>| {
            let lower = token.words.to_lowercase();
            VERBS.contains(&&*lower) || (lower.len() > 4 && lower.ends_with("ed"))
        };
        if tokens.iter().any(finite) {
            of_sentence(text, &tokens, chance, &mut found);
        }
    }
    found
}

fn of_sentence(text: &str, tokens: &[Token<'_>], chance: &mut Chance, out: &mut Vec<Change>) {
    let mut one = |kind: &'static str, token: &Token<'_>, words: String| {
        out.push(Change {
            kind,
            edits: vec![(token.start..token.end, words)],
        });
    };
    let month = |at: usize| MONTHS.iter().position(|month| *month == tokens[at].words);
    let mut dates: Vec<(usize, usize)> = Vec::new();
    let mut years: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(number) = month(at) {
            let day_before = at.checked_sub(1).filter(|at| day(&tokens[*at]).is_some());
            let day_after =
                Some(at + 1).filter(|at| *at < tokens.len() && day(&tokens[*at]).is_some());
            let year_at = day_after.unwrap_or(at) + 1;
            let year_at =
                Some(year_at).filter(|at| *at < tokens.len() && year(&tokens[*at]).is_some());
            let led = at > 0
                && matches!(
                    tokens[at - 1].words,
                    "in" | "In" | "of" | "by" | "since" | "early" | "late"
                );
            if day_before.is_some() || day_after.is_some() || year_at.is_some() || led {
                let first = day_before.unwrap_or(at);
                let last = year_at.or(day_after).unwrap_or(at);
                dates.push((first, last));
                let other = MONTHS[(number + 1 + chance.below(10)) % 12];
                one("month", &tokens[at], other.to_owned());
                if let Some(place) = day_before.or(day_after) {
                    let old = day(&tokens[place]).expect("a day");
                    let new = (old + 1 + chance.below(20)) % 28 + 1;
                    if new != old {
                        let suffix = tokens[place]
                            .words
                            .trim_start_matches(|c: char| c.is_ascii_digit());
                        one("day", &tokens[place], format!("{new}{suffix}"));
                    }
                }
                if let Some(place) = year_at {
                    years.push(place);
                }
                if let Some(place) = first.checked_sub(1)
                    && let Some(number) =
                        WEEKDAYS.iter().position(|day| *day == tokens[place].words)
                {
                    let other = WEEKDAYS[(number + 1 + chance.below(6)) % 7];
                    one("weekday", &tokens[place], other.to_owned());
                }
                at = last + 1;
                continue;
            }
        }
        let led = at > 0 && BEFORE_YEAR.contains(&&*tokens[at - 1].words.to_lowercase());
        let ranged = at > 1
            && years.last() == Some(&(at - 2))
            && matches!(tokens[at - 1].words, "and" | "to");
        let marked = tokens
            .get(at + 1)
            .is_some_and(|next| matches!(next.words, "BC" | "BCE" | "AD" | "CE"));
        if year(&tokens[at]).is_some() && (led || ranged) || marked && number(&tokens[at]).is_some()
        {
            years.push(at);
            dates.push((at, at));
        }
        let counted = COUNTS
            .iter()
            .position(|count| *count == tokens[at].words.to_lowercase());
        if let (Some(count), Some(unit), Some(way)) =
            (counted, tokens.get(at + 1), tokens.get(at + 2))
            && UNITS.contains(&unit.words)
            && matches!(way.words, "later" | "earlier" | "ago")
        {
            let other = COUNTS[(count + 1 + chance.below(COUNTS.len() - 1)) % COUNTS.len()];
            let initial = tokens[at].words.starts_with(char::is_uppercase);
            let other = match initial {
                true => other[..1].to_uppercase() + &other[1..],
                false => other.to_owned(),
            };
            one("relative", &tokens[at], other);
        }
        if matches!(
            tokens[at].words,
            "following" | "previous" | "preceding" | "next"
        ) && let Some(next) = tokens.get(at + 1)
        {
            if let Some(number) = MONTHS.iter().position(|month| *month == next.words) {
                let other = MONTHS[(number + 1 + chance.below(10)) % 12];
                one("relative", next, other.to_owned());
            } else if matches!(next.words, "day" | "month" | "year" | "week") {
                let other = match tokens[at].words {
                    "following" | "next" => "previous",
                    _ => "following",
                };
                one("relative", &tokens[at], other.to_owned());
            }
        }
        at += 1;
    }
    for place in years {
        let step = 1 + chance.below(6);
        let old = number(&tokens[place]).expect("a year");
        let new = if chance.below(2) == 0 {
            old + step
        } else {
            old.saturating_sub(step)
        };
        one("year", &tokens[place], new.to_string());
    }
    let span = |date: &(usize, usize)| tokens[date.0].start..tokens[date.1].end;
    for pair in dates.windows(2) {
        let (one, other) = (span(&pair[0]), span(&pair[1]));
        let (first, second) = (&text[one.clone()], &text[other.clone()]);
        // "June" for "6 May 1944" would take more than a date along.
        if first != second
            && (pair[0].1 - pair[0].0) == (pair[1].1 - pair[1].0)
            && one.end < other.start
        {
            out.push(Change {
                kind: "swapped",
                edits: vec![
                    (one.clone(), second.to_owned()),
                    (other.clone(), first.to_owned()),
                ],
            });
        }
    }
}

fn number(token: &Token<'_>) -> Option<usize> {
    token.words.parse().ok()
}

fn year(token: &Token<'_>) -> Option<usize> {
    number(token).filter(|year| token.words.len() == 4 && (1000..2100).contains(year))
}

fn day(token: &Token<'_>) -> Option<usize> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| token.words.strip_suffix(end));
    let day: usize = digits.unwrap_or(token.words).parse().ok()?;
    Some(day).filter(|day| (1..32).contains(day))
}

/// Stretches that end with a full stop before a capital, or with the line.
fn sentences(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let stop = matches!(c, '.' | '!' | '?')
            && rest.starts_with(' ')
            && rest[1..].starts_with(|c: char| c.is_uppercase());
        if stop
            || c == '\n'
                && (rest.starts_with(['\n', '-', '*', '#', '|', '>'])
                    || text[start..at].starts_with(['#', '|']))
        {
            found.push((start, at));
            start = at + c.len_utf8();
        }
    }
    found.push((start, text.len()));
    found
}

fn tokens(text: &str, start: usize, end: usize) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut at = start;
    for piece in text[start..end].split_inclusive(|c: char| !c.is_alphanumeric()) {
        let words = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !words.is_empty() {
            found.push(Token {
                start: at,
                end: at + words.len(),
                words,
            });
        }
        at += piece.len();
    }
    found
}

//! The words of messages: dates, lists and excerpts, escaped where they are shown. The product speaks British English.

use jiff::civil::Date;
use prose::date::{DateValue, Granularity, Qualifier};

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

/// A date value in words: "16 July 2001", "July 2001", "2005–2008", "since 2012". What has no plain form stays EDTF.
pub fn date(value: &DateValue) -> String {
    let (start, end) = (value.interval.start, value.interval.end);
    let (Some(first), Some(last)) = (start, end) else {
        return match (start, end) {
            (Some(first), None) if value.qualifier == Some(Qualifier::After) => {
                first.yesterday().map_or_else(
                    |_| value.edtf.clone(),
                    |day| format!("after {}", coarse(day, value)),
                )
            }
            (Some(first), None) => format!("since {}", coarse(first, value)),
            (None, Some(last)) if value.qualifier == Some(Qualifier::Before) => {
                last.tomorrow().map_or_else(
                    |_| value.edtf.clone(),
                    |day| format!("before {}", coarse(day, value)),
                )
            }
            (None, Some(last)) => format!("until {}", coarse(last, value)),
            _ => value.edtf.clone(),
        };
    };
    let circa = if value.qualifier == Some(Qualifier::Circa) {
        "about "
    } else {
        ""
    };
    let whole = match value.granularity {
        Granularity::Day if first == last => Some(coarse(first, value)),
        Granularity::Month if (first.year(), first.month()) == (last.year(), last.month()) => {
            Some(coarse(first, value))
        }
        Granularity::Year | Granularity::Decade | Granularity::Century
            if first.year() == last.year() =>
        {
            Some(coarse(first, value))
        }
        Granularity::Decade if value.edtf.ends_with('X') => Some(format!("the {}s", first.year())),
        Granularity::Season | Granularity::Quarter | Granularity::Half => named(value),
        _ => None,
    };
    match whole {
        Some(words) => format!("{circa}{words}"),
        None if value.edtf.contains('/') => {
            format!("{circa}{}–{}", coarse(first, value), coarse(last, value))
        }
        None => value.edtf.clone(),
    }
}

/// The date of an EDTF string in words; the string itself if it is none.
pub fn edtf(edtf: &str) -> String {
    DateValue::parse_edtf(edtf).map_or_else(|| edtf.to_owned(), |value| date(&value))
}

fn named(value: &DateValue) -> Option<String> {
    let (year, code) = value.edtf.split_once('-')?;
    let name = match code {
        "21" => "spring",
        "22" => "summer",
        "23" => "autumn",
        "24" => "winter",
        "33" => "the first quarter of",
        "34" => "the second quarter of",
        "35" => "the third quarter of",
        "36" => "the fourth quarter of",
        "40" => "the first half of",
        "41" => "the second half of",
        _ => return None,
    };
    Some(format!("{name} {year}"))
}

fn coarse(day: Date, value: &DateValue) -> String {
    let month = MONTHS[(day.month() as usize).saturating_sub(1).min(11)];
    match value.granularity {
        Granularity::Day | Granularity::Week => format!("{} {month} {}", day.day(), day.year()),
        Granularity::Month | Granularity::Season | Granularity::Quarter | Granularity::Half => {
            format!("{month} {}", day.year())
        }
        Granularity::Year | Granularity::Decade | Granularity::Century => day.year().to_string(),
    }
}

/// "a", "a and b", "a, b and c".
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}

/// "1 claim", "2 claims".
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

/// At most `limit` characters of `words` on one line, cut at a word with an ellipsis.
pub fn excerpt(words: &str, limit: usize) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= limit {
        return line;
    }
    let cut = line
        .char_indices()
        .nth(limit)
        .map_or(line.len(), |(at, _)| at);
    let end = line[..cut].rfind(' ').filter(|at| *at > 0).unwrap_or(cut);
    format!("{} …", &line[..end])
}

/// Escapes text from drafts and sources for Markdown: nothing in it becomes markup, a link or HTML.
pub fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    for c in words.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            '&' => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_excerpts() {
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
        assert_eq!(excerpt("one two  three\nfour", 9), "one two …");
        assert_eq!(
            escape("<b>*x*</b> & [y](z)"),
            "\\<b\\>\\*x\\*\\</b\\> &amp; \\[y\\](z)"
        );
    }
}

//! What stands at the edges of pages and is no part of the text: running heads, running feet, page numbers.
//!
//! A line is furniture if a page close by has the same at the same height: the next one, or the next but one, for odd and
//! even pages may have heads of their own, and chapters too. Its figures have to be the same, but for one that counts the
//! pages. What looks like text has to stand on many pages.

use std::collections::HashMap;

use super::line::Line;

/// So many rows at a page's top and bottom may be furniture.
const EDGE: usize = 3;
/// How much the height of a running head may differ between pages, in points.
const HEIGHT: f64 = 2.5;
/// A page is close by if it is no further than this: left and right pages take turns.
const NEAR: usize = 2;
/// What is set so much larger than the text is a heading.
const LARGE: f64 = 1.1;

/// A page's number and its lines.
type Page = (u32, Vec<Line>);

/// A line at the edge of a page.
struct Mark {
    page: usize,
    /// Its place among the page's lines.
    at: usize,
    baseline: f64,
    /// The size of its letters as a share of the text's.
    share: f64,
    /// What the same line says on other pages: with its figures as they are, and with one of them counting the pages.
    keys: Vec<String>,
    /// What it counts, if it is nothing but a number.
    number: Option<u64>,
    /// Whether it ends like a sentence.
    ends: bool,
    /// Whether it may be a year that heads its page.
    year: bool,
}

/// Drops what is furniture.
pub(super) fn drop(pages: &mut [Page]) {
    let body = body(pages);
    let mut marks: Vec<Mark> = Vec::new();
    for (number, (_, lines)) in pages.iter().enumerate() {
        let (top, bottom) = edges(lines);
        marks.extend(
            top.into_iter()
                .map(|at| mark(number, at, lines, body, true)),
        );
        marks.extend(
            bottom
                .into_iter()
                .map(|at| mark(number, at, lines, body, false)),
        );
    }
    let mut same: HashMap<&str, Vec<(usize, f64)>> = HashMap::new();
    for mark in &marks {
        for key in &mark.keys {
            let places = same.entry(key).or_default();
            places.push((mark.page, mark.baseline));
        }
    }
    let mut dropped: Vec<bool> = marks
        .iter()
        .map(|mark| is_furniture(mark, &same, pages.len()))
        .collect();
    // A number by itself at the height of a page's number is one too: they begin anew, or one is missing.
    let heights: Vec<f64> = marks
        .iter()
        .zip(&dropped)
        .filter(|(mark, dropped)| **dropped && mark.number.is_some())
        .map(|(mark, _)| mark.baseline)
        .collect();
    for (mark, dropped) in marks.iter().zip(&mut dropped) {
        let level = |height: &f64| (height - mark.baseline).abs() <= HEIGHT;
        let short = mark.number.is_some_and(|number| number < 1000);
        *dropped |= short && mark.share < LARGE && heights.iter().any(level);
    }
    let mut gone: Vec<(usize, usize)> = marks
        .iter()
        .zip(dropped)
        .filter_map(|(mark, dropped)| dropped.then_some((mark.page, mark.at)))
        .collect();
    gone.sort_unstable();
    gone.dedup();
    for (page, at) in gone.into_iter().rev() {
        pages[page].1.remove(at);
    }
}

fn is_furniture(mark: &Mark, same: &HashMap<&str, Vec<(usize, f64)>>, count: usize) -> bool {
    if mark.year {
        return false;
    }
    // The third page of a file says that it is the third.
    if mark.number == Some(mark.page as u64 + 1) && mark.share < LARGE {
        return true;
    }
    mark.keys.iter().any(|key| {
        let places = &same[key.as_str()];
        let level = |place: &&(usize, f64)| (place.1 - mark.baseline).abs() <= HEIGHT;
        let near = |place: &(usize, f64)| (1..=NEAR).contains(&place.0.abs_diff(mark.page));
        let is_text = mark.ends || mark.share > LARGE;
        if !is_text && places.iter().filter(level).any(near) {
            return true;
        }
        let mut on: Vec<usize> = places.iter().map(|place| place.0).collect();
        on.dedup();
        on.len() >= 3 && on.len() * 3 >= count
    })
}

fn mark(page: usize, at: usize, lines: &[Line], body: f64, top: bool) -> Mark {
    let line = &lines[at];
    let words = line.words.trim();
    let number = number(words);
    let share = line.size / body.max(1.0);
    Mark {
        page,
        at,
        baseline: line.baseline,
        share,
        keys: keys(words, page),
        number,
        ends: words.ends_with([',', '.', ';', ':', '?', '!', '”', '"']),
        year: top && share > 0.97 && number.is_some_and(|it| (1500..2100).contains(&it)),
    }
}

/// What a line has in common with itself on other pages.
fn keys(words: &str, page: usize) -> Vec<String> {
    let (mut plain, mut figures) = (String::new(), Vec::new());
    for letter in words.chars() {
        if letter.is_ascii_digit() {
            if !plain.ends_with('#') {
                plain.push('#');
                figures.push(String::new());
            }
            if let Some(figure) = figures.last_mut() {
                figure.push(letter);
            }
        } else if letter != '#' {
            plain.extend(letter.to_lowercase());
        }
    }
    let spelled = |plain: &str, figures: &[String]| {
        let mut key = plain.to_owned();
        for figure in figures {
            key.push('\n');
            key.push_str(figure);
        }
        key
    };
    let mut keys = vec![spelled(&plain, &figures)];
    let mut count = |steps: usize, at: usize, value: i64| {
        let mut figures = figures.clone();
        if let Some(figure) = figures.get_mut(at) {
            *figure = format!("{steps} a page from {}", value - (page * steps) as i64);
        }
        keys.push(spelled(&plain, &figures));
    };
    if let Some(number) = number(words) {
        if figures.is_empty() {
            // In Roman figures.
            keys.clear();
            keys.push(format!("roman from {}", number as i64 - page as i64));
            return keys;
        }
        count(1, 0, number as i64);
        // Two pages of a book on one of the file.
        count(2, 0, number as i64);
    } else if let Some(at) = page_number(&plain, figures.len())
        && let Ok(value) = figures[at].parse()
    {
        count(1, at, value);
    }
    keys
}

/// Which figure of a line counts pages, if one may: after "page", or at either end of a line that is more than the title
/// of a part ("Article 3"). `plain` has `#` for figures.
fn page_number(plain: &str, figures: usize) -> Option<usize> {
    if figures == 0 {
        return None;
    }
    if plain.starts_with("page #") {
        return Some(0);
    }
    if let Some(at) = plain.rfind("page #") {
        return Some(plain[..at].matches('#').count());
    }
    let words = plain.split_whitespace().filter(|word| *word != "#").count();
    let parted = |rest: &str| {
        let mut letters = rest.chars().filter(|letter| !letter.is_whitespace());
        let mark = letters.next().is_some_and(|it| "|–—•·/".contains(it));
        mark || (words >= 3 && rest.contains(char::is_whitespace))
    };
    let backwards: String = plain.chars().rev().collect();
    if let Some(rest) = backwards.strip_prefix('#')
        && rest.starts_with(' ')
        && parted(rest)
    {
        return Some(figures - 1);
    }
    let rest = plain.strip_prefix('#')?;
    (rest.starts_with(' ') && parted(rest)).then_some(0)
}

/// The number in "12", "- 12 -", "xiv", "12 / 40".
fn number(words: &str) -> Option<u64> {
    let bare: String = words
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                ' '
            }
        })
        .collect();
    let mut parts = bare.split_whitespace();
    let first = parts.next()?;
    let is_digits = |part: &str| part.chars().all(|letter| letter.is_ascii_digit());
    if words.chars().count() > 12 {
        return None;
    }
    if is_digits(first) {
        let of = words.contains('/');
        return match (parts.next(), parts.next()) {
            (None, None) => first.parse().ok(),
            (Some(all), None) if of && is_digits(all) => first.parse().ok(),
            _ => None,
        };
    }
    parts.next().is_none().then(|| roman(first))?
}

/// The value of a number in small Roman figures.
fn roman(words: &str) -> Option<u64> {
    const FIGURES: [(&str, u64); 9] = [
        ("c", 100),
        ("xc", 90),
        ("l", 50),
        ("xl", 40),
        ("x", 10),
        ("ix", 9),
        ("v", 5),
        ("iv", 4),
        ("i", 1),
    ];
    let (mut rest, mut value) = (words, 0);
    for (figure, worth) in FIGURES {
        let most = if figure.len() == 1 && worth.to_string().starts_with('1') {
            3
        } else {
            1
        };
        for _ in 0..most {
            if let Some(after) = rest.strip_prefix(figure) {
                (rest, value) = (after, value + worth);
            }
        }
    }
    (rest.is_empty() && value > 0).then_some(value)
}

/// The size in which most letters are set.
fn body(pages: &[Page]) -> f64 {
    let mut sizes: Vec<(f64, usize)> = pages
        .iter()
        .flat_map(|(_, lines)| lines)
        .map(|line| (line.size, line.words.len()))
        .collect();
    sizes.sort_by(|one, other| one.0.total_cmp(&other.0));
    let all: usize = sizes.iter().map(|(_, letters)| letters).sum();
    let mut before = 0;
    let middle = sizes.iter().find(|(_, letters)| {
        before += letters;
        before * 2 >= all
    });
    middle.map_or(0.0, |(size, _)| *size)
}

/// Lines at the top and at the bottom of a page that stand apart from the text.
fn edges(lines: &[Line]) -> (Vec<usize>, Vec<usize>) {
    let mut sorted: Vec<usize> = (0..lines.len()).collect();
    sorted.sort_by(|one, other| lines[*one].baseline.total_cmp(&lines[*other].baseline));
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for at in sorted {
        match rows.last_mut() {
            Some(row) if lines[at].baseline - lines[row[0]].baseline < lines[at].size * 0.3 => {
                row.push(at);
            }
            _ => rows.push(vec![at]),
        }
    }
    let size = |row: &[usize]| row.iter().map(|at| lines[*at].size).fold(0.0, f64::max);
    let apart = |one: &[usize], other: &[usize]| {
        let distance = (lines[other[0]].baseline - lines[one[0]].baseline).abs();
        distance > size(one).max(size(other)) * 1.6
    };
    let reach = |rows: &[Vec<usize>]| -> usize {
        if rows.len() == 1 {
            return 1;
        }
        let inner = rows.len().saturating_sub(1).min(EDGE);
        (1..=inner)
            .rev()
            .find(|at| apart(&rows[at - 1], &rows[*at]))
            .unwrap_or(0)
    };
    let top = rows[..reach(&rows)].concat();
    rows.reverse();
    let bottom = rows[..reach(&rows)].concat();
    (top, bottom)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: f64 = 10.0;

    /// Pages with ten lines of text, and with these lines at a height and in a size.
    fn pages(edges: &[&[(&str, f64, f64)]]) -> Vec<Page> {
        let line = |words: &str, baseline: f64, size: f64| Line {
            words: words.to_owned(),
            left: 50.0,
            right: 300.0,
            baseline,
            size,
        };
        let page = |(number, edges): (u32, &&[(&str, f64, f64)])| {
            let text = (0..10).map(|row| {
                let words = format!("the {row}th line of page {number} has words of its own");
                line(&words, 100.0 + 12.0 * f64::from(row), TEXT)
            });
            let edges = edges.iter().map(|edge| line(edge.0, edge.1, edge.2));
            (number, edges.chain(text).collect())
        };
        (1..).zip(edges).map(page).collect()
    }

    /// What is left of those lines.
    fn left(edges: &[&[(&str, f64, f64)]]) -> Vec<String> {
        let mut pages = pages(edges);
        drop(&mut pages);
        let lines = pages.into_iter().flat_map(|(_, lines)| lines);
        let own = lines.map(|line| line.words);
        own.filter(|words| !words.ends_with("of its own")).collect()
    }

    #[test]
    fn two_pages_have_a_running_head() {
        let head = ("Annals of the Delta", 40.0, 9.0);
        assert!(left(&[&[head], &[head]]).is_empty());
        let foot = |number: &'static str| (number, 300.0, 9.0);
        assert!(left(&[&[head, foot("1/2")], &[head, foot("2/2")]]).is_empty());
        assert!(left(&[&[foot("- 117 -")], &[foot("- 118 -")]]).is_empty());
        assert!(left(&[&[foot("xi")], &[foot("xii")]]).is_empty());
    }

    #[test]
    fn odd_and_even_pages_and_chapters_have_heads_of_their_own() {
        let (odd, even) = (("The delta", 40.0, 10.0), ("A. Writer", 40.0, 10.0));
        assert!(left(&[&[odd], &[even], &[odd], &[even]]).is_empty());
        let head = |chapter| (chapter, 40.0, 10.0);
        let chapters = ["Floods", "Dykes", "Locks", "Tides", "Gates"];
        let pages: Vec<[_; 1]> = chapters.iter().flat_map(|it| [[head(*it)]; 2]).collect();
        let pages: Vec<&[_]> = pages.iter().map(|page| &page[..]).collect();
        assert!(left(&pages).is_empty());
    }

    #[test]
    fn a_figure_in_a_head_counts_pages_or_is_the_same() {
        let head = |words| (words, 40.0, 10.0);
        let journal = ["River Law Review 12 | 7", "River Law Review 12 | 8"];
        assert!(left(&[&[head(journal[0])], &[head(journal[1])]]).is_empty());
        assert!(left(&[&[head("Page 1 of 2")], &[head("Page 2 of 2")]]).is_empty());
        let articles = ["Article 1", "Article 2", "Article 3"];
        let pages = articles.map(|it| [head(it)]);
        assert_eq!(left(&[&pages[0], &pages[1], &pages[2]]), articles);
    }

    #[test]
    fn years_and_dates_at_edges_are_text() {
        let years = ["1991", "1992", "1993"].map(|it| [(it, 40.0, 12.0)]);
        assert_eq!(left(&[&years[0], &years[1], &years[2]]).len(), 3);
        let years = ["1991", "1992", "1993"].map(|it| [(it, 40.0, TEXT)]);
        assert_eq!(left(&[&years[0], &years[1], &years[2]]).len(), 3);
        let signed = [
            "Signed at Corvath on 3 May 1999.",
            "Signed at Corvath on 4 May 1999.",
            "Signed at Corvath on 5 May 1999.",
        ]
        .map(|it| [(it, 300.0, TEXT)]);
        assert_eq!(left(&[&signed[0], &signed[1], &signed[2]]).len(), 3);
        // A formula that two letters end with.
        let formula = ("Done at Corvath.", 300.0, TEXT);
        assert_eq!(left(&[&[formula], &[formula]]).len(), 2);
        assert!(left(&[&[formula], &[formula], &[formula]]).is_empty());
    }
}

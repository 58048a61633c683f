//! Words that are nearly the same.

/// Letters of words that are compared without asking for memory.
const SHORT: usize = 24;

/// Whether two words are at most two letters and a third of their length apart; two swapped letters count once.
pub(super) fn near(a: &str, b: &str) -> bool {
    let mut letters = [['\0'; SHORT]; 2];
    let short = |word: &str, room: &mut [char; SHORT]| {
        let mut count = 0;
        for letter in word.chars() {
            *room.get_mut(count)? = letter;
            count += 1;
        }
        Some(count)
    };
    let [first, second] = &mut letters;
    match (short(a, first), short(b, second)) {
        (Some(a), Some(b)) => are_near(&first[..a], &second[..b]),
        _ => {
            let [a, b] = [a, b].map(|word| word.chars().collect::<Vec<char>>());
            are_near(&a, &b)
        }
    }
}

fn are_near(mut a: &[char], mut b: &[char]) -> bool {
    let allowed = (a.len().max(b.len()) / 3).min(2);
    if allowed == 0 || a.len().abs_diff(b.len()) > allowed {
        return false;
    }
    // What is the same at both ends costs nothing.
    while let ([x, rest @ ..], [y, others @ ..]) = (a, b)
        && x == y
    {
        (a, b) = (rest, others);
    }
    while let ([rest @ .., x], [others @ .., y]) = (a, b)
        && x == y
    {
        (a, b) = (rest, others);
    }
    distance(a, b, allowed) <= allowed
}

/// How many letters are put in, left out, changed or swapped with the next; anything more than `allowed` if more than that.
fn distance(a: &[char], b: &[char], allowed: usize) -> usize {
    let (Some(x), Some(y)) = (a.first(), b.first()) else {
        return a.len() + b.len();
    };
    if x == y {
        return distance(&a[1..], &b[1..], allowed);
    }
    if allowed == 0 {
        return 1;
    }
    let mut least = distance(&a[1..], &b[1..], allowed - 1)
        .min(distance(&a[1..], b, allowed - 1))
        .min(distance(a, &b[1..], allowed - 1));
    if let ([_, x2, ..], [_, y2, ..]) = (a, b)
        && x == y2
        && x2 == y
    {
        least = least.min(distance(&a[2..], &b[2..], allowed - 1));
    }
    least + 1
}

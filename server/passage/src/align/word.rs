//! Words that are nearly the same.

/// Which letters a word has, for refusing far words quickly.
pub(super) fn mask(word: &str) -> u32 {
    word.bytes().fold(0, |mask, byte| mask | 1 << (byte & 31))
}

/// Whether two words are at most two letters and a third of their length apart; two swapped letters count once.
pub(super) fn near(a: &str, b: &str) -> bool {
    if a.len().max(b.len()) < 3 || a.len().abs_diff(b.len()) > 8 {
        return false;
    }
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let allowed = (a.len().max(b.len()) / 3).min(2);
    if allowed == 0 || a.len().abs_diff(b.len()) > allowed {
        return false;
    }
    let mut rows = [
        vec![0; b.len() + 1],
        (0..=b.len()).collect(),
        vec![0; b.len() + 1],
    ];
    for (i, x) in a.iter().enumerate() {
        rows[2][0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let mut least = (rows[1][j] + usize::from(x != y))
                .min(rows[1][j + 1] + 1)
                .min(rows[2][j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(rows[0][j - 1] + 1);
            }
            rows[2][j + 1] = least;
        }
        rows.rotate_left(1);
    }
    rows[1][b.len()] <= allowed
}

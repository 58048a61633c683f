//! A query in the words of one shelf's vocabulary.

use crate::align::{Ground, Kin};
use crate::lcs::Lcs;
use crate::lexicon::Lexicon;
use crate::page::Page;
use crate::query::{Piece, Query};
use crate::seed::GRAM;
use crate::shelf::{NONE, Shelf};

/// The query's words, by piece, as one shelf numbers them.
pub(crate) struct Terms {
    pub pieces: Vec<Vec<u32>>,
    /// The other spellings of each token, by piece.
    others: Vec<Vec<(usize, u32)>>,
    /// The filter of each piece, made when first used.
    filters: Vec<Option<Lcs>>,
    /// What words of the shelf are to each piece's, as far as they were met.
    kin: Vec<Option<Kin>>,
}

impl Terms {
    /// What the shelf does not have is [`NONE`], and so are brackets.
    pub fn new(shelf: &Shelf, query: &Query, lexicon: &Lexicon) -> Terms {
        let ids = |piece: &Piece| {
            let id = |word: &str| shelf.find(word).unwrap_or(NONE);
            let terms = piece.tokens.iter().map(|token| token.term());
            terms
                .map(|term| term.map_or(NONE, |term| id(&term.word)))
                .collect()
        };
        let others = |piece: &Piece| {
            let terms = piece.tokens.iter().enumerate();
            terms
                .filter_map(|(at, token)| Some((at, token.term()?)))
                .flat_map(|(at, term)| {
                    let spellings = lexicon.variants(&term.word);
                    spellings.filter_map(move |word| Some((at, shelf.find(word)?)))
                })
                .collect()
        };
        Terms {
            pieces: query.pieces().iter().map(ids).collect(),
            others: query.pieces().iter().map(others).collect(),
            filters: query.pieces().iter().map(|_| None).collect(),
            kin: query.pieces().iter().map(|_| None).collect(),
        }
    }

    /// A gram of the query in all its spellings (at most eight) that the shelf may have.
    pub fn grams(&self, piece: usize, token: usize, len: usize) -> Vec<[u32; GRAM]> {
        let mut gram = [NONE; GRAM];
        gram[..len].copy_from_slice(&self.pieces[piece][token..token + len]);
        let mut grams = vec![gram];
        for &(at, id) in &self.others[piece] {
            if (token..token + len).contains(&at) && grams.len() < 8 {
                for known in 0..grams.len() {
                    let mut other = grams[known];
                    other[at - token] = id;
                    grams.push(other);
                }
            }
        }
        grams.retain(|gram| gram[..len].iter().all(|id| *id != NONE));
        grams
    }

    /// Calls `each` with a gram of the query in all its spellings (at most eight) that the shelf may have.
    pub fn each_gram(&self, piece: usize, token: usize, len: usize, mut each: impl FnMut(&[u32])) {
        if self.others[piece].is_empty() {
            let gram = &self.pieces[piece][token..token + len];
            if !gram.contains(&NONE) {
                each(gram);
            }
            return;
        }
        for gram in self.grams(piece, token, len) {
            each(&gram[..len]);
        }
    }

    /// How many words of a piece stand in `window`, in order.
    pub fn common(&mut self, piece: usize, window: &[u32]) -> usize {
        self.filter(piece).length(window)
    }

    /// From now on the word at a token counts for nothing.
    pub fn pass_over(&mut self, piece: usize, token: usize) {
        self.filter(piece).pass_over(token);
    }

    /// The filter of a piece.
    pub fn filter(&mut self, piece: usize) -> &mut Lcs {
        self.filters[piece]
            .get_or_insert_with(|| Lcs::new(&self.pieces[piece], &self.others[piece]))
    }

    /// A piece of `query` before a page of the shelf.
    pub fn ground<'a>(
        &'a mut self,
        piece: usize,
        query: &'a Query,
        page: Page<'a>,
        lexicon: &'a Lexicon,
    ) -> Ground<'a> {
        let tokens = &query.pieces()[piece].tokens;
        let ids = &self.pieces[piece];
        Ground {
            tokens,
            page,
            kin: self.kin[piece].get_or_insert_with(|| Kin::new(tokens, ids, lexicon)),
            lexicon,
        }
    }
}

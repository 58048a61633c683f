//! From the text of a pattern to the steps of its program; the language of patterns is told in [`super::pattern`].

use std::collections::BTreeMap;

use super::lexicon::Lexicon;
use super::pattern::{Punct, Step};
use super::slot::Slot;

/// Compiles `source`; its words are added to the lexicon.
pub(super) fn compile(
    source: &str,
    fragments: &BTreeMap<String, String>,
    lexicon: &mut Lexicon,
) -> Result<Vec<Step>, String> {
    let mut compiler = Compiler {
        fragments,
        lexicon,
        steps: Vec::new(),
        depth: 0,
    };
    compiler.source(source)?;
    compiler.steps.push(Step::Accept);
    Ok(compiler.steps)
}

struct Compiler<'a> {
    fragments: &'a BTreeMap<String, String>,
    lexicon: &'a mut Lexicon,
    steps: Vec<Step>,
    depth: u8,
}

impl Compiler<'_> {
    fn source(&mut self, source: &str) -> Result<(), String> {
        let mut spaced = String::with_capacity(source.len() * 2);
        for letter in source.chars() {
            match letter {
                '[' | ']' | '(' | ')' | '|' | ',' => {
                    spaced.extend([' ', letter, ' ']);
                }
                _ => spaced.push(letter),
            }
        }
        let items: Vec<&str> = spaced.split_whitespace().collect();
        let rest = self.alternatives(&items)?;
        if rest.is_empty() {
            Ok(())
        } else {
            Err(format!("unexpected `{}`", rest[0]))
        }
    }

    /// `a b | c d`, up to a closing bracket; what is left behind it.
    fn alternatives<'s>(&mut self, mut items: &'s [&'s str]) -> Result<&'s [&'s str], String> {
        let mut jumps = Vec::new();
        loop {
            let split = self.steps.len();
            self.steps.push(Step::Split(0));
            items = self.sequence(items)?;
            if let Some((&"|", rest)) = items.split_first() {
                jumps.push(self.steps.len());
                self.steps.push(Step::Jump(0));
                self.steps[split] = Step::Split(self.steps.len() as u16);
                items = rest;
            } else {
                // The last alternative needs no way out.
                self.steps[split] = Step::Jump(split as u16 + 1);
                break;
            }
        }
        let end = self.steps.len() as u16;
        for jump in jumps {
            self.steps[jump] = Step::Jump(end);
        }
        Ok(items)
    }

    fn sequence<'s>(&mut self, mut items: &'s [&'s str]) -> Result<&'s [&'s str], String> {
        while let Some((&item, rest)) = items.split_first() {
            items = match item {
                "|" | "]" | ")" => return Ok(items),
                "(" => closed(self.alternatives(rest)?, ")")?,
                "[" => {
                    let split = self.steps.len();
                    self.steps.push(Step::Split(0));
                    let rest = closed(self.alternatives(rest)?, "]")?;
                    self.steps[split] = Step::Split(self.steps.len() as u16);
                    rest
                }
                _ => {
                    self.item(item)?;
                    rest
                }
            };
        }
        Ok(items)
    }

    fn item(&mut self, item: &str) -> Result<(), String> {
        let step = match item {
            "," => Step::Mark(Punct::Comma),
            "." => Step::Mark(Punct::Dot),
            "-" => Step::Mark(Punct::Dash),
            "/" => Step::Mark(Punct::Slash),
            "'" => Step::Mark(Punct::Apostrophe),
            _ => {
                if let Some(name) = item
                    .strip_prefix('<')
                    .and_then(|rest| rest.strip_suffix('>'))
                {
                    return self.fragment(name);
                }
                if let Some(class) = item
                    .strip_prefix('{')
                    .and_then(|rest| rest.strip_suffix('}'))
                {
                    let (slot, second) = slot(class)?;
                    Step::Class(slot, second)
                } else if let Some(constant) = item.strip_prefix('=') {
                    let (name, value) = constant
                        .split_once(':')
                        .ok_or_else(|| format!("`{item}` has no value"))?;
                    let value = value
                        .parse()
                        .map_err(|_| format!("`{value}` is no number"))?;
                    let (slot, second) = slot(name)?;
                    Step::Constant(slot, second, value)
                } else {
                    Step::Word(self.lexicon.intern(item))
                }
            }
        };
        self.steps.push(step);
        Ok(())
    }

    fn fragment(&mut self, name: &str) -> Result<(), String> {
        let source = self
            .fragments
            .get(name)
            .ok_or_else(|| format!("no fragment `{name}`"))?;
        if self.depth == 8 {
            return Err(format!("fragment `{name}` contains itself"));
        }
        self.depth += 1;
        self.source(source)?;
        self.depth -= 1;
        Ok(())
    }
}

fn slot(name: &str) -> Result<(Slot, bool), String> {
    let (name, second) = match name.strip_suffix(".2") {
        Some(name) => (name, true),
        None => (name, false),
    };
    let slot = Slot::named(name).ok_or_else(|| format!("no class `{name}`"))?;
    Ok((slot, second))
}

fn closed<'s>(items: &'s [&'s str], mark: &str) -> Result<&'s [&'s str], String> {
    match items.split_first() {
        Some((&found, rest)) if found == mark => Ok(rest),
        _ => Err(format!("`{mark}` is missing")),
    }
}

//! How long reading takes: a draft of a megabyte, fresh and after one edit; the matcher alone over much text.
//! `cargo run --release -p policy-ls-prose --example reading`

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use prose::locale::Locale;
use prose::name::{EntityId, EntityKind, Name, Names};
use prose::reading::{Memo, Reader};
use text::{Block, BlockKind, Document, Map, Span};

fn main() {
    let names: Vec<Name> = (0..500_u32)
        .map(|at| Name {
            text: format!("Treaty of the {at}th Basin and Friendly Cooperation"),
            entity: EntityId(at),
            kind: EntityKind::Agreement,
            exact_case: false,
            ambiguous: false,
        })
        .collect();
    let names = Arc::new(Names::new(names));
    let mut document = Document::default();
    let mut text = String::new();
    for at in 0..10_000 {
        let prose = format!(
            "The treaty of the {at}th Basin and Friendly Cooperation was signed in May {}. It held.",
            1950 + at % 70
        );
        let span = Span::new(text.len(), text.len() + prose.len());
        text.push_str(&prose);
        text.push_str("\n\n");
        let map = Map::identity(span.start, prose.len());
        document.blocks.push(Block {
            kind: BlockKind::Paragraph,
            span,
            prose: prose.into(),
            map,
        });
    }
    document.text = text.as_str().into();
    println!("{} blocks, {} bytes", document.blocks.len(), text.len());

    let start = Instant::now();
    let rounds = 50;
    for _ in 0..rounds {
        black_box(names.find(&text));
    }
    let rate = (text.len() * rounds) as f64 / start.elapsed().as_secs_f64() / 1e6;
    println!("matcher: {rate:.0} MB/s");

    let reader = Reader::new(Arc::new(Locale::english()), names);
    let mut memo = Memo::default();
    let start = Instant::now();
    black_box(reader.read(&document, &mut memo, &|| false));
    println!("fresh: {:?}", start.elapsed());
    for at in [5000, 10] {
        document.blocks[at].prose = format!("An edit {at} of July 2003.").into();
        let start = Instant::now();
        black_box(reader.read(&document, &mut memo, &|| false));
        println!("after an edit in block {at}: {:?}", start.elapsed());
    }
}

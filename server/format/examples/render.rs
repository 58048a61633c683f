//! Prints the rendition of a file: `cargo run -p policy-ls-format --example render -- FILE`.

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let format = format::Format::of(&path).expect("a known ending");
    let bytes = std::fs::read(&path).expect("a readable file");
    match format::render(format, &bytes) {
        Ok(rendition) => {
            eprintln!(
                "title {:?}, author {:?}, date {:?}, language {:?}",
                rendition.title, rendition.author, rendition.date, rendition.language
            );
            eprintln!("{} pages; {:?}", rendition.pages.len(), rendition.losses);
            println!("{}", rendition.markdown);
        }
        Err(error) => eprintln!("{path} {error}"),
    }
}

//! Letters of a page with their places, as the page's drawing instructions put them.

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, interpret_page,
};
use hayro_syntax::Pdf;
use hayro_syntax::page::Page;

/// A letter (or a ligature's letters) and where it stands: points, from the page's upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub baseline: f64,
    /// Height of the font in points.
    pub size: f64,
}

/// What a page holds.
#[derive(Default)]
pub(super) struct Taken {
    /// In the order in which they are drawn, which is mostly that of reading.
    pub glyphs: Vec<Glyph>,
    /// Letters of which the font does not say what they are.
    pub unknown: usize,
    /// Letters that run up or down the page, which are not read.
    pub sideways: usize,
    pub has_picture: bool,
    /// The share of the page that its largest picture covers.
    pub pictured: f64,
    /// What is drawn in lines.
    pub paths: usize,
    pub width: f64,
    height: f64,
    most: usize,
}

/// Reads one page, at most `most` glyphs.
pub(super) fn read<'a>(
    pdf: &'a Pdf,
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    most: usize,
) -> Taken {
    let (width, height) = page.render_dimensions();
    let whole = Rect::new(0.0, 0.0, width.into(), height.into());
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let settings = InterpreterSettings::default();
    let mut context = Context::new(transform, whole, cache, pdf.xref(), settings);
    let mut taken = Taken {
        width: width.into(),
        height: height.into(),
        most,
        ..Taken::default()
    };
    interpret_page(page, &mut context, &mut taken);
    taken
}

impl<'a> Device<'a> for Taken {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            if self.glyphs.len() >= self.most {
                return;
            }
            let Some(text) = glyph.as_unicode() else {
                self.unknown += 1;
                continue;
            };
            let text = match text {
                BfString::Char(letter) => letter.to_string(),
                BfString::String(letters) => letters,
            };
            let advance = match &**glyph {
                Drawn::Outline(glyph) => glyph.advance_width(),
                Drawn::Type3(glyph) => glyph.advance_width(),
            };
            let place = props.transform * glyph.transform();
            let [a, b, c, d, ..] = place.as_coeffs();
            // Letters that run up a margin are stamps, not prose.
            if b.abs() > a.abs() * 0.1 {
                self.sideways += 1;
                continue;
            }
            let start = place * Point::ZERO;
            let end = place * Point::new(advance.unwrap_or(500.0).into(), 0.0);
            self.glyphs.push(Glyph {
                text,
                left: start.x.min(end.x),
                right: start.x.max(end.x),
                baseline: start.y,
                size: (c * c + d * d).sqrt() * 1000.0,
            });
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.has_picture = true;
        let pixels = f64::from(image.width()) * f64::from(image.height());
        let area = (props.transform.determinant() * pixels).abs();
        self.pictured = self
            .pictured
            .max(area / (self.width * self.height).max(1.0));
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.paths += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

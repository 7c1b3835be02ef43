//! Whether one colour is seen on another.

/// Red, green, blue.
pub(crate) type Color = [u8; 3];

pub(crate) const WHITE: Color = [255; 3];
pub(crate) const BLACK: Color = [0; 3];
/// Text is seen where its contrast with the ground is at least this (a ratio of luminances as in WCAG, which asks for 4.5 to read with
/// ease).
const LEAST_CONTRAST: f64 = 1.3;

fn luminance(color: Color) -> f64 {
    let linear = color.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.0722f64.mul_add(linear[2], 0.2126f64.mul_add(linear[0], 0.7152 * linear[1]))
}

/// Whether text of one colour can be seen on the other.
pub(crate) fn is_seen(ink: Color, ground: Color) -> bool {
    let (ink, ground) = (luminance(ink), luminance(ground));
    (ink.max(ground) + 0.05) / (ink.min(ground) + 0.05) >= LEAST_CONTRAST
}

//! Colours of wide-gamut tablets. A picture in Display P3 shown without its profile looks dull; what leaves here carries
//! no profile, so its colours are worked out for sRGB once.

use super::rgb::Rgb;

/// Words by which a profile of Display P3 is told; ICC writes them as ASCII, or as UTF-16 from version 4 on.
const DISPLAY_P3: [&[u8]; 2] = [b"Display P3", b"\0D\0i\0s\0p\0l\0a\0y\0 \0P\x003"];

/// Whether a profile is Display P3, the one that tablets and phones write beside sRGB.
pub(super) fn is_display_p3(profile: &[u8]) -> bool {
    let (head, _) = profile.split_at(profile.len().min(16 * 1024));
    DISPLAY_P3.iter().any(|words| head.windows(words.len()).any(|known| known == *words))
}

/// Linear Display P3 to linear sRGB, row by row (both have the white of D65).
const MATRIX: [[f32; 3]; 3] =
    [[1.224_94, -0.224_94, 0.0], [-0.042_057, 1.042_057, 0.0], [-0.019_638, -0.078_636, 1.098_274]];
/// How finely linear light is told apart on the way back.
const STEPS: usize = 4_096;

/// Works the colours of a picture in Display P3 out for sRGB; what sRGB has no colour for becomes the nearest.
pub(super) fn to_srgb(picture: &mut Rgb) {
    let light: Vec<f32> = (0..=255_u16).map(|value| linear(f32::from(value) / 255.0)).collect();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a byte's range before"
    )]
    let value: Vec<u8> = (0..=STEPS)
        .map(|step| (curved(step as f32 / STEPS as f32) * 255.0 + 0.5).clamp(0.0, 255.0) as u8)
        .collect();
    let of = |byte: u8| light.get(usize::from(byte)).copied().unwrap_or(0.0);
    for pixel in picture.pixels.chunks_exact_mut(3) {
        let [red, green, blue] = pixel else { continue };
        let lights = [of(*red), of(*green), of(*blue)];
        let mixed = MATRIX.map(|row| row.iter().zip(lights).map(|(part, light)| part * light).sum::<f32>());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to the table's range before"
        )]
        let bytes = mixed.map(|light| {
            let step = (light.clamp(0.0, 1.0) * STEPS as f32 + 0.5) as usize;
            value.get(step.min(STEPS)).copied().unwrap_or(255)
        });
        [*red, *green, *blue] = bytes;
    }
}

/// The transfer function of sRGB and of Display P3 (IEC 61966-2-1), backwards.
fn linear(value: f32) -> f32 {
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

fn curved(light: f32) -> f32 {
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

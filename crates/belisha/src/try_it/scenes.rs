//! Scenes drawn by the program: sun and hills, houses, towers of blocks, paintings. Nobody is in them.

use belisha_vault::media::Rgb;

const WIDTH: usize = 1_600;
const HEIGHT: usize = 1_200;

type Colour = [u8; 3];

const BRIGHT: [Colour; 6] =
    [[214, 64, 69], [242, 177, 52], [66, 135, 196], [88, 160, 92], [146, 98, 170], [235, 126, 80]];

/// Something to look at, and something else for every number.
pub(super) fn scene(at: usize) -> Rgb {
    let mut sheet = Sheet(Rgb { width: WIDTH, height: HEIGHT, pixels: vec![0; WIDTH * HEIGHT * 3] });
    let bright = |step: usize| BRIGHT.get((at + step) % BRIGHT.len()).copied().unwrap_or_default();
    let shift = (at * 173 % 700) as i64;
    if at % 6 == 4 {
        // A painting on a table.
        sheet.block(0, 0, 1_600, 1_200, [150, 110, 78]);
        sheet.block(250, 130, 1_100, 940, [250, 248, 240]);
        for step in 0..9 {
            let along = step as i64;
            sheet.round(
                380 + along * 105,
                300 + (along * 211 + shift) % 620,
                60 + (along * 29) % 70,
                bright(step),
            );
        }
        return sheet.0;
    }
    if at % 3 == 2 {
        // Towers of blocks on a floor.
        sheet.block(0, 0, 1_600, 850, [236, 226, 205]);
        sheet.block(0, 850, 1_600, 350, [186, 146, 104]);
        for step in 0..12 {
            let (tower, storey) = (step as i64 % 3, step as i64 / 3);
            let side = 190 - storey * 14;
            let left = 230 + tower * 420 + storey * 7 + shift / 12;
            sheet.block(left, 1_000 - (storey + 1) * 176 + tower * 30, side, 176, bright(step));
        }
        return sheet.0;
    }
    // Sun, hills, houses.
    for row in 0..1_060 {
        let light = (row / 11) as u8;
        sheet.block(0, row, 1_600, 1, [110 + light, 170 + light / 2, 235]);
    }
    sheet.round(250 + shift, 240, 110, [250, 214, 90]);
    sheet.round(300 - shift / 3, 1_700, 1_000, [104, 158, 88]);
    sheet.round(1_350, 1_900 + shift / 6, 1_150, [78, 136, 82]);
    sheet.block(0, 1_060, 1_600, 140, [88, 146, 78]);
    for step in 0..1 + at % 3 {
        let left = 180 + step as i64 * 430 + shift / 4;
        sheet.block(left, 780, 280, 280, bright(step));
        for row in 0..150 {
            sheet.block(left + 140 - row * 170 / 150, 630 + row, row * 340 / 150, 1, [120, 66, 54]);
        }
        sheet.block(left + 110, 920, 64, 140, [92, 62, 44]);
        sheet.block(left + 36, 830, 60, 60, [236, 240, 214]);
    }
    sheet.0
}

struct Sheet(Rgb);

impl Sheet {
    /// A rectangle; what is beyond the edges is cut off.
    fn block(&mut self, left: i64, top: i64, width: i64, height: i64, colour: Colour) {
        let within = |value: i64, most: usize| usize::try_from(value.max(0)).unwrap_or(0).min(most);
        let (from, to) = (within(left, WIDTH), within(left + width, WIDTH));
        let line = colour.repeat(to.saturating_sub(from));
        for row in within(top, HEIGHT)..within(top + height, HEIGHT) {
            let at = (row * WIDTH + from) * 3;
            if let Some(row) = self.0.pixels.get_mut(at..at + line.len()) {
                row.copy_from_slice(&line);
            }
        }
    }

    /// A disc.
    fn round(&mut self, x: i64, y: i64, radius: i64, colour: Colour) {
        for down in -radius..=radius {
            let half = (radius * radius - down * down).isqrt();
            self.block(x - half, y + down, half * 2, 1, colour);
        }
    }
}

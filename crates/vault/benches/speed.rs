//! How long a picture takes, side by side with bare libjpeg-turbo, which does nothing but the two renditions.
//!
//! `cargo bench -p belisha-vault --features turbojpeg`; with `taskset -c 0` before it, on one core;
//! without, all of them on every core.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement stops at the first surprise")]
#![expect(clippy::disallowed_methods, reason = "a measurement needs a clock")]

use belisha_vault::media::sample::{self, Says};
use belisha_vault::media::{self, Codec, Rgb};
use belisha_vault::{Config, Key, Vault, seal};
use std::hint::black_box;
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

const PICTURES: usize = 20;

/// Twelve million pixels with as much detail as a photograph: slopes, edges, and grain that differs by `seed`.
fn drawn(seed: u32) -> Rgb {
    let (width, height) = (4_032_usize, 3_024_usize);
    let mut pixels = Vec::with_capacity(width * height * 3);
    let mut noise = seed.wrapping_mul(2_654_435_761) | 1;
    for y in 0..height {
        for x in 0..width {
            noise ^= noise << 13;
            noise ^= noise >> 17;
            noise ^= noise << 5;
            let grain = (noise >> 28) as usize;
            let edge = if (x / 61 + y / 47) % 5 == 0 { 60 } else { 0 };
            pixels.extend([
                (x * 120 / width + edge + grain) as u8,
                (y * 150 / height + grain) as u8,
                (90 + edge + grain) as u8,
            ]);
        }
    }
    Rgb { width, height, pixels }
}

/// Two renditions by libjpeg-turbo, decoded at the nearest scale that is not smaller than wanted.
fn bare(jpeg: &[u8]) -> usize {
    let mut written = 0;
    for (scale, quality) in
        [(turbojpeg::ScalingFactor::ONE_HALF, 82), (turbojpeg::ScalingFactor::ONE_EIGHTH, 82)]
    {
        let mut decoder = turbojpeg::Decompressor::new().unwrap();
        let header = decoder.read_header(jpeg).unwrap();
        decoder.set_scaling_factor(scale).unwrap();
        let scaled = header.scaled(scale);
        let mut pixels = vec![0; scaled.width * scaled.height * 3];
        let (width, height, pitch, format) =
            (scaled.width, scaled.height, scaled.width * 3, turbojpeg::PixelFormat::RGB);
        decoder
            .decompress(
                jpeg,
                turbojpeg::Image { pixels: pixels.as_mut_slice(), width, pitch, height, format },
            )
            .unwrap();
        let image = turbojpeg::Image { pixels: pixels.as_slice(), width, pitch, height, format };
        written += turbojpeg::compress(image, quality, turbojpeg::Subsamp::Sub2x2).unwrap().len();
    }
    written
}

/// Does it with twenty pictures, on as many threads as there are cores to run on.
fn on_every_core<T: Send>(pictures: &[Vec<u8>], work: impl Fn(&[u8]) -> T + Sync) -> Vec<T> {
    let cores = std::thread::available_parallelism().unwrap().get();
    std::thread::scope(|scope| {
        let mine = |core: usize| pictures.iter().cycle().take(PICTURES).skip(core).step_by(cores);
        let work = &work;
        let threads: Vec<_> = (0..cores)
            .map(|core| scope.spawn(move || mine(core).map(|it| work(it)).collect::<Vec<T>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

/// The same two renditions by `vipsthumbnail`, one process for each size, where it is installed.
fn vips(pictures: &[Vec<u8>], folder: &std::path::Path, ours: Duration) {
    let files: Vec<_> = (0..PICTURES).map(|at| folder.join(format!("{at}.jpg"))).collect();
    for (file, bytes) in files.iter().zip(pictures.iter().cycle()) {
        std::fs::write(file, bytes).unwrap();
    }
    let run = |size: &str| {
        let mut command = std::process::Command::new("vipsthumbnail");
        command.args(["--size", size, "--output", &format!("{size}-%s.jpg[Q=82,strip]")]).args(&files);
        command.status().is_ok_and(|status| status.success())
    };
    if !run("320") {
        return println!("vipsthumbnail is not installed");
    }
    let beside = timed(|| run("2048") && run("320")) / 20;
    println!(
        "vipsthumbnail, the same two          {beside:>8.1?}  {:.2} x ours",
        beside.as_secs_f64() / ours.as_secs_f64()
    );
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort();
    all.get(all.len() / 2).copied().unwrap_or_default()
}

fn main() {
    let says =
        Says { make: "Heron", model: "H10", serial: "HX-4410", taken: "2026:09:14 10:05:00", orientation: 6 };
    let pictures: Vec<Vec<u8>> =
        (0..4).map(|seed| sample::with_exif(&sample::jpeg(&drawn(seed + 1), 93), &says)).collect();
    println!("a picture has {} KB", pictures.iter().map(Vec::len).sum::<usize>() / pictures.len() / 1_000);
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let vault = |codec| Arc::new(Vault::open(Config { codec, ..Config::folder(folder.path()) }).unwrap());
    // As Belisha does it: each core prepares a picture, and while the disk makes one durable, the next is prepared.
    let all = |vault: &Arc<Vault>| {
        let prepared = on_every_core(&pictures, |bytes| {
            let mut spool = vault.spool().unwrap();
            spool.append(bytes).unwrap();
            let (vault, prepared) = (vault.clone(), vault.prepare(&spool).unwrap());
            runtime.spawn(async move { vault.keep(&prepared).await.unwrap() })
        });
        prepared.into_iter().for_each(|kept| runtime.block_on(kept).unwrap());
    };
    let (pure, turbo) = (vault(Codec::Pure), vault(Codec::Turbo));
    let (mut of_pure, mut of_turbo, mut of_bare) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..5 {
        of_bare.push(timed(|| on_every_core(&pictures, bare)) / 20);
        of_pure.push(timed(|| all(&pure)) / 20);
        of_turbo.push(timed(|| all(&turbo)) / 20);
    }
    let (of_bare, of_pure, of_turbo) = (median(of_bare), median(of_pure), median(of_turbo));
    let ratio = |time: Duration| time.as_secs_f64() / of_bare.as_secs_f64();
    println!("bare libjpeg-turbo, two renditions   {of_bare:>8.1?}");
    println!("all of it, pure Rust                 {of_pure:>8.1?}  {:.2} x", ratio(of_pure));
    println!("all of it, libjpeg-turbo             {of_turbo:>8.1?}  {:.2} x", ratio(of_turbo));
    vips(&pictures, folder.path(), of_pure);
    let bytes = pictures.first().unwrap();
    let five = |work: &dyn Fn() -> usize| median((0..5).map(|_| timed(work)).collect());
    let stills = five(&|| media::still(bytes, media::Sort::Jpeg, Codec::Pure).unwrap().large.len());
    let cleaning = five(&|| media::jpeg::cleaned(bytes).unwrap().len());
    let preparing = five(&|| {
        let mut spool = pure.spool().unwrap();
        spool.append(bytes).unwrap();
        pure.prepare(&spool).unwrap().files.len()
    });
    let decoding = five(&|| {
        let mut decoder =
            zune_jpeg::JpegDecoder::new(zune_jpeg::zune_core::bytestream::ZCursor::new(bytes.as_slice()));
        decoder.decode().unwrap().len()
    });
    println!(
        "of it: decoding {decoding:.1?}, cleaning {cleaning:.1?}, pictures {stills:.1?}, all but keeping {preparing:.1?}"
    );

    let plain = vec![7_u8; 64 << 20];
    let speed = |time: Duration| plain.len() as f64 / time.as_secs_f64() / 1e9;
    let sealing = median(
        (0..5)
            .map(|_| {
                timed(|| {
                    let mut sealer = seal::Sealer::new(&Key::new(), std::io::sink()).unwrap();
                    sealer.write_all(&plain).unwrap();
                    sealer.end().unwrap().0
                })
            })
            .collect(),
    );
    let hashing = median(
        (0..5).map(|_| timed(|| aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &plain))).collect(),
    );
    println!(
        "sealing and naming {:.2} GB/s; of that hashing alone {:.2} GB/s",
        speed(sealing),
        speed(hashing)
    );
    let key = Key::new();
    let mut sealer = seal::Sealer::new(&key, Vec::new()).unwrap();
    sealer.write_all(&plain).unwrap();
    let sealed = sealer.end().unwrap().2;
    let opening = median((0..5).map(|_| timed(|| seal::open(&key, &sealed).unwrap().len())).collect());
    println!("opening {:.2} GB/s", speed(opening));
}

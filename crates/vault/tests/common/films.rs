//! Recordings for tests, built byte by byte, with everything in them that must not come out again.
#![expect(clippy::indexing_slicing, reason = "helpers of tests stop at the first surprise")]

pub fn atom(kind: &[u8; 4], inner: &[u8]) -> Vec<u8> {
    [&u32::try_from(inner.len() + 8).unwrap().to_be_bytes(), kind.as_slice(), inner].concat()
}

fn be(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

fn track(handler: &[u8; 4], offset: u32, sizes: &[u32]) -> Vec<u8> {
    let hdlr = [&be(&[0, 0]), handler.as_slice(), &be(&[0, 0, 0]), b"Asha at the gate\0"].concat();
    let stsz = [be(&[0, 0, u32::try_from(sizes.len()).unwrap()]), be(sizes)].concat();
    let stbl = [
        atom(b"stsd", &be(&[0, 0])),
        atom(b"stts", &be(&[0, 0])),
        atom(b"stsc", &be(&[0, 1, 1, u32::try_from(sizes.len()).unwrap(), 1])),
        atom(b"stsz", &stsz),
        atom(b"stco", &be(&[0, 1, offset])),
    ]
    .concat();
    let mut tkhd = vec![0; 84];
    tkhd[76..84].copy_from_slice(&be(&[640 << 16, 480 << 16]));
    let minf = [atom(b"vmhd", &[0; 12]), atom(b"stbl", &stbl)].concat();
    let mdia = [atom(b"mdhd", &[7; 24]), atom(b"hdlr", &hdlr), atom(b"minf", &minf)].concat();
    atom(b"trak", &[atom(b"tkhd", &tkhd), atom(b"mdia", &mdia), atom(b"udta", b"Asha at the gate")].concat())
}

/// A recording with a picture track, a track of places, a device's name, and bytes that no sample uses. `extra` lengthens
/// the picture's one sample.
pub fn talkative_mp4(extra: usize) -> Vec<u8> {
    let ftyp = atom(b"ftyp", b"qt  \0\0\0\0qt  ");
    let key =
        |word: &[u8]| [&be(&[u32::try_from(word.len() + 8).unwrap()]), b"mdta".as_slice(), word].concat();
    let value = |number: u32, word: &[u8]| {
        let data = [&be(&[1, 0]), word].concat();
        let data = atom(b"data", &data);
        [be(&[u32::try_from(data.len() + 8).unwrap(), number]), data].concat()
    };
    let keys = [be(&[0, 2]), key(b"com.apple.quicktime.make"), key(b"com.apple.quicktime.model")].concat();
    let values = [value(1, b"Heron"), value(2, b"H10")].concat();
    let meta =
        atom(b"meta", &[atom(b"hdlr", &[0; 24]), atom(b"keys", &keys), atom(b"ilst", &values)].concat());
    let udta = atom(b"udta", &atom(b"\xa9xyz", b"\0\x12\x15\xc7+51.4321-000.1234/"));
    let mut mvhd = vec![0; 100];
    mvhd[4..8].copy_from_slice(&be(&[3_872_318_400])); // in September 2026
    let moov = |at: u32| {
        let picture = u32::try_from(5 + extra).unwrap();
        let tracks = [track(b"vide", at, &[picture]), track(b"meta", at + picture, &[18])].concat();
        atom(b"moov", &[atom(b"mvhd", &mvhd), tracks, meta.clone(), udta.clone()].concat())
    };
    let head = u32::try_from(ftyp.len() + moov(0).len() + 8).unwrap();
    let samples =
        [vec![b'P'; 5 + extra], b"+51.4321-000.1234/".to_vec(), b"TRAILER-BEHIND-THE-END".to_vec()].concat();
    [ftyp, moov(head), atom(b"mdat", &samples), atom(b"uuid", b"Asha at the gate"), atom(b"free", b"HX-4410")]
        .concat()
}

fn element(id: &[u8], inner: &[u8]) -> Vec<u8> {
    let size = (u64::try_from(inner.len()).unwrap() | 1 << 56).to_be_bytes();
    [id, &size, inner].concat()
}

/// A recording as a browser makes it: its segment and clusters do not say how long they are.
pub fn talkative_webm() -> Vec<u8> {
    let unknown = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    let info = [
        element(&[0x2a, 0xd7, 0xb1], &[0x0f, 0x42, 0x40]),
        element(&[0x4d, 0x80], b"Asha at the gate"),
        element(&[0x57, 0x41], b"Heron"),
        element(&[0x44, 0x61], &[0, 0, 0, 0, 0, 0, 0, 1]),
        element(&[0x7b, 0xa9], b"Asha at the gate"),
    ]
    .concat();
    let video = [element(&[0xb0], &[0x02, 0x80]), element(&[0xba], &[0x01, 0xe0])].concat();
    let entry = [
        element(&[0xd7], &[1]),
        element(&[0x83], &[1]),
        element(&[0x53, 0x6e], b"Heron"),
        element(&[0xe0], &video),
    ];
    let block = element(&[0xa3], b"\x81\0\0\x80PICTURE");
    let cluster = [&[0x1f, 0x43, 0xb6, 0x75], unknown.as_slice(), &element(&[0xe7], &[0]), &block].concat();
    let tags = element(&[0x12, 0x54, 0xc3, 0x67], b"Asha at the gate, HX-4410");
    [
        element(&[0x1a, 0x45, 0xdf, 0xa3], &element(&[0x42, 0x82], b"webm")),
        [&[0x18, 0x53, 0x80, 0x67], unknown.as_slice()].concat(),
        element(&[0x15, 0x49, 0xa9, 0x66], &info),
        element(&[0x16, 0x54, 0xae, 0x6b], &element(&[0xae], &entry.concat())),
        cluster.clone(),
        tags,
        cluster,
    ]
    .concat()
}

/// Not every file of tests needs every helper.
const _: fn() = || {
    let _ = (talkative_mp4, talkative_webm, atom);
};

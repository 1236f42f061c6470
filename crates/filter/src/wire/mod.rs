//! Messages as they are on the wire (RFC 1035, RFC 6891, RFC 8914): a small reader of questions, a writer of answers,
//! and what a cache has to know about an answer. Pure: bytes in, bytes out.

pub mod answer;
pub mod question;
pub mod response;

/// Types of records that are treated in some way of their own.
pub mod kind {
    /// An IPv4 address.
    pub const A: u16 = 1;
    /// A name that this name stands for.
    pub const CNAME: u16 = 5;
    /// The machine; what is answered to a question for everything (RFC 8482).
    pub const HINFO: u16 = 13;
    /// An IPv6 address.
    pub const AAAA: u16 = 28;
    /// What a message can do beyond RFC 1035 (RFC 6891).
    pub const OPT: u16 = 41;
    /// Where and how a service is reached (RFC 9460).
    pub const SVCB: u16 = 64;
    /// The same for the web.
    pub const HTTPS: u16 = 65;
    /// Everything that a name has.
    pub const ANY: u16 = 255;
}

/// What an answer says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Nothing went wrong.
    NoError,
    /// The question is malformed.
    FormErr,
    /// No answer could be had from upstream.
    ServFail,
    /// There is no such name.
    NxDomain,
    /// This kind of question is not known here.
    NotImp,
    /// This question is not answered here.
    Refused,
    /// A version of EDNS that nobody knows yet.
    BadVers,
}

impl Code {
    /// The four bits of the head.
    #[must_use]
    pub fn low(self) -> u16 {
        match self {
            Code::NoError | Code::BadVers => 0,
            Code::FormErr => 1,
            Code::ServFail => 2,
            Code::NxDomain => 3,
            Code::NotImp => 4,
            Code::Refused => 5,
        }
    }

    /// The eight bits of the OPT record.
    #[must_use]
    pub fn high(self) -> u8 {
        u8::from(self == Code::BadVers)
    }
}

pub(crate) fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk::<2>().map(|pair| u16::from_be_bytes(*pair))
}

pub(crate) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|four| u32::from_be_bytes(*four))
}

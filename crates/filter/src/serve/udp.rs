//! Questions by UDP, on threads of their own: many packets with one call to the kernel, most of them answered on the
//! spot. What has to wait for upstream is handed on.

use std::io::{self, IoSlice, IoSliceMut};
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::os::fd::AsRawFd;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use nix::cmsg_space;
use nix::libc;
use nix::sys::socket::sockopt::{Ipv4PacketInfo, Ipv6RecvPacketInfo};
use nix::sys::socket::{
    ControlMessage, ControlMessageOwned, MsgFlags, MultiHeaders, RecvMsg, SockaddrStorage, recvmmsg,
    sendmmsg, sendmsg, setsockopt,
};
use socket2::{Domain, Protocol, Socket, Type};
use tokio::runtime::Handle;

use super::ask::Asking;
use super::cache::Key;
use super::journal::Journal;
use super::limit::{Limiter, Rate};
use super::respond::{Outcome, client_of, fit_packet, overload, respond};

/// Packets that are taken from the kernel at once.
const BATCH: usize = 32;
/// No honest question is longer.
const QUESTION_BYTES_MAX: usize = 2048;
/// How long a thread waits before it looks whether it is to end.
const WAIT: Duration = Duration::from_millis(200);
/// Room for questions that arrive while others are answered.
const KERNEL_BUFFER_BYTES: usize = 4 << 20;

/// A socket, and whether an answer has to say which of the machine's addresses it leaves from.
pub(super) struct Udp {
    socket: UdpSocket,
    any_address: bool,
}

/// The address of the machine that a question came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    Only,
    V4(u32),
    V6([u8; 16], u32),
}

impl Udp {
    pub(super) fn bind(address: SocketAddr, shared_port: bool) -> io::Result<Udp> {
        let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
        if address.is_ipv6() {
            socket.set_only_v6(true)?;
        }
        socket.set_reuse_port(shared_port)?;
        // As much as the system allows.
        let _ = socket.set_recv_buffer_size(KERNEL_BUFFER_BYTES);
        let _ = socket.set_send_buffer_size(KERNEL_BUFFER_BYTES);
        socket.set_read_timeout(Some(WAIT))?;
        let any_address = address.ip().is_unspecified();
        if any_address {
            // Before it is bound, so that every packet says where it came to.
            match address {
                SocketAddr::V4(_) => setsockopt(&socket, Ipv4PacketInfo, &true)?,
                SocketAddr::V6(_) => setsockopt(&socket, Ipv6RecvPacketInfo, &true)?,
            }
        }
        socket.bind(&address.into())?;
        Ok(Udp { socket: socket.into(), any_address })
    }

    pub(super) fn address(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    fn send(&self, to: &SockaddrStorage, came: Came, bytes: &[u8]) {
        let slices = [IoSlice::new(bytes)];
        // A client that is gone, or a full buffer: the client asks again.
        let _ = came.with(|cmsgs| {
            sendmsg(self.socket.as_raw_fd(), &slices, cmsgs, MsgFlags::MSG_DONTWAIT, Some(to)).map(|_| ())
        });
    }
}

impl Came {
    fn from_received(message: &RecvMsg<'_, '_, SockaddrStorage>) -> Came {
        let Ok(cmsgs) = message.cmsgs() else { return Came::Only };
        for cmsg in cmsgs {
            match cmsg {
                ControlMessageOwned::Ipv4PacketInfo(info) => return Came::V4(info.ipi_addr.s_addr),
                ControlMessageOwned::Ipv6PacketInfo(info) => {
                    return Came::V6(info.ipi6_addr.s6_addr, info.ipi6_ifindex);
                }
                _ => {}
            }
        }
        Came::Only
    }

    fn with<T>(self, send: impl FnOnce(&[ControlMessage<'_>]) -> T) -> T {
        match self {
            Came::Only => send(&[]),
            Came::V4(address) => {
                let address = libc::in_addr { s_addr: address };
                let info = libc::in_pktinfo { ipi_ifindex: 0, ipi_spec_dst: address, ipi_addr: address };
                send(&[ControlMessage::Ipv4PacketInfo(&info)])
            }
            Came::V6(octets, interface) => {
                let info = libc::in6_pktinfo {
                    ipi6_addr: libc::in6_addr { s6_addr: octets },
                    ipi6_ifindex: interface,
                };
                send(&[ControlMessage::Ipv6PacketInfo(&info)])
            }
        }
    }
}

/// What a thread needs.
pub(super) struct Worker {
    pub(super) udp: Arc<Udp>,
    pub(super) asking: Arc<Asking>,
    pub(super) journal: Arc<Journal>,
    pub(super) rate: Option<Rate>,
    pub(super) runtime: Handle,
    pub(super) ending: Arc<AtomicBool>,
}

/// Answers of one batch, in buffers that are used again.
struct Answers {
    bytes: Vec<Vec<u8>>,
    to: Vec<Option<SockaddrStorage>>,
    came: Vec<Came>,
}

impl Worker {
    /// Answers until it is to end. A mistake here must not leave the setting without names, so the thread goes on; the
    /// packets in hand are lost, and their devices ask again.
    pub(super) fn run(&self) {
        while !self.ending.load(Ordering::Relaxed) {
            if catch_unwind(AssertUnwindSafe(|| self.answer_until_the_end())).is_err() {
                tracing::error!("answering failed; going on");
            }
        }
    }

    fn answer_until_the_end(&self) {
        let room = self.udp.any_address.then(|| cmsg_space!(libc::in6_pktinfo));
        let mut receiving = MultiHeaders::<SockaddrStorage>::preallocate(BATCH, room.clone());
        let mut sending = MultiHeaders::<SockaddrStorage>::preallocate(BATCH, None);
        let mut buffers = vec![[0u8; QUESTION_BYTES_MAX]; BATCH];
        let mut answers = Answers {
            bytes: vec![Vec::new(); BATCH],
            to: Vec::with_capacity(BATCH),
            came: Vec::with_capacity(BATCH),
        };
        let mut limiter = Limiter::new(self.rate);
        while !self.ending.load(Ordering::Relaxed) {
            let mut slices: Vec<[IoSliceMut<'_>; 1]> =
                buffers.iter_mut().map(|buffer| [IoSliceMut::new(buffer)]).collect();
            let flags = MsgFlags::MSG_WAITFORONE;
            match recvmmsg(self.udp.socket.as_raw_fd(), &mut receiving, slices.iter_mut(), flags, None) {
                Ok(messages) => self.answer_all(messages, &mut limiter, &mut answers),
                // The wait was over, or a signal came.
                Err(nix::Error::EAGAIN | nix::Error::EINTR) => continue,
                Err(error) => {
                    tracing::warn!(%error, "receiving failed");
                    continue;
                }
            }
            self.send_all(&mut sending, &answers);
        }
    }

    fn answer_all<'m>(
        &self,
        messages: impl Iterator<Item = RecvMsg<'m, 'm, SockaddrStorage>>,
        limiter: &mut Limiter,
        answers: &mut Answers,
    ) {
        answers.to.clear();
        answers.came.clear();
        let now = self.asking.shared.clock.now();
        for message in messages {
            let Some(from) = message.address else { continue };
            let (Some(client), Some(bytes)) = (ip_of(&from), message.iovs().next()) else { continue };
            if !self.asking.shared.table.load().serves(client) || !limiter.allows(client, now.ticks_ms) {
                continue;
            }
            let came = if self.udp.any_address { Came::from_received(&message) } else { Came::Only };
            let Some(out) = answers.bytes.get_mut(answers.to.len()) else { break };
            let outcome =
                respond(&self.asking.shared, &self.journal, &client_of(client), bytes, now, None, out);
            let outcome = match outcome {
                Outcome::Ask(key) => self.hand_on(key, client, bytes, (from, came), out),
                outcome => outcome,
            };
            if matches!(outcome, Outcome::Answered) {
                fit_packet(bytes, out);
                answers.to.push(Some(from));
                answers.came.push(came);
            }
        }
    }

    /// Leaves a question to the half that may wait, if there is a place for it.
    fn hand_on(
        &self,
        key: Key,
        client: IpAddr,
        message: &[u8],
        (from, came): (SockaddrStorage, Came),
        out: &mut Vec<u8>,
    ) -> Outcome {
        let Some(place) = self.asking.waiting.enter(client) else { return overload(message, out) };
        let (asking, udp, message) = (self.asking.clone(), self.udp.clone(), message.to_vec());
        self.runtime.spawn(async move {
            if let Some(mut answer) = asking.answer_asking(&client_of(client), &message, &key).await {
                fit_packet(&message, &mut answer);
                udp.send(&from, came, &answer);
            }
            drop(place);
        });
        Outcome::Silent
    }

    fn send_all(&self, sending: &mut MultiHeaders<SockaddrStorage>, answers: &Answers) {
        let count = answers.to.len();
        if self.udp.any_address {
            for ((to, came), bytes) in answers.to.iter().zip(&answers.came).zip(&answers.bytes) {
                if let Some(to) = to {
                    self.udp.send(to, *came, bytes);
                }
            }
            return;
        }
        let slices: Vec<[IoSlice<'_>; 1]> =
            answers.bytes.iter().take(count).map(|bytes| [IoSlice::new(bytes)]).collect();
        let mut sent = 0;
        while sent < count {
            let (Some(slices), Some(to)) = (slices.get(sent..), answers.to.get(sent..)) else { return };
            let result = sendmmsg(self.udp.socket.as_raw_fd(), sending, slices, to, [], MsgFlags::empty());
            // An answer that cannot be sent is passed over; its client asks again.
            sent += result.map_or(1, |results| results.count().max(1));
        }
    }
}

fn ip_of(address: &SockaddrStorage) -> Option<IpAddr> {
    if let Some(v4) = address.as_sockaddr_in() {
        return Some(IpAddr::V4(v4.ip()));
    }
    address.as_sockaddr_in6().map(|v6| IpAddr::V6(v6.ip()).to_canonical())
}

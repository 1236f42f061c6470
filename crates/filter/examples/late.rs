//! How late the answers of DNS servers by UDP are, side by side, seen by an asker that never sleeps.
//!
//! `late <questions> <a second> <seconds> <server>…`: the questions are lines of `name type`, as for dnsperf; A is asked.
//! They leave at random moments, as those of many devices do (a Poisson process), from eight ports, whether or not the
//! ones before are answered. One thread sends and receives by turns, so that no answer waits for the asker to be woken.
//! The servers take turns of some milliseconds, so that a machine that falters falters for all of them.
//!
//! Prints a line for each server: how many answers were lost, and how late the others were, in microseconds: 50 %, 90 %
//! and 99 % of those of a turn, each the median of all turns, and 99 % of all. A machine whose cores are taken away for
//! some milliseconds, now and then, spoils some turns for every server, and with them the last figure.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "it measures time, and says so")]

use std::error::Error;
use std::io::ErrorKind;
use std::net::{SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

/// As many as dnsperf's clients.
const PORTS: usize = 8;
/// How long the servers' turns are.
const TURN: Duration = Duration::from_millis(50);
/// The shares of a turn's answers that are looked at.
const SHARES: [f64; 3] = [0.5, 0.9, 0.99];
/// An answer that is not there so long after the turn's last question is lost.
const PATIENCE: Duration = Duration::from_millis(200);

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [questions, rate, seconds, servers @ ..] = arguments.as_slice() else {
        return Err("usage: late <questions> <a second> <seconds> <server>…".into());
    };
    let (rate, seconds) = (rate.parse::<f64>()?, seconds.parse::<f64>()?);
    let questions = std::fs::read_to_string(questions)?;
    let questions: Vec<Vec<u8>> = questions.lines().filter_map(question).collect();
    let asked: Result<Vec<_>, Box<dyn Error>> =
        servers.iter().map(|server| Server::at(server.parse()?)).collect();
    let mut asked = asked?;
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for _ in 0..(seconds / TURN.as_secs_f64()) as usize {
        for server in &mut asked {
            server.turn(&questions, rate, &mut random)?;
        }
    }
    for (name, server) in servers.iter().zip(&mut asked) {
        let [half, ninety, ninety_nine] = server.shares.each_mut().map(|each| reached(each, 0.5));
        let of_all = reached(&mut server.all, 0.99);
        println!("{name} {} {half} {ninety} {ninety_nine} {of_all}", server.sent - server.all.len());
    }
    Ok(())
}

/// What a share of the values stays below.
fn reached(values: &mut [u32], share: f64) -> u32 {
    values.sort_unstable();
    values.get((values.len() as f64 * share) as usize).copied().unwrap_or(0)
}

/// A question for an address, its number still nought.
fn question(line: &str) -> Option<Vec<u8>> {
    let name = line.split_whitespace().next()?;
    let mut bytes = b"\0\0\x01\0\0\x01\0\0\0\0\0\0".to_vec();
    for label in name.split('.').filter(|label| !label.is_empty()) {
        bytes.push(u8::try_from(label.len()).ok()?);
        bytes.extend_from_slice(label.as_bytes());
    }
    bytes.extend_from_slice(b"\0\0\x01\0\x01");
    Some(bytes)
}

/// A server that is asked.
struct Server {
    ports: Vec<UdpSocket>,
    /// When the question of each number was due that has no answer yet.
    due: Vec<Option<Instant>>,
    sent: usize,
    /// How late the answers of this turn were.
    turn: Vec<u32>,
    /// How late the answers of all turns were.
    all: Vec<u32>,
    /// How late the shares of each turn were.
    shares: [Vec<u32>; SHARES.len()],
}

impl Server {
    fn at(address: SocketAddr) -> Result<Self, Box<dyn Error>> {
        let port = || {
            let socket = UdpSocket::bind("127.0.0.1:0")?;
            socket.connect(address)?;
            socket.set_nonblocking(true)?;
            Ok(socket)
        };
        let ports = (0..PORTS).map(|_| port()).collect::<Result<_, std::io::Error>>()?;
        Ok(Self {
            ports,
            due: vec![None; 1 << 16],
            sent: 0,
            turn: Vec::new(),
            all: Vec::new(),
            shares: Default::default(),
        })
    }

    /// Asks for the time of a turn, and waits for the answers.
    fn turn(&mut self, questions: &[Vec<u8>], rate: f64, random: &mut Random) -> Result<(), Box<dyn Error>> {
        let begun = Instant::now();
        let (mut due, mut waiting) = (begun, 0_usize);
        loop {
            let (now, over) = (Instant::now(), due.duration_since(begun) >= TURN);
            if over && (waiting == 0 || now.duration_since(due) > PATIENCE) {
                // What comes later is not counted.
                self.due.fill(None);
                self.end_of_turn();
                return Ok(());
            }
            if !over && now >= due {
                self.ask(questions, due)?;
                waiting += 1;
                due += Duration::from_secs_f64(random.gap() / rate);
            }
            waiting -= self.hear()?;
        }
    }

    fn end_of_turn(&mut self) {
        self.all.extend_from_slice(&self.turn);
        for (share, each) in SHARES.iter().zip(&mut self.shares) {
            each.push(reached(&mut self.turn, *share));
        }
        self.turn.clear();
    }

    /// One question. It counts from the moment it was due: an asker that is behind makes no server look better.
    fn ask(&mut self, questions: &[Vec<u8>], due: Instant) -> Result<(), Box<dyn Error>> {
        let number = u16::try_from(self.sent % self.due.len())?;
        let mut bytes = questions.get(self.sent % questions.len()).ok_or("no questions")?.clone();
        if let Some(head) = bytes.first_chunk_mut() {
            *head = number.to_be_bytes();
        }
        if let Some(known) = self.due.get_mut(usize::from(number)) {
            *known = Some(due);
        }
        self.ports.get(self.sent % PORTS).ok_or("no ports")?.send(&bytes)?;
        self.sent += 1;
        Ok(())
    }

    /// Takes an answer from every port that has one.
    fn hear(&mut self) -> Result<usize, Box<dyn Error>> {
        let mut heard = 0;
        for port in &self.ports {
            let mut bytes = [0; 1500];
            match port.recv(&mut bytes) {
                Ok(length) if length >= 12 => {}
                Err(error) if error.kind() != ErrorKind::WouldBlock => return Err(error.into()),
                _ => continue,
            }
            let number = u16::from_be_bytes([bytes[0], bytes[1]]);
            if let Some(due) = self.due.get_mut(usize::from(number)).and_then(Option::take) {
                self.turn.push(u32::try_from(due.elapsed().as_micros())?);
                heard += 1;
            }
        }
        Ok(heard)
    }
}

/// Xorshift.
struct Random(u64);

impl Random {
    /// A gap of a Poisson process whose mean is one.
    fn gap(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let share = (self.0 >> 11) as f64 / (1_u64 << 53) as f64;
        -(1.0 - share).ln()
    }
}

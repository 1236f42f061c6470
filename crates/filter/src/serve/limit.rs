//! Bounds, so that one client does not take what all need.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use belisha_invariant::broken;
use hashbrown::HashMap;

/// More clients than this are not remembered at once; then all begin again with a full bucket.
const CLIENTS_MAX: usize = 65_536;

/// How many questions a client may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// In a second, in the long run.
    pub per_second: u32,
    /// At once.
    pub burst: u32,
}

struct Bucket {
    /// Thousandths of a question.
    left_milli: u64,
    filled_ms: u64,
}

/// A bucket of questions for each client, of one thread.
pub(super) struct Limiter {
    buckets: HashMap<IpAddr, Bucket, foldhash::fast::RandomState>,
    rate: Option<Rate>,
}

impl Limiter {
    pub(super) fn new(rate: Option<Rate>) -> Limiter {
        Limiter { buckets: HashMap::default(), rate }
    }

    /// Whether the client may ask one more now.
    pub(super) fn allows(&mut self, client: IpAddr, now_ms: u64) -> bool {
        let Some(rate) = self.rate else { return true };
        let full = u64::from(rate.burst) * 1000;
        if self.buckets.len() >= CLIENTS_MAX && !self.buckets.contains_key(&client) {
            self.buckets.clear();
        }
        let bucket = self.buckets.entry(client).or_insert(Bucket { left_milli: full, filled_ms: now_ms });
        let passed_ms = now_ms.saturating_sub(bucket.filled_ms);
        bucket.left_milli =
            bucket.left_milli.saturating_add(passed_ms.saturating_mul(u64::from(rate.per_second))).min(full);
        bucket.filled_ms = now_ms;
        match bucket.left_milli.checked_sub(1000) {
            Some(left) => {
                bucket.left_milli = left;
                true
            }
            None => false,
        }
    }
}

/// Places for questions or connections in hand: so many in all, and so many for one client.
pub(super) struct Gate {
    held: Mutex<Held>,
    total_max: usize,
    client_max: usize,
}

#[derive(Default)]
struct Held {
    total: usize,
    clients: HashMap<IpAddr, usize, foldhash::fast::RandomState>,
}

impl Gate {
    pub(super) fn new(total_max: usize, client_max: usize) -> Arc<Gate> {
        Arc::new(Gate { held: Mutex::default(), total_max, client_max })
    }

    /// A place, given back when it is dropped.
    pub(super) fn enter(self: &Arc<Gate>, client: IpAddr) -> Option<Place> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let own = held.clients.get(&client).copied().unwrap_or(0);
        if held.total >= self.total_max || own >= self.client_max {
            return None;
        }
        held.total += 1;
        held.clients.insert(client, own + 1);
        Some(Place { gate: self.clone(), client })
    }

    fn leave(&self, client: IpAddr) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        match held.total.checked_sub(1) {
            Some(left) => held.total = left,
            // More places than there are must not come of it.
            None => drop(broken!("a place was given back that nobody had")),
        }
        match held.clients.get_mut(&client) {
            Some(own) if *own > 1 => *own -= 1,
            _ => {
                held.clients.remove(&client);
            }
        }
    }
}

/// One place in a [`Gate`].
pub(super) struct Place {
    gate: Arc<Gate>,
    client: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.gate.leave(self.client);
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    fn client(number: u32) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from(number))
    }

    #[test]
    fn a_bucket_empties_and_fills_by_the_clock() {
        let mut limiter = Limiter::new(Some(Rate { per_second: 10, burst: 20 }));
        let allowed =
            |limiter: &mut Limiter, now_ms| (0..100).filter(|_| limiter.allows(client(1), now_ms)).count();
        assert_eq!(allowed(&mut limiter, 0), 20);
        assert_eq!(allowed(&mut limiter, 0), 0);
        assert_eq!(allowed(&mut limiter, 1000), 10);
        assert_eq!(allowed(&mut limiter, 1_000_000), 20);
        assert!(limiter.allows(client(2), 0), "another client has a bucket of its own");
        assert_eq!((0..100).filter(|_| Limiter::new(None).allows(client(1), 0)).count(), 100);
    }

    #[test]
    fn clients_are_remembered_in_bounded_memory() {
        let mut limiter = Limiter::new(Some(Rate { per_second: 1, burst: 1 }));
        for number in 0..200_000 {
            assert!(limiter.allows(client(number), 0));
        }
        assert!(limiter.buckets.len() <= CLIENTS_MAX);
    }

    #[test]
    fn places_are_bounded_in_all_and_for_each_and_given_back() {
        let gate = Gate::new(5, 3);
        let mut places: Vec<Place> = (0..4).filter_map(|_| gate.enter(client(1))).collect();
        assert_eq!(places.len(), 3);
        places.extend((0..4).filter_map(|_| gate.enter(client(2))));
        assert_eq!(places.len(), 5);
        assert!(gate.enter(client(3)).is_none());
        places.clear();
        assert!(gate.enter(client(3)).is_some());
        assert!(gate.held.lock().unwrap().clients.is_empty());
    }
}

//! Whether a machine that asks from a device's address is that device. Addresses are all that plain DNS tells of whoever
//! asks, and anybody can take one; the hardware address that this computer sees beside it (ARP, RFC 826) changes then.
//! It is said on Today; names over TLS are the way that cannot be taken.
//!
//! Deliberately absent: IPv6, whose neighbours the system does not list in a file; and a lock: tablets change their
//! hardware address by themselves now and then.

use belisha_service::Setting;
use belisha_setting::DeviceId;
use belisha_web::Findings;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Where the system lists its neighbours (proc(5)).
const ARP: &str = "/proc/net/arp";
/// What was seen, in the data folder.
const REMEMBERED: &str = "neighbours.json";
/// How often it is looked at: an entry stays in the system's list for about a minute after a question.
const EVERY: Duration = Duration::from_secs(15);

/// The machine that was seen at a device's address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    device: DeviceId,
    /// The line in which the address was given to it: whoever gives it anew says that all is well.
    line: u64,
    hardware: String,
}

type Remembered = BTreeMap<IpAddr, Seen>;

/// The hardware addresses beside the addresses of this network, as `arp` lists them; entries that are not complete are
/// left out.
fn neighbours(text: &str) -> BTreeMap<IpAddr, String> {
    let entry = |line: &str| {
        let mut fields = line.split_whitespace();
        let (address, _, flags, hardware) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let address: Ipv4Addr = address.parse().ok()?;
        let complete = u32::from_str_radix(flags.trim_start_matches("0x"), 16).ok()? & 2 != 0;
        (complete && hardware != "00:00:00:00:00:00")
            .then(|| (IpAddr::V4(address), hardware.to_ascii_lowercase()))
    };
    text.lines().skip(1).filter_map(entry).collect()
}

/// Compares what is seen with what was seen; what is new is remembered, and who took another's address is said.
fn compared(
    remembered: &mut Remembered,
    placed: &BTreeMap<IpAddr, (DeviceId, u64, String)>,
    seen: &BTreeMap<IpAddr, String>,
) -> Vec<String> {
    remembered.retain(|address, before| {
        placed.get(address).is_some_and(|(device, line, _)| *device == before.device && *line == before.line)
    });
    let mut said = Vec::new();
    for (address, (device, line, name)) in placed {
        let Some(hardware) = seen.get(address) else { continue };
        let first = || Seen { device: device.clone(), line: *line, hardware: hardware.clone() };
        let before = remembered.entry(*address).or_insert_with(first);
        if before.hardware != *hardware {
            said.push(format!(
                "Another machine ({hardware}) asks from {address}, which is the address of {name} ({}): it has that device's internet. If it is {name} all the same, save its addresses once more.",
                before.hardware
            ));
        }
    }
    said
}

fn placed(setting: &Setting) -> BTreeMap<IpAddr, (DeviceId, u64, String)> {
    let now = setting.now();
    let known = now.state.network.known.iter();
    let named = |id: &DeviceId| {
        now.state.devices.all.get(id).map_or(id.to_string(), |known| known.particulars.name.clone())
    };
    known
        .flat_map(|(id, known)| {
            let (line, name) = (known.line, named(id));
            known.addresses.iter().map(move |address| (*address, (id.clone(), line, name.clone())))
        })
        .collect()
}

fn read(path: &Path) -> Remembered {
    let text = std::fs::read(path).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

fn keep(path: &Path, remembered: &Remembered) -> std::io::Result<()> {
    let arriving = path.with_extension("json.new");
    std::fs::write(&arriving, serde_json::to_vec(remembered).map_err(std::io::Error::other)?)?;
    std::fs::rename(arriving, path)
}

/// Watches until the setting is closed.
pub(super) async fn watched(setting: Arc<Setting>, data: PathBuf, findings: Findings) {
    let closed = crate::tasks::closed(setting.changes());
    let mut closed = std::pin::pin!(closed);
    let path = data.join(REMEMBERED);
    let mut remembered = read(&path);
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = &mut closed => return,
        }
        // A file that the system makes up: it is there at once. Elsewhere than on Linux there is none, and nothing is said.
        let Ok(text) = std::fs::read_to_string(ARP) else { return };
        let before = remembered.clone();
        findings.put(compared(&mut remembered, &placed(&setting), &neighbours(&text)));
        if remembered != before
            && let Err(error) = keep(&path, &remembered)
        {
            tracing::warn!(%error, "which machine has which address could not be remembered");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEEN: &str = "IP address       HW type     Flags       HW address            Mask     Device
192.168.1.22     0x1         0x2         3C:52:82:0A:0B:0C     *        eth0
192.168.1.23     0x1         0x0         00:00:00:00:00:00     *        eth0
192.168.1.24     0x1         0x2         3c:52:82:0a:0b:0d     *        eth0
";

    #[test]
    fn whoever_takes_the_address_of_a_device_is_named() {
        let seen = neighbours(SEEN);
        assert_eq!(seen.len(), 2, "one is not complete");
        let at = |address: &str, device: &'static str, line| {
            (address.parse::<IpAddr>().unwrap(), (DeviceId::from(device), line, "Office PC".to_owned()))
        };
        let mut remembered = Remembered::new();
        let placed = BTreeMap::from([at("192.168.1.22", "office", 7), at("192.168.1.23", "tablet", 8)]);
        assert!(compared(&mut remembered, &placed, &seen).is_empty(), "the first time it is believed");
        assert!(compared(&mut remembered, &placed, &BTreeMap::new()).is_empty(), "and when it is silent");
        let other = neighbours(&SEEN.replace("0A:0B:0C", "FF:FF:01"));
        let said = compared(&mut remembered, &placed, &other);
        assert!(
            said.len() == 1 && said[0].contains("Office PC") && said[0].contains("3c:52:82:ff:ff:01"),
            "{said:?}"
        );
        assert_eq!(compared(&mut remembered, &placed, &other).len(), 1, "until somebody answers");
        assert!(compared(&mut remembered, &placed, &seen).is_empty(), "or it is gone");
        // Somebody gave it the address once more.
        let anew = BTreeMap::from([at("192.168.1.22", "office", 12)]);
        assert!(compared(&mut remembered, &anew, &other).is_empty());
        assert_eq!(remembered.len(), 1);
        // Kept and read again.
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(REMEMBERED);
        keep(&path, &remembered).unwrap();
        assert_eq!(read(&path), remembered);
    }
}

//! The real scanner, with a list of one signature: that of the harmless string.

use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The harmless string that every scanner takes for malware, in two parts so that this file is not taken for it.
pub const EICAR: [&str; 2] = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"];

/// A scanner of its own, until it goes out of scope.
pub struct Clamd {
    child: Child,
    /// Its socket.
    pub address: String,
}

impl Clamd {
    /// Starts it in a folder, and waits until it listens, which it does once its signatures are read; nothing where it is
    /// not installed.
    pub fn start(folder: &Path) -> Option<Self> {
        let path = |name: &str| folder.join(name).display().to_string();
        let hex: String = EICAR.concat().bytes().map(|byte| format!("{byte:02x}")).collect();
        std::fs::create_dir(path("signatures")).unwrap();
        std::fs::write(path("signatures/own.ndb"), format!("Own.Test:0:*:{hex}\n")).unwrap();
        let settings = format!(
            "LocalSocket {}\nDatabaseDirectory {}\nForeground yes\nTemporaryDirectory {}\nUser root\n",
            path("socket"),
            path("signatures"),
            folder.display(),
        );
        std::fs::write(path("clamd.conf"), settings).unwrap();
        let child = Command::new("clamd")
            .arg("-c")
            .arg(path("clamd.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let clamd = Self { child, address: path("socket") };
        let listens = (0..600).any(|_| {
            let known = UnixStream::connect(&clamd.address).is_ok();
            if !known {
                std::thread::park_timeout(Duration::from_millis(50));
            }
            known
        });
        assert!(listens, "clamd does not listen");
        Some(clamd)
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

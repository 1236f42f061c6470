//! What a process gives up before it reads a foreign byte.

use std::io;

/// How far a process may still go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confined {
    /// Memory, in bytes of address space.
    pub memory_bytes: u64,
    /// Time on a processor, in seconds.
    pub processor_seconds: u64,
}

impl Default for Confined {
    /// A picture of sixty million pixels takes half a gigabyte and some seconds on a slow machine.
    fn default() -> Self {
        Self { memory_bytes: 2 << 30, processor_seconds: 60 }
    }
}

/// Gives up everything but reading, writing, memory and time within limits; for good. Under Linux whatever else is asked
/// of the system ends the process; elsewhere the limits alone hold.
///
/// # Errors
/// When the system does not take a limit: then nothing should be read.
pub fn confine(confined: Confined) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limits = [
        (Resource::As, confined.memory_bytes),
        (Resource::Cpu, confined.processor_seconds),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Nofile, 0),
    ];
    for (resource, most) in limits {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    #[cfg(target_os = "linux")]
    filtered()?;
    Ok(())
}

#[cfg(target_os = "linux")]
fn filtered() -> io::Result<()> {
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};
    /// Reading, writing, memory, randomness for tables, the clock, and ending.
    const LEFT: [libc::c_long; 22] = [
        libc::SYS_read,
        libc::SYS_write,
        libc::SYS_writev,
        libc::SYS_brk,
        libc::SYS_mmap,
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_mprotect,
        libc::SYS_madvise,
        libc::SYS_futex,
        libc::SYS_getrandom,
        libc::SYS_clock_gettime,
        libc::SYS_sched_yield,
        libc::SYS_sched_getaffinity,
        libc::SYS_sigaltstack,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_getpid,
        libc::SYS_gettid,
        libc::SYS_exit,
        libc::SYS_exit_group,
    ];
    let arch = TargetArch::try_from(std::env::consts::ARCH).map_err(io::Error::other)?;
    let rules = LEFT.into_iter().map(|call| (call, Vec::new())).collect();
    let filter = SeccompFilter::new(rules, SeccompAction::KillProcess, SeccompAction::Allow, arch);
    let program = filter.and_then(BpfProgram::try_from).map_err(io::Error::other)?;
    seccompiler::apply_filter(&program).map_err(io::Error::other)
}

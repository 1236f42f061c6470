//! The resolver in step with a running setting: what was looked up goes on record, and is erased on its day.

//! Where blobs are kept, as it is configured, and what opens it.

use crate::error::Error;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::{BackoffConfig, ClientOptions, RetryConfig};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;
use zeroize::Zeroizing;

/// What opens a store that speaks S3.
#[derive(Clone)]
pub struct Credentials {
    /// Where it is; the public one of its region when left out.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: String,
    /// Who asks.
    pub access_key: String,
    /// Their secret.
    pub secret_key: Zeroizing<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({:?}, {})", self.endpoint, self.region)
    }
}

/// A place for blobs.
#[derive(Debug, Clone)]
pub enum StoreConfig {
    /// A folder on this computer.
    Folder(PathBuf),
    /// A bucket, and what the names in it begin with.
    S3 {
        /// The bucket.
        bucket: String,
        /// The prefix, without slashes at its ends; may be empty.
        prefix: String,
        /// What opens it.
        credentials: Credentials,
    },
}

impl StoreConfig {
    /// Reads `s3://bucket/prefix`, or a folder.
    ///
    /// # Errors
    /// [`Error::Config`].
    pub fn parse(text: &str, credentials: Option<&Credentials>) -> Result<Self, Error> {
        let Some(rest) = text.strip_prefix("s3://") else {
            return if text.trim().is_empty() {
                Err(Error::Config(text.into()))
            } else {
                Ok(Self::Folder(text.into()))
            };
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let credentials =
            credentials.filter(|_| !bucket.is_empty()).ok_or_else(|| Error::Config(text.into()))?;
        let prefix = prefix.trim_matches('/').to_owned();
        Ok(Self::S3 { bucket: bucket.to_owned(), prefix, credentials: credentials.clone() })
    }
}

/// A bucket, not asked yet.
pub(crate) fn s3(
    bucket: &str,
    credentials: &Credentials,
    patience: Duration,
) -> object_store::Result<AmazonS3> {
    let retry = RetryConfig {
        backoff: BackoffConfig {
            init_backoff: (patience / 100).min(Duration::from_millis(100)),
            max_backoff: patience / 4,
            ..BackoffConfig::default()
        },
        max_retries: 3,
        retry_timeout: patience,
    };
    let plain = credentials.endpoint.as_ref().is_some_and(|endpoint| endpoint.starts_with("http://"));
    let client =
        ClientOptions::new().with_timeout(patience).with_connect_timeout(patience / 3).with_allow_http(plain);
    let builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(&credentials.region)
        .with_access_key_id(&credentials.access_key)
        .with_secret_access_key(credentials.secret_key.as_str())
        .with_retry(retry)
        .with_client_options(client);
    match &credentials.endpoint {
        Some(endpoint) => builder.with_endpoint(endpoint).build(),
        None => builder.build(),
    }
}

//! Work on the store that leaves the executor, and what is refused because it cannot be.

use crate::log::{Bench, line, words};
use belisha_ledger::{Error, Log, StoredLine};
use serde_json::json;

fn text(line: StoredLine<'_>) -> Result<String, String> {
    Ok(String::from_utf8(line.json.to_vec()).unwrap())
}

#[tokio::test]
async fn a_reader_reads_a_page_while_the_log_is_elsewhere_and_sees_what_came_since() {
    let bench = Bench::new();
    let mut log = bench.written(4).await;
    let reader = log.reader();
    log.append(vec![line(4, "Bryn Example")]).await.unwrap();
    let _held = std::thread::spawn(move || log).join().unwrap();
    let page = reader.lines(3..9, text).await.unwrap();
    assert_eq!(page.len(), 2);
    assert!(page[0].contains("Asha Example") && page[1].contains("Bryn Example"), "{page:?}");
    assert_eq!(reader.lines(1..2, |line| Ok(line.seq)).await.unwrap(), [1]);
    assert!(reader.lines(5..9, text).await.unwrap().is_empty());
    assert_eq!(reader.verify().await.unwrap().unwrap().size, 5);
}

#[tokio::test]
async fn a_reader_names_a_line_that_is_missing_changed_or_of_no_use() {
    let bench = Bench::new();
    let reader = bench.written(6).await.reader();
    let refused =
        reader.lines(0..6, |line| if line.seq < 2 { Ok(()) } else { Err("no use".to_owned()) }).await;
    assert!(matches!(refused, Err(Error::Line { seq: 2, .. })), "{refused:?}");
    bench.change("UPDATE lines SET line = CAST(replace(line, '\"of\"', '\"0f\"') AS BLOB) WHERE seq = 4");
    assert!(matches!(reader.lines(0..6, text).await, Err(Error::Line { seq: 4, .. })));
    assert_eq!(reader.lines(0..4, text).await.unwrap().len(), 4);
    bench.change("UPDATE lines SET line = 7 WHERE seq = 3");
    assert!(matches!(reader.lines(0..6, text).await, Err(Error::Line { seq: 3, .. })));
    assert_eq!(reader.verify().await.unwrap().unwrap_err().line, 3);
    bench.change("DELETE FROM lines WHERE seq = 1");
    assert!(matches!(reader.lines(0..6, text).await, Err(Error::Line { seq: 1, .. })));
}

#[tokio::test]
async fn what_is_begun_is_done_in_order() {
    let bench = Bench::new();
    let mut log = bench.written(3).await;
    let reader = log.reader();
    let first = log.begin_snapshot(|| Ok(b"earlier".to_vec()));
    let second = log.begin_snapshot(|| Ok(b"later".to_vec()));
    let checkpoint = log.begin_checkpoint();
    let erased = log.begin_erase(vec!["p1".to_owned()]);
    erased.durable().await.unwrap();
    assert!(reader.lines(0..3, text).await.unwrap().iter().all(|line| line.contains("\"is\":null")));
    assert_eq!(checkpoint.durable().await.unwrap().size, 3);
    second.durable().await.unwrap();
    first.durable().await.unwrap();
    let failed = log.begin_snapshot(|| Err("it has no shape".to_owned())).durable().await;
    assert!(failed.unwrap_err().to_string().contains("it has no shape"));
    // What was begun is done before the log is gone.
    let _ = log.begin_snapshot(|| Ok(b"last".to_vec()));
    drop(log);
    let mut log = Log::open(bench.store(), &bench.master, "s").unwrap();
    assert_eq!(log.to_snapshot().unwrap().as_deref(), Some(&b"last"[..]));
}

#[tokio::test]
async fn a_line_under_another_number_is_not_written_and_its_new_keys_are_forgotten() {
    let bench = Bench::new();
    let mut log = bench.written(2).await;
    let new = |seq: u64| json!({ "seq": seq, "name": { "of": "p9", "is": "Cai Example" } });
    let wrong = log.append(vec![new(2), new(2)]).await.unwrap_err();
    assert!(matches!(wrong, Error::Broken(_)), "{wrong}");
    assert!(wrong.to_string().contains("line 3 was to be appended as Some(2)"), "{wrong}");
    assert!(matches!(log.append(vec![json!({ "name": "no number" })]).await, Err(Error::Broken(_))));
    assert_eq!(log.length(), 2);
    log.append(vec![new(2)]).await.unwrap();
    drop(log);
    let mut log = Log::open(bench.store(), &bench.master, "s").unwrap();
    assert!(words(&mut log)[2].contains("Cai Example"));
    assert_eq!(log.verify().unwrap().unwrap().size, 3);
}

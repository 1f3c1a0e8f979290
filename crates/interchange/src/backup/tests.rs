use super::*;
use proptest::prelude::*;
use std::process::Command;

fn document(length: usize) -> Vec<u8> {
    let mut bytes = AUTOMERGE.to_vec();
    bytes.extend((0..length).map(|at| (at * 31 % 251) as u8));
    bytes
}

fn sample() -> Backup {
    Backup {
        directory: Id::from_bytes([3; 12]),
        name: "Red \"Wisconsin\" ñ".into(),
        created: Timestamp(1_714_564_805_000),
        parts: vec![(Part::Public, document(3000)), (Part::Members, document(10))],
        seed: Some([0xab; 32]),
        sharing: Sharing::By("#join=AAAA".to_owned()),
        json: "{\"groups\": []}\n".repeat(500),
    }
}

fn archive(backup: &Backup) -> Vec<u8> {
    write(backup).unwrap()
}

#[test]
fn what_is_written_reads_back() {
    let backup = sample();
    assert_eq!(read(&archive(&backup)), Ok(Contents::Archive(Box::new(backup))));
}

fn changes() -> Changes {
    let Backup { directory, name, created, .. } = sample();
    Changes { directory, name, created, parts: vec![(Part::Members, document(700))] }
}

/// Of a device that only reads: it has a link, and a file with neither link nor seed is none of its.
#[test]
fn a_backup_without_a_seed_has_a_link() {
    let reader = Backup { seed: None, ..sample() };
    let bytes = archive(&reader);
    assert_eq!(read(&bytes), Ok(Contents::Archive(Box::new(reader.clone()))));
    assert!(!String::from_utf8_lossy(&bytes).contains("seed"));
    let neither = Backup { sharing: Sharing::NotShared, ..reader };
    assert_eq!(write(&neither), Err(BackupError::NotReadBack));
}

#[test]
fn changes_by_themselves_read_back_and_hold_no_seed() {
    let archive = write_changes(&changes()).unwrap();
    assert_eq!(read(&archive), Ok(Contents::Changes(changes())));
    assert!(!String::from_utf8_lossy(&archive).contains("seed"));
    // What could not be read again is not handed out.
    let nothing = Changes { parts: Vec::new(), ..changes() };
    assert_eq!(write_changes(&nothing), Err(BackupError::NotReadBack));
}

/// As mail programs do it: quoted, broken otherwise, with words before and after.
#[test]
fn an_archive_that_travelled_as_a_text_is_read() {
    let text = armour(&archive(&sample()), "Red\r\n ñ");
    let letters = text.split_once("FILE-----").unwrap().1;
    assert!(letters.lines().all(|line| line.len() <= 76), "{text}");
    let quoted = format!("Hi Rosa,\n\n> {}\n> Ben", text.replace("\r\n", "\n> "));
    for text in [text.clone(), quoted, text.replace("\r\n", "\n")] {
        assert_eq!(read(text.as_bytes()), Ok(Contents::Archive(Box::new(sample()))), "{text}");
    }
    let cut = &text[..text.len() - 40];
    assert_eq!(read(cut.as_bytes()), Err(BackupError::Damaged("the text is cut short")));
    let changed = text.replacen("FILE-----\r\n", "FILE-----\r\nA", 1);
    assert_eq!(read(changed.as_bytes()), Err(BackupError::Damaged("the text was changed")));
}

/// Whatever a network is called: its name stands in the archive, and in the words before an armoured one.
#[test]
fn a_network_called_as_the_armours_lines_has_readable_files() {
    const BEGIN: &str = "-----BEGIN GROUNDSWELL FILE-----";
    const END: &str = "-----END GROUNDSWELL FILE-----";
    for name in [BEGIN, END, &format!("{BEGIN}AAAA{END}"), &format!("x\r\n{BEGIN}\r\nAAAA\r\n{END}\r\n")] {
        let backup = Backup { name: name.to_owned(), json: name.to_owned(), ..sample() };
        let contents = Contents::Archive(Box::new(backup.clone()));
        let archive = archive(&backup);
        assert_eq!(read(&archive).as_ref(), Ok(&contents), "{name}");
        let text = armour(&archive, name);
        assert_eq!(text.matches(BEGIN).count(), 1, "{text}");
        let told = format!("{name}\n{text}\n-- \n{name}");
        for text in [text, told] {
            assert_eq!(read(text.as_bytes()).as_ref(), Ok(&contents), "{text}");
        }
        let changes = Changes { name: name.to_owned(), ..changes() };
        assert_eq!(read(&write_changes(&changes).unwrap()), Ok(Contents::Changes(changes)), "{name}");
        let document = [&AUTOMERGE, name.as_bytes()].concat();
        assert_eq!(read(&document), Ok(Contents::Document(document)), "{name}");
    }
}

/// The independent oracle: Python's own base64 and ZIP reader.
#[test]
fn another_program_reads_the_text() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("changes.txt");
    std::fs::write(&path, armour(&write_changes(&changes()).unwrap(), "Red")).unwrap();
    let script = "
import sys, base64, io, zipfile
text = open(sys.argv[1], encoding='utf-8').read()
body = text.split('-----BEGIN GROUNDSWELL FILE-----')[1].split('-----END')[0]
z = zipfile.ZipFile(io.BytesIO(base64.b64decode(body)))
assert z.testzip() is None
assert len(z.read('members.changes')) == 704
";
    let output = Command::new("python3").args(["-c", script]).arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_document_by_itself_is_taken() {
    assert_eq!(read(&document(20)), Ok(Contents::Document(document(20))));
}

/// The independent oracle: Python's own reader.
#[test]
fn another_program_reads_the_archive() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("backup.zip");
    let backup = sample();
    std::fs::write(&path, archive(&backup)).unwrap();
    let script = "
import sys, zipfile, json
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
for i in z.infolist():
    print(i.filename, i.file_size, '%08x' % i.CRC, i.date_time, oct(i.external_attr >> 16), i.compress_type)
m = json.loads(z.read('groundswell.json'))
assert m['name'] == 'Red \"Wisconsin\" \\u00f1' and m['seed'] == 'ab' * 32 and m['format'] == 1, m
assert z.read('README.txt').decode('utf-8-sig').count('groundswell.json') == 2
assert z.read('members.automerge')[:4] == bytes([0x85, 0x6f, 0x4a, 0x83])
";
    let output = Command::new("python3").args(["-c", script]).arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listed = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(lines.len(), 5, "{listed}");
    assert!(lines.iter().all(|line| line.contains("(2024, 5, 1, 12, 0, 4) 0o100600")), "{listed}");
    assert!(lines[2].starts_with("public.automerge 3004 ") && lines[2].ends_with(" 0"), "{listed}");
    assert!(lines[4].starts_with("directory.json 7500 ") && lines[4].ends_with(" 8"), "{listed}");
}

/// Unpacked and packed again by another program: deflated, in a folder, with shadows and a comment.
#[test]
fn an_archive_packed_again_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let (path, again) = (dir.path().join("backup.zip"), dir.path().join("again.zip"));
    let backup = sample();
    std::fs::write(&path, archive(&backup)).unwrap();
    let script = "
import sys, zipfile
old = zipfile.ZipFile(sys.argv[1])
with zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED) as new:
    new.comment = b'packed again'
    new.writestr('My backup/', '')
    for name in reversed(old.namelist()):
        new.writestr('My backup/' + name, old.read(name))
        new.writestr('__MACOSX/My backup/' + name, 'shadow')
";
    let status = Command::new("python3").args(["-c", script]).arg(&path).arg(&again).status().unwrap();
    assert!(status.success());
    assert_eq!(read(&std::fs::read(&again).unwrap()), Ok(Contents::Archive(Box::new(backup))));
}

#[test]
fn what_is_no_backup_says_why() {
    let whole = archive(&sample());
    let cut = &whole[..whole.len() - 30];
    let mut other_seed = whole.clone();
    let at = whole.windows(8).position(|window| window == b"abababab").unwrap();
    other_seed[at] = b'c';
    for (bytes, error) in [
        (&b""[..], BackupError::NotABackup),
        (b"Group,Where\n", BackupError::NotABackup),
        (cut, BackupError::Damaged("its end is missing")),
        (&other_seed, BackupError::Damaged("an entry's checksum is wrong")),
    ] {
        assert_eq!(read(bytes), Err(error));
    }
    let manifest = format!(
        r#"{{"kind":"groundswell backup","format":1,"directory":"{}","name":"","created":0,"seed":"{}"}}"#,
        sample().directory,
        "ab".repeat(32)
    );
    assert_eq!(read(&with_manifest(&manifest)), Err(BackupError::Missing("public.automerge")));
    let entry = |name, bytes| Entry { name, bytes, pack: false };
    let no_document = [entry(MANIFEST, manifest.as_bytes()), entry("public.automerge", b"text")];
    assert_eq!(
        read(&zip::write(&no_document, Timestamp(0))),
        Err(BackupError::Damaged("a part is not in Automerge's format"))
    );
    // What could not be read again is not handed out.
    for parts in [Vec::new(), vec![(Part::Public, b"text".to_vec())]] {
        assert_eq!(write(&Backup { parts, ..sample() }), Err(BackupError::NotReadBack));
    }
}

fn with_manifest(manifest: &str) -> Vec<u8> {
    zip::write(&[Entry { name: MANIFEST, bytes: manifest.as_bytes(), pack: false }], Timestamp(0))
}

#[test]
fn a_newer_format_is_told_from_a_damaged_one() {
    for (manifest, error) in [
        (r#"{"kind":"groundswell backup","format":2,"keys":[]}"#, BackupError::Newer(2)),
        (r#"{"kind":"another","format":1}"#, BackupError::NotABackup),
        (
            r#"{"kind":"groundswell backup","format":1}"#,
            BackupError::Damaged("groundswell.json can not be read"),
        ),
        ("[", BackupError::Damaged("groundswell.json can not be read")),
    ] {
        assert_eq!(read(&with_manifest(manifest)), Err(error), "{manifest}");
    }
}

/// A kilobyte that says it is small and unpacks to a megabyte, and one that says it is larger than is taken.
#[test]
fn a_bomb_does_not_go_off() {
    let zeros = vec![0; 1024 * 1024];
    let bomb = zip::write(&[Entry { name: MANIFEST, bytes: &zeros, pack: true }], Timestamp(0));
    assert!(bomb.len() < 4096);
    let central = bomb.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    for (size, error) in [
        (100_u32, BackupError::Damaged("an entry is not as long as it says")),
        (u32::MAX - 1, BackupError::TooLarge),
    ] {
        let mut bomb = bomb.clone();
        bomb[central + 24..central + 28].copy_from_slice(&size.to_le_bytes());
        assert_eq!(read(&bomb), Err(error));
    }
}

#[test]
fn the_seed_is_not_in_what_is_logged() {
    let shown = format!("{:?}", sample());
    assert!(!shown.contains("171, 171") && !shown.contains("abab"), "{shown}");
}

proptest! {
    #[test]
    fn any_backup_reads_back(
        id: [u8; 12],
        name in "\\PC{0,20}",
        created in 0_i64..4_000_000_000_000,
        seed: [u8; 32],
        sharing in prop_oneof![
            Just(Sharing::NotSaid), Just(Sharing::NotShared), any::<String>().prop_map(Sharing::By)
        ],
        public in 0_usize..400,
        members in prop::option::of(0_usize..400),
        json in "\\PC{0,200}",
    ) {
        let mut parts = vec![(Part::Public, document(public))];
        parts.extend(members.map(|length| (Part::Members, document(length))));
        let backup = Backup {
            directory: Id::from_bytes(id), name, created: Timestamp(created), parts, seed: Some(seed), sharing, json,
        };
        prop_assert_eq!(read(&archive(&backup)), Ok(Contents::Archive(Box::new(backup))));
    }

    #[test]
    fn no_change_of_bytes_panics_or_passes(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let backup = sample();
        let mut bytes = archive(&backup);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(Contents::Archive(read)) = read(&bytes) {
            // What is read is what was written, or lacks what was not found; the checksums see to that.
            prop_assert_eq!(&read.seed, &backup.seed);
            prop_assert!(read.parts.iter().all(|part| backup.parts.contains(part)));
        }
    }

    #[test]
    fn no_bytes_panic(bytes: Vec<u8>, cut in any::<prop::sample::Index>()) {
        let _ = read(&bytes);
        let whole = archive(&sample());
        let _ = read(&whole[..cut.index(whole.len())]);
        let _ = read(&[&b"-----BEGIN GROUNDSWELL FILE-----"[..], &bytes, b"-----END GROUNDSWELL FILE-----"].concat());
        let _ = read(&[&b"PK\x03\x04"[..], &bytes, &b"PK\x05\x06"[..], &bytes].concat());
    }
}

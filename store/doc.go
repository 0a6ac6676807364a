// Package store keeps one workspace on disk and is the door through which deeds come in ([app.Door]).
//
// # Layout
//
// A workspace is a folder NAME.lianshen:
//
//	workspace.json       what it is: format, version, id, when it was made; the only file that says anything readable
//	workspace.db         SQLite, WAL: the log and what is projected from it, encrypted page by page
//	key.json             the data key and each seat's secrets in slots, see package vault; key.json.old is its spare
//	lock                 held by the program that has the workspace open
//	attachments/aa/NAME  attached files, encrypted as streams, under names that only who has the data key can compute;
//	                     attachments/owed-NAME marks one that no deed has named yet, see owed.go
//	renewal/             a new data key on its way in, see below; usually not there
//
// Beside it, for a while each:
//
//	NAME.lianshen.asked/   a seat was asked for ([Ask]): the keys of the seat, and the request for the office
//	NAME.lianshen.former/  a copy for reading that a newer one takes the place of ([RefreshReading])
//	NAME.lianshen.wiping/  a wipe that is not over ([Workspace.Wipe]): its plan, and the certificate, sealed
//	NAME.lianshen.wiped/   the certificate of a workspace that was wiped, until it is saved
//
// It is made as NAME.lianshen.part and renamed when it is whole, so a workspace is there entirely or not at all. Nothing
// of what people enter reaches the disk in the clear: not in temporary files either, which SQLite keeps in memory, nor
// while a file is taken in. Workspaces of format 1 were not encrypted; they are told ("workspace.plain") and not opened.
//
// # People, seats, keys
//
// A seat is one person on one laptop: a chain of its own in the log, keys of its own, a slot of its own in key.json. A
// pass phrase opens one slot, so it decides who sits there; several people have seats in one workspace. The tables of
// the log hold the records of all seats in the order of arrival, and [journal.Roll] says which of them count. The hybrid
// time of a record is later than that of every record known here.
//
// Making a workspace ([Create]) makes its first person and seat. [Workspace.AddSeat] writes the slot first, then the deed
// that enrols the seat: cut off between, the slot opens nothing ("seat.unfinished") and the next opening takes it away.
// [Workspace.LeaveOut] does the deed first, then takes the slot away: cut off between, the next opening does it. Opening
// with the recovery key enrols a new seat in the place of an old one by the new seat's own first record. Nobody else
// signs it, because nobody else may be able to: it is believed as far as who wrote it had the data key, it is bound to
// the person of the seat it follows, leaves that seat out, and stands in the history and in what Verify tells.
//
// # Getting in, reading, handing over
//
// Every laptop has a workspace of its own, with a data key of its own and the ID that all share. A laptop asks for a seat
// ([Ask]); the office compares fingerprints and enrols it without a slot in its own key file ([Workspace.Admit]); of the
// round pack that comes back the laptop makes its workspace ([Join]), proving every record from the founder's key on. So
// no secret key ever travels. The request says where it was joined before the workspace gets its name: two workspaces
// that write at one seat would contradict each other for ever.
//
// A copy for reading ([OpenReading]) is a workspace with "reading" in workspace.json and one slot in the key file that is
// that of no seat: transact, changeKeys and whatever else leaves a trace refuse ("workspace.reading"), and whoever takes
// the mark away finds nobody who could sign. It shows what the leading group may see.
//
// A workspace is handed over by a package, a signed receipt and a wipe ([Workspace.HandOver], [Workspace.HandOverState],
// [Workspace.Wipe]). The wipe is decided when NAME.lianshen.wiping has its name; then the key files go, overwritten in
// their place, those of the backups too, and everything else behind them. Opening the workspace finishes what was cut off.
//
// # Renewal
//
// Who was left out and had a seat on this laptop may have kept a copy of key.json, and with it the data key. So the next opening draws a new one and
// encrypts everything anew: into the folder renewal, whose file "ready" says that it is whole and durable. From then on
// it will be put in place by renaming, by this opening or, cut off at any moment, by the next one; before, it is swept
// away. Copies of the workspace that were made earlier, backups too, stay readable to who could read them then.
//
// # Backups
//
// Beside NAME.lianshen lies NAME.backups; a marked stick has NAME-xxxxxxxx.backups, with the end of the workspace's ID:
//
//	YYYYMMDD-HHMMSS-why/   one backup: workspace.db, key.json, workspace.json, and backup.json, which lists them with
//	                       their SHA-256, the ends of all seats' logs and the attachments, under an HMAC of the data key
//	attachments/aa/NAME    the attachments of all backups, each copied once
//	trial.json             the outcome of the last trial restore
//	lock                   held by the program that is at work on them
//
// Everything is copied as it lies in the workspace, sealed: the database page by page while nothing is folded into it
// (see backupcopy.go). A backup is made as ….part, opened under the key and compared with what was copied, and renamed;
// one that is let go is renamed to ….gone first. So what is listed is whole, whenever the power fails. Attachments that
// no backup names go last. A copy that goes on is always a new seat: see [Restore]. Whoever sees several backups sees
// which pages changed between them, and no more.
//
// # Damage
//
// [Workspace.Verify] names every fault. Records that do not prove go to the table aside and everything is recomputed from
// the rest ([Workspace.SetAside]); what a backup still has is put back. Where pages cannot be read any more, [Salvage]
// reads the others one by one, with the backups, into a new workspace. In both a noun whose making is lost is kept and
// not shown until a record that makes it turns up.
//
// # Log and projections
//
// The tables seat and record are the log (see package journal), keep holds what this laptop knows of itself, aside the
// records that did not prove; every other table is projected from the log in the same
// transaction and can be recomputed by [Workspace.Rebuild] at any time: entity holds the state of each noun as
// canonical JSON, head the heads of its fields, deed and change the index of the log, caserow, answer and finding what
// lists are sorted by, words the search index. A deed is one record, one transaction, one fsync.
//
// # Reading and writing at once
//
// There is one writing connection and a small pool of reading ones; reads never wait for a write and a write never
// waits for reads. Every connection is opened by openDB, which puts the encrypting file layer of the data key under it.
package store

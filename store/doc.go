// Package store keeps one workspace on disk and is the door through which deeds come in ([app.Door]).
//
// # Layout
//
// A workspace is a folder NAME.lianshen:
//
//	workspace.json       what it is: format, version, id, when it was made
//	workspace.db         SQLite, WAL: the log and what is projected from it
//	seat.json            the secret key of the one seat (readable by its owner only)
//	lock                 held by the program that has the workspace open
//	attachments/aa/HASH  attached files, named by the SHA-256 of their contents; aa are its first two digits
//
// It is made as NAME.lianshen.part and renamed when it is whole, so a workspace is there entirely or not at all.
//
// # Log and projections
//
// The tables seat and record are the log (see package journal); every other table is projected from it in the same
// transaction and can be recomputed by [Workspace.Rebuild] at any time: entity holds the state of each noun as
// canonical JSON, head the heads of its fields, deed and change the index of the log, caserow, answer and finding what
// lists are sorted by, words the search index. A deed is one record, one transaction, one fsync.
//
// # Reading and writing at once
//
// There is one writing connection and a small pool of reading ones; reads never wait for a write and a write never
// waits for reads. Every connection is opened by openDB, so that an encrypting file layer can be put under all of them
// in one place.
package store

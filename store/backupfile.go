package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"lianshen/app"
	"lianshen/store/vault"
)

const (
	// BackupSuffix ends the name of the folder that holds the backups of a workspace.
	BackupSuffix = ".backups"

	backupFormat  = "lianshen-backup"
	backupVersion = 1
	// maxBackupFile bounds backup.json, in bytes: a hundred bytes for each of 300,000 attachments.
	maxBackupFile = 32 << 20
)

// backupForm is the name of a backup: when, by the clock of the laptop, and why.
var backupForm = regexp.MustCompile(`^\d{8}-\d{6}-[a-z]{1,20}$`)

// backupFile is backup.json: what a backup holds. Nothing in it is personal: seats are told by the hashes of their keys,
// attachments by names that only who has the data key can compute.
type backupFile struct {
	Format      string       `json:"format"`
	Version     int          `json:"version"`
	Workspace   string       `json:"workspace"` // a random number
	Made        time.Time    `json:"made"`
	Why         string       `json:"why"`
	Records     int64        `json:"records"`
	Tips        []SeatTip    `json:"tips"`
	Files       []backupPart `json:"files"`       // beside it, with their SHA-256
	Attachments []backupPart `json:"attachments"` // in the folder of attachments that all backups share
	Missing     int          `json:"missing"`     // attachments that the workspace itself had lost or that were damaged
	MAC         string       `json:"mac"`         // see [backupFile.mac]
}

// SeatTip is where the log of a seat ends.
type SeatTip struct {
	Seat string `json:"seat"` // 32 hex digits
	Seq  int64  `json:"seq"`  // number of its last record
	Hash string `json:"hash"` // of that record, 64 hex digits
}

// backupPart is a file of a backup.
type backupPart struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	Sum  string `json:"sum,omitempty"` // SHA-256 in hex, of what lies on the disk
}

// mac proves that who wrote the backup had the data key. The key of attachments' names is the one at hand for keyed
// hashes; the label keeps the two uses apart.
func (b backupFile) mac(k *vault.Key) (string, error) {
	if k.Forgotten() { // under zeros everybody could compute it
		return "", errors.New("prove backup.json under a key that is wiped")
	}
	b.MAC = ""
	raw, err := json.Marshal(b)
	if err != nil {
		return "", fmt.Errorf("encode backup.json: %w", err)
	}
	h := sha256.New()
	h.Write([]byte("lianshen/backup/v1\x00"))
	h.Write(raw)
	return k.BlobName([sha256.Size]byte(h.Sum(nil))), nil
}

// proven says whether backup.json was written with this data key and not changed since.
func (b backupFile) proven(k *vault.Key) bool {
	want, err := b.mac(k)
	return err == nil && hmac.Equal([]byte(want), []byte(b.MAC))
}

// bytes is the size of a backup with the attachments it names.
func (b backupFile) bytes() int64 {
	var n int64
	for _, p := range b.Files {
		n += p.Size
	}
	for _, p := range b.Attachments {
		n += p.Size
	}
	return n
}

// file gives what is said of a file of the backup.
func (b backupFile) file(name string) (backupPart, bool) {
	for _, p := range b.Files {
		if p.Name == name {
			return p, true
		}
	}
	return backupPart{}, false
}

// parseBackupFile reads backup.json, whoever may have written it: nothing it names leads out of the folder.
func parseBackupFile(raw []byte) (backupFile, error) {
	var b backupFile
	if len(raw) > maxBackupFile {
		return b, errors.New("backup.json is too long")
	}
	if err := json.Unmarshal(raw, &b); err != nil {
		return b, fmt.Errorf("backup.json: %w", err)
	}
	switch {
	case b.Format != backupFormat || b.Version < 1:
		return b, errors.New("backup.json is of no backup")
	case b.Version > backupVersion:
		return b, app.Refuse("workspace.newer", "path", "backup.json", "version", b.Version)
	case !app.ID(b.Workspace).Valid() || b.Made.IsZero() || b.Records < 0 || b.Missing < 0:
		return b, errors.New("backup.json says what cannot be")
	}
	for _, name := range []string{"workspace.db", "workspace.json", "key.json"} {
		if _, has := b.file(name); !has {
			return b, fmt.Errorf("backup.json lacks %s", name)
		}
	}
	for _, t := range b.Tips {
		if !seatForm.MatchString(t.Seat) || t.Seq < 1 || !hashForm.MatchString(t.Hash) {
			return b, errors.New("backup.json tells of an impossible seat")
		}
	}
	for _, p := range b.Files {
		if p.Size < 0 || !hashForm.MatchString(p.Sum) || !fileForm.MatchString(p.Name) {
			return b, errors.New("backup.json tells of an impossible file")
		}
	}
	for _, p := range b.Attachments {
		if p.Size < 0 || !hashForm.MatchString(p.Name) {
			return b, errors.New("backup.json tells of an impossible attachment")
		}
	}
	return b, nil
}

// fileForm is the name of a file in a backup: nothing that leads out of its folder, on any system.
var fileForm = regexp.MustCompile(`^[a-z]{1,20}\.[a-z]{1,10}$`)

var seatForm = regexp.MustCompile(`^[0-9a-f]{32}$`)

// readBackupFile reads the backup.json of a backup.
func readBackupFile(dir string) (backupFile, error) {
	f, err := os.Open(filepath.Join(dir, "backup.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return backupFile{}, &app.Error{Code: "backup.foreign", Args: map[string]any{"path": dir}, Cause: err}
	}
	if err != nil {
		return backupFile{}, told(err, dir, "open backup.json")
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxBackupFile+1))
	if err != nil {
		return backupFile{}, told(err, dir, "read backup.json")
	}
	b, err := parseBackupFile(raw)
	switch {
	case app.CodeOf(err) == "workspace.newer":
		return b, app.Refuse("workspace.newer", "path", dir, "version", b.Version)
	case err != nil:
		return b, &app.Error{Code: "backup.damaged", Args: map[string]any{"path": dir}, Cause: err}
	}
	return b, nil
}

// proveFiles proves that the files of a backup are those that were written: sizes, and their SHA-256.
func (b backupFile) proveFiles(dir string) error {
	for _, p := range b.Files {
		sum, size, err := sumOf(filepath.Join(dir, p.Name))
		if err == nil && (size != p.Size || sum != p.Sum) {
			err = fmt.Errorf("%s is not what was written", p.Name)
		}
		if err != nil {
			return &app.Error{Code: "backup.damaged", Args: map[string]any{"path": dir}, Cause: err}
		}
	}
	return nil
}

// sumOf gives the SHA-256 of a file in hex and its size.
func sumOf(path string) (string, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), n, err
}

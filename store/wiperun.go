package store

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lianshen/app"
	"lianshen/store/vault"
)

// Beside NAME.lianshen a wipe keeps the folder NAME.lianshen.wiping, with the plan and the certificate, sealed in a vault
// of its own under the phrase of who wipes. When all is gone it is renamed to NAME.lianshen.wiped, and goes when the
// certificate was saved. As long as the first is there, whoever opens the workspace finishes the wipe.
const (
	wipingSuffix = ".wiping"
	wipedSuffix  = ".wiped"
	sealedName   = "certificate"
)

// wiping is a wipe under way.
type wiping struct {
	plan     wipePlan
	mark     string // folder NAME.lianshen.wiping
	disk     disk
	now      func() time.Time
	step     func(string) error // may be nil: asked before each step
	progress func(done, total int)
}

func (r *wiping) at(step string) error {
	if r.step == nil {
		return nil
	}
	return r.step(step)
}

// begin writes the mark, whole or not at all: from then on the wipe is decided.
func (r *wiping) begin(c Certificate, phrase string, cost vault.Cost) (err error) {
	part := r.mark + partSuffix
	if err := removeTree(r.disk, part); err != nil {
		return told(err, part, "take away an unfinished mark")
	}
	defer func() {
		if err != nil {
			err = errors.Join(told(err, r.mark, "write down what is to be wiped"), removeTree(r.disk, part))
		}
	}()
	if err := r.at("mark"); err != nil {
		return err
	}
	if err := r.disk.mkdir(part); err != nil {
		return err
	}
	if err := sealCertificate(r.disk, part, r.plan.Workspace, c, phrase, cost); err != nil {
		return err
	}
	if err := r.writePlan(part); err != nil {
		return err
	}
	if err := errors.Join(r.disk.names(part), r.at("marked")); err != nil {
		return err
	}
	if err := r.disk.rename(part, r.mark); err != nil {
		return err
	}
	return r.disk.names(filepath.Dir(r.mark))
}

func (r *wiping) writePlan(dir string) error {
	path := filepath.Join(dir, "wipe.json")
	err := r.disk.write(path+".tmp", func(to io.Writer) error {
		enc := json.NewEncoder(to)
		enc.SetIndent("", "  ")
		return enc.Encode(r.plan)
	})
	if err == nil {
		err = r.disk.rename(path+".tmp", path)
	}
	return err
}

// finish wipes what the plan names and is there still. Files that cannot be taken away are left and told of; a key file
// that cannot be overwritten is a failure, and so the wipe is not over.
func (r *wiping) finish() error {
	groups := r.plan.groups()
	if err := r.destroyKeys(groups); err != nil {
		return err
	}
	total, done := 0, 0
	for _, g := range groups {
		total += len(g.files)
	}
	touched := map[string]bool{}
	for _, g := range groups {
		for _, f := range g.files {
			if err := r.at("remove " + f); err != nil {
				return err
			}
			if err := r.disk.remove(f); err == nil { // one that stays is found by outcome
				touched[filepath.Dir(f)] = true
			}
			if done++; r.progress != nil {
				r.progress(done, total)
			}
		}
		for _, d := range g.dirs {
			if err := r.at("remove " + d); err != nil {
				return err
			}
			if err := r.disk.remove(d); err == nil { // one with something in it stays
				touched[filepath.Dir(d)] = true
			}
		}
	}
	for dir := range touched {
		if exists(dir) {
			if err := r.disk.names(dir); err != nil {
				return told(err, dir, "make the wipe durable")
			}
		}
	}
	for _, stick := range r.plan.Sticks {
		if err := r.at("stick " + stick); err != nil {
			return err
		}
		unmark(r.disk, stick, r.plan.Workspace)
	}
	return r.end()
}

// end writes down that the wipe is over. What is left of our own keeps it open, so that the next attempt goes on.
func (r *wiping) end() error {
	_, left := r.plan.outcome()
	if r.plan.Ended.IsZero() {
		r.plan.Ended = r.now()
		if err := r.at("end"); err != nil {
			return err
		}
		if err := errors.Join(r.writePlan(r.mark), r.disk.names(r.mark)); err != nil {
			return told(err, r.mark, "write down what was wiped")
		}
	}
	if slices.ContainsFunc(left, func(f WipedFile) bool { return f.Why == "wipe.stays" }) {
		return nil
	}
	if err := r.at("name"); err != nil {
		return err
	}
	done := strings.TrimSuffix(r.mark, wipingSuffix) + wipedSuffix
	if err := r.disk.rename(r.mark, done); err != nil && !(errors.Is(err, fs.ErrNotExist) && exists(done)) { // another program was quicker
		return told(err, r.mark, "write down what was wiped")
	}
	return told(r.disk.names(filepath.Dir(r.mark)), r.mark, "write down what was wiped")
}

// destroyKeys overwrites every key file before anything else goes: without them nobody reads what is left, not even from
// a disk that was taken out a moment later.
func (r *wiping) destroyKeys(groups []wipeGroup) error {
	var dirs []string
	for _, g := range groups {
		for _, f := range g.files {
			if !strings.HasPrefix(filepath.Base(f), "key.json") {
				continue
			}
			if err := r.at("key " + f); err != nil {
				return err
			}
			if err := destroy(r.disk, f); err != nil {
				return &app.Error{Code: "wipe.keys", Args: map[string]any{"path": f}, Cause: err}
			}
			dirs = append(dirs, filepath.Dir(f))
		}
	}
	slices.Sort(dirs)
	for _, d := range slices.Compact(dirs) {
		if err := r.disk.names(d); err != nil {
			return &app.Error{Code: "wipe.keys", Args: map[string]any{"path": d}, Cause: err}
		}
	}
	return nil
}

// destroy overwrites a file in its place with noise, makes that durable and takes the file away. A link is taken away
// and what it leads to stays.
func destroy(d disk, path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at a key file: %w", err)
	}
	if info.Mode().IsRegular() {
		if err := overwrite(path, info.Size()); err != nil {
			return fmt.Errorf("overwrite a key file: %w", err)
		}
		if err := d.sync(path); err != nil {
			return fmt.Errorf("make the overwriting of a key file durable: %w", err)
		}
	}
	return d.remove(path)
}

func overwrite(path string, size int64) error {
	if err := os.Chmod(path, 0o600); err != nil { // somebody may have protected it
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0) // in its place: a file made anew would get other blocks
	if err != nil {
		return err
	}
	_, err = io.CopyN(f, rand.Reader, size)
	return errors.Join(err, f.Close())
}

// unmark takes a workspace from the mark of a stick. A stick that cannot be written keeps a random number that means
// nothing any more.
func unmark(d disk, root, workspace string) {
	m, err := readMark(root)
	if err != nil {
		return
	}
	was := len(m.Workspaces)
	m.Workspaces = slices.DeleteFunc(m.Workspaces, func(id string) bool { return id == workspace })
	switch path := filepath.Join(root, markName); {
	case len(m.Workspaces) == was:
	case len(m.Workspaces) == 0:
		_ = d.remove(path)
	default:
		_ = writeJSON(path, 0o600, m)
	}
}

// sealCertificate writes a certificate into a folder as a stream of a vault of its own.
func sealCertificate(d disk, dir, workspace string, c Certificate, phrase string, cost vault.Cost) error {
	raw, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("encode the certificate: %w", err)
	}
	key, err := vault.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	defer key.Forget()
	keys, err := vault.NewFile(workspace, key, cost, rand.Reader)
	if err != nil {
		return err
	}
	secrets, err := vault.NewSecrets(rand.Reader)
	if err != nil {
		return err
	}
	if err := keys.AddSeat(key, phrase, secrets); err != nil {
		return err
	}
	if err := keys.Write(keyPath(dir)); err != nil {
		return err
	}
	return d.write(filepath.Join(dir, sealedName), func(to io.Writer) error {
		out, err := key.Encrypt(to)
		if err != nil {
			return err
		}
		if _, err := out.Write(raw); err != nil {
			return err
		}
		return out.Close()
	})
}

// unsealCertificate reads it again.
func unsealCertificate(dir, workspace, phrase string) (c Certificate, err error) {
	keys, err := vault.Read(keyPath(dir), workspace)
	if err != nil {
		return c, told(err, dir, "read the key of a certificate")
	}
	key, _, err := keys.Unlock(phrase)
	if err != nil {
		return c, err
	}
	defer key.Forget()
	f, err := os.Open(filepath.Join(dir, sealedName))
	if err != nil {
		return c, &app.Error{Code: "wipe.broken", Args: map[string]any{"path": dir}, Cause: err}
	}
	defer f.Close()
	plain, err := key.Decrypt(f)
	if err == nil {
		err = json.NewDecoder(plain).Decode(&c)
	}
	if err != nil {
		return c, &app.Error{Code: "wipe.broken", Args: map[string]any{"path": dir}, Cause: err}
	}
	return c, nil
}

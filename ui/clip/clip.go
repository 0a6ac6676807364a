// Package clip takes a picture or files from the clipboard, of which the window library gives the text only. What it can
// is said by what it refuses: "clip.cannot" where no way is known to this machine, "clip.none" where nothing of the kind was
// copied.
package clip

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"

	"lianshen/app"
)

// MaxBytes bounds a picture from the clipboard.
const MaxBytes = 64 << 20

// Picture gives the picture that was copied last, as PNG. It waits for the program that has it, until ctx ends; it is
// not for the main goroutine. Refusals: "clip.cannot", "clip.none", "clip.large".
func Picture(ctx context.Context) ([]byte, error) {
	data, err := picture(ctx)
	if err == nil && !bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) { // the tool says on its own way that there is none
		return nil, app.Refuse("clip.none")
	}
	return data, err
}

// maxFiles bounds how many copied files are taken at once.
const maxFiles = 1000

// Files gives the paths of the files that were copied last, as in a file manager; none when something else was copied or
// no way is known to this machine. It waits as Picture does.
func Files(ctx context.Context) []string {
	data, err := files(ctx)
	if err != nil {
		return nil
	}
	var out []string
	for line := range strings.Lines(string(data)) {
		if path, ok := pathOf(strings.TrimSpace(line)); ok && len(out) < maxFiles {
			out = append(out, path)
		}
	}
	return out
}

// ask runs one of the machine's own tools for the clipboard and gives what it writes; known is false when the tool is
// not there.
func ask(ctx context.Context, tool string, args ...string) (data []byte, known bool, err error) {
	path, err := exec.LookPath(tool)
	if err != nil {
		return nil, false, nil
	}
	cmd := exec.CommandContext(ctx, path, args...)
	hide(cmd)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, true, fmt.Errorf("ask for the clipboard: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, true, fmt.Errorf("ask for the clipboard: %w", err)
	}
	data, err = io.ReadAll(io.LimitReader(out, MaxBytes+1))
	if len(data) > MaxBytes {
		err = errors.Join(cmd.Process.Kill(), cmd.Wait())
		return nil, true, &app.Error{Code: "clip.large", Args: map[string]any{"mb": MaxBytes >> 20}, Cause: err}
	}
	if werr := cmd.Wait(); err == nil && werr != nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, true, err
	}
	return data, true, nil
}

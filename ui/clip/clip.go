// Package clip takes a picture from the clipboard, of which the window library gives the text only. What it can is said
// by what it refuses: "clip.cannot" where no way is known to this machine, "clip.none" where no picture was copied.
package clip

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"

	"lianshen/app"
)

// MaxBytes bounds a picture from the clipboard.
const MaxBytes = 64 << 20

// Picture gives the picture that was copied last, as PNG. It waits for the program that has it, until ctx ends; it is
// not for the main goroutine. Refusals: "clip.cannot", "clip.none", "clip.large".
func Picture(ctx context.Context) ([]byte, error) { return picture(ctx) }

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
	if !bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) { // the tool says on its own way that there is none
		return nil, true, app.Refuse("clip.none")
	}
	return data, true, nil
}

//go:build !windows

package clip

import (
	"context"
	"os"
	"os/exec"

	"lianshen/app"
)

// picture asks the tool that belongs to the kind of desktop, then the other one.
func picture(ctx context.Context) ([]byte, error) {
	tools := [][]string{{"xclip", "-selection", "clipboard", "-t", "image/png", "-o"}, {"wl-paste", "--no-newline", "--type", "image/png"}}
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		tools[0], tools[1] = tools[1], tools[0]
	}
	var err error = app.Refuse("clip.cannot")
	for _, t := range tools {
		data, known, asked := ask(ctx, t[0], t[1:]...)
		switch {
		case known && asked == nil:
			return data, nil
		case known:
			err = asked
		}
	}
	return nil, err
}

// hide has nothing to hide here: the tools have no window.
func hide(*exec.Cmd) {}

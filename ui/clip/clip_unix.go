//go:build !windows

package clip

import (
	"context"
	"net/url"
	"os"
	"os/exec"

	"lianshen/app"
)

// picture asks the tool that belongs to the kind of desktop, then the other one.
func picture(ctx context.Context) ([]byte, error) {
	return first(ctx, "image/png", app.Refuse("clip.none"))
}

// files asks for the copied files in the form in which all desktops tell them, text/uri-list.
func files(ctx context.Context) ([]byte, error) {
	return first(ctx, "text/uri-list", app.Refuse("clip.none"))
}

// first gives what the first tool has of a kind; none is what is said when a tool has nothing of it.
func first(ctx context.Context, kind string, none error) ([]byte, error) {
	tools := [][]string{{"xclip", "-selection", "clipboard", "-t", kind, "-o"}, {"wl-paste", "--no-newline", "--type", kind}}
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		tools[0], tools[1] = tools[1], tools[0]
	}
	var err error = app.Refuse("clip.cannot")
	for _, t := range tools {
		data, known, asked := ask(ctx, t[0], t[1:]...)
		switch {
		case known && asked == nil && len(data) > 0:
			return data, nil
		case known && asked == nil:
			err = none
		case known:
			err = asked
		}
	}
	return nil, err
}

// pathOf reads a line of text/uri-list (RFC 2483): a file of this machine, else nothing.
func pathOf(line string) (string, bool) {
	u, err := url.Parse(line)
	if err != nil || u.Scheme != "file" || u.Host != "" && u.Host != "localhost" || u.Path == "" {
		return "", false
	}
	return u.Path, true
}

// hide has nothing to hide here: the tools have no window.
func hide(*exec.Cmd) {}

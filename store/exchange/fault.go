package exchange

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"lianshen/app"
)

// toldWriting turns a fault of the medium into an *[app.Error] with the path. What already is one stays as it is, and so
// does the end of a context.
func toldWriting(err error, path, doing string) error {
	if err == nil || known(err) {
		return err
	}
	code := faultOf(err)
	switch {
	case errors.Is(err, fs.ErrExist):
		code = "exchange.exists"
	case errors.Is(err, errBusy):
		code = "exchange.busy"
	case code == "":
		code = "file.unwritable"
	}
	return &app.Error{Code: code, Args: map[string]any{"path": path}, Cause: fmt.Errorf("%s: %w", doing, nameless(err))}
}

// toldReading is toldWriting for a file being read. A file that was there and is not any more was on a stick that is
// gone; one that was never there, or may not be read, is unreadable.
func toldReading(err error, path, doing string, opening bool) error {
	if err == nil || known(err) {
		return err
	}
	code := faultOf(err)
	switch {
	case errors.Is(err, errNoFile):
		code = "exchange.foreign"
	case code != "exchange.stick.gone", opening && errors.Is(err, fs.ErrNotExist):
		code = "file.unreadable"
	}
	return &app.Error{Code: code, Args: map[string]any{"path": path}, Cause: fmt.Errorf("%s: %w", doing, nameless(err))}
}

// nameless takes the path from a fault: the names of files tell the names of people.
func nameless(err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Err
	case errors.As(err, &l):
		return l.Err
	}
	return err
}

func known(err error) bool {
	var e *app.Error
	return errors.As(err, &e) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// refused makes an *[app.Error] about a file.
func refused(code, path string, cause error) error {
	return &app.Error{Code: code, Args: map[string]any{"path": path}, Cause: cause}
}

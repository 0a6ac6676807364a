// Command painted presses keys in the window of a running program and tells how long it takes until other pixels are on the
// screen, which is what a person waits for: a line of milliseconds for each key.
//
//	painted PID TIMES first KEY [KEY …]
//	painted PID TIMES last KEY [KEY …]
//
// The keys are pressed in turns, TIMES in all. With first it is the time until anything of the item in hand has changed,
// with last that until the column of its evidence has come to rest. A key that changes nothing is left out.
package main

/*
#cgo LDFLAGS: -lX11
#include <stdlib.h>
#include <string.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/Xatom.h>

static long pidOf(Display *d, Window w) {
	Atom type; int format; unsigned long n, left; unsigned char *data = NULL; long pid = 0;
	if (XGetWindowProperty(d, w, XInternAtom(d, "_NET_WM_PID", False), 0, 1, False, XA_CARDINAL, &type, &format, &n, &left, &data) == Success && data) {
		if (n > 0) pid = *(long *)data;
		XFree(data);
	}
	return pid;
}

// find gives the largest window of a process that can be seen.
static Window find(Display *d, Window from, long pid, int *most) {
	Window root, parent, *kids = NULL, best = 0; unsigned int n = 0;
	XWindowAttributes a;
	if (pidOf(d, from) == pid && XGetWindowAttributes(d, from, &a) && a.map_state == IsViewable && a.width * a.height > *most) {
		*most = a.width * a.height;
		best = from;
	}
	if (XQueryTree(d, from, &root, &parent, &kids, &n)) {
		for (unsigned int i = 0; i < n; i++) {
			Window w = find(d, kids[i], pid, most);
			if (w) best = w;
		}
		if (kids) XFree(kids);
	}
	return best;
}

static void press(Display *d, Window w, KeySym sym) {
	XKeyEvent e;
	memset(&e, 0, sizeof e);
	e.display = d; e.window = w; e.root = DefaultRootWindow(d); e.time = CurrentTime; e.same_screen = True;
	e.keycode = XKeysymToKeycode(d, sym);
	e.type = KeyPress;
	XSendEvent(d, w, True, KeyPressMask, (XEvent *)&e);
	e.type = KeyRelease;
	XSendEvent(d, w, True, KeyReleaseMask, (XEvent *)&e);
	XFlush(d);
}

// sum is a number that changes with any pixel of a part of the window.
static unsigned long sum(Display *d, Window w, int x, int y, int wide, int high) {
	XImage *img = XGetImage(d, w, x, y, wide, high, AllPlanes, ZPixmap);
	if (!img) return 0;
	unsigned long h = 14695981039346656037UL;
	for (int i = 0; i < img->bytes_per_line * img->height; i += 4) h = (h ^ *(unsigned int *)(img->data + i)) * 1099511628211UL;
	XDestroyImage(img);
	return h;
}
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"
	"unsafe"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// rest is for how long nothing may change before the window counts as at rest.
const rest = 500 * time.Millisecond

func run(args []string) error {
	if len(args) < 4 || args[2] != "first" && args[2] != "last" {
		return errors.New("painted PID TIMES first|last KEY [KEY …]")
	}
	pid, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	d := C.XOpenDisplay(nil)
	if d == nil {
		return errors.New("there is no display")
	}
	var most C.int
	w := C.find(d, C.XDefaultRootWindow(d), C.long(pid), &most)
	if w == 0 {
		return fmt.Errorf("process %d has no window", pid)
	}
	var a C.XWindowAttributes
	C.XGetWindowAttributes(d, w, &a)
	strip := func() C.ulong { return C.sum(d, w, a.width*4/10, a.height/8, a.width/3, a.height/4) }
	if args[2] == "last" {
		strip = func() C.ulong { return C.sum(d, w, a.width*79/100, a.height/8, a.width/6, a.height/2) }
	}
	for i := range n {
		name := C.CString(args[3+i%(len(args)-3)])
		sym := C.XStringToKeysym(name)
		C.free(unsafe.Pointer(name))
		before := strip()
		at := time.Now()
		C.press(d, w, sym)
		took, seen := time.Duration(0), before
		for since := time.Since(at); since < 5*time.Second && (took == 0 || args[2] == "last" && since < took+rest); since = time.Since(at) {
			if now := strip(); now != seen {
				took, seen = time.Since(at), now
			}
		}
		if took > 0 {
			fmt.Printf("%.1f\n", float64(took.Microseconds())/1000)
		}
		time.Sleep(rest)
	}
	return nil
}

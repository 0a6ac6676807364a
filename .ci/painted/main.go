// Command painted presses keys in the window of a running program and tells how long it takes until other pixels are on the
// screen: what a person waits for. It is told the process and the keys, and looks at a strip in the middle of the window.
//
//	painted PID TIMES NAME KEY [KEY …]
//
// The keys are pressed in turns, TIMES in all, each half a second after the former one.
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
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 4 {
		return fmt.Errorf("painted PID TIMES NAME KEY [KEY …]")
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
		return fmt.Errorf("there is no display")
	}
	var most C.int
	w := C.find(d, C.XDefaultRootWindow(d), C.long(pid), &most)
	if w == 0 {
		return fmt.Errorf("process %d has no window", pid)
	}
	var a C.XWindowAttributes
	C.XGetWindowAttributes(d, w, &a)
	// A strip through the item in hand: the column of sections on the left and the room's own list are left out, so is the
	// cursor of an entry, which nobody writes in.
	strip := func() C.ulong { return C.sum(d, w, a.width*4/10, a.height/8, a.width/3, a.height/4) }
	var took []time.Duration
	lost := 0
	for i := range n {
		sym := C.XStringToKeysym(C.CString(args[3+i%(len(args)-3)]))
		before := strip()
		at := time.Now()
		C.press(d, w, sym)
		for strip() == before && time.Since(at) < 2*time.Second {
		}
		if since := time.Since(at); since < 2*time.Second {
			took = append(took, since)
		} else {
			lost++
		}
		time.Sleep(500 * time.Millisecond)
	}
	if len(took) == 0 {
		return fmt.Errorf("%s: nothing changed", args[2])
	}
	slices.Sort(took)
	ms := func(at int) float64 { return float64(took[at].Microseconds()) / 1000 }
	fmt.Printf("%-58s %8.1f ms median, %.1f ms p99, %.1f ms fastest (%d keys, %d without change)\n", args[2], ms(len(took)/2), ms(len(took)*99/100), ms(0), len(took), lost)
	return nil
}

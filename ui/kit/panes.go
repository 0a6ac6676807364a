package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// NextPane gives what takes the keyboard first in the next of the parts that stand side by side in root, so that who
// works without a mouse need not go through all of one to come to another. Where the keyboard is in none of them it is
// the first part; nil when nothing in root takes it.
func NextPane(root fyne.CanvasObject, now fyne.Focusable) fyne.Focusable {
	var panes []fyne.CanvasObject
	for _, o := range parts(root) {
		if firstFocus(o) != nil {
			panes = append(panes, o)
		}
	}
	next := 0
	for i, o := range panes {
		if at, ok := now.(fyne.CanvasObject); ok && holds(o, at) {
			next = (i + 1) % len(panes)
		}
	}
	if len(panes) == 0 {
		return nil
	}
	return firstFocus(panes[next])
}

// parts goes into what holds but one thing that takes the keyboard, until several stand side by side.
func parts(root fyne.CanvasObject) []fyne.CanvasObject {
	for {
		var taking []fyne.CanvasObject
		for _, o := range within(root) {
			if firstFocus(o) != nil {
				taking = append(taking, o)
			}
		}
		if len(taking) != 1 {
			return taking
		}
		if _, takes := taking[0].(fyne.Focusable); takes {
			return taking
		}
		root = taking[0]
	}
}

// within gives what a container or a scroll shows.
func within(o fyne.CanvasObject) []fyne.CanvasObject {
	if !o.Visible() {
		return nil
	}
	switch x := o.(type) {
	case *fyne.Container:
		return x.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{x.Content}
	}
	return nil
}

func firstFocus(o fyne.CanvasObject) fyne.Focusable {
	if o == nil || !o.Visible() {
		return nil
	}
	if f, ok := o.(fyne.Focusable); ok {
		if d, can := o.(fyne.Disableable); !can || !d.Disabled() {
			return f
		}
		return nil
	}
	for _, child := range within(o) {
		if f := firstFocus(child); f != nil {
			return f
		}
	}
	return nil
}

func holds(root, o fyne.CanvasObject) bool {
	if root == o {
		return true
	}
	for _, child := range within(root) {
		if holds(child, o) {
			return true
		}
	}
	return false
}

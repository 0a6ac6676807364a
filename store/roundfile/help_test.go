package roundfile

import (
	"errors"
	"fmt"

	"lianshen/app"
)

// explain shows the values of a refusal, which its Error keeps to itself.
func explain(err error) string {
	var e *app.Error
	if errors.As(err, &e) {
		return fmt.Sprintf("%v %v", err, e.Args)
	}
	return fmt.Sprint(err)
}

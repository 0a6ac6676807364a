package kit

import (
	"encoding/json"
	"fmt"
)

// Copy gives a deep copy of a noun, so that a save off the main goroutine does not see what the person types
// meanwhile. Nouns are made of JSON values, so the way there and back loses nothing.
func Copy[T any](v T) T {
	raw, err := json.Marshal(v)
	if err == nil {
		var out T
		if err = json.Unmarshal(raw, &out); err == nil {
			return out
		}
	}
	panic(fmt.Sprintf("kit.Copy of a %T: %v", v, err)) // a noun that is no JSON is a mistake of the program
}

// Package roundfile reads and writes a whole round as one JSON file.
package roundfile

// Package phrase has what rooms share that ask for pass phrases: the pair of fields in which a new one is chosen, with
// its strength in words, and the pages that hand a new recovery key over and have it checked.
//
// What is typed stays in the field and goes to the caller by value; it is never logged, never put into an error, a
// title or the clipboard.
package phrase

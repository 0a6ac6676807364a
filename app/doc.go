// Package app is the joint review itself: its nouns, its rules and its deeds.
//
// Everything here is plain Go values and functions over them. A function takes what is known and
// returns what is to change, or a refusal that says why. There is no SQL, widget, PDF, file, clock
// or random source in this package: the time and new identifiers come in through [Desk].
//
// Four ideas carry the rest:
//
//   - A noun (a [Case], a [Finding] …) is a struct with JSON tags. The same names are the fields of
//     the signed log, of the projections and of the round file, so a value has one name everywhere.
//   - [Diff] turns the difference of two values of a noun into field changes. An object is many
//     fields, a scalar or an array is one; therefore what two people may change independently
//     (methods of an answer, responsibility per principal) is a map or a [Set], never an array.
//   - A deed of a person is one [Deed]: a verb and its changes, accepted whole or refused whole
//     through one [Door].
//   - Who may do a deed is one table of role × deed × strand ([RuleOf]). [Desk] asks it before it comes to the door, with
//     the case and the strands that the deed turns out to be about ([Permit]); a screen decides nothing. What somebody
//     signs carries the hash of what it rests on ([Signoff]), so a later change shows.
package app

package store

import (
	"context"
	"crypto/ed25519"
	"runtime"
	"sync"

	"lianshen/store/journal"
)

// proof is a record with its place in this workspace, judged by itself.
type proof struct {
	id int64
	journal.Proof
}

// atATime is how many records are read at a time: a long log is not held in memory whole.
const atATime = 512

// eachProof reads every record in the order of arrival, decodes it and hands it to f. With keys (seat → public key) it
// is proven as well; a seat that is not among them gives the fault "seat". Without keys only what cannot be decoded is
// a fault. Decoding and proving run on all processors while f works; f may use s.
func eachProof(ctx context.Context, s *session, keys map[string]ed25519.PublicKey, f func(proof) error) error {
	return eachProofFrom(ctx, s, keys, 0, f)
}

// eachProofFrom is eachProof for the records that arrived after number after.
func eachProofFrom(ctx context.Context, s *session, keys map[string]ed25519.PublicKey, after int64, f func(proof) error) error {
	var ready []proof
	var work sync.WaitGroup
	defer work.Wait()
	for {
		next := make([]proof, 0, atATime)
		err := eachRecord(ctx, s, "SELECT id, seat, seq, prev, hash, sig, body FROM record WHERE id > ? ORDER BY id LIMIT ?", []any{after, atATime}, func(r stored) error {
			next = append(next, proof{id: r.id, Proof: journal.Proof{Record: r.Record}})
			after = r.id
			return nil
		})
		if err != nil {
			return err
		}
		judge(&work, next, keys)
		for _, r := range ready {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := f(r); err != nil {
				return err
			}
		}
		work.Wait()
		if ready = next; len(next) == 0 {
			return nil
		}
	}
}

// judge sets all processors to work on a portion.
func judge(work *sync.WaitGroup, records []proof, keys map[string]ed25519.PublicKey) {
	workers := runtime.GOMAXPROCS(0)
	for i := range workers {
		work.Go(func() {
			for at := i; at < len(records); at += workers {
				r := &records[at]
				if keys != nil {
					r.Proof = journal.Prove(keys[r.Record.Seat], r.Record)
					continue
				}
				b, err := journal.Decode(r.Record.Body)
				if err != nil {
					r.Fault = &journal.Fault{Seat: r.Record.Seat, Seq: r.Record.Seq, Code: "body", Cause: err}
				}
				r.Body = b
			}
		})
	}
}

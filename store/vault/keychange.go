package vault

import (
	"errors"
	"fmt"
	"slices"

	"filippo.io/age"

	"lianshen/app"
)

// AddSeat adds the slot of a seat. Refusals: those of a phrase, "phrase.taken" (another seat's), "key.full",
// "key.changed".
func (f *File) AddSeat(k *Key, phrase string, s Secrets) error {
	if err := f.Check(k); err != nil {
		return err
	}
	if f.at(s.Seat()) >= 0 {
		return fmt.Errorf("add a slot: the seat %s has one", s.Seat())
	}
	if f.slots() >= maxSlots {
		return app.Refuse("key.full", "limit", maxSlots)
	}
	slot, err := f.slotFor(k, phrase, s)
	if err != nil {
		return err
	}
	f.seats = append(slices.Clone(f.seats), slot)
	f.stamp(k)
	return nil
}

// ChangePhrase gives a seat another phrase. Whoever has a copy of the former file can open that copy with the former
// phrase still. Refusals: those of AddSeat.
func (f *File) ChangePhrase(k *Key, s Secrets, phrase string) error {
	if err := f.Check(k); err != nil {
		return err
	}
	at := f.at(s.Seat())
	if at < 0 {
		return fmt.Errorf("change a phrase: the seat %s has no slot", s.Seat())
	}
	slot, err := f.slotFor(k, phrase, s)
	if err != nil {
		return err
	}
	f.seats = slices.Clone(f.seats)
	f.seats[at] = slot
	f.stamp(k)
	return nil
}

// slotFor makes the slot of a seat, whose phrase must not open another one: the phrase decides the seat.
func (f *File) slotFor(k *Key, phrase string, s Secrets) (seatSlot, error) {
	key, err := phraseKey(phrase, f.salt[:], f.cost)
	if err != nil {
		return seatSlot{}, err
	}
	defer clear(key)
	for _, other := range f.seats {
		if other.Seat == s.Seat() {
			continue
		}
		if _, err := other.open(key, f.workspace); err == nil {
			return seatSlot{}, app.Refuse("phrase.taken")
		}
	}
	slot := seatSlot{Seat: s.Seat(), Box: s.Recipient()}
	if slot.Secrets, err = wrapSecrets(f.random, key, f.workspace, s); err != nil {
		return seatSlot{}, fmt.Errorf("wrap the secrets of a seat: %w", err)
	}
	if slot.Key, err = seal(k, slot.Box); err != nil {
		return seatSlot{}, err
	}
	if found, err := slot.open(key, f.workspace); err != nil || found != s {
		return seatSlot{}, errUnopenable
	}
	return slot, opensTo(k, slot.Key, s.Box)
}

// errUnopenable says that a slot just made does not open: the memory of the machine is not to be trusted. Nothing is
// written then.
var errUnopenable = errors.New("the slot just made does not open")

// opensTo proves that a sealed key just made opens to the data key.
func opensTo(k *Key, sealed []byte, identity string) error {
	got, err := unseal(sealed, identity)
	if err != nil {
		return errUnopenable
	}
	defer got.Forget()
	if got.data != k.data {
		return errUnopenable
	}
	return nil
}

// RemoveSeat takes a seat's slot away. Who has seen the data key, or kept a copy of the file, can open what is sealed
// under this data key still: Rekey ends that. It refuses with "key.changed".
func (f *File) RemoveSeat(k *Key, seat string) error {
	if err := f.Check(k); err != nil {
		return err
	}
	at := f.at(seat)
	if at < 0 {
		return fmt.Errorf("remove a slot: the seat %s has none", seat)
	}
	f.seats = slices.Delete(slices.Clone(f.seats), at, at+1)
	f.stamp(k)
	return nil
}

// SetRecovery lets a recovery key open the workspace, and no former one. It refuses with "key.changed", "key.full".
func (f *File) SetRecovery(k *Key, r Recovery) error {
	if err := f.Check(k); err != nil {
		return err
	}
	if f.recovery == nil && f.slots() >= maxSlots {
		return app.Refuse("key.full", "limit", maxSlots)
	}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return fmt.Errorf("draw the identity of the recovery slot: %w", err)
	}
	key, err := recoveryKey(r, f.workspace)
	if err != nil {
		return err
	}
	defer clear(key)
	slot := recoverySlot{Box: identity.Recipient().String()}
	if slot.Identity, err = wrap(f.random, key, []byte(identity.String()), bound(recoveryLabel, f.workspace, slot.Box)); err != nil {
		return fmt.Errorf("wrap the identity of the recovery slot: %w", err)
	}
	if slot.Key, err = seal(k, slot.Box); err != nil {
		return err
	}
	back, err := unwrap(key, slot.Identity, bound(recoveryLabel, f.workspace, slot.Box))
	if err != nil {
		return errUnopenable
	}
	if err := opensTo(k, slot.Key, string(back)); err != nil {
		return err
	}
	f.recovery = &slot
	f.stamp(k)
	return nil
}

// SetEscrow lets the office's key open the workspace: an age recipient, "age1…". "" takes the slot away. Refusals:
// "escrow.form", "key.changed", "key.full".
func (f *File) SetEscrow(k *Key, recipient string) error {
	if err := f.Check(k); err != nil {
		return err
	}
	if recipient == "" {
		f.escrow = nil
		f.stamp(k)
		return nil
	}
	to, err := age.ParseX25519Recipient(recipient)
	if err != nil {
		return app.Refuse("escrow.form")
	}
	if f.escrow == nil && f.slots() >= maxSlots {
		return app.Refuse("key.full", "limit", maxSlots)
	}
	slot := escrowSlot{Box: to.String()}
	if slot.Key, err = seal(k, slot.Box); err != nil {
		return err
	}
	f.escrow = &slot
	f.stamp(k)
	return nil
}

// Rekey gives a key file with the same slots and phrases, the new data key sealed to each. It needs no phrase. It
// refuses with "key.changed": a slot slipped in must not be given the new key.
func (f *File) Rekey(newKey, old *Key) (*File, error) {
	if err := f.Check(old); err != nil {
		return nil, err
	}
	next := *f
	next.fromOld = false
	next.seats = slices.Clone(f.seats)
	var err error
	for i := range next.seats {
		if next.seats[i].Key, err = seal(newKey, next.seats[i].Box); err != nil {
			return nil, err
		}
	}
	if f.recovery != nil {
		slot := *f.recovery
		if slot.Key, err = seal(newKey, slot.Box); err != nil {
			return nil, err
		}
		next.recovery = &slot
	}
	if f.escrow != nil {
		slot := *f.escrow
		if slot.Key, err = seal(newKey, slot.Box); err != nil {
			return nil, err
		}
		next.escrow = &slot
	}
	next.stamp(newKey)
	return &next, nil
}

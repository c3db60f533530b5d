// Package requestmail wraps where a mail to a requester goes, and what only they may read in
// it, directly with Cloud KMS: whoever has such a mail sent wraps it and can't unwrap it,
// notify unwraps it once to send it, and then it is forgotten.
//
// rights and notify call it. It must never log any of it, and never show by length how long
// an address is.
package requestmail

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// A Wrapper wraps with the Cloud KMS key of mails.
type Wrapper interface {
	Wrap(ctx context.Context, path string, plaintext []byte) ([]byte, error)
}

// An Unwrapper unwraps with it.
type Unwrapper interface {
	Unwrap(ctx context.Context, path string, wrapped []byte) ([]byte, error)
}

// An Envelope is what is wrapped of a mail.
type Envelope struct {
	To   string `json:"to"`             // an address
	Code string `json:"code,omitempty"` // of a mail with a code
}

// size is that of every envelope as it is wrapped: the longest address, with characters that
// JSON escapes, a code, and spaces.
const size = 1024

// Wrap wraps the envelope of the mail with the given id.
func Wrap(ctx context.Context, kms Wrapper, id string, e Envelope) ([]byte, error) {
	if !domain.IsAddress(e.To) {
		return nil, errors.New("wrapping a mail: it goes to no address")
	}
	plain, err := json.Marshal(e)
	if err != nil || len(plain) > size {
		return nil, errors.New("wrapping a mail: it is too long")
	}
	plain = append(plain, bytes.Repeat([]byte(" "), size-len(plain))...)
	wrapped, err := kms.Wrap(ctx, seal.RequestMailPath(id), plain)
	if err != nil {
		return nil, fmt.Errorf("wrapping a mail: %w", err)
	}
	return wrapped, nil
}

// Unwrap is the inverse of Wrap. What goes to no address is refused, whoever wrapped it.
func Unwrap(ctx context.Context, kms Unwrapper, id string, wrapped []byte) (e Envelope, err error) {
	plain, err := kms.Unwrap(ctx, seal.RequestMailPath(id), wrapped)
	if err != nil {
		return Envelope{}, fmt.Errorf("unwrapping a mail: %w", err)
	}
	if err := json.Unmarshal(plain, &e); err != nil || len(plain) != size || !domain.IsAddress(e.To) {
		return Envelope{}, errors.New("unwrapping a mail: it has another form")
	}
	return e, nil
}

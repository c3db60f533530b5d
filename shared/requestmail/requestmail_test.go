package requestmail_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/requestmail"
)

// unsealed stands in for Cloud KMS and encrypts nothing: what these tests are about is what is
// inside.
type unsealed struct{}

func (unsealed) Wrap(_ context.Context, _ string, b []byte) ([]byte, error)   { return b, nil }
func (unsealed) Unwrap(_ context.Context, _ string, b []byte) ([]byte, error) { return b, nil }

// FuzzUnwrap reads what may wrap a mail who has the grant to, whatever is in it, and writes
// every address that is taken: it comes back, and its length doesn't show.
func FuzzUnwrap(f *testing.F) {
	const size = 1024
	for _, s := range []string{
		``, `{}`, `null`, `[]`, `{"to":1}`, `{"to":"a@mail.example","code":"01234567"}`, `{"to":"a@mail.example\r\nBcc: b@mail.example"}`,
	} {
		f.Add(s, "a@mail.example", "01234567")
		f.Add(s+strings.Repeat(" ", size-len(s)), strings.Repeat("<", 64)+"@mail.example", "")
	}
	f.Fuzz(func(t *testing.T, wrapped, to, code string) {
		e, err := requestmail.Unwrap(t.Context(), unsealed{}, "id", []byte(wrapped))
		if err == nil && (len(wrapped) != size || !domain.IsAddress(e.To)) || err != nil && e != (requestmail.Envelope{}) {
			t.Errorf("%q is %+v, %v", wrapped, e, err)
		}
		if _, ok := domain.ParseRequestCode(code); !ok && code != "" {
			return
		}
		in := requestmail.Envelope{To: to, Code: code}
		b, err := requestmail.Wrap(t.Context(), unsealed{}, "id", in)
		if ok := domain.IsAddress(to); ok != (err == nil) || ok && (len(b) != size || !json.Valid(b)) {
			t.Fatalf("%+v is wrapped in %d bytes, %v", in, len(b), err)
		}
		if err != nil {
			return
		}
		if out, err := requestmail.Unwrap(t.Context(), unsealed{}, "id", b); err != nil || out != in {
			t.Errorf("%+v comes back as %+v, %v", in, out, err)
		}
	})
}

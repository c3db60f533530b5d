package archive

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

const path = "exports/e/00000-a/0"

func keys(t *testing.T) (*seal.ExportKey, *seal.SessionKey) {
	t.Helper()
	own, err := seal.NewExportKey()
	if err != nil {
		t.Fatal(err)
	}
	session, err := seal.NewSessionKey()
	if err != nil {
		t.Fatal(err)
	}
	return own, session
}

func write(t *testing.T, at string, own *seal.ExportKey, of *Session, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter(&b, rand.Reader, at, own.Public(), of)
	if err != nil {
		t.Fatal(err)
	}
	for rest := text; len(rest) > 0; {
		n := min(len(rest), 1000)
		if _, err := w.Write(rest[:n]); err != nil {
			t.Fatal(err)
		}
		rest = rest[n:]
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// read opens an object; session may be nil.
func read(at string, own *seal.ExportKey, session *seal.SessionKey, object []byte) ([]byte, error) {
	r, err := NewReader(bytes.NewReader(object), at, own)
	if err != nil {
		return nil, err
	}
	if session != nil {
		if err := r.Unlock(session); err != nil {
			return nil, err
		}
	}
	return io.ReadAll(r)
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	own, session := keys(t)
	for _, size := range []int{0, 1, frameSize - 1, frameSize, frameSize + 1, 3*frameSize + 5} {
		text := make([]byte, size)
		rand.Read(text)
		object := write(t, path, own, nil, text)
		if got, err := read(path, own, nil, object); err != nil || !bytes.Equal(got, text) {
			t.Errorf("%d bytes: %v", size, err)
		}
		object = write(t, path, own, &Session{"s", session.Public().Bytes()}, text)
		if got, err := read(path, own, session, object); err != nil || !bytes.Equal(got, text) {
			t.Errorf("%d bytes of a session: %v", size, err)
		}
	}
}

// Both keys are needed for an object of a session: with either destroyed it stays closed.
func TestBothKeysAreNeeded(t *testing.T) {
	t.Parallel()
	own, session := keys(t)
	otherOwn, otherSession := keys(t)
	object := write(t, path, own, &Session{"s", session.Public().Bytes()}, []byte("a word"))
	if _, err := read(path, otherOwn, session, object); !errors.Is(err, ErrDamaged) {
		t.Errorf("without the archive's key: %v", err)
	}
	if _, err := read(path, own, otherSession, object); !errors.Is(err, ErrDamaged) {
		t.Errorf("without the session's key: %v", err)
	}
	if got, err := read(path, own, nil, object); err == nil {
		t.Errorf("locked: %q", got)
	}
	if bytes.Contains(object, []byte("a word")) {
		t.Error("in plain")
	}
}

// What was cut off, moved or changed doesn't open to its end.
func TestDamageIsSeen(t *testing.T) {
	t.Parallel()
	own, session := keys(t)
	text := make([]byte, 2*frameSize+100)
	rand.Read(text)
	for _, of := range []*Session{nil, {"s", session.Public().Bytes()}} {
		var unlock *seal.SessionKey
		if of != nil {
			unlock = session
		}
		object := write(t, path, own, of, text)
		if _, err := read("exports/e/00001-a/0", own, unlock, object); !errors.Is(err, ErrDamaged) {
			t.Errorf("elsewhere: %v", err)
		}
		begin := bytes.IndexByte(object, '\n') + 1
		var frames [][]byte
		for rest := object[begin:]; len(rest) > 0; {
			n := 4 + int(binary.BigEndian.Uint32(rest))
			frames = append(frames, rest[:n])
			rest = rest[n:]
		}
		if len(frames) != 4 {
			t.Fatalf("%d frames", len(frames))
		}
		build := func(some ...[]byte) []byte { return bytes.Join(append([][]byte{object[:begin]}, some...), nil) }
		flipped := bytes.Clone(object)
		flipped[len(flipped)-200] ^= 1
		for name, damaged := range map[string][]byte{
			"empty": nil, "head": object[:begin], "head cut": object[:begin-5], "no end": build(frames[:3]...), "cut": object[:len(object)-1],
			"left out": build(frames[0], frames[2], frames[3]), "swapped": build(frames[1], frames[0], frames[2], frames[3]),
			"ended early": build(frames[0], frames[3]), "longer": append(bytes.Clone(object), 0), "twice": build(frames[0], frames[0], frames[1], frames[2], frames[3]),
			"changed": flipped, "size": build([]byte{255, 255, 255, 255}),
		} {
			if _, err := read(path, own, unlock, damaged); !errors.Is(err, ErrDamaged) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// A fault of what is read isn't damage.
func TestFaultIsNoDamage(t *testing.T) {
	t.Parallel()
	own, _ := keys(t)
	object := write(t, path, own, nil, make([]byte, frameSize+1))
	fault := errors.New("the line is down")
	for _, n := range []int{10, len(object) / 2} {
		r, err := NewReader(io.MultiReader(bytes.NewReader(object[:n]), failing{fault}), path, own)
		if err == nil {
			_, err = io.ReadAll(r)
		}
		if !errors.Is(err, fault) || errors.Is(err, ErrDamaged) {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
	if w, err := NewWriter(failingWriter{fault}, rand.Reader, path, own.Public(), nil); !errors.Is(err, fault) {
		t.Error(w, err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

type failingWriter struct{ err error }

func (f failingWriter) Write([]byte) (int, error) { return 0, f.err }

// Package archive seals the objects of a school's archive while they are written, and opens
// them while they are read, both within a bounded memory.
//
// export writes objects, for which it needs public keys alone; live reads them. An object of
// a session opens with two private keys: that of its archive and that of the session, so that
// it can't be read any more once either was destroyed. An object that was cut off, whose
// pieces were moved, or that belongs elsewhere doesn't open to its end.
//
// It must never log, and never put what it seals or opens into an error.
package archive

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// ErrDamaged says that an object isn't, or isn't to its end, what was written.
var ErrDamaged = errors.New("a part of an archive is damaged or belongs elsewhere")

const (
	// frameSize is how many bytes are sealed at once: with its mark it fills the power of two
	// to which it is padded.
	frameSize = 64<<10 - 1
	// sealedMax is more than a frame takes once it is sealed.
	sealedMax = frameSize + 1<<10
	// headMax is more than the head of an object takes: two boxes.
	headMax = 8 << 10
	format  = 1
)

// A head is the first line of an object, in plain.
type head struct {
	Format     int    `json:"format"`
	Box        []byte `json:"box"`
	Session    string `json:"session,omitempty"`
	SessionBox []byte `json:"sessionBox,omitempty"`
}

// A Writer seals what is written to it as one object.
type Writer struct {
	to    io.Writer
	path  string
	key   seal.Key
	frame []byte
	n     int // of frames
	err   error
}

// A Session is one to which an object is sealed as well.
type Session struct {
	ID     string
	Public []byte
}

// NewWriter writes the head of an object to w. Path is what it is bound to
// (seal.ExportPath of its name), public the archive's public key; of may be nil.
func NewWriter(w io.Writer, rand io.Reader, path string, public []byte, of *Session) (*Writer, error) {
	key, err := seal.NewKey(rand)
	if err != nil {
		return nil, err
	}
	h := head{Format: format}
	if h.Box, err = seal.BoxForExport(public, path, key); err != nil {
		return nil, err
	}
	if of != nil {
		second, err := seal.NewKey(rand)
		if err != nil {
			return nil, err
		}
		h.Session = of.ID
		if h.SessionBox, err = seal.BoxForExport(of.Public, sessionPath(path, of.ID), second); err != nil {
			return nil, err
		}
		if key, err = seal.BothKeys(key, second); err != nil {
			return nil, err
		}
	}
	line, err := json.Marshal(h)
	if err != nil {
		return nil, errors.New("encoding the head of an object failed")
	}
	if _, err := w.Write(append(line, '\n')); err != nil {
		return nil, fmt.Errorf("writing the head of an object: %w", err)
	}
	return &Writer{to: w, path: path, key: key, frame: make([]byte, 0, frameSize)}, nil
}

func sessionPath(path, sid string) string { return path + "/" + seal.SessionPath(sid) }

func frameField(n int) string { return "frames/" + strconv.Itoa(n) }
func endField(n int) string   { return "end/" + strconv.Itoa(n) }

// Write seals whole frames of what it is given, and keeps the rest.
func (w *Writer) Write(p []byte) (written int, err error) {
	for len(p) > 0 && w.err == nil {
		n := min(len(p), frameSize-len(w.frame))
		w.frame = append(w.frame, p[:n]...)
		p = p[n:]
		written += n
		if len(w.frame) == frameSize {
			w.flush()
		}
	}
	return written, w.err
}

func (w *Writer) flush() {
	if len(w.frame) == 0 || w.err != nil {
		return
	}
	w.put(frameField(w.n), w.frame)
	w.frame = w.frame[:0]
	w.n++
}

func (w *Writer) put(field string, plain []byte) {
	sealed := w.key.Seal(w.path, field, plain)
	sized := binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(sealed)), uint32(len(sealed)))
	if _, err := w.to.Write(append(sized, sealed...)); err != nil {
		w.err = fmt.Errorf("writing a part of an archive: %w", err)
	}
}

// Close seals what is left and marks the end. It doesn't close what it writes to.
func (w *Writer) Close() error {
	w.flush()
	if w.err == nil {
		w.put(endField(w.n), nil)
	}
	return w.err
}

// A Reader opens what a Writer wrote.
type Reader struct {
	// Session is the one to whose key the object is sealed as well; empty: none.
	Session string

	from  *bufio.Reader
	path  string
	box   []byte
	key   seal.Key
	frame []byte
	n     int
	err   error
}

// NewReader reads the head of an object and opens it with the archive's key. One of a
// session takes Unlock before it can be read.
func NewReader(r io.Reader, path string, key *seal.ExportKey) (*Reader, error) {
	from := bufio.NewReaderSize(r, headMax)
	line, err := from.ReadSlice('\n')
	if err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, bufio.ErrBufferFull) {
			return nil, ErrDamaged
		}
		return nil, fmt.Errorf("reading the head of an object: %w", err)
	}
	var h head
	if err := json.Unmarshal(line, &h); err != nil || h.Format != format || (h.Session == "") != (len(h.SessionBox) == 0) {
		return nil, ErrDamaged
	}
	out := &Reader{Session: h.Session, from: from, path: path, box: h.SessionBox}
	if out.key, err = key.OpenBox(path, h.Box); err != nil {
		return nil, ErrDamaged
	}
	if h.Session != "" {
		out.err = errors.New("an object of a session is locked")
	}
	return out, nil
}

// Unlock opens an object of a session with the session's key.
func (r *Reader) Unlock(private *seal.SessionKey) error {
	if r.box == nil {
		return nil
	}
	second, err := private.OpenExport(sessionPath(r.path, r.Session), r.box)
	if err != nil {
		return ErrDamaged
	}
	if r.key, err = seal.BothKeys(r.key, second); err != nil {
		return err
	}
	r.box, r.err = nil, nil
	return nil
}

// Read returns what was written. The error at its end is io.EOF only if nothing is missing.
func (r *Reader) Read(p []byte) (int, error) {
	for len(r.frame) == 0 && r.err == nil {
		r.next()
	}
	if len(r.frame) == 0 {
		return 0, r.err
	}
	n := copy(p, r.frame)
	r.frame = r.frame[n:]
	return n, nil
}

func (r *Reader) next() {
	var size [4]byte
	if _, err := io.ReadFull(r.from, size[:]); err != nil {
		r.fail(err)
		return
	}
	n := binary.BigEndian.Uint32(size[:])
	if n > sealedMax {
		r.err = ErrDamaged
		return
	}
	sealed := make([]byte, n)
	if _, err := io.ReadFull(r.from, sealed); err != nil {
		r.fail(err)
		return
	}
	if plain, err := r.key.Open(r.path, frameField(r.n), sealed); err == nil {
		r.frame, r.n = plain, r.n+1
		return
	}
	if _, err := r.key.Open(r.path, endField(r.n), sealed); err != nil {
		r.err = ErrDamaged
		return
	}
	if _, err := r.from.ReadByte(); !errors.Is(err, io.EOF) {
		r.err = ErrDamaged
		return
	}
	r.err = io.EOF
}

// fail notes why nothing more can be read: an end without a mark is damage.
func (r *Reader) fail(err error) {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		r.err = ErrDamaged
		return
	}
	r.err = fmt.Errorf("reading a part of an archive: %w", err)
}

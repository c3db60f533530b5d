package kms

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"syscall"

	"cloud.google.com/go/kms/apiv1/kmspb"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// fileFormat is the version of the state file's format.
const fileFormat = 1

// file is where a server keeps its state, locked against other servers.
type file struct {
	name string
	lock *os.File
}

type fileState struct {
	Format     int               `json:"format"`
	KeyRings   []json.RawMessage `json:"keyRings"`
	CryptoKeys []fileKey         `json:"cryptoKeys"`
}

type fileKey struct {
	CryptoKey json.RawMessage `json:"cryptoKey"`
	Primary   int             `json:"primary"`
	Versions  []fileVersion   `json:"versions"`
}

type fileVersion struct {
	Version json.RawMessage `json:"version"`
	ID      []byte          `json:"id"`
	Secret  []byte          `json:"secret,omitempty"`
}

// openFile locks the state file name. The lock is a file of its own, because
// saving replaces the state file.
func openFile(name string) (*file, error) {
	lock, err := os.OpenFile(name+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("locking the KMS state: %w", err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		lock.Close()
		return nil, fmt.Errorf("locking the KMS state %s: %w: is another server using it?", name, err)
	}
	return &file{name: name, lock: lock}, nil
}

func (f *file) close() {
	f.lock.Close() // releases the lock
}

// load reads the state into s, which has none yet. A missing file is an empty
// state.
func (f *file) load(s *service) error {
	b, err := os.ReadFile(f.name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the KMS state: %w", err)
	}
	if err := s.decode(b); err != nil {
		return fmt.Errorf("reading the KMS state %s: %w", f.name, err)
	}
	return nil
}

// save replaces the state file with the state of s, completely or not at all.
func (f *file) save(s *service) (err error) {
	b, err := s.encode()
	if err != nil {
		return err
	}
	// CreateTemp's mode is 0600: only the owner can read key material.
	tmp, err := os.CreateTemp(filepath.Dir(f.name), filepath.Base(f.name)+".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
		}
	}()
	if _, err := tmp.Write(b); err != nil {
		return err
	}
	if err := tmp.Sync(); err != nil {
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), f.name)
}

func (s *service) encode() ([]byte, error) {
	state := fileState{Format: fileFormat}
	for _, name := range slices.Sorted(maps.Keys(s.rings)) {
		b, err := protojson.Marshal(s.rings[name])
		if err != nil {
			return nil, err
		}
		state.KeyRings = append(state.KeyRings, b)
	}
	for _, name := range slices.Sorted(maps.Keys(s.keys)) {
		k := s.keys[name]
		b, err := protojson.Marshal(k.pb)
		if err != nil {
			return nil, err
		}
		fk := fileKey{CryptoKey: b, Primary: k.primary}
		for _, v := range k.versions {
			b, err := protojson.Marshal(v.pb)
			if err != nil {
				return nil, err
			}
			fk.Versions = append(fk.Versions, fileVersion{Version: b, ID: v.id[:], Secret: v.secret})
		}
		state.CryptoKeys = append(state.CryptoKeys, fk)
	}
	return json.MarshalIndent(state, "", "\t")
}

func (s *service) decode(b []byte) error {
	var state fileState
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&state); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return errors.New("unexpected data after the state")
	}
	if state.Format != fileFormat {
		return fmt.Errorf("format is %d, want %d", state.Format, fileFormat)
	}
	for i, b := range state.KeyRings {
		ring := new(kmspb.KeyRing)
		if err := unmarshal(b, ring); err != nil {
			return fmt.Errorf("key ring %d: %w", i, err)
		}
		if !ringName.MatchString(ring.Name) {
			return fmt.Errorf("key ring %d: bad name", i)
		}
		s.rings[ring.Name] = ring
	}
	for i, fk := range state.CryptoKeys {
		if err := s.decodeKey(fk); err != nil {
			return fmt.Errorf("key %d: %w", i, err)
		}
	}
	s.schedule()
	return nil
}

func (s *service) decodeKey(fk fileKey) error {
	k := &cryptoKey{pb: new(kmspb.CryptoKey), primary: fk.Primary}
	if err := unmarshal(fk.CryptoKey, k.pb); err != nil {
		return err
	}
	if !keyName.MatchString(k.pb.Name) || s.rings[ringOf(k.pb.Name)] == nil {
		return errors.New("bad name, or no such key ring")
	}
	if _, err := algorithm(k.pb); err != nil {
		return err
	}
	if fk.Primary < 0 || fk.Primary > len(fk.Versions) {
		return errors.New("no such primary version")
	}
	for i, fv := range fk.Versions {
		v := &version{pb: new(kmspb.CryptoKeyVersion), secret: fv.Secret}
		if err := unmarshal(fv.Version, v.pb); err != nil {
			return fmt.Errorf("version %d: %w", i+1, err)
		}
		want := secretSize
		if v.pb.State == kmspb.CryptoKeyVersion_DESTROYED {
			want = 0
		}
		if v.pb.Name != versionName(k.pb.Name, i+1) || len(fv.ID) != idSize || len(fv.Secret) != want {
			return fmt.Errorf("version %d: bad name, id or key material", i+1)
		}
		scheduled := v.pb.State == kmspb.CryptoKeyVersion_DESTROY_SCHEDULED
		if scheduled != (v.pb.DestroyTime != nil) {
			return fmt.Errorf("version %d: destroy time does not fit state %s", i+1, v.pb.State)
		}
		v.id = [idSize]byte(fv.ID)
		k.versions = append(k.versions, v)
	}
	s.keys[k.pb.Name] = k
	return nil
}

func unmarshal(b json.RawMessage, m proto.Message) error {
	if len(b) == 0 {
		return errors.New("missing")
	}
	return protojson.Unmarshal(b, m)
}

// ringOf returns the name of the ring that the key name lies in.
func ringOf(name string) string {
	return path.Dir(path.Dir(name))
}

package functiontest_test

import (
	"os"
	"strings"
	"sync/atomic"
	"testing"

	google "cloud.google.com/go/firestore"
	cloudkms "cloud.google.com/go/kms/apiv1"
	"cloud.google.com/go/kms/apiv1/kmspb"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// A keyring is the Cloud KMS key of a school's sessions, as its administrator controls
// it.
type keyring struct {
	t    *testing.T
	kms  *cloudkms.KeyManagementClient
	name string
}

func administer(t *testing.T, s *functiontest.School) *keyring {
	t.Helper()
	c, err := cloudkms.NewKeyManagementClient(t.Context(), option.WithEndpoint(os.Getenv("KMS_EMULATOR_HOST")),
		option.WithoutAuthentication(), option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return &keyring{t, c, "projects/" + s.Project + "/locations/test/keyRings/cleanslate/cryptoKeys/session"}
}

func (k *keyring) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *keyring) version(id string) string { return k.name + "/cryptoKeyVersions/" + id }

func (k *keyring) set(id string, state kmspb.CryptoKeyVersion_CryptoKeyVersionState) {
	k.t.Helper()
	_, err := k.kms.UpdateCryptoKeyVersion(k.t.Context(), &kmspb.UpdateCryptoKeyVersionRequest{
		CryptoKeyVersion: &kmspb.CryptoKeyVersion{Name: k.version(id), State: state},
		UpdateMask:       &fieldmaskpb.FieldMask{Paths: []string{"state"}},
	})
	k.must(err)
}

// rotate makes version 2 and has it wrap from now on.
func (k *keyring) rotate() {
	k.t.Helper()
	_, err := k.kms.CreateCryptoKeyVersion(k.t.Context(), &kmspb.CreateCryptoKeyVersionRequest{Parent: k.name})
	k.must(err)
	_, err = k.kms.UpdateCryptoKeyPrimaryVersion(k.t.Context(), &kmspb.UpdateCryptoKeyPrimaryVersionRequest{Name: k.name, CryptoKeyVersionId: "2"})
	k.must(err)
}

// A class is a lesson with what its students have answered so far.
type class struct {
	*functiontest.Lesson
	t        *testing.T
	students []*functiontest.Student
}

// goesOn has one more student join and answer, whatever happened to the keys.
func (c *class) goesOn() {
	c.t.Helper()
	st := c.Join("Ada")
	st.Record("choice", `"b"`)
	c.students = append(c.students, st)
}

// opens reports a fault unless the teacher sees all that was answered.
func (c *class) opens() {
	c.t.Helper()
	r := c.Results()
	for _, st := range c.students {
		if p := r.Of(c.t, st.ID); p.Alias == nil || *p.Alias != "Ada" || p.Score != 2 {
			c.t.Errorf("%+v", p)
		}
	}
}

// refuses reports a fault unless everything that opens answers, or sends, a clear 503.
func (c *class) refuses() {
	c.t.Helper()
	for _, path := range []string{"/results", "/results/stream", "/export?format=csv", "/export?format=json"} {
		if r := c.As(functiontest.Ada, "GET", path, nil); r.Status != 503 || r.Problem() != "unavailable" || r.Header.Get("Retry-After") == "" {
			c.t.Errorf("%s: %d %s", path, r.Status, r.Body)
		}
	}
}

// begin asks for another lesson, with or without success.
func begin(s *functiontest.School, l *functiontest.Lesson, key string) *functiontest.Reply {
	var sets struct{ Items []struct{ ID string } }
	s.Do("GET", "/v1/question-sets", functiontest.Request{Token: s.Token(functiontest.Ada)}).Want(200).JSON(&sets)
	return s.Do("POST", "/v1/sessions", functiontest.Request{Token: s.Token(functiontest.Ada), Key: key, Body: map[string]any{
		"questionSetId": sets.Items[0].ID, "mode": "self-paced", "feedback": "none",
	}})
}

// The Cloud KMS key is disabled, scheduled for destruction, and rotated in the middle of a lesson. Students notice
// nothing, what they have a right to is done, and the teacher is told to wait and then sees everything.
func TestKeysChangeDuringALesson(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	keys := administer(t, s)
	c := &class{Lesson: s.Open(functiontest.Start{}), t: t}
	c.goesOn()
	c.opens()

	keys.set("1", kmspb.CryptoKeyVersion_DISABLED)
	c.goesOn()
	c.refuses()
	retried := functiontest.NewKey()
	begin(s, c.Lesson, retried).WantProblem(503, "unavailable")
	leaver := c.Join("Bo")
	s.Do("GET", "/v1/me", functiontest.Request{Token: leaver.Token}).Want(200)
	s.Do("DELETE", "/v1/me", functiontest.Request{Token: leaver.Token}).Want(202)
	s.Retain(t.Context())
	keys.set("1", kmspb.CryptoKeyVersion_ENABLED)
	c.opens()
	begin(s, c.Lesson, retried).Want(201)

	_, err := keys.kms.DestroyCryptoKeyVersion(t.Context(), &kmspb.DestroyCryptoKeyVersionRequest{Name: keys.version("1")})
	keys.must(err)
	c.goesOn()
	c.refuses()
	_, err = keys.kms.RestoreCryptoKeyVersion(t.Context(), &kmspb.RestoreCryptoKeyVersionRequest{Name: keys.version("1")})
	keys.must(err)
	keys.set("1", kmspb.CryptoKeyVersion_ENABLED)
	c.opens()

	keys.rotate()
	c.goesOn()
	c.opens()
	later := &class{Lesson: s.Open(functiontest.Start{}), t: t}
	later.goesOn()
	later.opens()
	keys.set("1", kmspb.CryptoKeyVersion_DISABLED) // what version 2 wrapped needs only that
	c.goesOn()
	c.refuses()
	later.opens()
	keys.set("1", kmspb.CryptoKeyVersion_ENABLED)
	c.opens()
}

// Bytes change on the way to Cloud KMS or back. What arrives damaged once is asked for again; what always does is an
// error, and never another key, wrapped or unwrapped.
func TestDamageOnTheWayToTheKeys(t *testing.T) {
	t.Parallel()
	flip := func(b []byte) { b[len(b)/2] ^= 1 }
	for name, damage := range map[string]func(request, reply any){
		"wrapping, on the way there": func(request, _ any) {
			if r, ok := request.(*kmspb.EncryptRequest); ok {
				flip(r.Plaintext)
			}
		},
		"wrapping, on the way back": func(_, reply any) {
			if r, ok := reply.(*kmspb.EncryptResponse); ok {
				flip(r.Ciphertext)
			}
		},
		"unwrapping, on the way there": func(request, _ any) {
			if r, ok := request.(*kmspb.DecryptRequest); ok {
				flip(r.Ciphertext)
			}
		},
		"unwrapping, on the way back": func(_, reply any) {
			if r, ok := reply.(*kmspb.DecryptResponse); ok {
				flip(r.Plaintext)
			}
		},
		"unwrapping, the checksum": func(_, reply any) {
			if r, ok := reply.(*kmspb.DecryptResponse); ok {
				r.PlaintextCrc32C.Value ^= 1
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var faults functiontest.Faults
			s := functiontest.New(t, functiontest.Options{Faults: &faults})
			c := &class{Lesson: s.Open(functiontest.Start{}), t: t}
			c.goesOn()
			var left atomic.Int32 // calls still to be damaged
			var hit atomic.Bool
			faults.Damage(func(request, reply any) {
				switch request.(type) {
				case *kmspb.EncryptRequest, *kmspb.DecryptRequest:
					hit.Store(left.Add(-1) >= 0)
				}
				if hit.Load() {
					damage(request, reply)
				}
			})
			ask := func(key string) *functiontest.Reply {
				if strings.HasPrefix(name, "wrapping") {
					return begin(s, c.Lesson, key)
				}
				return c.As(functiontest.Ada, "GET", "/results", nil)
			}
			key := functiontest.NewKey()
			left.Store(1000)
			if r := ask(key); r.Status != 500 || r.Problem() != "internal" {
				t.Errorf("damaged each time: %d %s", r.Status, r.Body)
			}
			left.Store(1)
			if r := ask(key); r.Status != 200 && r.Status != 201 {
				t.Errorf("damaged once: %d %s", r.Status, r.Body)
			}
			left.Store(0)
			c.opens()
			if r := ask(key); strings.HasPrefix(name, "wrapping") {
				var second struct{ ID, Code string }
				r.Want(201).JSON(&second)
				other := &class{Lesson: &functiontest.Lesson{School: s, Teacher: functiontest.Ada, ID: second.ID, Code: second.Code}, t: t}
				other.goesOn()
				other.opens()
			}
		})
	}
}

// A document of the vault is missing, as after restoring only one of the databases. What it opened is gone, and nothing
// else.
func TestVaultLacksADocument(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	vault, err := google.NewClientWithDatabase(t.Context(), s.Project, "vault")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { vault.Close() })
	lose := func(path string) {
		t.Helper()
		if _, err := vault.Doc(path).Delete(t.Context(), google.Exists); err != nil {
			t.Fatal(err)
		}
	}
	c, other := &class{Lesson: s.Open(functiontest.Start{}), t: t}, &class{Lesson: s.Open(functiontest.Start{}), t: t}
	for range 2 {
		c.goesOn()
		other.goesOn()
	}
	lost := c.students[0]
	lose(seal.ParticipantPath(c.ID, lost.ID))
	c.students = c.students[1:]
	c.goesOn()
	c.opens()
	if p := c.Results().Of(t, lost.ID); p.Alias != nil || len(p.Answers) != 0 {
		t.Errorf("without a key: %+v", p)
	}
	// The student has their key all the same.
	lost.Record("text", `"Paris"`)
	var me struct{ Answers []struct{ QuestionID string } }
	s.Do("GET", "/v1/me", functiontest.Request{Token: lost.Token}).Want(200).JSON(&me)
	if len(me.Answers) != 2 {
		t.Errorf("the student sees %v", me.Answers)
	}
	s.Do("DELETE", "/v1/me", functiontest.Request{Token: lost.Token}).Want(202)
	s.Retain(t.Context())
	for _, p := range c.Results().Participants {
		if p.ID == lost.ID {
			t.Errorf("erased, and %+v", p)
		}
	}

	lose(seal.SessionPath(c.ID))
	c.goesOn()
	for _, path := range []string{"/results", "/results/stream", "/export?format=json"} {
		c.As(functiontest.Ada, "GET", path, nil).WantProblem(404, "not-found")
	}
	c.As(functiontest.Ada, "GET", "", nil).Want(200)
	c.Patch(`{"state": "closed"}`)
	c.As(functiontest.Ada, "DELETE", "", nil).Want(200)
	other.opens()
}

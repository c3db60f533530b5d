// Command retention shows six months in seconds: a lesson, its deletion, its
// restore, its second deletion, and what happens as the clock moves. At each
// step it prints what the teacher sees, whether it can be restored, and what
// can be opened with everything that the vault and Cloud KMS hold.
//
//	go run ./emulators/local exec -- go run ./infra/demo/retention
//
// It works on the local stack only, whose clock can be moved.
package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/chain"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
	"github.com/cleanslate-edu/cleanslate/shared/kms"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if err := run(ctx, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "demo-retention:", err)
		os.Exit(1)
	}
}

// A demo is one run against the local stack.
type demo struct {
	api, manage client.Client
	ada         client.PasswordGrant

	out   io.Writer
	data  *store.Store
	vault *store.Vault
	key   *kms.Key
	sid   string
	names int
}

func run(ctx context.Context, out io.Writer) (err error) {
	var env environ.Reader
	project, sessionKey := env.Get(environ.Project), env.Get(environ.KMSSessionKey)
	d := &demo{
		api: client.Client{Origin: env.Get("CLEANSLATE_URL")}, manage: client.Client{Origin: env.Get("CLEANSLATE_MANAGE")},
		ada: client.PasswordGrant{Issuer: env.Get(environ.Auth0Domain), Audience: env.Get(environ.Auth0Audience), User: "ada@north.example"},
		out: out,
	}
	if err := env.Err(); err != nil {
		return fmt.Errorf("start it with make demo-retention: %w", err)
	}
	if d.data, err = store.Open(ctx, project); err != nil {
		return err
	}
	defer d.data.Close()
	if d.vault, err = store.OpenVault(ctx, project); err != nil {
		return err
	}
	defer d.vault.Close()
	keys, err := kms.Dial(ctx)
	if err != nil {
		return err
	}
	defer keys.Close()
	d.key = keys.Key(sessionKey)
	return d.play(ctx)
}

const row = "%-10s  %-44s  %-15s  %-26s  %s\n"

func (d *demo) play(ctx context.Context) error {
	fmt.Fprint(d.out, `A lesson on the local stack, whose clock is moved. For each step:
  visible     whether the teacher's results show it
  restorable  until when the teacher can bring it back
  openable    how many of the students' names can be opened by somebody who has
              every database and may use every key: nobody could do more

`)
	fmt.Fprintf(d.out, row, "date", "step", "visible", "restorable", "openable")
	if err := d.lesson(ctx); err != nil {
		return err
	}
	teacher := func(method, path, body string) error { return d.call(ctx, method, path, body, nil) }
	session := "/v1/sessions/" + d.sid
	var first time.Time
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"a lesson with two students, closed", func() error { return teacher("PATCH", session, `{"state":"closed"}`) }},
		{"deleted by the teacher", func() error { return teacher("DELETE", session, "") }},
		{"restored", func() error { return teacher("POST", session+"/restore", "") }},
		{"a month later, deleted again", func() error {
			if err := d.advance(ctx, 30*24*time.Hour); err != nil {
				return err
			}
			return teacher("DELETE", session, "")
		}},
		{"a tick an hour before the final date", func() error {
			var err error
			if first, err = d.restorableUntil(ctx); err != nil {
				return err
			}
			if err := d.set(ctx, first.Add(-time.Hour)); err != nil {
				return err
			}
			return d.tick(ctx)
		}},
		{"a second after it: restoring is refused (410)", func() error {
			if err := d.set(ctx, first.Add(time.Second)); err != nil {
				return err
			}
			var refused *client.Problem
			if err := teacher("POST", session+"/restore", ""); !errors.As(err, &refused) || refused.Status != http.StatusGone {
				return fmt.Errorf("restoring wasn't refused as gone: %v", err)
			}
			return nil
		}},
		{"the next tick erases it, keys first", func() error {
			if err := d.tick(ctx); err != nil {
				return err
			}
			return d.until(ctx, "erased", func() (bool, error) {
				s, err := d.data.Session(ctx, d.sid)
				return err == nil && s.State == domain.Erased, err
			})
		}},
	} {
		if err := step.do(); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		if err := d.show(ctx, step.name); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return d.receipt(ctx)
}

// lesson runs a session with two students.
func (d *demo) lesson(ctx context.Context) error {
	var sets struct{ Items []struct{ ID string } }
	if err := d.call(ctx, "GET", "/v1/question-sets", "", &sets); err != nil {
		return err
	}
	if len(sets.Items) == 0 {
		return errors.New("there is no question set: start the stack with -seed")
	}
	var session struct{ ID, Code string }
	body := `{"questionSetId":"` + sets.Items[0].ID + `","mode":"self-paced","feedback":"none"}`
	if err := d.call(ctx, "POST", "/v1/sessions", body, &session); err != nil {
		return err
	}
	d.sid = session.ID
	for _, name := range []string{"Ada", "Bo"} {
		var joined client.Participant
		if err := d.api.Do(ctx, client.Join(session.Code, name, client.NewKey()), &joined); err != nil {
			return err
		}
		for _, q := range joined.Session.Questions {
			if q.Kind == "text" {
				if err := d.api.Do(ctx, client.Answers(joined.Token, client.Answer{Question: q.ID, Revision: 1, Response: "rain"}), nil); err != nil {
					return err
				}
			}
		}
		d.names++
	}
	return nil
}

// show prints the current state.
func (d *demo) show(ctx context.Context, step string) error {
	visible := "no"
	var results struct {
		Participants []struct{ Alias *string }
	}
	err := d.call(ctx, "GET", "/v1/sessions/"+d.sid+"/results", "", &results)
	if err == nil {
		visible = fmt.Sprintf("yes, %d students", len(results.Participants))
	}
	restorable := "no"
	if until, err := d.restorableUntil(ctx); err == nil {
		if now, err := d.now(ctx); err == nil && now.Before(until) {
			restorable = "until " + until.Format("2006-01-02 15:04 UTC")
		}
	}
	opened, err := d.opens(ctx)
	if err != nil {
		return err
	}
	now, err := d.now(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, row, now.Format("2006-01-02"), step, visible, restorable, fmt.Sprintf("%d of %d names", opened, d.names))
	return nil
}

// opens returns the number of names that can be opened with everything that is
// stored.
func (d *demo) opens(ctx context.Context) (int, error) {
	wrapped, err := d.vault.SessionKey(ctx, d.sid)
	if errors.Is(err, domain.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	raw, err := d.key.Unwrap(ctx, seal.SessionPath(d.sid), wrapped.Wrapped)
	if err != nil {
		return 0, err
	}
	private, err := seal.ParseSessionKey(raw)
	if err != nil {
		return 0, err
	}
	boxes, err := d.vault.AllBoxes(ctx, d.sid)
	if err != nil {
		return 0, err
	}
	participants, err := d.data.Participants(ctx, d.sid)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, p := range participants {
		path := seal.ParticipantPath(d.sid, p.ID)
		if key, err := private.OpenBox(path, boxes[p.ID].Session); err == nil {
			if _, err := key.Open(path, seal.Alias, p.Alias); err == nil {
				n++
			}
		}
	}
	return n, nil
}

func (d *demo) restorableUntil(ctx context.Context) (time.Time, error) {
	var trash struct {
		Items []struct {
			ID              string
			RestorableUntil *time.Time
		}
	}
	if err := d.call(ctx, "GET", "/v1/sessions?state=deleted", "", &trash); err != nil {
		return time.Time{}, err
	}
	for _, s := range trash.Items {
		if s.ID == d.sid && s.RestorableUntil != nil {
			return *s.RestorableUntil, nil
		}
	}
	return time.Time{}, errors.New("it isn't in the trash")
}

// receipt waits until the receipt is sealed, and prints and verifies it.
func (d *demo) receipt(ctx context.Context) error {
	if err := d.advance(ctx, 11*time.Minute); err != nil {
		return err
	}
	if err := d.tick(ctx); err != nil {
		return err
	}
	var receipt struct {
		Receipt json.RawMessage
		SHA256  string
		Block   *int
	}
	id := domain.Subject{Kind: domain.SubjectSession, Org: "org_north", Session: d.sid}.ErasureID()
	err := d.until(ctx, "sealed", func() (bool, error) {
		err := d.call(ctx, "GET", "/v1/receipts/"+id, "", &receipt)
		return err == nil && receipt.Block != nil, err
	})
	if err != nil {
		return err
	}
	if chain.Hash(receipt.Receipt) != receipt.SHA256 {
		return errors.New("the receipt doesn't match its hash")
	}
	var facts struct{ IrrecoverableAt time.Time }
	var pretty bytes.Buffer
	if err := errors.Join(json.Unmarshal(receipt.Receipt, &facts), json.Indent(&pretty, receipt.Receipt, "", "  ")); err != nil {
		return err
	}
	if err := d.verify(ctx); err != nil {
		return err
	}
	fmt.Fprintf(d.out, `
The backups and the point-in-time recovery of either database reach back seven
days: from %s on not even those bring a key back.

The receipt that the school can file, without anything personal, in block %d of a
chain whose signatures and hashes were checked:

%s
`, facts.IrrecoverableAt.Format("2006-01-02 15:04 UTC"), *receipt.Block, &pretty)
	return nil
}

// verify checks the chain as infra/verify-receipts does.
func (d *demo) verify(ctx context.Context) error {
	var keys struct{ Items []struct{ ID, PEM string } }
	var page struct {
		Items []struct {
			Block, Signature []byte
			Receipts         [][]byte
		}
	}
	if err := d.call(ctx, "GET", "/v1/receipts/keys", "", &keys); err != nil {
		return err
	}
	if err := d.call(ctx, "GET", "/v1/receipts/blocks", "", &page); err != nil {
		return err
	}
	public := make(map[string]ed25519.PublicKey)
	for _, k := range keys.Items {
		block, _ := pem.Decode([]byte(k.PEM))
		if block == nil {
			return errors.New("a key of the chain isn't PEM-encoded")
		}
		parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err != nil {
			return fmt.Errorf("parsing a key of the chain: %w", err)
		}
		public[k.ID], _ = parsed.(ed25519.PublicKey)
	}
	var blocks []chain.Signed
	var receipts [][][]byte
	for _, b := range page.Items {
		blocks = append(blocks, chain.Signed{Block: b.Block, Signature: b.Signature})
		receipts = append(receipts, b.Receipts)
	}
	faults, _ := chain.Verify(blocks, receipts, public)
	if len(blocks) == 0 || len(faults) > 0 {
		return fmt.Errorf("the chain of %d blocks isn't whole: %v", len(blocks), faults)
	}
	return nil
}

// until waits for what messages bring about.
func (d *demo) until(ctx context.Context, what string, done func() (bool, error)) error {
	var last error
	for range 60 {
		ok, err := done()
		if ok {
			return nil
		}
		last = err
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(500 * time.Millisecond):
		}
	}
	return fmt.Errorf("it wasn't %s within half a minute: %w", what, last)
}

func (d *demo) now(ctx context.Context) (time.Time, error) {
	var clock struct{ Now time.Time }
	err := d.manage.Do(ctx, client.Request{Path: "/clock"}, &clock)
	return clock.Now, err
}

func (d *demo) advance(ctx context.Context, by time.Duration) error {
	return d.manage.Do(ctx, client.Request{Method: "POST", Path: "/clock", Body: `{"advance":"` + by.String() + `"}`}, nil)
}

func (d *demo) set(ctx context.Context, t time.Time) error {
	return d.manage.Do(ctx, client.Request{Method: "POST", Path: "/clock", Body: `{"set":"` + t.UTC().Format(time.RFC3339Nano) + `"}`}, nil)
}

// tick runs a tick and waits for its messages to be handled.
func (d *demo) tick(ctx context.Context) error {
	if err := d.manage.Do(ctx, client.Request{Method: "POST", Path: "/tick/retention-tick"}, nil); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(3 * time.Second):
		return nil
	}
}

// call makes a request as Ada, who has just signed in with a second factor: her
// token follows the clock that is moved.
func (d *demo) call(ctx context.Context, method, path, body string, into any) error {
	token, err := d.ada.Token(ctx)
	if err != nil {
		return err
	}
	return d.api.Do(ctx, client.Request{Method: method, Path: path, Token: token, Body: body}, into)
}

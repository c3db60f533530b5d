package rights_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

type object = map[string]any

// asking returns the body of a request to North, with changes.
func asking(changes object) object {
	body := object{
		"org": functiontest.North, "kind": "delete", "from": "parent", "email": "parent@mail.example", "text": "Please delete all of it.",
		"about": object{"alias": "Ada", "code": "kx wqpt", "from": "2026-11-02", "to": "2026-11-06"}, "locale": "fr",
	}
	maps.Copy(body, changes)
	for k, v := range changes {
		if v == nil {
			delete(body, k)
		}
	}
	return body
}

type request struct {
	s *functiontest.School
	asked
	key string
}

type asked struct{ ID, Secret string }

type shown struct {
	ID, Org, OrgName, Contact, Kind, From, State, Text string
	About                                              object
	ReceivedAt, KeptUntil                              time.Time
	VerifiedAt                                         *time.Time
}

// send asks with a key and returns the reply.
func send(s *functiontest.School, key string, body object) *functiontest.Reply {
	return s.Do("POST", "/v1/requests", functiontest.Request{Key: key, Body: body})
}

// newRequest asks for something.
func newRequest(s *functiontest.School, changes object) *request {
	q := &request{s: s, key: functiontest.NewKey()}
	send(s, q.key, asking(changes)).Want(202).JSON(&q.asked)
	return q
}

func (q *request) get(secret string) *functiontest.Reply {
	return q.s.Do("GET", "/v1/requests/"+q.ID, functiontest.Request{Token: secret})
}

func (q *request) enter(code string) *functiontest.Reply {
	return q.s.Do("POST", "/v1/requests/"+q.ID+"/verify", functiontest.Request{Token: q.Secret, Body: object{"code": code}})
}

// mailed returns the code that is to be mailed, empty where none is.
func (q *request) mailed(t *testing.T) string {
	t.Helper()
	return q.s.CodeOf(t.Context(), q.ID)
}

// other returns a code that isn't the given one.
func other(code string) string {
	last := code[len(code)-1]
	return code[:len(code)-1] + string('0'+(last-'0'+1)%10)
}

// Somebody without an account asks, enters the code that was mailed, and follows the request by its secret.
func TestAsk(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	q := newRequest(s, nil)
	var before, after shown
	q.get(q.Secret).Want(200).JSON(&before)
	if before.State != "unverified" || before.VerifiedAt != nil || before.KeptUntil.Sub(before.ReceivedAt) != domain.RequestUnverifiedKept ||
		before.Org != functiontest.North || before.OrgName == "" || before.Contact != "privacy@north.example" || before.Kind != "delete" || before.From != "parent" ||
		before.Text != "Please delete all of it." || fmt.Sprint(before.About) != "map[alias:Ada code:KXWQPT from:2026-11-02 to:2026-11-06]" {
		t.Errorf("before: %+v", before)
	}
	if e := s.Envelope(t.Context(), q.ID); e.To != "parent@mail.example" {
		t.Errorf("the mail goes to %q", e.To)
	}
	mails := s.Published.Take(events.NotifyMail)
	if len(mails) != 1 {
		t.Fatalf("published: %q", mails)
	}
	if m, err := events.ParseMail(events.Message{Data: mails[0]}); err != nil || m.RequestMail == "" || m.RequestMail == q.ID {
		t.Errorf("published: %q, %v", mails[0], err)
	}
	code := q.mailed(t)
	q.enter(other(code)).WantProblem(422, "wrong-code")
	for range 2 {
		q.enter(" " + code[:4] + " " + code[4:]).Want(200).JSON(&after)
	}
	if after.State != "open" || after.VerifiedAt == nil || !after.ReceivedAt.Equal(before.ReceivedAt) || after.KeptUntil.Year() != after.ReceivedAt.Year()+3 {
		t.Errorf("after: %+v", after)
	}
	if body := string(q.get(q.Secret).Want(200).Body); strings.Contains(body, "mail.example") {
		t.Errorf("the link shows the address: %s", body)
	}
	// Sent again, once it is verified, it has no other code.
	send(s, q.key, asking(nil)).Want(202)
	s.Clock.Advance(time.Hour)
	send(s, q.key, asking(nil)).Want(202)
	q.get(q.Secret).Want(200).JSON(&after)
	if after.State != "open" {
		t.Errorf("sent again: %+v", after)
	}
}

// The school opens it with its own key, and nobody else but whoever has the secret: neither the code nor the id opens
// anything.
func TestAskIsSealedToTheSchool(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	q, south := newRequest(s, nil), newRequest(s, object{"org": functiontest.South})
	ctx := t.Context()
	open := func(org, id string) (c domain.RequestContent, err error) {
		t.Helper()
		wrapped, err := s.Vault.RequestKeys(ctx, org)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := s.Requests.Unwrap(ctx, seal.RequestKeyPath(org), wrapped.Wrapped)
		if err != nil {
			t.Fatal(err)
		}
		private, err := seal.ParseRequestKey(raw)
		if err != nil {
			t.Fatal(err)
		}
		boxes, err := s.Vault.RequestBoxes(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		key, err := private.OpenBox(id, boxes.School)
		if err != nil {
			return c, err
		}
		r, err := s.Store.Request(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return c, key.OpenJSON(seal.RequestPath(id), seal.Content, r.Content, &c)
	}
	if c, err := open(functiontest.North, q.ID); err != nil || c.Email != "parent@mail.example" || c.Text != "Please delete all of it." || c.About.Alias != "Ada" {
		t.Errorf("the school sees %+v, %v", c, err)
	}
	if _, err := open(functiontest.North, south.ID); err == nil {
		t.Error("one school opens what another was asked")
	}
	if _, err := open(functiontest.South, q.ID); err == nil {
		t.Error("one school opens what another was asked")
	}
	boxes, err := s.Vault.RequestBoxes(ctx, q.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, guess := range []string{q.mailed(t), q.ID, q.key, south.Secret, ""} {
		if _, _, err := seal.OpenForRequester(guess, q.ID, boxes.Requester); err == nil {
			t.Errorf("%q opens it", guess)
		}
	}
	// A second request to the same school makes no other key.
	first, _ := s.Vault.RequestKeys(ctx, functiontest.North)
	newRequest(s, object{"email": "other@mail.example"})
	if again, _ := s.Vault.RequestKeys(ctx, functiontest.North); string(again.Wrapped) != string(first.Wrapped) {
		t.Error("the school has another key")
	}
}

// Nothing of who asks, for what, and of whom is stored, published or answered in plain.
func TestAskLeavesNothingInPlain(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	q := newRequest(s, object{"email": "Qzparent@mail.example", "text": "Qzwords of mine", "about": object{"alias": "Qzalias", "code": "KXWQPT"}})
	q.enter(q.mailed(t)).Want(200)
	secrets := []string{"qzparent", "mail.example", "qzwords", "qzalias", "kxwqpt", q.Secret, q.key, q.mailed(t)}
	for name, doc := range s.Documents(t.Context()) {
		for _, secret := range secrets {
			if secret != "" && strings.Contains(strings.ToLower(name+doc), strings.ToLower(secret)) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
	for _, m := range s.Published.Take(events.NotifyMail) {
		for _, secret := range secrets {
			if secret != "" && strings.Contains(strings.ToLower(string(m)), strings.ToLower(secret)) {
				t.Errorf("a message holds %q", secret)
			}
		}
	}
}

// The reply follows from the key alone, whatever is asked about and of whichever school, and however much mail went to
// the address: who asks learns nothing.
func TestAskIsAnsweredAlike(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	l := s.Open(functiontest.Start{})
	l.Join("Ada")
	mail := object{"email": "often@mail.example"}
	for range 3 {
		newRequest(s, mail)
		s.Clock.Advance(domain.RequestMailEvery)
	}
	var first string
	for name, changes := range map[string]object{
		"nothing": {"about": nil}, "an alias and a code that are there": {"about": object{"alias": "Ada", "code": l.Code}},
		"an alias that isn't": {"about": object{"alias": "Nobody", "code": l.Code}}, "a code that isn't": {"about": object{"alias": "Ada", "code": "BBBBBB"}},
		"another school": {"org": functiontest.South}, "an address that was mailed to often": mail, "a member's": {"email": functiontest.Ada, "from": "teacher"},
	} {
		t.Run(name, func(t *testing.T) {
			q := newRequest(s, changes)
			reply := send(s, q.key, asking(changes)).Want(202)
			for _, own := range []string{q.ID, q.Secret} {
				if !strings.Contains(string(reply.Body), own) {
					t.Error("sent again, it is answered in another way")
				}
			}
			text := strings.NewReplacer(q.ID, "ID", q.Secret, "SECRET").Replace(reply.Alike())
			wrong := q.enter("00000000")
			text += fmt.Sprint(wrong.Status, wrong.Problem())
			if first == "" {
				first = text
			}
			if text != first {
				t.Errorf("%s\nwant %s", text, first)
			}
		})
	}
}

// Retries, at once too, are one request with one mail. The same key with another body is refused.
func TestAskAgain(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	key := functiontest.NewKey()
	replies := make([]asked, 8)
	var all sync.WaitGroup
	for i := range replies {
		all.Go(func() { send(s, key, asking(nil)).Want(202).JSON(&replies[i]) })
	}
	all.Wait()
	for _, r := range replies {
		if r != replies[0] {
			t.Errorf("%v and %v", r, replies[0])
		}
	}
	published := make(map[string]bool)
	for _, m := range s.Published.Take(events.NotifyMail) {
		published[string(m)] = true
	}
	if len(published) != 1 {
		t.Errorf("mails: %v", published)
	}
	for name, changes := range map[string]object{
		"text": {"text": "Another."}, "address": {"email": "other@mail.example"}, "school": {"org": functiontest.South}, "kind": {"kind": "know"},
		"from": {"from": "other"}, "language": {"locale": "de"}, "about": {"about": nil},
	} {
		if r := send(s, key, asking(changes)); r.Problem() != "idempotency-key-reused" {
			t.Errorf("another %s: %d %s", name, r.Status, r.Body)
		}
	}
}

// One mail in ten minutes and three in a day go to an address, whatever schools and requests they are about. The day
// doesn't end at midnight.
func TestMailsAreFew(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	start := s.Clock.Now().UTC()
	s.Clock.Advance(start.Truncate(24 * time.Hour).Add(47*time.Hour + 30*time.Minute).Sub(start)) // half past eleven at night
	ask := func(org string) bool {
		return newRequest(s, object{"org": org, "email": "Parent@mail.example"}).mailed(t) != ""
	}
	for i, step := range []struct {
		wait time.Duration
		org  string
		want bool
	}{
		{0, functiontest.North, true},
		{0, functiontest.North, false},
		{domain.RequestMailEvery - 10*time.Second, functiontest.South, false},
		{10 * time.Second, functiontest.South, true},
		{domain.RequestMailEvery, functiontest.North, true},
		{domain.RequestMailEvery, functiontest.North, false}, // it is midnight, or later
		{time.Hour, functiontest.North, false},
		{domain.RequestDay - 70*time.Minute, functiontest.North, true}, // a day after the third
	} {
		s.Clock.Advance(step.wait)
		if got := ask(step.org); got != step.want {
			t.Errorf("step %d, after %v: mailed %v", i, step.wait, got)
		}
	}
	if newRequest(s, object{"email": "other@mail.example"}).mailed(t) == "" {
		t.Error("another address isn't mailed to")
	}
}

// Addresses by which providers deliver to one mailbox are one address.
func TestMailsToOneMailboxAreFew(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	for _, c := range []struct {
		address string
		same    []string
		other   []string
	}{
		{"parent@mail.example", []string{"parent+1@mail.example", "PARENT+x+y@Mail.Example", "parent+@mail.example"}, []string{"par.ent@mail.example", "parent@other.example"}},
		{"a.parent@gmail.com", []string{"aparent@gmail.com", "A.P.arent+1@googlemail.com"}, []string{"bparent@gmail.com"}},
	} {
		mailed := func(address string) bool { return newRequest(s, object{"email": address}).mailed(t) != "" }
		for _, address := range slices.Concat([]string{c.address}, c.other) {
			if !mailed(address) {
				t.Errorf("%s isn't mailed to", address)
			}
		}
		for _, address := range c.same {
			if mailed(address) {
				t.Errorf("%s is mailed to beside %s", address, c.address)
			}
		}
	}
}

// Who makes the same request again after ten minutes gets another code, and the one before no longer works.
func TestAnotherCode(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	q := newRequest(s, nil)
	first := q.mailed(t)
	again := func() { send(s, q.key, asking(nil)).Want(202) }
	again()
	if q.mailed(t) != first {
		t.Error("there is another code at once")
	}
	for range domain.RequestCodeTries {
		q.enter(other(first)).WantProblem(422, "wrong-code")
	}
	q.enter(first).WantProblem(410, "code-over")
	again()
	q.enter(first).WantProblem(410, "code-over")
	s.Clock.Advance(domain.RequestMailEvery)
	again()
	second := q.mailed(t)
	if second == first || second == "" {
		t.Fatalf("the second code is %q, the first was %q", second, first)
	}
	q.enter(first).WantProblem(422, "wrong-code")
	q.enter(second).Want(200)
}

// A code works for thirty minutes, five tries, and not for another request.
func TestCodes(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	late, q := newRequest(s, object{"email": "late@mail.example"}), newRequest(s, nil)
	q.enter("1234567").WantProblem(422, "invalid")
	q.enter("abcdefgh").WantProblem(422, "invalid")
	if code := late.mailed(t); code != q.mailed(t) {
		q.enter(code).WantProblem(422, "wrong-code")
	}
	// Tries at once count each.
	var all sync.WaitGroup
	var mu sync.Mutex
	got := make(map[string]int)
	for range 12 {
		all.Go(func() {
			p := q.enter(other(q.mailed(t))).Problem()
			mu.Lock()
			defer mu.Unlock()
			got[p]++
		})
	}
	all.Wait()
	if got["wrong-code"] != domain.RequestCodeTries-1 || got["code-over"] != 12-(domain.RequestCodeTries-1) {
		t.Errorf("twelve wrong codes at once: %v", got)
	}
	q.enter(q.mailed(t)).WantProblem(410, "code-over")
	code := late.mailed(t)
	s.Clock.Advance(domain.RequestCodeValid)
	late.enter(code).WantProblem(410, "code-over")
}

// A school takes fifty requests in a day of which nobody knows who makes them. Those that are verified don't count, nor
// does another school's.
func TestSchoolIsFull(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	address := func(n int) object { return object{"email": fmt.Sprintf("parent%d@mail.example", n)} }
	verified := newRequest(s, nil)
	verified.enter(verified.mailed(t)).Want(200)
	var first *request
	for n := range domain.RequestUnverifiedMax {
		if q := newRequest(s, address(n)); n == 0 {
			first = q
		}
	}
	key := functiontest.NewKey()
	send(s, key, asking(object{"email": "one-more@mail.example"})).WantProblem(409, "requests-full")
	if _, err := s.Vault.RequestBoxes(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	for name := range s.Documents(t.Context()) {
		id, _ := domain.RequestID(key)
		if strings.Contains(name, id) {
			t.Errorf("a refused request leaves %s", name)
		}
	}
	newRequest(s, object{"org": functiontest.South})
	send(s, first.key, asking(address(0))).Want(202) // it is there already
	first.enter(first.mailed(t)).Want(200)
	send(s, key, asking(object{"email": "one-more@mail.example"})).Want(202)
	send(s, functiontest.NewKey(), asking(object{"email": "two-more@mail.example"})).WantProblem(409, "requests-full")
	s.Clock.Advance(domain.RequestDay)
	newRequest(s, object{"email": "two-more@mail.example"})
}

// Whoever has many addresses verifies as many requests as they like: a school takes two hundred in a day.
func TestSchoolTakesSoManyADay(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	var all sync.WaitGroup
	const atOnce = 8
	for one := range atOnce {
		all.Go(func() {
			for n := range domain.RequestsADay / atOnce {
				q := newRequest(s, object{"email": fmt.Sprintf("parent%d-%d@mail.example", one, n)})
				q.enter(q.mailed(t)).Want(200)
			}
		})
	}
	all.Wait()
	send(s, functiontest.NewKey(), asking(object{"email": "one-more@mail.example"})).WantProblem(409, "requests-full")
	newRequest(s, object{"org": functiontest.South})
	s.Clock.Advance(domain.RequestDay)
	newRequest(s, object{"email": "one-more@mail.example"})
}

// A wrong secret, an unknown request and one that is gone look alike.
func TestFollowIsRefused(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	q, gone := newRequest(s, nil), newRequest(s, object{"email": "other@mail.example"})
	unknown := &request{s: s, asked: asked{s.NewID(), q.Secret}}
	want := q.get(s.NewID()).Want(404).Alike()
	for name, r := range map[string]*functiontest.Reply{
		"another's secret": q.get(gone.Secret), "an unknown request": unknown.get(q.Secret), "no secret's form": q.get("secret"), "the code": q.get(q.mailed(t)),
		"the id": q.get(q.ID), "the key": q.get(q.key),
	} {
		if got := r.Alike(); got != want {
			t.Errorf("%s: %s\nwant %s", name, got, want)
		}
	}
	// Who is signed in is served by the function request, and may not.
	q.get(s.Token(functiontest.Ada)).WantProblem(403, "forbidden")
	if r := q.get(""); r.Problem() != "not-authenticated" || r.Status != 401 {
		t.Errorf("without a secret: %d %s", r.Status, r.Body)
	}
	for id, wrong := range map[string]string{q.ID: gone.Secret, s.NewID(): q.Secret} {
		r := s.Do("POST", "/v1/requests/"+id+"/verify", functiontest.Request{Token: wrong, Body: object{"code": q.mailed(t)}})
		if r.Alike() != want {
			t.Errorf("verifying: %s", r.Alike())
		}
	}
	// From the time on at which it is erased, and once it is.
	code := gone.mailed(t)
	s.Clock.Advance(domain.RequestUnverifiedKept)
	if got := gone.get(gone.Secret).Alike(); got != want {
		t.Errorf("after three days: %s", got)
	}
	if r := gone.enter(code); r.Alike() != want {
		t.Errorf("after three days: %s", r.Alike())
	}
	s.Tick(t.Context())
	if got := gone.get(gone.Secret).Alike(); got != want {
		t.Errorf("erased: %s", got)
	}
	for name := range s.Documents(t.Context()) {
		if strings.Contains(name, gone.ID) || strings.Contains(name, q.ID) {
			t.Errorf("left: %s", name)
		}
	}
	// Made again with the same key, it is another one.
	send(s, gone.key, asking(object{"email": "other@mail.example"})).Want(202)
	gone.get(gone.Secret).Want(200)
}

// What a school that isn't there, or values that can't be, are answered with.
func TestAskIsRefused(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	for _, org := range []string{"org_none", functiontest.North + "x"} {
		send(s, functiontest.NewKey(), asking(object{"org": org})).WantProblem(404, "not-found")
	}
	s.Do("POST", "/v1/requests", functiontest.Request{Body: asking(nil), Bad: true}).WantProblem(422, "idempotency-key-invalid")
	s.Do("POST", "/v1/requests", functiontest.Request{Key: "short", Body: asking(nil), Bad: true}).WantProblem(422, "idempotency-key-invalid")
	bad := func(body object, pointers ...string) {
		t.Helper()
		r := s.Do("POST", "/v1/requests", functiontest.Request{Key: functiontest.NewKey(), Body: body, Bad: true}).WantProblem(422, "invalid")
		var p struct{ Errors []struct{ Pointer string } }
		if err := json.Unmarshal(r.Body, &p); err != nil {
			t.Fatal(err)
		}
		got := make(map[string]bool)
		for _, e := range p.Errors {
			got[e.Pointer] = true
		}
		for _, want := range pointers {
			if !got[want] {
				t.Errorf("%v: %s doesn't name %s", body, r.Body, want)
			}
		}
	}
	bad(asking(object{"kind": "all", "from": "police", "email": "nobody", "text": "  ", "locale": "it"}), "/kind", "/from", "/email", "/text", "/locale")
	bad(asking(object{"about": object{"alias": strings.Repeat("x", 101), "code": "ABC", "from": "today", "to": "tomorrow"}}), "/about/alias", "/about/code", "/about/from", "/about/to")
	bad(asking(object{"name": "Ada"}), "/name")
	bad(asking(object{"text": strings.Repeat("x", domain.RequestTextMax+1)}), "/text")
	if n := s.Published.Len(); n != 0 {
		t.Errorf("%d messages were published", n)
	}
}

// What is typed by accident is left out: spaces, line ends of another kind, characters that can't be seen.
func TestAskIsCleaned(t *testing.T) {
	t.Parallel()
	s := functiontest.New(t, functiontest.Options{})
	q := newRequest(s, object{"email": " parent@mail.example ", "text": "  One.  \r\nTwo.\t\r\r", "about": object{"alias": " A\u200bda "}})
	var got shown
	q.get(q.Secret).Want(200).JSON(&got)
	if got.Text != "One.\nTwo." || got.About["alias"] != "Ada" {
		t.Errorf("%q, %q", got.Text, got.About)
	}
	if e := s.Envelope(t.Context(), q.ID); e.To != "parent@mail.example" {
		t.Errorf("mailed to %q", e.To)
	}
}

package identity_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/emulators/auth0"
	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/functions/functiontest"
	"github.com/cleanslate-edu/cleanslate/functions/identity"
	"github.com/cleanslate-edu/cleanslate/shared/account"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
)

type object = map[string]any

const (
	invited     = "newcomer.private@canary.example"
	redirectURI = "https://cleanslate.example/teach/"
)

var teach = []string{domain.SessionsWrite, domain.ResultsRead, domain.DataDelete}

var roleIDs = map[domain.Role]string{
	domain.RoleTeacher: "rol_teacher", domain.RoleAdministrator: "rol_administrator", domain.RoleOperator: "rol_operator",
}

// A tenant is the identity provider of one test, with the school's people.
type tenant struct {
	t        *testing.T
	s        *functiontest.School
	provider *auth0.Provider
	accounts *account.Client
	issuer   string
	fuse     fuse
	limited  atomic.Int32 // how many calls of the Management API are refused by its rate limit still

	mu    sync.Mutex
	links []string // of invitations that were sent
	to    []string
}

func newTenant(t *testing.T, scopes []string) *tenant {
	t.Helper()
	w := &tenant{t: t, s: functiontest.New(t, functiontest.Options{})}
	srv := httptest.NewUnstartedServer(nil)
	w.issuer = "http://" + srv.Listener.Addr().String()
	user := func(email, role string) auth0.User {
		name, _, _ := strings.Cut(email, "@")
		return auth0.User{Sub: "auth0|" + name, Email: email, Name: name, Password: "demo", Org: functiontest.North, OrgName: "North", Roles: []string{role}}
	}
	var err error
	w.provider, err = auth0.New(w.issuer, auth0.Options{
		Users:     []auth0.User{user(functiontest.Ada, "rol_teacher"), user(functiontest.Linus, "rol_teacher"), user(functiontest.Grace, "rol_administrator")},
		Clients:   []auth0.Client{{ID: "web", InitiateLoginURI: redirectURI, RedirectURIs: []string{redirectURI}}},
		Audiences: []string{functiontest.Audience},
		Managers:  []auth0.Manager{{ID: "all", Secret: "s", Scopes: account.Scopes}, {ID: "some", Secret: "s", Scopes: scopes}},
		Roles: []auth0.Role{
			{ID: "rol_teacher", Name: "teacher", Permissions: teach},
			{ID: "rol_administrator", Name: "administrator", Permissions: append([]string{domain.OrgAdmin}, teach...)},
			{ID: "rol_operator", Name: "operator", Permissions: []string{domain.PlatformOrgs}},
		},
		Now: w.s.Clock.Now,
		Invited: func(to auth0.User, from, link string) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.links, w.to = append(w.links, link), append(w.to, to.Email)
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	srv.Config.Handler = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/v2/") && w.limited.Load() > 0 {
			w.limited.Add(-1)
			rw.WriteHeader(http.StatusTooManyRequests)
			return
		}
		w.provider.ServeHTTP(rw, r)
	})
	srv.Start()
	t.Cleanup(srv.Close)
	w.manageAs("all")
	for _, email := range []string{functiontest.Ada, functiontest.Linus, functiontest.Grace} { // they become members
		w.s.Do("GET", "/v1/policy", functiontest.Request{Token: w.s.Token(email)}).Want(200)
	}
	return w
}

func (w *tenant) manageAs(manager string) {
	w.t.Helper()
	var err error
	w.accounts, err = account.New(account.Config{Issuer: w.issuer + "/", ClientID: manager, ClientSecret: "s", App: "web", Roles: roleIDs, Connections: []string{"con_password"}})
	if err != nil {
		w.t.Fatal(err)
	}
}

// deliver hands a message to identity, as Pub/Sub does.
func (w *tenant) deliver(data []byte) error {
	return identity.New(identity.Deps{
		Store: breakable{w.s.Store, &w.fuse}, Addresses: w.s.Invited, Accounts: fragile{w.accounts, &w.fuse}, Clock: w.s.Clock.Now,
	})(w.t.Context(), events.Message{Data: data})
}

// work delivers what was published for identity, and returns it.
func (w *tenant) work() [][]byte {
	w.t.Helper()
	all := w.s.Published.Take(events.IdentityWork)
	for _, data := range all {
		if bytes.Contains(data, []byte("@")) {
			w.t.Errorf("a message holds an address: %s", data)
		}
		if err := w.deliver(data); err != nil {
			w.t.Fatalf("%s: %v", data, err)
		}
	}
	return all
}

func (w *tenant) as(email, method, path string, body any) *functiontest.Reply {
	w.t.Helper()
	return w.s.Do(method, path, functiontest.Request{Token: w.s.Token(email), Body: body})
}

// permissions returns what the provider lets somebody do; nothing if it doesn't know them.
func (w *tenant) permissions(email string) []string {
	w.t.Helper()
	token, err := w.provider.Token(email, auth0.TokenOptions{Client: "web"})
	if err != nil {
		return []string{"no account"}
	}
	var claims struct{ Permissions []string }
	part := strings.Split(token, ".")[1]
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil || json.Unmarshal(raw, &claims) != nil {
		w.t.Fatal(err)
	}
	return claims.Permissions
}

type member struct {
	ID, State, Role string
	Name            *string
	LastActive      *string
	Waits, Refused  bool
	You             bool
}

func (w *tenant) member(email string) (m member) {
	w.t.Helper()
	var list struct{ Items []member }
	w.as(functiontest.Grace, "GET", "/v1/org/members", nil).Want(200).JSON(&list)
	for _, m := range list.Items {
		if m.ID == functiontest.MemberID(email) {
			return m
		}
	}
	return m
}

type invitation struct {
	ID, State string
	Refused   bool
}

func (w *tenant) invitations() []invitation {
	w.t.Helper()
	var list struct{ Items []invitation }
	w.as(functiontest.Grace, "GET", "/v1/org/invitations", nil).Want(200).JSON(&list)
	return list.Items
}

// addresses returns the documents that hold the address of the invitation, sealed or not.
func (w *tenant) addresses() (plain, wrapped []string) {
	w.t.Helper()
	for _, database := range []string{"(default)", "vault", "audit"} {
		for doc, err := range firestore.Documents(w.t.Context(), os.Getenv("FIRESTORE_EMULATOR_HOST"), w.s.Project, database) {
			if err != nil {
				w.t.Fatal(err)
			}
			if bytes.Contains(doc.JSON, []byte("newcomer.private")) {
				plain = append(plain, doc.Name)
			}
			if strings.Contains(doc.Name, "/invitees/") && bytes.Contains(doc.JSON, []byte(`"address"`)) {
				wrapped = append(wrapped, doc.Name)
			}
		}
	}
	return plain, wrapped
}

func TestInvitation(t *testing.T) {
	t.Parallel()
	w := newTenant(t, nil)
	key := functiontest.NewKey()
	invite := func(key string, body object) *functiontest.Reply {
		return w.s.Do("POST", "/v1/org/members", functiontest.Request{Token: w.s.Token(functiontest.Grace), Key: key, Body: body})
	}
	body := object{"email": invited, "role": "teacher"}
	for range 2 { // again with the key is the same
		invite(key, body).Want(202)
	}
	invite(key, object{"email": invited, "role": "administrator"}).WantProblem(422, "idempotency-key-reused")
	if plain, wrapped := w.addresses(); len(plain) > 0 || len(wrapped) != 1 {
		t.Errorf("before it is used the address is in plain text in %v, wrapped in %v", plain, wrapped)
	}
	if got := w.invitations(); len(got) != 1 || got[0].State != "waiting" {
		t.Errorf("invitations: %+v", got)
	}
	messages := w.work()
	if !slices.Equal(w.to, []string{invited}) {
		t.Fatalf("sent to %v", w.to)
	}
	for _, data := range messages { // Pub/Sub delivers again
		if err := w.deliver(data); err != nil {
			t.Error(err)
		}
	}
	if len(w.to) != 1 {
		t.Errorf("sent %d times", len(w.to))
	}
	// Used, and forgotten.
	if plain, wrapped := w.addresses(); len(plain) > 0 || len(wrapped) > 0 {
		t.Errorf("afterwards the address is in %v, %v", plain, wrapped)
	}
	sent := w.invitations()
	if len(sent) != 1 || sent[0].State != "sent" {
		t.Fatalf("invitations: %+v", sent)
	}
	link, err := url.Parse(w.links[0])
	if err != nil || link.Query().Get("organization") != functiontest.North {
		t.Errorf("link %s, %v", w.links[0], err)
	}

	// Withdrawn, it can't be accepted, and its request, sent again, doesn't bring it back.
	w.as(functiontest.Grace, "DELETE", "/v1/org/invitations/"+sent[0].ID, nil).Want(202)
	w.work()
	if got := w.invitations(); len(got) != 0 {
		t.Errorf("withdrawn: %+v", got)
	}
	if tickets, err := w.accounts.Invited(t.Context(), functiontest.North, sent[0].ID); err != nil || len(tickets) > 0 {
		t.Errorf("at the provider: %v, %v", tickets, err)
	}

	var again invitation
	if invite(key, body).Want(202).JSON(&again); again.ID != sent[0].ID || again.State != "withdrawn" {
		t.Errorf("asked for again with the same key: %+v", again)
	}
	w.as(functiontest.Grace, "DELETE", "/v1/org/invitations/"+sent[0].ID, nil).Want(202)
	w.work()
	if got := w.invitations(); len(w.to) != 1 || len(got) != 0 {
		t.Errorf("asked for again: sent to %v, %+v", w.to, got)
	}

	// What nobody accepts ends.
	invite(functiontest.NewKey(), body).Want(202)
	w.work()
	w.s.Clock.Advance(domain.InviteeKept + time.Minute)
	w.s.Tick(t.Context())
	if left, err := w.s.Store.Invitees(t.Context(), functiontest.North); err != nil || len(left) != 0 {
		t.Errorf("after seven days: %+v, %v", left, err)
	}

	for what, bad := range map[string]object{
		"no address": {"email": "x", "role": "teacher"}, "another role": {"email": invited, "role": "operator"}, "no role": {"email": invited},
	} {
		if r := w.s.Do("POST", "/v1/org/members", functiontest.Request{Token: w.s.Token(functiontest.Grace), Body: bad, Bad: true}); r.Status != 422 {
			t.Errorf("%s: %d", what, r.Status)
		}
	}
	// The operator invites a school's first administrator.
	w.s.Do("POST", "/v1/orgs/"+functiontest.North+"/members", functiontest.Request{Token: w.s.Token(functiontest.Ops), Body: object{"email": "first@canary.example", "role": "administrator"}}).Want(202)
	w.work()
	if last := w.to[len(w.to)-1]; last != "first@canary.example" {
		t.Errorf("sent to %s", last)
	}
}

// Two invitations of one address and role are two, at whatever moment: which of them is
// withdrawn, and where a delivery is cut off, whoever holds a link of one that was
// withdrawn isn't let in, and whoever holds that of the other is.
func TestInvitationsOfOneAddress(t *testing.T) {
	t.Parallel()
	w := newTenant(t, nil)
	n := 0
	for _, apart := range []time.Duration{0, 30 * time.Second, 2 * time.Minute} {
		for _, cut := range []int{0, 1, 2, 3, 4, 5, 6} { // before which call the first delivery of each ends; 0: none
			for _, gone := range [][]int{{0}, {1}, {0, 1}} {
				n++
				body := object{"email": fmt.Sprintf("twice.%d@canary.example", n), "role": "teacher"}
				var two [2]invitation
				links := map[int][]string{}
				for i := range two {
					w.as(functiontest.Grace, "POST", "/v1/org/members", body).Want(202).JSON(&two[i])
					before := len(w.links)
					for _, data := range w.s.Published.Take(events.IdentityWork) {
						w.fuse.set(cut, cut%2 == 1)
						_ = w.deliver(data)
						w.fuse.set(0, false)
						w.s.Clock.Advance(3 * time.Minute) // its turn is over
						if err := w.deliver(data); err != nil {
							t.Fatal(err)
						}
						w.s.Clock.Advance(-3 * time.Minute)
					}
					links[i] = slices.Clone(w.links[before:])
					if len(links[i]) != 1 {
						t.Fatalf("%v, cut off at %d: %d mails", apart, cut, len(links[i]))
					}
					w.s.Clock.Advance(apart)
				}
				w.s.Clock.Advance(3 * time.Minute)
				for _, i := range gone {
					w.as(functiontest.Grace, "DELETE", "/v1/org/invitations/"+two[i].ID, nil).Want(202)
					for _, data := range w.s.Published.Take(events.IdentityWork) {
						w.fuse.set(cut, cut%2 == 1)
						_ = w.deliver(data)
						w.fuse.set(0, false)
						w.s.Clock.Advance(3 * time.Minute)
						if err := w.deliver(data); err != nil {
							t.Fatal(err)
						}
					}
				}
				for i := range two {
					want := !slices.Contains(gone, i)
					if got := w.opens(links[i][0]); got != want {
						t.Errorf("%v apart, cut off at %d, %v withdrawn: the link of %d opens: %v", apart, cut, gone, i, got)
					}
					if want {
						w.as(functiontest.Grace, "DELETE", "/v1/org/invitations/"+two[i].ID, nil).Want(202)
						w.work()
					}
				}
			}
		}
	}
}

// opens reports whether the link of an invitation is still good at the provider.
func (w *tenant) opens(link string) bool {
	w.t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		w.t.Fatal(err)
	}
	q := url.Values{
		"client_id": {"web"}, "response_type": {"code"}, "redirect_uri": {redirectURI}, "scope": {"openid"}, "state": {"s"},
		"code_challenge": {strings.Repeat("c", 43)}, "code_challenge_method": {"S256"},
		"invitation": {u.Query().Get("invitation")}, "organization": {u.Query().Get("organization")},
	}
	rec := httptest.NewRecorder()
	w.provider.ServeHTTP(rec, httptest.NewRequest("GET", w.issuer+"/authorize?"+q.Encode(), nil))
	return !strings.Contains(rec.Header().Get("Location"), "error=")
}

func TestInvitationsAreBounded(t *testing.T) {
	t.Parallel()
	w := newTenant(t, nil)
	for n := range domain.InviteesMax {
		if err := w.s.Store.CreateInvitee(t.Context(), domain.Invitee{
			ID: domain.CreatedID("test", "", "", fmt.Sprint(n)), Org: functiontest.North, Role: domain.RoleTeacher, State: domain.InviteeSent, MadeAt: w.s.Clock.Now(),
		}, nil); err != nil {
			t.Fatal(err)
		}
	}
	w.as(functiontest.Grace, "POST", "/v1/org/members", object{"email": invited, "role": "teacher"}).WantProblem(409, "too-many-invitations")
}

// Many invitations at one moment come to no more than may be, nor do schools' organizations.
func TestManyInvitationsAtOnce(t *testing.T) {
	t.Parallel()
	w := newTenant(t, nil)
	for n := range domain.InviteesMax - 5 {
		if err := w.s.Store.CreateInvitee(t.Context(), domain.Invitee{
			ID: domain.CreatedID("test", "", "", fmt.Sprint(n)), Org: functiontest.North, Role: domain.RoleTeacher, State: domain.InviteeSent, MadeAt: w.s.Clock.Now(),
		}, nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		who, path string
		body      object
		most      int
	}{
		{functiontest.Grace, "/v1/org/members", object{"email": "many@canary.example", "role": "teacher"}, 5},
		{functiontest.Ops, "/v1/organizations", object{"name": "East"}, domain.OrganizationsMax},
	} {
		token := w.s.Token(c.who)
		var made, refused atomic.Int32
		var all sync.WaitGroup
		for range c.most + 20 {
			all.Go(func() {
				r, err := w.s.Try(t.Context(), "POST", c.path, functiontest.Request{Token: token, Body: c.body})
				switch {
				case err != nil:
					t.Error(err)
				case r.Status == 202:
					made.Add(1)
				case r.Status == 409:
					refused.Add(1)
				default:
					t.Errorf("%s: %d %s", c.path, r.Status, r.Body)
				}
			})
		}
		all.Wait()
		if made.Load() != int32(c.most) || refused.Load() != 20 {
			t.Errorf("%s: %d made and %d refused, want %d and 20", c.path, made.Load(), refused.Load(), c.most)
		}
	}
}

// Whoever invites and withdraws in turn sends a stranger no more mails than the limit.
func TestMailOfInvitationsIsBounded(t *testing.T) {
	t.Parallel()
	w := newTenant(t, nil)
	for n := range domain.InviteesSent - 1 {
		if err := w.s.Store.CreateInvitee(t.Context(), domain.Invitee{
			ID: domain.CreatedID("test", "", "", fmt.Sprint(n)), Org: functiontest.North, Role: domain.RoleTeacher, State: domain.InviteeWithdrawn, MadeAt: w.s.Clock.Now(),
		}, nil); err != nil {
			t.Fatal(err)
		}
	}
	ask := object{"email": invited, "role": "teacher"}
	var last invitation
	w.as(functiontest.Grace, "POST", "/v1/org/members", ask).Want(202).JSON(&last)
	w.work()
	w.as(functiontest.Grace, "DELETE", "/v1/org/invitations/"+last.ID, nil).Want(202)
	w.work()
	w.as(functiontest.Grace, "POST", "/v1/org/members", ask).WantProblem(409, "too-many-invitations")
	w.s.Clock.Advance(domain.InviteeKept + time.Minute)
	w.s.Tick(t.Context())
	w.as(functiontest.Grace, "POST", "/v1/org/members", ask).Want(202)
	w.work()
	if len(w.to) != 2 {
		t.Errorf("sent to %v", w.to)
	}
}

// Role and suspension count here at once, and at the provider once identity was there;
// who is erased loses the account.
func TestMembers(t *testing.T) {
	t.Parallel()
	w := newTenant(t, nil)
	path := "/v1/org/members/" + functiontest.MemberID(functiontest.Linus)
	patch := func(body object) *functiontest.Reply { return w.as(functiontest.Grace, "PATCH", path, body) }

	patch(object{"role": "administrator"}).Want(200)
	if m := w.member(functiontest.Linus); m.Role != "administrator" || !m.Waits {
		t.Errorf("before identity: %+v", m)
	}
	w.work()
	if got := w.permissions(functiontest.Linus); !slices.Contains(got, domain.OrgAdmin) {
		t.Errorf("an administrator may %v", got)
	}
	if m := w.member(functiontest.Linus); m.Waits || m.Refused {
		t.Errorf("after identity: %+v", m)
	}
	// What they were is no longer good, whatever an old token says.
	patch(object{"role": "teacher"}).Want(200)
	w.s.Do("GET", "/v1/org/members", functiontest.Request{Token: w.s.TokenWith(functiontest.Linus, auth0.TokenOptions{Permissions: append([]string{domain.OrgAdmin}, teach...)})}).WantProblem(403, "forbidden")
	w.work()
	if got := w.permissions(functiontest.Linus); slices.Contains(got, domain.OrgAdmin) || !slices.Contains(got, domain.ResultsRead) {
		t.Errorf("a teacher may %v", got)
	}

	patch(object{"state": "suspended"}).Want(200)
	w.as(functiontest.Linus, "GET", "/v1/policy", nil).WantProblem(403, "forbidden")
	messages := w.work()
	if got := w.permissions(functiontest.Linus); len(got) != 0 {
		t.Errorf("a suspended teacher may %v", got)
	}
	patch(object{"state": "active"}).Want(200)
	for _, data := range messages { // an earlier message, late: what is stored counts
		if err := w.deliver(data); err != nil {
			t.Error(err)
		}
	}
	w.as(functiontest.Linus, "GET", "/v1/policy", nil).Want(200)
	if got := w.permissions(functiontest.Linus); len(got) != 3 {
		t.Errorf("back, they may %v", got)
	}
	w.work()

	w.as(functiontest.Grace, "DELETE", path, nil).Want(202)
	w.as(functiontest.Linus, "GET", "/v1/policy", nil).WantProblem(403, "forbidden")
	w.work()
	if got := w.permissions(functiontest.Linus); len(got) != 0 {
		t.Errorf("while they are erased they may %v", got)
	}
	w.s.Retain(t.Context())
	w.work()
	if got := w.permissions(functiontest.Linus); !slices.Equal(got, []string{"no account"}) {
		t.Errorf("erased, they may %v", got)
	}
	if m := w.member(functiontest.Linus); m.ID != "" {
		t.Errorf("listed: %+v", m)
	}
	patch(object{"role": "teacher"}).WantProblem(404, "not-found")
	if ids, err := w.s.Store.WaitingMembers(t.Context(), functiontest.North, 10); err != nil || len(ids) != 0 {
		t.Errorf("waiting: %v, %v", ids, err)
	}
	// Nobody can lock everybody out.
	own := "/v1/org/members/" + functiontest.MemberID(functiontest.Grace)
	w.as(functiontest.Grace, "PATCH", own, object{"role": "teacher"}).WantProblem(409, "own-membership")
	w.as(functiontest.Grace, "DELETE", own, nil).WantProblem(409, "own-membership")
}

// A delivery that was slow sets what it saw after a later one has set what is so now. The
// next tick mends it.
func TestOvertaken(t *testing.T) {
	t.Parallel()
	w := newTenant(t, nil)
	path := "/v1/org/members/" + functiontest.MemberID(functiontest.Linus)
	patch := func(body object) { w.as(functiontest.Grace, "PATCH", path, body).Want(200) }
	for _, tt := range []struct {
		slow, fast object
		want       []string
	}{
		{object{"state": "suspended"}, object{"state": "active"}, teach},
		{object{"role": "administrator"}, object{"role": "teacher"}, teach},
		{object{"role": "administrator"}, object{"state": "suspended"}, nil},
	} {
		patch(tt.slow)
		slow := w.s.Published.Take(events.IdentityWork)
		w.fuse.meanwhile = func() { patch(tt.fast); w.work() }
		for _, data := range slow {
			if err := w.deliver(data); err != nil {
				t.Error(err)
			}
		}
		w.s.Tick(t.Context())
		w.work()
		got := w.permissions(functiontest.Linus)
		slices.Sort(got)
		if want := slices.Sorted(slices.Values(tt.want)); !slices.Equal(got, want) {
			t.Errorf("%v was overtaken by %v: may %v, want %v", tt.slow, tt.fast, got, want)
		}
		if m := w.member(functiontest.Linus); m.Waits {
			t.Errorf("%v was overtaken by %v: %+v", tt.slow, tt.fast, m)
		}
		w.fuse.meanwhile = nil
	}
}

// What the provider refuses is shown, and made when it doesn't any more: the next tick
// has it tried again.
func TestRefused(t *testing.T) {
	t.Parallel()
	w := newTenant(t, []string{"read:organization_members"})
	w.manageAs("some")
	w.as(functiontest.Grace, "PATCH", "/v1/org/members/"+functiontest.MemberID(functiontest.Ada), object{"role": "administrator"}).Want(200)
	w.as(functiontest.Grace, "POST", "/v1/org/members", object{"email": invited, "role": "teacher"}).Want(202)
	for range 3 {
		for _, data := range w.s.Published.Take(events.IdentityWork) {
			if err := w.deliver(data); !errors.Is(err, account.ErrRefused) || strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "auth0|") {
				t.Errorf("%s: %v", data, err)
			}
		}
		if m := w.member(functiontest.Ada); !m.Refused || !m.Waits || m.Role != "administrator" {
			t.Errorf("refused: %+v", m)
		}
		if i := w.invitations(); len(i) != 1 || !i[0].Refused || i[0].State != "waiting" {
			t.Errorf("refused: %+v", i)
		}
		w.s.Clock.Advance(time.Hour)
		w.s.Tick(t.Context())
	}
	w.manageAs("all")
	w.work()
	if m := w.member(functiontest.Ada); m.Refused || m.Waits {
		t.Errorf("accepted: %+v", m)
	}
	if got := w.permissions(functiontest.Ada); !slices.Contains(got, domain.OrgAdmin) || len(w.to) != 1 {
		t.Errorf("may %v; sent to %v", got, w.to)
	}
}

// An org that is erased takes its people's accounts with it, though nothing is left of
// them here.
func TestErasedOrg(t *testing.T) {
	t.Parallel()
	w := newTenant(t, nil)
	w.as(functiontest.Grace, "POST", "/v1/erasures", object{"subject": object{"kind": "org"}, "ground": "school", "org": functiontest.North}).Want(202)
	w.s.Retain(t.Context())
	w.work()
	for _, email := range []string{functiontest.Ada, functiontest.Linus, functiontest.Grace} {
		if got := w.permissions(email); !slices.Equal(got, []string{"no account"}) {
			t.Errorf("%s may %v", email, got)
		}
	}
	// A message about somebody who was never there does nothing to others.
	nobody := events.IdentityJob{Org: functiontest.South, Member: functiontest.MemberID(functiontest.Mary)}
	if err := w.deliver(nobody.Encode()); err != nil {
		t.Error(err)
	}
}

// A delivery that is cut off anywhere is made again, and comes to the same end: one
// invitation, one role, no account.
func TestCrash(t *testing.T) {
	t.Parallel()
	w := newTenant(t, nil)
	path := "/v1/org/members/" + functiontest.MemberID(functiontest.Linus)
	for at := 1; ; at++ {
		broke := false
		for _, after := range []bool{false, true} {
			before := len(w.to)
			w.as(functiontest.Grace, "POST", "/v1/org/members", object{"email": fmt.Sprintf("crash.%d.%v@canary.example", at, after), "role": "teacher"}).Want(202)
			w.as(functiontest.Grace, "PATCH", path, object{"role": []string{"teacher", "administrator"}[(at+before)%2]}).Want(200)
			want := w.member(functiontest.Linus)
			for _, data := range w.s.Published.Take(events.IdentityWork) {
				w.fuse.set(at, after)
				if w.deliver(data) != nil {
					broke = true
				}
				w.fuse.set(0, false)
				w.s.Clock.Advance(3 * time.Minute) // the turn of the one that was cut off is over
				for range 2 {
					if err := w.deliver(data); err != nil {
						t.Fatalf("at %d, %v: %v", at, after, err)
					}
				}
			}
			if len(w.to) != before+1 {
				t.Errorf("at %d, %v: %d invitations were sent", at, after, len(w.to)-before)
			}
			if got := slices.Contains(w.permissions(functiontest.Linus), domain.OrgAdmin); got != (want.Role == "administrator") {
				t.Errorf("at %d, %v: administrator %v, want %s", at, after, got, want.Role)
			}
			if m := w.member(functiontest.Linus); m.Waits {
				t.Errorf("at %d, %v: %+v", at, after, m)
			}
		}
		if !broke {
			if at < 4 {
				t.Errorf("only %d calls were cut off", at-1)
			}
			return
		}
	}
}

func TestPoison(t *testing.T) {
	t.Parallel()
	w := newTenant(t, nil)
	for _, data := range []string{"", "{}", `{"org": "org_north"}`, `{"org": "org_north", "member": "x"}`, `{"org": "a/b", "member": "` + w.s.NewID() + `"}`,
		`{"org": "org_north", "member": "` + w.s.NewID() + `", "invitee": "` + w.s.NewID() + `"}`, `{"org": "org_north", "email": "a@b.example"}`,
		`{"organization": "x"}`, `{"org": "org_north", "organization": "` + w.s.NewID() + `"}`, `{"organization": "` + w.s.NewID() + `", "member": "` + w.s.NewID() + `"}`} {
		if err := w.deliver([]byte(data)); !errors.Is(err, events.ErrPoison) {
			t.Errorf("%q: %v", data, err)
		}
	}
}

// A fuse breaks one call, before or after it has its effect.
type fuse struct {
	at    int // counted from 1; 0: none
	after bool
	n     int

	meanwhile func() // once, before a role is set
}

func (f *fuse) set(at int, after bool) { f.at, f.after, f.n = at, after, 0 }

func (f *fuse) pause() {
	if meanwhile := f.meanwhile; meanwhile != nil {
		f.meanwhile = nil
		meanwhile()
	}
}

var errCut = errors.New("cut off")

func (f *fuse) do(call func() error) error {
	f.n++
	if f.at > 0 && f.n >= f.at { // and everything after it: the instance is gone
		if f.n == f.at && f.after {
			call()
		}
		return errCut
	}
	return call()
}

type fragile struct {
	identity.Accounts
	*fuse
}

func (a fragile) SetRole(ctx context.Context, org, user string, role domain.Role) error {
	a.pause()
	return a.do(func() error { return a.Accounts.SetRole(ctx, org, user, role) })
}

func (a fragile) Remove(ctx context.Context, org, user string) error {
	return a.do(func() error { return a.Accounts.Remove(ctx, org, user) })
}

func (a fragile) Invite(ctx context.Context, org, id, address, from string, role domain.Role, life time.Duration) (ticket string, err error) {
	err = a.do(func() (err error) {
		ticket, err = a.Accounts.Invite(ctx, org, id, address, from, role, life)
		return err
	})
	return ticket, err
}

func (a fragile) Invited(ctx context.Context, org, id string) (tickets []string, err error) {
	err = a.do(func() (err error) { tickets, err = a.Accounts.Invited(ctx, org, id); return err })
	return tickets, err
}

type breakable struct {
	identity.Store
	*fuse
}

func (s breakable) ChangeMember(ctx context.Context, org, id string, change func(*domain.Member) error) (m domain.Member, err error) {
	err = s.do(func() (err error) { m, err = s.Store.ChangeMember(ctx, org, id, change); return err })
	return m, err
}

func (s breakable) ChangeInvitee(ctx context.Context, org, id string, change func(*domain.Invitee) error) (i domain.Invitee, err error) {
	err = s.do(func() (err error) { i, err = s.Store.ChangeInvitee(ctx, org, id, change); return err })
	return i, err
}

func (a fragile) Organize(ctx context.Context, handle, name string) (id string, err error) {
	err = a.do(func() (err error) { id, err = a.Accounts.Organize(ctx, handle, name); return err })
	return id, err
}

func (s breakable) ChangeOrganization(ctx context.Context, id string, change func(*domain.Organization) error) (o domain.Organization, err error) {
	err = s.do(func() (err error) { o, err = s.Store.ChangeOrganization(ctx, id, change); return err })
	return o, err
}

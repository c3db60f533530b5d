package domain

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func TestRequestSteps(t *testing.T) {
	t.Parallel()
	all := []RequestState{RequestUnverified, RequestOpen, RequestDecided, RequestDone}
	for i, from := range all {
		for j, to := range all {
			if got := from.May(to); got != (j == i+1) {
				t.Errorf("%s may become %s: %v", from, to, got)
			}
		}
	}
}

func TestCheckRequest(t *testing.T) {
	t.Parallel()
	r := Request{Kind: RequestKnow, From: FromParent, Locale: "de"}
	c := RequestContent{Email: "a@mail.example", Text: "What is held?\n\tOf my child.", About: RequestAbout{Alias: "Ada", Code: "kx-wqpt", From: "2026-11-30", To: "2026-11-30"}}
	if wrong := CheckRequest(r, c); len(wrong) > 0 {
		t.Errorf("a request: %v", wrong)
	}
	if wrong := CheckRequest(r, RequestContent{Email: c.Email, Text: strings.Repeat("é", RequestTextMax)}); len(wrong) > 0 {
		t.Errorf("a long one about nothing: %v", wrong)
	}
	for pointer, change := range map[string][]func(*Request, *RequestContent){
		"/kind":   {func(r *Request, _ *RequestContent) { r.Kind = "all" }, func(r *Request, _ *RequestContent) { r.Kind = "" }},
		"/from":   {func(r *Request, _ *RequestContent) { r.From = "police" }},
		"/locale": {func(r *Request, _ *RequestContent) { r.Locale = "it" }, func(r *Request, _ *RequestContent) { r.Locale = "" }},
		"/email": {
			func(_ *Request, c *RequestContent) { c.Email = "" }, func(_ *Request, c *RequestContent) { c.Email = "a@mail.example\r\nBcc: b@mail.example" },
			func(_ *Request, c *RequestContent) { c.Email = "a@mail.example, b@mail.example" },
		},
		"/text": {
			func(_ *Request, c *RequestContent) { c.Text = " \n " }, func(_ *Request, c *RequestContent) { c.Text = strings.Repeat("x", RequestTextMax+1) },
			func(_ *Request, c *RequestContent) { c.Text = "a\x00" }, func(_ *Request, c *RequestContent) { c.Text = "a\u202eb" }, func(_ *Request, c *RequestContent) { c.Text = "a\xff" },
		},
		"/about/alias": {func(_ *Request, c *RequestContent) { c.About.Alias = "a\nb" }, func(_ *Request, c *RequestContent) { c.About.Alias = strings.Repeat("x", 101) }},
		"/about/code":  {func(_ *Request, c *RequestContent) { c.About.Code = "ABC" }},
		"/about/from":  {func(_ *Request, c *RequestContent) { c.About.From = "30.11.2026" }, func(_ *Request, c *RequestContent) { c.About.From = "2026-02-30" }},
		"/about/to":    {func(_ *Request, c *RequestContent) { c.About.To = "2026-11-29" }, func(_ *Request, c *RequestContent) { c.About.To = "soon" }},
	} {
		for n, change := range change {
			r, c := r, c
			change(&r, &c)
			if wrong := CheckRequest(r, c); len(wrong) != 1 || wrong[0].Pointer != pointer || wrong[0].Detail == "" {
				t.Errorf("%s, %d: %v", pointer, n, wrong)
			}
		}
	}
}

func TestRequestID(t *testing.T) {
	t.Parallel()
	id, secret := RequestID("a key")
	again, same := RequestID("a key")
	other, another := RequestID("another key")
	if id != again || secret != same || id == other || secret == another || id == secret || !IsID(id) || !IsID(secret) {
		t.Errorf("%s %s, %s %s, %s %s", id, secret, again, same, other, another)
	}
}

// Codes have eight digits, the first ones too, and as many begin with each.
func TestRequestCodes(t *testing.T) {
	t.Parallel()
	r := rand.NewChaCha8([32]byte{1})
	var first [10]int
	const n = 10_000
	for range n {
		code, err := NewRequestCode(r)
		if parsed, ok := ParseRequestCode(code); err != nil || !ok || parsed != code {
			t.Fatalf("%q, %v", code, err)
		}
		first[code[0]-'0']++
	}
	for d, k := range first {
		if k < n/10*8/10 || k > n/10*12/10 {
			t.Errorf("%d of %d codes begin with %d", k, n, d)
		}
	}
	// What is left over at the end of 32 bits isn't used.
	if code, err := NewRequestCode(bytes.NewReader([]byte{0xff, 0xff, 0xff, 0xff, 0, 0, 0, 7})); err != nil || code != "00000007" {
		t.Errorf("%q, %v", code, err)
	}
	if _, err := NewRequestCode(bytes.NewReader(nil)); err == nil {
		t.Error("a code without randomness")
	}
	for s, want := range map[string]bool{
		"1234 5678": true, "1234-5678": true, " 12345678 ": true, "1234\u00a05678": true, "1234\u202f5678": true,
		"1234567": false, "123456789": false, "1234567a": false, "": false, "١٢٣٤٥٦٧٨": false, strings.Repeat(" ", 100) + "12345678": false,
	} {
		if code, ok := ParseRequestCode(s); ok != want || ok && code != "12345678" {
			t.Errorf("%q: %q, %v", s, code, ok)
		}
	}
}

// A code works five times, for thirty minutes, and for its own request and secret only.
func TestEnterCode(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
	right, wrong := HashRequestCode("secret", "id", "12345678"), HashRequestCode("secret", "id", "12345679")
	fresh := Request{State: RequestUnverified, ReceivedAt: now, Code: RequestCode{Hash: right, SentAt: now}}
	for _, hash := range [][]byte{wrong, HashRequestCode("other", "id", "12345678"), HashRequestCode("secret", "other", "12345678"), nil} {
		r := fresh
		if result, changed := r.Enter(hash, now); result != CodeWrong || !changed || r.Code.Tries != 1 || r.State != RequestUnverified {
			t.Errorf("%s, %v, %+v", result, changed, r)
		}
	}
	r := fresh
	for n := range RequestCodeTries - 1 {
		if result, _ := r.Enter(wrong, now); result != CodeWrong {
			t.Errorf("try %d: %s", n+1, result)
		}
	}
	fifth := r
	if result, changed := fifth.Enter(right, now.Add(RequestCodeValid-1)); result != CodeRight || !changed || fifth.State != RequestOpen ||
		!fifth.VerifiedAt.Equal(now.Add(RequestCodeValid-1)) || len(fifth.Code.Hash) > 0 {
		t.Errorf("the fifth try: %s, %v, %+v", result, changed, fifth)
	}
	if result, changed := fifth.Enter(wrong, now); result != CodeRight || changed {
		t.Errorf("once it is verified: %s, %v", result, changed)
	}
	r.Enter(wrong, now)
	for name, c := range map[string]struct {
		r   Request
		now time.Time
	}{"the sixth try": {r, now}, "too late": {fresh, now.Add(RequestCodeValid)}} {
		if result, changed := c.r.Enter(right, c.now); result != CodeOver || changed || c.r.State != RequestUnverified {
			t.Errorf("%s: %s, %v", name, result, changed)
		}
	}
	late := fresh
	late.Code.SentAt = now.Add(RequestUnverifiedKept - time.Minute)
	if result, _ := late.Enter(right, now.Add(RequestUnverifiedKept)); result != CodeOver {
		t.Errorf("once it is to be erased: %s", result)
	}
}

func TestRequestTakesCode(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
	r := Request{State: RequestUnverified, ReceivedAt: now, Code: RequestCode{SentAt: now}}
	open := r
	open.State = RequestOpen
	for _, c := range []struct {
		r    Request
		at   time.Duration
		want bool
	}{
		{r, 0, false}, {r, RequestMailEvery - 1, false}, {r, RequestMailEvery, true}, {r, RequestUnverifiedKept - 1, true}, {r, RequestUnverifiedKept, false},
		{open, time.Hour, false},
	} {
		if got := c.r.TakesCode(now.Add(c.at)); got != c.want {
			t.Errorf("%s after %v: %v", c.r.State, c.at, got)
		}
	}
	if r.Over(now.Add(RequestUnverifiedKept-1)) || !r.Over(now.Add(RequestUnverifiedKept)) || open.Over(now.AddDate(3, 0, 0).Add(-1)) || !open.Over(now.AddDate(3, 0, 0)) {
		t.Error("kept for another time")
	}
}

// One mail in ten minutes, three in a day.
func TestMayMail(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
	ago := func(all ...time.Duration) (sent []time.Time) {
		for _, d := range all {
			sent = append(sent, now.Add(-d))
		}
		return sent
	}
	const day = 24 * time.Hour
	for _, c := range []struct {
		sent []time.Time
		may  bool
	}{
		{nil, true},
		{ago(0), false},
		{ago(10*time.Minute - 1), false},
		{ago(10 * time.Minute), true},
		{ago(2*time.Hour, time.Hour), true},
		{ago(day-1, 2*time.Hour, time.Hour), false},
		{ago(day, 2*time.Hour, time.Hour), true},
		{ago(-time.Minute), false}, // another instance's clock
	} {
		if got := MayMail(c.sent, now); got != c.may {
			t.Errorf("%v: %v", c.sent, got)
		}
	}
}

func TestHashAddress(t *testing.T) {
	t.Parallel()
	a := HashAddress([]byte("key"), "Ada@Mail.example")
	if a != HashAddress([]byte("key"), "ada@mail.example") || a == HashAddress([]byte("other key"), "ada@mail.example") || a == HashAddress([]byte("key"), "bea@mail.example") || !IsID(a) {
		t.Error(a)
	}
	same := func(a, b string) bool { return HashAddress([]byte("key"), a) == HashAddress([]byte("key"), b) }
	if !same("ada+x@mail.example", "Ada@mail.example") || !same("a.d.a+x+y@gmail.com", "ada@googlemail.com") ||
		same("a.da@mail.example", "ada@mail.example") || same("ada@gmail.com", "ada@mail.example") || same("ada@sub.gmail.com", "ada@gmail.com") {
		t.Error("what is one mailbox is two, or the other way round")
	}
	if d := AddressDay(time.Date(2026, 12, 1, 0, 30, 0, 0, time.FixedZone("", 3600))); d != "2026-11-30" {
		t.Error(d)
	}
}

// A mail is sent while there is time, and forgets to whom once there is nothing left to do.
func TestRequestMail(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
	queued := RequestMail{Wrapped: []byte("wrapped"), Until: now.Add(RequestCodeValid), Attempts: Attempts{State: NoticeQueued}}
	for sent, want := range map[Sent]struct {
		state NoticeState
		kept  bool
	}{
		SentAccepted: {NoticeSent, false}, SentRefused: {NoticeFailed, false}, SentTemporary: {NoticeDeferred, true}, SentUnknown: {NoticeUnknown, false},
	} {
		m := queued
		if !m.Claim(now) || m.Claim(now) || !m.Settle(1, sent, "x", now) || m.State != want.state || (len(m.Wrapped) > 0) != want.kept {
			t.Errorf("%s: %+v", sent, m)
		}
	}
	m := queued
	if m.Expire(now) || m.Claim(now.Add(RequestCodeValid)) || !m.Expire(now.Add(RequestCodeValid)) || m.State != NoticeFailed || len(m.Wrapped) > 0 {
		t.Errorf("too late: %+v", m)
	}
	m = queued
	m.Claim(now)
	if m.Expire(now.Add(ClaimLease-1)) || !m.Expire(now.Add(ClaimLease)) || m.State != NoticeUnknown || len(m.Wrapped) > 0 {
		t.Errorf("cut off: %+v", m)
	}
	limited := RequestMail{Attempts: Attempts{State: NoticeNotRequired}}
	if limited.Claim(now) || limited.Expire(now.Add(time.Hour)) {
		t.Error("a mail that mustn't be sent")
	}
}

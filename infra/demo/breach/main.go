// Command breach runs a breach drill against the local stack, moving its clock:
// a bucket was public overnight, and from the report on, every audience's
// deadline runs. It prints each deadline, when it was met, and the captured
// mails.
//
// `make demo-breach` runs it. It knows the API and the management address and
// nothing else, and must never be pointed at anything but a local stack.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	d := &demo{
		ctx: ctx, api: client.Client{Origin: os.Getenv("CLEANSLATE_URL")}, manage: client.Client{Origin: os.Getenv("CLEANSLATE_MANAGE")},
		grant: client.PasswordGrant{Issuer: os.Getenv("AUTH0_DOMAIN"), Audience: os.Getenv("AUTH0_AUDIENCE")},
	}
	if d.api.Origin == "" || d.manage.Origin == "" {
		fmt.Fprintln(os.Stderr, "breach: run it with: make demo-breach")
		os.Exit(2)
	}
	began := time.Now()
	if err := d.run(); err != nil {
		fmt.Fprintln(os.Stderr, "breach:", err)
		os.Exit(1)
	}
	fmt.Printf("\nThe drill took %.1f s.\n", time.Since(began).Seconds())
}

const (
	ops  = "ops@cleanslate.example"
	ada  = "ada@north.example"
	alan = "alan@south.example"
)

type object = map[string]any

type demo struct {
	ctx         context.Context
	api, manage client.Client
	grant       client.PasswordGrant
	id          string
}

// as makes a request as a demo user, who signs in with a second factor for each,
// since the clock moves.
func (d *demo) as(user string, r client.Request, into any) (err error) {
	grant := d.grant
	grant.User = user
	if r.Token, err = grant.Token(d.ctx); err != nil {
		return err
	}
	return d.api.Do(d.ctx, r, into)
}

func (d *demo) incident(method, path string, body, into any) error {
	return d.as(ops, client.Request{Method: method, Path: "/v1/incidents" + path, Body: body}, into)
}

func (d *demo) clock() (time.Time, error) {
	var c struct{ Now time.Time }
	err := d.manage.Do(d.ctx, client.Request{Path: "/clock"}, &c)
	return c.Now, err
}

// wait moves the clock and triggers a check of the incidents' clocks, as Cloud
// Scheduler does every 15 minutes.
func (d *demo) wait(by time.Duration) error {
	if err := d.manage.Do(d.ctx, client.Request{Method: "POST", Path: "/clock", Body: object{"advance": by.String()}}, nil); err != nil {
		return err
	}
	now, err := d.clock()
	if err != nil {
		return err
	}
	fmt.Printf("\n--- %s later: %s\n", by, stamp(&now))
	return d.manage.Do(d.ctx, client.Request{Method: "POST", Path: "/tick/breach-tick"}, nil)
}

// until polls until what it is waiting for has happened.
func (d *demo) until(what string, done func() (bool, error)) error {
	deadline := time.Now().Add(30 * time.Second)
	for {
		ok, err := done()
		if ok || err != nil {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("waited 30 seconds for %s", what)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

type notice struct {
	ID, Org, Kind, Channel, State string
	Number, Escalated             int
	Clause                        struct {
		ID, Audience, Starts, Source string
		Within                       struct {
			Count int
			Unit  string
		}
		Target bool
	}
	StartsAt, Deadline, DoneAt *time.Time
	Missed, Met, Stopped       bool
	Missing                    []string
}

func (d *demo) notices() ([]notice, error) {
	var all []notice
	for token := ""; ; {
		var page struct {
			Items         []notice
			NextPageToken string
		}
		path := "/" + d.id + "/notices?pageSize=100"
		if token != "" {
			path += "&pageToken=" + url.QueryEscape(token)
		}
		if err := d.incident("GET", path, nil, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if token = page.NextPageToken; token == "" {
			break
		}
	}
	slices.SortFunc(all, func(a, b notice) int {
		return cmp.Or(cmp.Compare(a.Org, b.Org), cmp.Compare(a.Clause.ID, b.Clause.ID), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Kind, b.Kind), a.Number-b.Number)
	})
	return all, nil
}

// settled waits until no notice is in one of the states or, if any states are given,
// still waits to be picked up, and prints them all.
func (d *demo) settled(states ...string) error {
	var all []notice
	if err := d.until("the notices", func() (done bool, err error) {
		all, err = d.notices()
		return len(all) > 0 && !slices.ContainsFunc(all, func(n notice) bool {
			due := n.State == "waiting" && n.StartsAt != nil && len(states) > 0 // to be sent or found incomplete
			return due || slices.Contains(states, n.State)
		}), err
	}); err != nil {
		return err
	}
	fmt.Printf("%-13s %-14s %-10s %-7s %-28s %-17s %-13s %-17s %s\n", "org", "clause", "audience", "by", "within", "deadline (UTC)", "state", "done (UTC)", "")
	for _, n := range all {
		if n.Kind != "notice" {
			continue
		}
		c := n.Clause
		within := fmt.Sprintf("%d %s from %s", c.Within.Count, c.Within.Unit, c.Starts)
		remark := ""
		switch {
		case n.Met:
			remark = "met"
		case n.Missed:
			remark = "MISSED"
		case n.Stopped:
			remark = "stopped by the delay"
		case n.Escalated > 0:
			remark = fmt.Sprintf("escalated at %d %%", n.Escalated)
		}
		if len(n.Missing) > 0 && (n.State == "waiting" || n.State == "incomplete") {
			remark += " lacks " + strings.Join(n.Missing, ", ")
		}
		fmt.Printf("%-13s %-14s %-10s %-7s %-28s %-17s %-13s %-17s %s\n", n.Org, c.ID, c.Audience, n.Channel, within, stamp(n.Deadline), n.State, stamp(n.DoneAt), strings.TrimSpace(remark))
	}
	return nil
}

func stamp(t *time.Time) string {
	if t == nil || t.IsZero() {
		return "–"
	}
	return t.UTC().Format("2006-01-02 15:04")
}

// lesson has a few students answer, so that somebody is affected.
func (d *demo) lesson(teacher string, names ...string) error {
	var set struct{ ID string }
	if err := d.as(teacher, client.Request{Method: "POST", Path: "/v1/question-sets", Body: object{
		"title": "Rivers", "questions": []object{{"kind": "trueFalse", "prompt": "Rivers flow uphill.", "correct": false}},
	}}, &set); err != nil {
		return err
	}
	var session struct{ Code string }
	if err := d.as(teacher, client.Request{Method: "POST", Path: "/v1/sessions", Body: object{"questionSetId": set.ID, "mode": "self-paced", "feedback": "none"}}, &session); err != nil {
		return err
	}
	for _, name := range names {
		var joined client.Participant
		if err := d.api.Do(d.ctx, client.Join(session.Code, name, client.NewKey()), &joined); err != nil {
			return err
		}
		answer := client.Answer{Question: joined.Session.Questions[0].ID, Revision: 1, Response: false}
		if err := d.api.Do(d.ctx, client.Answers(joined.Token, answer), nil); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) run() error {
	steps := []func() error{
		d.lessons, d.report, d.halfADay, d.complete, d.confirm, d.delay, d.findings, d.mails, d.close,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) lessons() error {
	fmt.Println("Two lessons: three students in Berlin, two in New York.")
	return errors.Join(d.lesson(ada, "Ada", "Bo", "Cy"), d.lesson(alan, "Di", "Ed"))
}

func (d *demo) report() error {
	now, err := d.clock()
	if err != nil {
		return err
	}
	fmt.Printf("\n--- %s: an export bucket was public. A drill is filed for both schools.\n", stamp(&now))
	var i struct{ ID string }
	if err := d.incident("POST", "", object{
		"title": "Export bucket was public", "drill": true, "occurredFrom": now.Add(-6 * time.Hour), "discoveredAt": now.Add(-time.Hour),
		"categories": []string{"aliases", "answers"}, "keysInReach": "yes", "risk": "high", "scope": object{"orgs": []string{"org_north", "org_south"}},
		"texts":    object{"en": object{"nature": "A storage bucket with exports could be read by anybody who knew its address."}},
		"contact":  object{"name": "cleanslate privacy office", "email": "privacy@cleanslate.example", "phone": "+49 30 123456"},
		"reporter": object{"name": "Operations", "email": ops},
	}, &i); err != nil {
		return err
	}
	d.id = i.ID
	var a struct {
		Totals *struct {
			Orgs, Sessions, People, Records int
			Complete, Readable              bool
		}
	}
	if err := d.until("the affected list", func() (bool, error) {
		err := d.incident("GET", "/"+d.id+"/affected", nil, &a)
		return a.Totals != nil && a.Totals.Complete, err
	}); err != nil {
		return err
	}
	fmt.Printf("Affected: %d people and %d records in %d sessions of %d schools; readable by whoever has the data: %v.\n\n", a.Totals.People, a.Totals.Records, a.Totals.Sessions, a.Totals.Orgs, a.Totals.Readable)
	if err := d.until("a notice for every clause", func() (bool, error) {
		all, err := d.notices()
		return len(all) >= 12, err
	}); err != nil {
		return err
	}
	return d.settled()
}

// halfADay lets half a day pass in which nobody acts.
func (d *demo) halfADay() error {
	if err := d.wait(12 * time.Hour); err != nil {
		return err
	}
	if err := d.until("an escalation", func() (bool, error) {
		all, err := d.notices()
		return slices.ContainsFunc(all, func(n notice) bool { return n.Kind == "escalation" && n.State == "sent" }), err
	}); err != nil {
		return err
	}
	fmt.Println("Half of the controller's 24 hours has passed, and the owner got a mail. Now we notify, but the texts are incomplete:")
	if err := d.incident("PATCH", "/"+d.id, object{"state": "notifying"}, nil); err != nil {
		return err
	}
	if err := d.settled("queued", "sending"); err != nil {
		return err
	}
	all, err := d.notices()
	if err != nil {
		return err
	}
	for _, n := range all {
		if n.Clause.ID != "gdpr-33-1" || n.Kind != "notice" {
			continue
		}
		var no *client.Problem
		if err := d.incident("GET", "/"+d.id+"/notices/"+n.ID+"/preview", nil, nil); !errors.As(err, &no) || no.Status != 422 {
			return fmt.Errorf("the incomplete draft for the authority was not refused: %w", err)
		}
		fmt.Printf("\nThe draft for the authority is refused: %s\n", no.Detail)
		for _, e := range no.Errors {
			fmt.Printf("  %-28s %s\n", e.Pointer, e.Detail)
		}
	}
	return nil
}

func (d *demo) complete() error {
	if err := d.wait(time.Hour); err != nil {
		return err
	}
	if err := d.incident("PATCH", "/"+d.id, object{"texts": object{"en": object{
		"consequences": "Somebody may read which names took part and what they answered.",
		"measures":     "The bucket was closed and its address changed.", "recommendations": "You need not do anything.",
		"investigation": "The access logs of the bucket are being read.",
	}}}, nil); err != nil {
		return err
	}
	fmt.Println("The missing texts are written. The incomplete notices go out on their own:")
	return d.settled("queued", "sending", "incomplete")
}

func (d *demo) confirm() error {
	if err := d.wait(20 * time.Hour); err != nil {
		return err
	}
	fmt.Println("The breach is confirmed: the clauses of New York, NDPA and Illinois that count from then on start.")
	if err := d.incident("POST", "/"+d.id+"/confirm", object{}, nil); err != nil {
		return err
	}
	if err := d.until("the chained clause", func() (bool, error) {
		all, err := d.notices()
		return slices.ContainsFunc(all, func(n notice) bool { return n.Clause.ID == "soppa-parents" && n.State == "sent" }), err
	}); err != nil {
		return err
	}
	return d.settled("queued", "sending")
}

func (d *demo) delay() error {
	now, err := d.clock()
	if err != nil {
		return err
	}
	err = d.incident("POST", "/"+d.id+"/delay", object{"ground": "determining-scope", "authority": "cleanslate", "until": now.Add(48 * time.Hour)}, nil)
	var no *client.Problem
	if !errors.As(err, &no) || no.Status != 409 {
		return fmt.Errorf("a delay that no clause allows was not refused: %w", err)
	}
	fmt.Printf("\nA delay to determine the scope is refused: %s\n", no.Detail)
	return nil
}

func (d *demo) findings() error {
	if err := d.wait(24 * time.Hour); err != nil {
		return err
	}
	fmt.Println("Later findings go to everybody who was told, as update 1.")
	if err := d.incident("POST", "/"+d.id+"/updates", object{"texts": object{"en": object{"investigation": "Nobody but our own monitor read the bucket."}}}, nil); err != nil {
		return err
	}
	return d.until("the updates", func() (bool, error) {
		all, err := d.notices()
		told, again := 0, 0
		for _, n := range all {
			switch {
			case n.State != "sent":
			case n.Kind == "notice":
				told++
			case n.Kind == "update":
				again++
			}
		}
		return told > 0 && told == again, err
	})
}

func (d *demo) mails() error {
	var all []struct {
		To            []string
		Subject, Text string
		ReceivedAt    time.Time
	}
	if err := d.manage.Do(d.ctx, client.Request{Path: "/mail"}, &all); err != nil {
		return err
	}
	fmt.Printf("\n%d mails were captured, all to the drill's owner:\n", len(all))
	for _, m := range all {
		fmt.Printf("  %s  %s  %s\n", stamp(&m.ReceivedAt), strings.Join(m.To, ","), m.Subject)
		if !slices.Equal(m.To, []string{ops}) || !strings.HasPrefix(m.Subject, "DRILL") {
			return errors.New("a drill's mail went to somebody else, or wasn't marked as a drill")
		}
	}
	k := slices.IndexFunc(all, func(m struct {
		To            []string
		Subject, Text string
		ReceivedAt    time.Time
	}) bool {
		return strings.Contains(m.Text, "8 NYCRR")
	})
	if k < 0 {
		return errors.New("the notice of New York is not among them")
	}
	fmt.Printf("\nOne of them:\n\n  | Subject: %s\n  |\n", all[k].Subject)
	for line := range strings.Lines(all[k].Text) {
		fmt.Print("  | ", line)
	}
	return nil
}

func (d *demo) close() error {
	if err := d.incident("POST", "/"+d.id+"/close", object{"outcome": "notified", "reason": "The drill is over. Every audience was told in time."}, nil); err != nil {
		return err
	}
	var r struct {
		Verified bool
		Timeline []struct{ Kind string }
		Notices  []notice
	}
	if err := d.incident("GET", "/"+d.id+"/register", nil, &r); err != nil {
		return err
	}
	met, missed := 0, 0
	for _, n := range r.Notices {
		if n.Met {
			met++
		}
		if n.Missed {
			missed++
		}
	}
	fmt.Printf("\nClosed. The register (GDPR art. 33(5)) has %d notices, %d in time and %d missed; the timeline of %d entries verifies: %v.\n", len(r.Notices), met, missed, len(r.Timeline), r.Verified)
	fmt.Printf("To print it: GET /v1/incidents/%s/register?format=html\n", d.id)
	if !r.Verified || missed > 0 {
		return errors.New("the drill didn't go as expected")
	}
	return nil
}

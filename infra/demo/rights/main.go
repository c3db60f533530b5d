// Command rights plays a parent's request to have a child's data erased against the local
// stack, moving its clock: from the public page to the receipt, with every deadline of the
// school, what its office is reminded of, and what is left of it all a week later.
//
// `make demo-rights` runs it. It knows the API and the management address and nothing else,
// and must never be pointed at anything but a local stack.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	d := &demo{
		ctx: ctx, api: client.Client{Origin: os.Getenv("CLEANSLATE_URL")}, manage: client.Client{Origin: os.Getenv("CLEANSLATE_MANAGE")},
		grant: client.PasswordGrant{Issuer: os.Getenv("AUTH0_DOMAIN"), Audience: os.Getenv("AUTH0_AUDIENCE")},
	}
	if d.api.Origin == "" || d.manage.Origin == "" {
		fmt.Fprintln(os.Stderr, "rights: run it with: make demo-rights")
		os.Exit(2)
	}
	began := time.Now()
	if err := d.run(); err != nil {
		fmt.Fprintln(os.Stderr, "rights:", err)
		os.Exit(1)
	}
	fmt.Printf("\nThe request took %.1f s.\n", time.Since(began).Seconds())
}

const (
	ada    = "ada@north.example"
	grace  = "grace@north.example"
	parent = "parent@mail.example"
	office = "office@north.example"
)

type object = map[string]any

type demo struct {
	ctx         context.Context
	api, manage client.Client
	grant       client.PasswordGrant

	mia, other client.Participant // who is meant, and a namesake
	id, secret string             // of the request
	mails      int                // that were shown
	office     int                // of them to the school's office
}

// as makes a request as a demo user, who signs in with a second factor for each, since the
// clock moves.
func (d *demo) as(user string, r client.Request, into any) (err error) {
	grant := d.grant
	grant.User = user
	if r.Token, err = grant.Token(d.ctx); err != nil {
		return err
	}
	return d.api.Do(d.ctx, r, into)
}

type clock struct {
	Clause, Source, State string
	DueAt                 time.Time
	Escalated             int
}

type request struct {
	State    string
	Clocks   []clock
	Receipts []string
	Verified bool
	Find     *struct {
		ID, State string
		Sessions  int
		Found     []struct {
			ID, Session, Title, Alias string
			Answers                   int
		}
	}
	Erasures []struct{ State, Receipt string }
	Timeline []struct {
		At   time.Time
		Kind string
	}
}

// queue does something about the request as who decides it, or reads it.
func (d *demo) queue(what string, body object) (r request, err error) {
	q := client.Request{Path: "/v1/requests/" + d.id}
	if what != "" {
		q.Method, q.Path, q.Body = "POST", q.Path+"/"+what, body
	}
	err = d.as(grace, q, &r)
	return r, err
}

func (d *demo) now() (time.Time, error) {
	var c struct{ Now time.Time }
	err := d.manage.Do(d.ctx, client.Request{Path: "/clock"}, &c)
	return c.Now, err
}

func (d *demo) say(format string, args ...any) error {
	now, err := d.now()
	fmt.Printf("\n--- %s  %s\n", now.UTC().Format("2006-01-02 15:04"), fmt.Sprintf(format, args...))
	return err
}

// wait moves the clock on and has what is scheduled happen.
func (d *demo) wait(by time.Duration) error {
	if err := d.manage.Do(d.ctx, client.Request{Method: "POST", Path: "/clock", Body: object{"advance": by.String()}}, nil); err != nil {
		return err
	}
	for _, topic := range []string{"breach-tick", "retention-tick"} {
		if err := d.manage.Do(d.ctx, client.Request{Method: "POST", Path: "/tick/" + topic}, nil); err != nil {
			return err
		}
	}
	return nil
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

type mail struct {
	To            []string
	Subject, Text string
}

// news prints the mails that came since the last time, and returns them.
func (d *demo) news() ([]mail, error) {
	var all []mail
	if err := d.manage.Do(d.ctx, client.Request{Path: "/mail"}, &all); err != nil {
		return nil, err
	}
	fresh := all[min(d.mails, len(all)):]
	d.mails = len(all)
	for _, m := range fresh {
		fmt.Printf("    mail to %-24s %s\n", strings.Join(m.To, ","), m.Subject)
		if slices.Contains(m.To, office) {
			d.office++
		}
	}
	return fresh, nil
}

func (d *demo) clocks() (request, error) {
	r, err := d.queue("", nil)
	for _, c := range r.Clocks {
		reminded := ""
		if c.Escalated > 0 {
			reminded = fmt.Sprintf("the office was reminded at %d %%", c.Escalated)
		}
		fmt.Printf("    %-10s due %s  %-8s %s\n", c.Clause, c.DueAt.UTC().Format("2006-01-02 15:04"), c.State, reminded)
	}
	return r, err
}

func (d *demo) run() error {
	for _, step := range []func() error{d.lessons, d.ask, d.nobodyActs, d.search, d.decide, d.done, d.left} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// lesson has students join and answer.
func (d *demo) lesson(title string, names ...string) (all []client.Participant, err error) {
	var set, session struct{ ID, Code string }
	if err := d.as(ada, client.Request{Method: "POST", Path: "/v1/question-sets", Body: object{
		"title": title, "questions": []object{{"kind": "trueFalse", "prompt": "Rivers flow uphill.", "correct": false}},
	}}, &set); err != nil {
		return nil, err
	}
	if err := d.as(ada, client.Request{Method: "POST", Path: "/v1/sessions", Body: object{"questionSetId": set.ID, "mode": "self-paced", "feedback": "none"}}, &session); err != nil {
		return nil, err
	}
	for _, name := range names {
		var joined client.Participant
		if err := d.api.Do(d.ctx, client.Join(session.Code, name, client.NewKey()), &joined); err != nil {
			return nil, err
		}
		answer := client.Answer{Question: joined.Session.Questions[0].ID, Revision: 1, Response: false}
		if err := d.api.Do(d.ctx, client.Answers(joined.Token, answer), nil); err != nil {
			return nil, err
		}
		all = append(all, joined)
	}
	return all, nil
}

func (d *demo) lessons() error {
	fmt.Println("Two lessons of one teacher: Mia and Bo in one, another Mia in the other.")
	first, err := d.lesson("Rivers", "Mia", "Bo")
	if err != nil {
		return err
	}
	second, err := d.lesson("Lakes", "Mia K.")
	if err != nil {
		return err
	}
	d.mia, d.other = first[0], second[0]
	_, err = d.news()
	return err
}

func (d *demo) ask() error {
	if err := d.say("a parent asks on the school's public page to have everything erased"); err != nil {
		return err
	}
	var made struct{ ID, Secret string }
	if err := d.api.Do(d.ctx, client.Request{Method: "POST", Path: "/v1/requests", Key: client.NewKey(), Body: object{
		"org": "org_north", "kind": "delete", "from": "parent", "email": parent, "text": "Please erase everything that my daughter Mia entered in the lesson about rivers.",
		"about": object{"alias": "Mia"}, "locale": "en",
	}}, &made); err != nil {
		return err
	}
	d.id, d.secret = made.ID, made.Secret
	code := ""
	if err := d.until("the code", func() (bool, error) {
		fresh, err := d.news()
		for _, m := range fresh {
			if found := regexp.MustCompile(`\b\d{4} \d{4}\b`).FindString(m.Text); found != "" && slices.Contains(m.To, parent) {
				code = found
			}
		}
		return code != "", err
	}); err != nil {
		return err
	}
	if err := d.api.Do(d.ctx, client.Request{Method: "POST", Path: "/v1/requests/" + d.id + "/verify", Token: d.secret, Body: object{"code": code}}, nil); err != nil {
		return err
	}
	fmt.Println("    The code is entered: the request is in the school's queue.")
	_, err := d.clocks()
	return err
}

// nobodyActs lets the time run, to what is left of it when the office was reminded for the
// last time.
func (d *demo) nobodyActs() error {
	r, err := d.queue("", nil)
	if err != nil {
		return err
	}
	start, err := d.now()
	if err != nil {
		return err
	}
	due := slices.MinFunc(r.Clocks, func(a, b clock) int { return a.DueAt.Compare(b.DueAt) }).DueAt
	for _, percent := range []int{50, 75, 90} {
		now, err := d.now()
		if err != nil {
			return err
		}
		then := start.Add(due.Sub(start) * time.Duration(percent+1) / 100)
		if err := d.wait(then.Sub(now)); err != nil {
			return err
		}
		if err := d.say("nobody has acted, and %d %% of the time are gone", percent); err != nil {
			return err
		}
		if err := d.until("the reminder", func() (bool, error) {
			r, err := d.queue("", nil)
			return slices.ContainsFunc(r.Clocks, func(c clock) bool { return c.Escalated >= percent }), err
		}); err != nil {
			return err
		}
		r, err := d.clocks()
		if err != nil {
			return err
		}
		// One that the request came, and of each clock one for each reminder.
		due := 1
		for _, c := range r.Clocks {
			for _, reminded := range []int{50, 75, 90} {
				if c.Escalated >= reminded {
					due++
				}
			}
		}
		if err := d.until("the office's mails", func() (bool, error) {
			_, err := d.news()
			return d.office >= due, err
		}); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) search() error {
	if err := d.say("the school knows the parent, and searches for Mia"); err != nil {
		return err
	}
	if _, err := d.queue("identify", object{"how": "on-file"}); err != nil {
		return err
	}
	if _, err := d.queue("find", object{"alias": "Mia"}); err != nil {
		return err
	}
	var r request
	if err := d.until("the search", func() (done bool, err error) {
		r, err = d.queue("", nil)
		return r.Find != nil && r.Find.State == "done", err
	}); err != nil {
		return err
	}
	fmt.Printf("    %d sessions were looked through:\n", r.Find.Sessions)
	excluded := []string{}
	for _, f := range r.Find.Found {
		what := "somebody else"
		if f.ID == d.mia.ID {
			what = "is meant"
		} else {
			excluded = append(excluded, f.ID)
		}
		fmt.Printf("    %-8s in %-8s %d answer, %s\n", f.Alias, f.Title, f.Answers, what)
	}
	var no *client.Problem
	if _, err := d.queue("decide", object{"decision": "granted", "text": "We erase it.", "find": r.Find.ID}); !errors.As(err, &no) || no.Status != http.StatusConflict {
		return fmt.Errorf("a decision before anybody is marked wasn't refused: %v", err)
	}
	fmt.Println("    To decide now is refused:", no.Detail)
	_, err := d.queue("found", object{"find": r.Find.ID, "meant": []string{d.mia.ID}, "excluded": excluded})
	return err
}

func (d *demo) decide() error {
	if err := d.say("the school grants it: that begins the erasure"); err != nil {
		return err
	}
	r, err := d.queue("", nil)
	if err != nil {
		return err
	}
	if _, err := d.queue("decide", object{
		"decision": "granted", "text": "We erase everything that Mia entered in that lesson.", "find": r.Find.ID, "meant": []string{d.mia.ID},
	}); err != nil {
		return err
	}
	if err := d.until("the receipt", func() (done bool, err error) {
		r, err = d.queue("", nil)
		return len(r.Erasures) == 1 && r.Erasures[0].State == "erased", err
	}); err != nil {
		return err
	}
	fmt.Println("    erased, with the receipt", r.Erasures[0].Receipt)
	for name, p := range map[string]client.Participant{"Mia": d.mia, "Mia K.": d.other} {
		var gone *client.Problem
		err := d.api.Do(d.ctx, client.Request{Path: "/v1/me", Token: p.Token}, nil)
		if (name == "Mia") != (errors.As(err, &gone) && gone.Status == http.StatusGone) {
			return fmt.Errorf("%s: %v", name, err)
		}
	}
	fmt.Println("    Mia's own page says that she was erased, and the other Mia's shows what is held.")
	return nil
}

func (d *demo) done() error {
	if err := d.say("the school records that it is done"); err != nil {
		return err
	}
	if _, err := d.queue("complete", object{"receipts": []string{}}); err != nil {
		return err
	}
	r, err := d.clocks()
	if err != nil {
		return err
	}
	for _, c := range r.Clocks {
		if c.State != "met" {
			return fmt.Errorf("the clock %s is %s", c.Clause, c.State)
		}
	}
	if err := d.until("the mails", func() (bool, error) {
		fresh, err := d.news()
		return slices.ContainsFunc(fresh, func(m mail) bool { return slices.Contains(m.To, parent) }), err
	}); err != nil {
		return err
	}
	var own struct {
		State    string
		Receipts []string
		Answer   struct{ Text string }
	}
	if err := d.api.Do(d.ctx, client.Request{Path: "/v1/requests/" + d.id, Token: d.secret}, &own); err != nil {
		return err
	}
	fmt.Printf("\n    What the parent reads, with the receipt %s:\n\n", strings.Join(own.Receipts, ", "))
	for line := range strings.Lines(own.Answer.Text) {
		fmt.Print("    | ", line)
	}
	fmt.Println()
	if own.State != "done" || len(own.Receipts) != 1 {
		return errors.New("the parent has no receipt")
	}
	fmt.Printf("\n    The record of %d entries verifies: %v.\n", len(r.Timeline), r.Verified)
	return nil
}

func (d *demo) left() error {
	if err := d.wait(7*24*time.Hour + time.Hour); err != nil {
		return err
	}
	var r request
	if err := d.until("the search to be erased", func() (done bool, err error) {
		r, err = d.queue("", nil)
		return r.Find == nil, err
	}); err != nil {
		return err
	}
	return d.say("a week later what the search found is erased; the decision and the receipts stay")
}

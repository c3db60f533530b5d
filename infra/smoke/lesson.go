package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

type object = map[string]any

// What the lesson is made of. The answer and the alias must come out where they may, and nowhere else.
const (
	title  = "Smoke test"
	alias  = "Smoke"
	answer = "no smoke without fire"
)

// A lesson is the state after the steps so far.
type lesson struct {
	set, session, code string
	student, ticket    string
	question           string
}

// lesson runs a lesson, step by step until one fails, and deletes what it made.
func (s *smoke) lesson(ctx context.Context) {
	var l lesson
	steps := []step{
		{"a teacher signs in", s.signIn},
		{"writes a question set", func(ctx context.Context) error { return s.write(ctx, &l) }},
		{"opens a session", func(ctx context.Context) error { return s.open(ctx, &l) }},
		{"a student joins with the code", func(ctx context.Context) error { return s.join(ctx, &l) }},
		{"sees the session", func(ctx context.Context) error { return s.state(ctx, &l) }},
		{"answers, and it is recorded", func(ctx context.Context) error { return s.answer(ctx, &l) }},
		{"the teacher reads the answer", func(ctx context.Context) error { return s.results(ctx, &l, true) }},
		{"the student reads what is held", func(ctx context.Context) error { return s.held(ctx, &l) }},
		{"is erased", func(ctx context.Context) error { return s.erase(ctx, &l) }},
		{"the teacher reads it no more", func(ctx context.Context) error { return s.results(ctx, &l, false) }},
	}
	for _, st := range steps {
		if !s.take(ctx, st) {
			break
		}
	}
	// Also when it was interrupted.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.timeout)
	defer cancel()
	for _, made := range []struct{ what, kind, id string }{{"the session", "sessions", l.session}, {"the question set", "question-sets", l.set}} {
		if made.id != "" {
			s.take(ctx, step{made.what + " is deleted again", func(ctx context.Context) error {
				r, err := s.send(ctx, "DELETE", "/v1/"+made.kind+"/"+made.id, s.token, nil)
				if err == nil && r.Status >= 300 {
					err = fmt.Errorf("%d %s: delete %s %s by hand", r.Status, problem(r), made.what, made.id)
				}
				return err
			}})
		}
	}
}

// A config is the web app's.
type config struct{ Auth0Domain, Auth0ClientID, Auth0Audience string }

func (s *smoke) readConfig(ctx context.Context) (c config, err error) {
	return c, s.want(ctx, http.StatusOK, "GET", "/config.json", "", nil, &c)
}

// signIn gets a token for the user from the local stack's identity provider, unless there is one.
func (s *smoke) signIn(ctx context.Context) error {
	if s.token == "" {
		c, err := s.readConfig(ctx)
		if err != nil {
			return err
		}
		issuer, err := url.Parse(c.Auth0Domain)
		if err != nil || !loopback(issuer.Hostname()) {
			return errors.New("only the local stack signs in by a password: give a token")
		}
		s.token, err = client.PasswordGrant{
			Issuer: c.Auth0Domain, Audience: c.Auth0Audience, ClientID: c.Auth0ClientID, User: s.user, Password: s.password, HTTP: s.client.HTTP,
		}.Token(ctx)
		if err != nil {
			return err
		}
	}
	return s.want(ctx, http.StatusOK, "GET", "/v1/question-sets", s.token, nil, nil)
}

func (s *smoke) write(ctx context.Context, l *lesson) error {
	var set struct{ ID string }
	err := s.want(ctx, http.StatusCreated, "POST", "/v1/question-sets", s.token,
		object{"title": title, "questions": []object{{"kind": "text", "prompt": "What do they say?", "correct": answer}}}, &set)
	l.set = set.ID
	return err
}

func (s *smoke) open(ctx context.Context, l *lesson) error {
	var session struct{ ID, Code string }
	err := s.want(ctx, http.StatusCreated, "POST", "/v1/sessions", s.token,
		object{"questionSetId": l.set, "mode": "self-paced", "feedback": "none"}, &session)
	l.session, l.code = session.ID, session.Code
	return err
}

func (s *smoke) join(ctx context.Context, l *lesson) error {
	var joined struct {
		Token, ParticipantID string
		Session              struct{ Questions []struct{ ID string } }
	}
	if err := s.want(ctx, http.StatusCreated, "POST", "/v1/join", "", object{"code": l.code, "alias": alias, "locale": "en"}, &joined); err != nil {
		return err
	}
	if joined.Token == "" || joined.ParticipantID == "" || len(joined.Session.Questions) != 1 {
		return errors.New("the answer lacks a token, an id or the question")
	}
	l.ticket, l.student, l.question = joined.Token, joined.ParticipantID, joined.Session.Questions[0].ID
	return nil
}

func (s *smoke) state(ctx context.Context, l *lesson) error {
	var state struct{ State string }
	if err := s.want(ctx, http.StatusOK, "GET", "/v1/sessions/"+l.session+"/state", "", nil, &state); err != nil {
		return err
	}
	if state.State != "open" {
		return fmt.Errorf("the session is %q", state.State)
	}
	return nil
}

func (s *smoke) answer(ctx context.Context, l *lesson) error {
	var out struct{ Results []struct{ Status string } }
	err := s.want(ctx, http.StatusOK, "POST", "/v1/answers", l.ticket,
		object{"answers": []object{{"questionId": l.question, "revision": 1, "response": answer}}}, &out)
	if err == nil && (len(out.Results) != 1 || out.Results[0].Status != "recorded") {
		err = fmt.Errorf("it is answered %+v", out.Results)
	}
	return err
}

// results waits until the teacher's results have the answer, or don't have it any more.
func (s *smoke) results(ctx context.Context, l *lesson, there bool) error {
	for end := time.Now().Add(s.timeout); ; {
		r, err := s.send(ctx, "GET", "/v1/sessions/"+l.session+"/results", s.token, nil)
		if err != nil {
			return err
		}
		if r.Status != http.StatusOK {
			return fmt.Errorf("they are answered %d %s", r.Status, problem(r))
		}
		text := string(r.Body)
		if strings.Contains(text, answer) == there && strings.Contains(text, `"`+alias+`"`) == there {
			return nil
		}
		if time.Now().After(end) {
			return fmt.Errorf("after %s: answer shown %v, alias shown %v", s.timeout, strings.Contains(text, answer), strings.Contains(text, `"`+alias+`"`))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(500 * time.Millisecond):
		}
	}
}

func (s *smoke) held(ctx context.Context, l *lesson) error {
	var me struct {
		Participant struct{ ID, Alias string }
		Answers     []struct{ Response any }
	}
	if err := s.want(ctx, http.StatusOK, "GET", "/v1/me", l.ticket, nil, &me); err != nil {
		return err
	}
	if me.Participant.ID != l.student || me.Participant.Alias != alias || len(me.Answers) != 1 || me.Answers[0].Response != answer {
		return errors.New("it isn't what was given")
	}
	return nil
}

func (s *smoke) erase(ctx context.Context, l *lesson) error {
	if err := s.want(ctx, http.StatusAccepted, "DELETE", "/v1/me", l.ticket, nil, nil); err != nil {
		return err
	}
	r, err := s.send(ctx, "GET", "/v1/me", l.ticket, nil)
	if err == nil && problem(r) != "participant-erased" {
		err = fmt.Errorf("afterwards what is held is answered %d %s", r.Status, problem(r))
	}
	return err
}

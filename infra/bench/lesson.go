package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/environ"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
)

// secret is the ticket secret of all functions under test.
var secret = bytes.Repeat([]byte{7}, ticket.SecretSize)

// variables is the environment of the functions under test.
func variables(firestore string) []string {
	return []string{
		"FIRESTORE_EMULATOR_HOST=" + firestore,
		environ.Project + "=" + project,
		environ.TicketSecret + "=" + base64.StdEncoding.EncodeToString(secret),
	}
}

// A lesson is an open session in some Firestore.
type lesson struct {
	store   *store.Store
	vault   *store.Vault
	audit   *store.Audit
	private *seal.SessionKey
	session *domain.Session
	tickets *ticket.Secrets
}

// newLesson opens a session with the given number of questions. Firestore is
// the host of an emulator.
func newLesson(ctx context.Context, firestore string, questions int) (l *lesson, err error) {
	if err := os.Setenv("FIRESTORE_EMULATOR_HOST", firestore); err != nil {
		return nil, err
	}
	l = new(lesson)
	if l.store, err = store.Open(ctx, project); err != nil {
		return nil, err
	}
	if l.vault, err = store.OpenVault(ctx, project); err != nil {
		return nil, err
	}
	if l.audit, err = store.OpenAudit(ctx, project); err != nil {
		return nil, err
	}
	if l.tickets, err = ticket.New(secret); err != nil {
		return nil, err
	}
	if l.private, err = seal.NewSessionKey(); err != nil {
		return nil, err
	}
	org := domain.Org{
		ID: "org_" + newID(), Name: "Bench", State: domain.OrgActive,
		Policy:     domain.Policy{KeptDays: 30, RestoreMonths: 6, PrivacyContact: "privacy@bench.example", MaxParticipants: 1 << 30},
		Agreements: []domain.Agreement{{ID: "a", SignedAt: time.Unix(0, 0)}},
	}
	if err := l.store.CreateOrg(ctx, org, nil); err != nil {
		return nil, err
	}
	set := &domain.QuestionSet{Title: "Bench"}
	for i := range questions {
		set.Questions = append(set.Questions, domain.Question{
			Kind: domain.KindChoice, Prompt: fmt.Sprint("Question ", i+1),
			Options: []domain.Option{{Text: "one"}, {Text: "two"}, {Text: "three"}}, Correct: json.RawMessage(`"a"`),
		})
	}
	if err := set.Normalize(); err != nil {
		return nil, err
	}
	paper, key := set.Split(nil)
	paperJSON, err := json.Marshal(paper)
	if err != nil {
		return nil, err
	}
	keyJSON, err := json.Marshal(key)
	if err != nil {
		return nil, err
	}
	code, err := domain.NewCode(rand.Reader)
	if err != nil {
		return nil, err
	}
	l.session = &domain.Session{
		ID: newID(), Org: org.ID, Owner: "owner", Title: "Bench", Code: code, Mode: domain.SelfPaced,
		Feedback: domain.FeedbackNone, State: domain.Open, Version: 1, QuestionCount: questions,
		PublicKey: l.private.Public().Bytes(), CreatedAt: time.Now(),
	}
	return l, l.store.CreateSession(ctx, l.session, paperJSON, keyJSON)
}

func (l *lesson) close() {
	l.store.Close()
	l.vault.Close()
	l.audit.Close()
}

// answers returns the answers that each connection sends one after another. They are those of
// so many students that none uses up their budget.
func (l *lesson) answers(students, connections int) func(connection int) []byte {
	requests := make([][]byte, students)
	for i := range requests {
		_, _, token := l.student()
		requests[i] = post("/v1/answers", token, "", answerTo("q1"))
	}
	sent := make([]int, connections)
	return func(connection int) []byte {
		sent[connection]++
		return requests[(connection+sent[connection]*connections)%len(requests)]
	}
}

// student returns a new participant's id, key and token, without storing anything.
func (l *lesson) student() (pid string, key seal.Key, token string) {
	pid = newID()
	key, err := seal.NewKey(rand.Reader)
	if err != nil {
		panic(err) // the system's random source doesn't fail
	}
	return pid, key, l.tickets.Issue(ticket.Ticket{
		Session: l.session.ID, Participant: pid, Key: key, Expiry: time.Now().Add(time.Hour),
	})
}

// answerTo returns the body of a request that answers one question.
func answerTo(question string) string {
	return `{"answers":[{"questionId":"` + question + `","revision":1,"response":"a"}]}`
}

func newID() string {
	id, err := domain.NewID(rand.Reader)
	if err != nil {
		panic(err) // the system's random source doesn't fail
	}
	return id
}

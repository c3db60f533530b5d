package rights

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/grade"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// As whom somebody asks.
const (
	asStudent = "student"
	asParent  = "parent"
)

type me struct {
	As          string          `json:"as"`
	Participant participantView `json:"participant"`
	Session     sessionView     `json:"session"`
	Answers     []answerView    `json:"answers"`
	Grades      []gradeView     `json:"grades"`
	Results     *results        `json:"results"` // null: the session's feedback allows none, or not yet
	Receipts    []receiptView   `json:"receipts"`
	KeptUntil   *time.Time      `json:"keptUntil"` // null: the session isn't closed yet
	Contact     string          `json:"contact"`
	Privacy     privacyView     `json:"privacy"`
	// ParentCodeAt is when the parent's code was given out that is good now; null: none was.
	ParentCodeAt *time.Time        `json:"parentCodeAt"`
	Parent       domain.ParentActs `json:"parent"` // what a parent did with it
	// Correction is what is to be read beside their work, as the school decided; null: nothing.
	Correction *correctionView `json:"correction"`
	// Restricted says that what they left is kept and not used, as the school decided.
	Restricted bool `json:"restricted"`
	// Questions are those that the session showed, for a page that wasn't there; absent where
	// a student asks with a token.
	Questions []domain.PaperQuestion `json:"questions,omitempty"`
}

// A privacyView is the policy in force for what a student entered.
type privacyView struct {
	Org           string         `json:"org"` // whose policy it is
	Version       int            `json:"version"`
	Kept          string         `json:"kept"`             // ISO 8601
	RestoreWindow string         `json:"restoreWindow"`    // ISO 8601
	Change        *privacyChange `json:"change,omitempty"` // absent: nothing is announced
}

type privacyChange struct {
	From          time.Time `json:"from"`
	Kept          string    `json:"kept"`
	RestoreWindow string    `json:"restoreWindow"`
}

type participantView struct {
	ID           string    `json:"id"`
	Alias        string    `json:"alias"`
	JoinedAt     time.Time `json:"joinedAt"`
	ConsentBasis string    `json:"consentBasis"`
	// RenamedAt is when they last corrected their alias; null: never.
	RenamedAt *time.Time   `json:"renamedAt"`
	Consent   *consentView `json:"consent"` // null: the agreement wanted none
}

// A consentView is the consent that was recorded before anything else of a student was.
type consentView struct {
	Ground  domain.ConsentGround `json:"ground"`
	At      time.Time            `json:"at"`
	Version int                  `json:"version"` // of the school's text
}

// A correctionView is what the school decided is to be read instead of something.
type correctionView struct {
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

func (s *subject) view() participantView {
	p := &s.participant
	return participantView{s.Participant, s.alias, p.JoinedAt.UTC(), p.ConsentBasis, httpapi.TimeOrNull(p.RenamedAt), nil}
}

// consent reads the consent on which s's data was collected.
func (h *handler) consent(ctx context.Context, s *subject) (*consentView, error) {
	c, err := h.Store.Consent(ctx, s.Session, s.Participant)
	if errors.Is(err, domain.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &consentView{c.Ground, c.At.UTC(), c.Version}, nil
}

type sessionView struct {
	ID    string       `json:"id"`
	Title string       `json:"title"`
	State domain.State `json:"state"`
}

type answerView struct {
	QuestionID string          `json:"questionId"`
	Revision   int             `json:"revision"`
	Response   json.RawMessage `json:"response"`
	ReceivedAt time.Time       `json:"receivedAt"`
}

// A gradeView is a grade that a teacher gave by hand for one answer.
type gradeView struct {
	QuestionID string  `json:"questionId"`
	Revision   int     `json:"revision"`
	Points     float64 `json:"points"`
}

// A receiptView names the receipt of an erasure.
type receiptView struct {
	ID              string    `json:"id"`
	IrrecoverableAt time.Time `json:"irrecoverableAt"`
}

// get shows a student everything that is held about them. Earlier revisions of
// an answer are held too, so they are shown too.
func (h *handler) get(w http.ResponseWriter, r *http.Request) error {
	s, err := h.shown(r)
	if err != nil {
		return err
	}
	return httpapi.Large(r.Context(), w, s.Participant, func() ([]byte, error) {
		held, err := h.held(r.Context(), s)
		if err != nil {
			return nil, err
		}
		if s.comesBack {
			held.Questions = s.session.Visible(held.paper.Questions)
		}
		body, err := json.Marshal(held.me)
		if err != nil {
			return nil, errors.New("encoding what is held failed") // the error may quote it
		}
		return body, nil
	}, func() error {
		w.Header().Set("Content-Type", "application/json")
		return nil
	})
}

// A holding is everything held about a student, with the questions that it answers.
type holding struct {
	me
	paper *domain.Paper
}

// held reads and opens everything that is held about s.
func (h *handler) held(ctx context.Context, s *subject) (*holding, error) {
	org, err := h.Store.Org(ctx, s.session.Org)
	if err != nil {
		return nil, err
	}
	now := h.Clock()
	org = org.At(now)
	code, err := h.Vault.LastParentCode(ctx, s.Session, s.Participant)
	if err != nil && !errors.Is(err, domain.ErrNotFound) {
		return nil, err
	}
	out := &holding{me: me{
		As: asStudent, ParentCodeAt: httpapi.TimeOrNull(code.At), Parent: s.participant.Parent.UTC(),
		Participant: s.view(),
		Session:     sessionView{s.Session, s.session.Title, s.session.StateAt(now)},
		Contact:     org.Policy.PrivacyContact,
		Receipts:    []receiptView{},
		Privacy: privacyView{
			Org: org.ID, Version: org.Policy.Version, Kept: org.Policy.Kept().String(), RestoreWindow: org.Policy.Restore().String(),
		},
	}}
	if s.parent {
		out.As = asParent
	}
	out.Restricted = s.restricted
	if s.correction != "" {
		out.Correction = &correctionView{s.correction, s.participant.CorrectedAt.UTC()}
	}
	if a := org.Announced; a != nil {
		out.Privacy.Change = &privacyChange{a.From.UTC(), a.Kept().String(), a.Restore().String()}
	}
	ended := *s.session
	if out.Session.State == domain.Closed && ended.ClosedAt.IsZero() {
		ended.End(now) // by the clock, which nobody may have noted yet
	}
	if until := ended.KeptUntil(&org); !until.IsZero() {
		out.KeptUntil = &until
	}
	if out.Participant.Consent, err = h.consent(ctx, s); err != nil {
		return nil, err
	}
	grades, err := grade.Open(s.Key, s.Session, s.Participant, s.participant.Grades)
	if err != nil {
		return nil, err
	}
	out.Grades = listed(grades)
	var winners map[string]domain.Winner
	if out.Answers, winners, err = h.answers(ctx, s); err != nil {
		return nil, err
	}
	if out.paper, err = h.Store.Paper(ctx, s.Session); err != nil {
		return nil, err
	}
	if out.Results, err = h.results(ctx, s, out.paper, winners, grades); err != nil {
		return nil, err
	}
	// A student who was erased is refused before this. After a restore of the database they may be
	// back for as long as it takes to erase them again: then their receipt is here.
	erased, err := h.Lifecycle.Asked(ctx, s.who())
	if err != nil {
		return nil, err
	}
	if r := erased.Receipt; r != nil {
		out.Receipts = append(out.Receipts, receiptView{r.ID, r.IrrecoverableAt})
	}
	return out, nil
}

// answers finds and opens a student's records in their session's log. A record that a
// retry doubled is shown once. How much there is, is up to the student. Those that
// count are returned by question as well, sealed.
func (h *handler) answers(ctx context.Context, s *subject) (found []answerView, winners map[string]domain.Winner, err error) {
	found, winners = []answerView{}, make(map[string]domain.Winner)
	var log domain.Log
	path := seal.ParticipantPath(s.Session, s.Participant)
	for c, err := range h.Store.ChunksOf(ctx, s.Session, s.Participant) {
		if err == nil {
			err = httpapi.CheckMemory()
		}
		if err != nil {
			return nil, nil, err
		}
		c.Records = slices.DeleteFunc(c.Records, func(rec domain.Record) bool { return rec.Participant != s.Participant })
		if domain.Counts(c.At, s.session.ClosedAt) {
			for _, w := range log.Add(c) {
				winners[w.Question] = w
			}
		}
		for _, rec := range c.Records {
			response, err := s.Key.Open(path, seal.Answer(rec.Question, rec.Revision), rec.Sealed)
			if err != nil {
				continue // not written with this student's key
			}
			found = append(found, answerView{rec.Question, rec.Revision, response, c.At.UTC()})
		}
	}
	slices.SortFunc(found, func(x, y answerView) int {
		if c := strings.Compare(x.QuestionID, y.QuestionID); c != 0 {
			return c
		}
		if x.Revision != y.Revision {
			return x.Revision - y.Revision
		}
		return x.ReceivedAt.Compare(y.ReceivedAt)
	})
	return slices.CompactFunc(found, func(x, y answerView) bool {
		return x.QuestionID == y.QuestionID && x.Revision == y.Revision && string(x.Response) == string(y.Response)
	}), winners, nil
}

// listed returns what a teacher gave by hand, by question.
func listed(grades map[string]domain.Grade) []gradeView {
	list := make([]gradeView, 0, len(grades))
	for _, question := range slices.Sorted(maps.Keys(grades)) {
		list = append(list, gradeView{question, grades[question].Revision, grades[question].Points})
	}
	return list
}

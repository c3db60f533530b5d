package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// Name names an object of the archive with the given id: by the page that it is part of, by
// the try that wrote it, and by its number there. No name says what is in it.
func Name(id string, page int, try string, n int) string {
	return fmt.Sprintf("%s/%05d-%s/%d", id, page, try, n)
}

// A Lesson is the first value in the object of a session; the chunks of its log follow, as
// they are sealed.
type Lesson struct {
	At    time.Time       `json:"at"` // when it was copied
	Paper json.RawMessage `json:"paper"`
	Key   json.RawMessage `json:"key"`
}

// NewLesson returns what is archived of a session's questions.
func NewLesson(paper *domain.Paper, key *domain.AnswerKey, now time.Time) (l Lesson, err error) {
	l.At = now
	if l.Paper, err = json.Marshal(paper); err == nil {
		l.Key, err = json.Marshal(key)
	}
	if err != nil {
		return Lesson{}, errors.New("encoding a session's questions failed")
	}
	return l, nil
}

// Questions returns a session's questions and their keys. The error is ErrDamaged.
func (l *Lesson) Questions() (*domain.Paper, *domain.AnswerKey, error) {
	paper, err := domain.ParsePaper(l.Paper)
	if err != nil {
		return nil, nil, ErrDamaged
	}
	key, err := domain.ParseAnswerKey(l.Key)
	if err != nil {
		return nil, nil, ErrDamaged
	}
	return paper, key, nil
}

// A Set names a question set.
type Set struct {
	ID string `json:"id"`
}

// A Member is one of the school's people. Their name is read when the archive is handed out.
type Member struct {
	ID    string      `json:"id"`
	Name  *string     `json:"name"`
	Role  domain.Role `json:"role"`
	State string      `json:"state"`
	Week  string      `json:"lastActive,omitempty"`
}

// A Request is what is known about data at the school, without what was written.
type Request struct {
	ID         string                 `json:"id"`
	Kind       domain.RequestKind     `json:"kind"`
	From       domain.Requester       `json:"from"`
	State      domain.RequestState    `json:"state"`
	ReceivedAt time.Time              `json:"receivedAt"`
	VerifiedAt *time.Time             `json:"verifiedAt"`
	Identity   domain.IdentityCheck   `json:"identity,omitempty"`
	Extension  domain.ExtensionGround `json:"extension,omitempty"`
	Decision   domain.Decision        `json:"decision,omitempty"`
	Ground     string                 `json:"ground,omitempty"`
	DecidedAt  *time.Time             `json:"decidedAt"`
	DoneAt     *time.Time             `json:"doneAt"`
	Receipts   []string               `json:"receipts"`
	Clocks     []Clock                `json:"clocks"`
}

// A Clock is one deadline of a request.
type Clock struct {
	Clause   string            `json:"clause"`
	Source   string            `json:"source"`
	StartsAt time.Time         `json:"startsAt"`
	DueAt    time.Time         `json:"dueAt"`
	State    domain.ClockState `json:"state"`
}

// An Incident is the part of one that concerns the school.
type Incident struct {
	ID            string               `json:"id"`
	Own           bool                 `json:"own"` // the school filed it
	Drill         bool                 `json:"drill"`
	State         domain.IncidentState `json:"state"`
	Outcome       domain.Outcome       `json:"outcome,omitempty"`
	ReportedAt    time.Time            `json:"reportedAt"`
	DiscoveredAt  *time.Time           `json:"discoveredAt"`
	AwareAt       *time.Time           `json:"awareAt"`
	ConfirmedAt   *time.Time           `json:"confirmedAt"`
	OccurredFrom  *time.Time           `json:"occurredFrom"`
	OccurredUntil *time.Time           `json:"occurredUntil"`
	Categories    []domain.Category    `json:"categories"`
	KeysInReach   domain.Reach         `json:"keysInReach"`
	Risk          domain.Risk          `json:"risk"`
	Sessions      int                  `json:"sessions"`
	People        int                  `json:"people"`
	Records       int                  `json:"records"`
	ClosedAt      *time.Time           `json:"closedAt"`
}

package join

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
	"github.com/cleanslate-edu/cleanslate/shared/ticket"
)

var (
	// errCode is the same whatever is wrong with the code or its session, so
	// that guessing codes reveals nothing.
	errCode = domain.Problem(domain.ErrNotFound, "unknown-code",
		"No open session has this code. Check the code, or ask your teacher.")
	errPaused = domain.Problem(domain.ErrConflict, "session-paused",
		"The session is paused. Try again when your teacher resumes it.")
	errFull = domain.Problem(domain.ErrConflict, "session-full",
		"The session is full. Ask your teacher.")
	errErased = domain.Problem(domain.ErrGone, "participant-erased",
		"This participant's data was erased. Join again with a new key to take part.")
	errReused = domain.Problem(domain.ErrInvalid, "idempotency-key-reused",
		"This Idempotency-Key was used for another request. Generate a new one for each participant.")
)

// localePattern is what a locale may look like (BCP 47, without its grammar).
var localePattern = regexp.MustCompile(`^[A-Za-z0-9-]{2,35}$`)

func (j *joins) join(w http.ResponseWriter, r *http.Request) (*response, error) {
	ctx := r.Context()
	secret, err := httpapi.IdempotencyKey(r, true)
	if err != nil {
		return nil, err
	}
	var in request
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return nil, err
	}
	began := time.Now()
	out, err := j.enter(ctx, secret, &in)
	if errors.Is(err, errCode) || isConsentNeeded(err) {
		httpapi.Settle(ctx, began)
	}
	return out, err
}

// enter lets a participant into a session.
func (j *joins) enter(ctx context.Context, secret string, in *request) (*response, error) {
	code, ok := domain.ParseCode(in.Code)
	if !ok {
		return nil, errCode
	}
	in.Code = code
	s, org, err := j.find(ctx, code)
	if err != nil {
		return nil, err
	}
	consent, refused := j.consent(ctx, s, &org, in)
	if refused != nil && !isConsentNeeded(refused) {
		return nil, refused
	}
	// A page asks about the code first, without an alias, so that nobody types a name for nothing.
	if err := in.check(); err != nil {
		if s.Locked {
			return nil, errCode // nor does that tell a locked code from an unknown one
		}
		return nil, cmp.Or(refused, err)
	}
	pid := domain.ParticipantID(s.ID, secret)
	if s.StateAt(j.clock()) == domain.Paused {
		return nil, j.paused(ctx, s, pid, secret, in)
	}
	if consent != nil {
		consent.Participant = pid
	}
	key, err := j.admit(ctx, s, org, pid, secret, in, consent, refused)
	if err != nil {
		return nil, err
	}
	return j.welcome(ctx, s, org, pid, key)
}

// check validates the alias and the locale, and brings the alias to its form.
func (in *request) check() error {
	var wrong []domain.FieldError
	alias, problem := domain.ParseAlias(in.Alias)
	if problem != nil {
		wrong = append(wrong, *problem)
	}
	if in.Locale != "" && !localePattern.MatchString(in.Locale) {
		wrong = append(wrong, domain.FieldError{Pointer: "/locale", Detail: `The language must be a tag such as "en" or "de-AT".`})
	}
	if len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	in.Alias = alias
	return nil
}

// find returns the session of a code, and its org, if it can be joined now or once it
// goes on.
func (j *joins) find(ctx context.Context, code string) (*session, domain.Org, error) {
	var none domain.Org
	sid, err := j.codes.Get(ctx, code)
	if err != nil {
		return nil, none, notThere(err)
	}
	return j.running(ctx, sid)
}

// running returns a session, and its org, if it can be joined now or once it goes on.
func (j *joins) running(ctx context.Context, sid string) (*session, domain.Org, error) {
	var none domain.Org
	s, err := j.sessions.Get(ctx, sid)
	if err != nil {
		return nil, none, notThere(err)
	}
	now := j.clock()
	if state := s.StateAt(now); state != domain.Open && state != domain.Paused {
		return nil, none, errCode
	}
	org, err := j.orgs.Get(ctx, s.Org)
	if err != nil {
		return nil, none, notThere(err)
	}
	if _, ok := org.Agreement(now); !ok {
		// Nothing is collected without a written agreement (promise P30).
		return nil, none, errCode
	}
	return s, org, nil
}

func notThere(err error) error {
	if errors.Is(err, domain.ErrNotFound) {
		return errCode
	}
	return err
}

// paused returns the error with which a paused session refuses a join. If it is locked as well,
// only those who joined before learn that it is there.
func (j *joins) paused(ctx context.Context, s *session, pid, secret string, in *request) error {
	if s.Locked {
		_, err := j.joinedBefore(ctx, s, pid, secret, in.digest())
		if err != nil {
			return notThere(err)
		}
	}
	return errPaused
}

// admit returns the participant's key once everything that a token stands for is
// stored: a new participant's, or that of the one whose Idempotency-Key this is. The consent,
// unless it is nil, is stored before anything else of a new one; refused says that one is
// wanted and isn't there, so that nobody new is let in.
func (j *joins) admit(ctx context.Context, s *session, org domain.Org, pid, secret string, in *request, consent *domain.Consent, refused error) (key seal.Key, err error) {
	path := seal.ParticipantPath(s.ID, pid)
	digest := in.digest()

	var seat *seat
	if !s.Locked && refused == nil {
		if seat, err = j.seats.take(ctx, s.ID, org.ParticipantCap()); err != nil {
			return seal.Key{}, err
		}
	}
	added := false
	defer func() { seat.end(added) }()
	if seat != nil && consent != nil {
		if err = j.record(ctx, &org, consent); err != nil && !isConsentNeeded(err) {
			return seal.Key{}, err
		}
		refused = err
	}
	err = domain.ErrConflict
	if seat != nil && refused == nil {
		key, err = j.createBoxes(ctx, s, pid, path, secret, digest)
	}
	if errors.Is(err, domain.ErrConflict) {
		key, err = j.joinedBefore(ctx, s, pid, secret, digest)
		if errors.Is(err, domain.ErrNotFound) {
			err = cmp.Or(locked(s), refused, error(errFull))
		}
	}
	if err != nil {
		return seal.Key{}, err
	}
	agreement, _ := org.Agreement(j.clock())
	create := j.store.CreateParticipant
	if consent != nil {
		create = j.store.CreateConsented // their consent has made them known: they may be erased already
	}
	err = create(ctx, s.ID, domain.Participant{
		ID:           pid,
		JoinedAt:     j.clock().UTC(),
		ConsentBasis: agreement,
		Alias:        key.Seal(path, seal.Alias, []byte(in.Alias)),
	})
	if errors.Is(err, domain.ErrConflict) {
		return key, nil
	}
	if errors.Is(err, domain.ErrGone) {
		return seal.Key{}, errErased
	}
	added = true // after an error, perhaps
	return key, err
}

// locked makes a session that admits nobody look like an unknown one.
func locked(s *session) error {
	if s.Locked {
		return errCode
	}
	return nil
}

func (j *joins) createBoxes(ctx context.Context, s *session, pid, path, secret string, digest [sha256.Size]byte) (seal.Key, error) {
	key, err := seal.NewKey(j.rand)
	if err != nil {
		return seal.Key{}, err
	}
	var boxes store.Boxes
	if boxes.Session, err = s.key.Box(path, key); err != nil {
		return seal.Key{}, err
	}
	if boxes.Rejoin, err = seal.BoxForRejoin(secret, path, key, digest); err != nil {
		return seal.Key{}, err
	}
	return key, j.vault.CreateBoxes(ctx, s.ID, pid, boxes)
}

// joinedBefore returns the key that an earlier join with the same secret made, whose body
// had the digest.
func (j *joins) joinedBefore(ctx context.Context, s *session, pid, secret string, digest [sha256.Size]byte) (seal.Key, error) {
	key, first, err := j.openRejoin(ctx, s, pid, secret)
	if err == nil && first != digest {
		return seal.Key{}, errReused
	}
	return key, err
}

// openRejoin returns the key that an earlier join with the same secret made, and the
// digest of its body.
func (j *joins) openRejoin(ctx context.Context, s *session, pid, secret string) (key seal.Key, first [sha256.Size]byte, err error) {
	boxes, err := j.vault.Boxes(ctx, s.ID, pid)
	if err != nil {
		return key, first, err
	}
	// Read even where the session seems to have no seats: it is cached, and this may be its first.
	seat, err := j.store.Seat(ctx, s.ID, pid)
	if err != nil {
		return key, first, err
	}
	if boxes.Erased || seat.Erased {
		return key, first, errErased
	}
	key, first, err = seal.OpenForRejoin(secret, seal.ParticipantPath(s.ID, pid), boxes.Rejoin)
	if err != nil {
		return seal.Key{}, first, fmt.Errorf("opening a rejoin box: %w", err)
	}
	return key, first, nil
}

// digest returns a hash that differs between different bodies. By which consent is no
// difference: whoever is told to mend their code is nobody else.
func (in *request) digest() [sha256.Size]byte {
	compared := *in
	compared.ConsentCode, compared.OfAge = "", false
	b, err := json.Marshal(compared)
	if err != nil {
		panic(err) // strings
	}
	return sha256.Sum256(b)
}

// welcome returns the response to a join.
func (j *joins) welcome(ctx context.Context, s *session, org domain.Org, pid string, key seal.Key) (*response, error) {
	paper, err := j.papers.Get(ctx, s.ID)
	if err != nil {
		return nil, err
	}
	now := j.clock()
	org = org.At(now)
	var next *privacyChange
	if a := org.Announced; a != nil {
		next = &privacyChange{a.From.UTC(), a.Kept().String(), a.Restore().String()}
	}
	return &response{
		Token: j.tickets.Issue(ticket.Ticket{
			Session: s.ID, Participant: pid, Key: key, Expiry: s.TicketExpiry(now),
		}),
		ParticipantID: pid,
		Session: sessionView{
			ID: s.ID, Title: s.Title, Mode: s.Mode, Feedback: s.Feedback, State: s.StateAt(now),
			ClosesAt: httpapi.TimeOrNull(s.ClosesAt), CurrentQuestion: httpapi.TextOrNull(s.CurrentQuestion),
			Questions: visible(s.Session, paper, pid),
			Privacy: privacy{
				KeptDays:      keptDays(&org, now),
				Kept:          org.Policy.Kept().String(),
				RestoreWindow: org.Policy.Restore().String(),
				VisibleTo:     []string{"teachers", "school-admins"},
				Org:           org.ID,
				Contact:       org.Policy.PrivacyContact,
				Change:        next,
			},
		},
	}, nil
}

// keptDays returns for how many days a session that ended now would be kept, by the policy
// in force and the announced one.
func keptDays(org *domain.Org, now time.Time) int {
	ended := domain.Session{EndedAt: now}
	return max(0, int(ended.KeptUntil(org).Sub(now).Hours()/24))
}

// visible returns the questions that a participant may see, in their order.
func visible(s *domain.Session, paper *domain.Paper, pid string) []domain.PaperQuestion {
	questions := paper.Questions
	if s.Shuffle && s.Mode == domain.SelfPaced {
		questions = paper.ShuffledFor(pid).Questions
	}
	return s.Visible(questions)
}

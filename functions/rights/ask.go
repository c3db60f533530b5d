package rights

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/events"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/requestkey"
	"github.com/cleanslate-edu/cleanslate/shared/requestmail"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
	"github.com/cleanslate-edu/cleanslate/shared/store"
)

// asking is what somebody sends who asks a school for something.
type asking struct {
	Org    string             `json:"org"`
	Kind   domain.RequestKind `json:"kind"`
	From   domain.Requester   `json:"from"`
	Email  string             `json:"email"`
	Text   string             `json:"text"`
	About  *about             `json:"about,omitempty"`
	Locale string             `json:"locale"`
}

// about says which data is meant.
type about struct {
	Alias string `json:"alias,omitempty"`
	Code  string `json:"code,omitempty"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// content returns what is sealed of what was sent, without what nobody types on purpose.
func (in *asking) content() domain.RequestContent {
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(in.Text), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \t")
	}
	c := domain.RequestContent{Email: strings.TrimSpace(in.Email), Text: strings.TrimSpace(strings.Join(lines, "\n"))}
	if a := in.About; a != nil {
		c.About = domain.RequestAbout{Alias: domain.CleanLine(a.Alias), Code: strings.TrimSpace(a.Code), From: a.From, To: a.To}
		if code, ok := domain.ParseCode(c.About.Code); ok {
			c.About.Code = code
		}
	}
	return c
}

// asked is the reply, which tells nothing of what was asked about: it follows from the
// Idempotency-Key alone.
type asked struct {
	ID     string `json:"id"`
	Secret string `json:"secret"`
}

// ask takes a request to a school from anybody, and has a code mailed to the address that
// they give. Until the code is entered nobody at the school sees the request. Nothing is
// looked up of what it is about, and to whom else mail went doesn't show.
func (h *handler) ask(w http.ResponseWriter, r *http.Request) error {
	idempotencyKey, err := httpapi.IdempotencyKey(r, true)
	if err != nil {
		return err
	}
	var in asking
	if err := httpapi.Decode(w, r, httpapi.BodyLimit, &in); err != nil {
		return err
	}
	ctx, now := r.Context(), h.Clock().UTC()
	id, secret := domain.RequestID(idempotencyKey)
	request := domain.Request{
		ID: id, Org: in.Org, Kind: in.Kind, From: in.From, Locale: in.Locale, State: domain.RequestUnverified, ReceivedAt: now,
	}
	content := in.content()
	if wrong := domain.CheckRequest(request, content); len(wrong) > 0 {
		return domain.Invalid(wrong...)
	}
	if err := h.takesRequests(ctx, in.Org); err != nil {
		return err
	}
	key, err := h.requestKey(ctx, request, secret, digestOf(request, content))
	if err != nil {
		return err
	}
	if request.Content, err = key.SealJSON(seal.RequestPath(id), seal.Content, content); err != nil {
		return err
	}
	mail, err := h.receive(ctx, request, secret, content.Email)
	if err != nil {
		return err
	}
	// Should the message be lost, the next tick finds the mail.
	if err := h.Publisher.Send(ctx, events.NotifyMail, events.Mail{RequestMail: mail}.Encode()); err != nil {
		return err
	}
	httpapi.WriteJSON(w, http.StatusAccepted, asked{id, secret})
	return nil
}

// takesRequests returns ErrNotFound for a school that isn't there, or is being erased.
func (h *handler) takesRequests(ctx context.Context, org string) error {
	if !domain.IsOrg(org) {
		return domain.ErrNotFound
	}
	o, err := h.Store.Org(ctx, org)
	if err == nil && o.State != domain.OrgActive && o.State != domain.OrgLeft {
		err = domain.ErrNotFound
	}
	return err
}

// digestOf returns a hash that differs between different requests.
func digestOf(r domain.Request, c domain.RequestContent) [sha256.Size]byte {
	b, err := json.Marshal([]any{r.Org, r.Kind, r.From, r.Locale, c})
	if err != nil {
		panic(err) // strings
	}
	return sha256.Sum256(b)
}

// requestKey returns the key that seals a request: a new one, or that of the same request
// when it was sent before.
func (h *handler) requestKey(ctx context.Context, r domain.Request, secret string, digest [sha256.Size]byte) (seal.Key, error) {
	key, err := h.askedBefore(ctx, r.ID, secret, digest)
	if !errors.Is(err, domain.ErrNotFound) {
		return key, err
	}
	// It is looked up again when the request is stored. Here it keeps the vault from filling up.
	full, err := h.Store.RequestsFull(ctx, r.Org, r.ReceivedAt)
	if err != nil {
		return seal.Key{}, err
	}
	if full {
		return seal.Key{}, store.ErrRequestsFull
	}
	public, err := requestkey.Public(ctx, h.Vault, h.RequestKeys, r.Org)
	if err != nil {
		return seal.Key{}, err
	}
	if key, err = seal.NewKey(h.Rand); err != nil {
		return seal.Key{}, err
	}
	boxes := store.RequestBoxes{Org: r.Org}
	if boxes.School, err = seal.BoxForSchool(public, r.ID, key); err != nil {
		return seal.Key{}, err
	}
	if boxes.Requester, err = seal.BoxForRequester(secret, r.ID, key, digest); err != nil {
		return seal.Key{}, err
	}
	err = h.Vault.CreateRequestBoxes(ctx, r.ID, boxes)
	if errors.Is(err, domain.ErrConflict) {
		return h.askedBefore(ctx, r.ID, secret, digest) // a faster one with the same Idempotency-Key
	}
	return key, err
}

// askedBefore returns the key of a request that is there, whose body had the digest.
func (h *handler) askedBefore(ctx context.Context, id, secret string, digest [sha256.Size]byte) (seal.Key, error) {
	boxes, err := h.Vault.RequestBoxes(ctx, id)
	if err != nil {
		return seal.Key{}, err
	}
	key, first, err := seal.OpenForRequester(secret, id, boxes.Requester)
	if err != nil {
		return seal.Key{}, fmt.Errorf("opening a requester's box: %w", err)
	}
	if first != digest {
		return seal.Key{}, httpapi.ErrKeyReused
	}
	return key, nil
}

// receive stores a request with a code, and the mail of it, and returns which mail is to be
// sent. All is made before it is known whether a mail may go to the address, so that the
// time doesn't tell.
func (h *handler) receive(ctx context.Context, r domain.Request, secret, address string) (mail string, err error) {
	now := r.ReceivedAt
	code, err := domain.NewRequestCode(h.Rand)
	if err != nil {
		return "", err
	}
	r.Code = domain.RequestCode{Hash: domain.HashRequestCode(secret, r.ID, code), SentAt: now}
	m := domain.RequestMail{
		Org: r.Org, Request: r.ID, Kind: domain.RequestMailCode, Locale: r.Locale, MadeAt: now, Until: now.Add(domain.RequestCodeValid),
		Attempts: domain.Attempts{State: domain.NoticeQueued},
	}
	if m.ID, err = domain.NewID(h.Rand); err != nil {
		return "", err
	}
	if m.Wrapped, err = requestmail.Wrap(ctx, h.MailKeys, m.ID, requestmail.Envelope{To: address, Code: code}); err != nil {
		return "", err
	}
	in := store.Incoming{Request: r, Mail: m}
	if in.Today, in.Yesterday, err = h.hashes(ctx, address, now); err != nil {
		return "", err
	}
	return h.Store.ReceiveRequest(ctx, in, now)
}

// addressKeySize is the size of the key of a day's addresses in bytes.
const addressKeySize = 32

// hashes returns the keyed hashes of an address, under the key of the day of now and of the
// day before, if that has one.
func (h *handler) hashes(ctx context.Context, address string, now time.Time) (today, yesterday string, err error) {
	key, err := h.Vault.AddressKey(ctx, domain.AddressDay(now))
	if errors.Is(err, domain.ErrNotFound) {
		key = make([]byte, addressKeySize)
		if _, err := io.ReadFull(h.Rand, key); err != nil {
			return "", "", fmt.Errorf("making the key of a day's addresses: %w", err)
		}
		err = h.Vault.CreateAddressKey(ctx, key, now)
		if errors.Is(err, domain.ErrConflict) {
			key, err = h.Vault.AddressKey(ctx, domain.AddressDay(now)) // that of a faster request
		}
	}
	if err != nil {
		return "", "", err
	}
	before, err := h.Vault.AddressKey(ctx, domain.AddressDay(now.Add(-domain.RequestDay)))
	if err == nil {
		yesterday = domain.HashAddress(before, address)
	} else if !errors.Is(err, domain.ErrNotFound) {
		return "", "", err
	}
	return domain.HashAddress(key, address), yesterday, nil
}

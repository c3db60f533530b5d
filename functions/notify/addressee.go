package notify

import (
	"context"
	"errors"
	"iter"
	"strings"
	"sync"

	"github.com/cleanslate-edu/cleanslate/shared/contact"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/profile"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// An addressee is a recipient with the address.
type addressee struct {
	address  string          // empty: there is none
	language string          // empty: the org's
	token    string          // with which they leave what this is; empty: it can't be left
	letter   domain.Circular // to them, which may be stored already
}

// mailboxes returns a school's own addresses, in the org's language, with their letters about something.
func (h *handler) mailboxes(ctx context.Context, org domain.Org, about domain.Announcing) iter.Seq2[addressee, error] {
	return func(yield func(addressee, error) bool) {
		c, err := h.contact(ctx, org.ID)
		if err != nil {
			yield(addressee{}, err)
			return
		}
		of := map[domain.Mailbox]string{domain.MailboxOffice: c.Email, domain.MailboxPrivacy: org.Policy.PrivacyContact, domain.MailboxIncident: c.Incident}
		for _, m := range domain.Mailboxes {
			if of[m] != "" && !yield(addressee{address: of[m], letter: domain.NewCircular(org.ID, about, domain.Recipient{Mailbox: m})}, nil) {
				return
			}
		}
	}
}

// Members are read by pages. A page is small: whoever deletes their profile while it is worked
// on may still get a letter.
const (
	memberPage = 20
	atOnce     = 8 // that are looked up at a time
)

// members returns the members of an org who may act, by id, those without an address too,
// with their letters about something: all of them or, with a kind, those who chose mail of it,
// or, with among, those for whom it returns true. An error is about one member, and the others follow, or about a page, and ends it.
func (h *handler) members(ctx context.Context, org string, about domain.Announcing, kind domain.MailKind, among func(context.Context, domain.Member) (bool, error)) iter.Seq2[addressee, error] {
	return func(yield func(addressee, error) bool) {
		for token, last := "", false; !last; {
			page, next, err := h.Store.MemberPage(ctx, org, memberPage, token)
			letters := make([]domain.Circular, len(page))
			for k, m := range page {
				letters[k] = domain.NewCircular(org, about, domain.Recipient{Member: m.ID})
			}
			if err == nil {
				err = h.Store.Circulars(ctx, org, letters)
			}
			if err != nil {
				yield(addressee{}, err)
				return
			}
			found := make([]*addressee, len(page)) // nil: not one of them
			errs := make([]error, len(page))
			var looking sync.WaitGroup
			turn := make(chan struct{}, atOnce)
			for k, m := range page {
				if m.State != domain.MemberActive || kind != "" && !m.Mail.Wants(kind) {
					continue
				}
				turn <- struct{}{}
				looking.Go(func() {
					found[k], errs[k] = h.member(ctx, m, kind, among)
					<-turn
				})
			}
			looking.Wait()
			for k := range page {
				switch {
				case errs[k] != nil:
					if !yield(addressee{}, errs[k]) {
						return
					}
				case found[k] != nil:
					found[k].letter = letters[k]
					if !yield(*found[k], nil) {
						return
					}
				}
			}
			token, last = next, next == ""
		}
	}
}

// member looks one member up, nil if they are not among those who are to be written to.
func (h *handler) member(ctx context.Context, m domain.Member, kind domain.MailKind, among func(context.Context, domain.Member) (bool, error)) (*addressee, error) {
	if among != nil {
		if is, err := among(ctx, m); err != nil || !is {
			return nil, err
		}
	}
	if kind != "" {
		p, token, err := profile.OpenFor(ctx, h.Vault, h.OrgKeys, m, kind)
		return &addressee{address: p.Email, language: p.Locale, token: token}, err
	}
	p, err := profile.Open(ctx, h.Vault, h.OrgKeys, m)
	return &addressee{address: p.Email, language: p.Locale}, err
}

// concat returns what several sequences return, one after the other.
func concat(all ...iter.Seq2[addressee, error]) iter.Seq2[addressee, error] {
	return func(yield func(addressee, error) bool) {
		for _, one := range all {
			for to, err := range one {
				if !yield(to, err) {
					return
				}
			}
		}
	}
}

// once leaves out, of those who share an address, all but the first.
func once(all iter.Seq2[addressee, error]) iter.Seq2[addressee, error] {
	return func(yield func(addressee, error) bool) {
		seen := make(map[string]bool)
		for to, err := range all {
			address := strings.ToLower(to.address)
			if address != "" && seen[address] {
				continue
			}
			seen[address] = true
			if !yield(to, err) {
				return
			}
		}
	}
}

// contact opens an org's contact. One that isn't there, or whose key was erased, is empty.
func (h *handler) contact(ctx context.Context, org string) (c contact.Contact, err error) {
	sealed, err := h.Store.OrgContact(ctx, org)
	if err == nil {
		c, err = contact.New(h.Vault, h.ContactKeys).Of(ctx, org, sealed)
	}
	if errors.Is(err, domain.ErrNotFound) || errors.Is(err, seal.ErrOpen) {
		return contact.Contact{}, nil
	}
	return c, err
}

package auth0

import (
	"slices"
	"sync"
)

// Role is a set of permissions that members of organizations are given.
type Role struct {
	ID          string // "rol_teacher"
	Name        string
	Permissions []string
}

// people are the users as they are now. A user is never changed: another takes their
// place, and whoever holds the earlier one looks them up again.
type people struct {
	roles []Role

	mu    sync.RWMutex
	users []*User
	own   map[string][]string // permissions that came with no role, by Sub
}

func newPeople(users []User, roles []Role) *people {
	p := &people{roles: roles, own: make(map[string][]string)}
	for _, u := range users {
		p.add(u)
	}
	return p
}

func (p *people) role(id string) *Role {
	i := slices.IndexFunc(p.roles, func(r Role) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	return &p.roles[i]
}

// with returns u with what their roles permit. The caller holds mu.
func (p *people) with(u User) *User {
	u.Permissions = slices.Clone(p.own[u.Sub])
	for _, id := range u.Roles {
		if r := p.role(id); r != nil {
			for _, permission := range r.Permissions {
				if !slices.Contains(u.Permissions, permission) {
					u.Permissions = append(u.Permissions, permission)
				}
			}
		}
	}
	return &u
}

func (p *people) add(u User) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.own[u.Sub] = u.Permissions
	p.users = append(slices.Clip(p.users), p.with(u))
}

func (p *people) remove(sub string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.users = slices.DeleteFunc(slices.Clone(p.users), func(u *User) bool { return u.Sub == sub })
	delete(p.own, sub)
}

// setRoles replaces the roles of a user.
func (p *people) setRoles(sub string, roles []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := slices.Clone(p.users)
	for i, u := range all {
		if u.Sub == sub {
			changed := *u
			changed.Roles = roles
			all[i] = p.with(changed)
		}
	}
	p.users = all
}

// all returns the users, who must not be changed.
func (p *people) all() []*User {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.users
}

func (p *people) find(match func(User) bool) *User {
	for _, u := range p.all() {
		if match(*u) {
			return u
		}
	}
	return nil
}

// ownOf returns the permissions that came with no role.
func (p *people) ownOf(sub string) []string {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.own[sub]
}

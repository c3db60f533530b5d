package auth0

import (
	"container/list"
	"time"
)

// shelf keeps values by id until they are removed or life is over, and no more
// than max of them: the oldest makes room for the newest.
type shelf[V any] struct {
	max   int
	life  time.Duration
	byID  map[string]*list.Element
	order *list.List // of *kept[V], oldest first
}

type kept[V any] struct {
	id    string
	value V
	until time.Time
}

func newShelf[V any](most int, life time.Duration) *shelf[V] {
	return &shelf[V]{max: most, life: life, byID: make(map[string]*list.Element), order: list.New()}
}

func (s *shelf[V]) put(id string, v V, now time.Time) {
	s.remove(id)
	for e := s.order.Front(); e != nil; e = s.order.Front() {
		oldest := e.Value.(*kept[V])
		if s.order.Len() < s.max && now.Before(oldest.until) {
			break
		}
		s.remove(oldest.id)
	}
	s.byID[id] = s.order.PushBack(&kept[V]{id, v, now.Add(s.life)})
}

func (s *shelf[V]) get(id string, now time.Time) (v V, ok bool) {
	e := s.byID[id]
	if e == nil {
		return v, false
	}
	k := e.Value.(*kept[V])
	if !now.Before(k.until) {
		s.remove(id)
		return v, false
	}
	return k.value, true
}

func (s *shelf[V]) take(id string, now time.Time) (V, bool) {
	v, ok := s.get(id, now)
	s.remove(id)
	return v, ok
}

func (s *shelf[V]) remove(id string) {
	if e := s.byID[id]; e != nil {
		s.order.Remove(e)
		delete(s.byID, id)
	}
}

package auth0

import (
	"container/list"
	"time"
)

// ttlMap holds values by id until they are removed or their time to live is
// over, and at most limit of them: the oldest makes room for the newest.
type ttlMap[V any] struct {
	limit int
	ttl   time.Duration
	byID  map[string]*list.Element
	order *list.List // of *ttlEntry[V], oldest first
}

type ttlEntry[V any] struct {
	id    string
	value V
	until time.Time
}

func newTTLMap[V any](limit int, ttl time.Duration) *ttlMap[V] {
	return &ttlMap[V]{limit: limit, ttl: ttl, byID: make(map[string]*list.Element), order: list.New()}
}

func (m *ttlMap[V]) put(id string, v V, now time.Time) {
	m.remove(id)
	for e := m.order.Front(); e != nil; e = m.order.Front() {
		oldest := e.Value.(*ttlEntry[V])
		if m.order.Len() < m.limit && now.Before(oldest.until) {
			break
		}
		m.remove(oldest.id)
	}
	m.byID[id] = m.order.PushBack(&ttlEntry[V]{id, v, now.Add(m.ttl)})
}

func (m *ttlMap[V]) get(id string, now time.Time) (v V, ok bool) {
	e := m.byID[id]
	if e == nil {
		return v, false
	}
	k := e.Value.(*ttlEntry[V])
	if !now.Before(k.until) {
		m.remove(id)
		return v, false
	}
	return k.value, true
}

func (m *ttlMap[V]) take(id string, now time.Time) (V, bool) {
	v, ok := m.get(id, now)
	m.remove(id)
	return v, ok
}

func (m *ttlMap[V]) remove(id string) {
	if e := m.byID[id]; e != nil {
		m.order.Remove(e)
		delete(m.byID, id)
	}
}

// all returns what hasn't expired, the oldest first.
func (m *ttlMap[V]) all(now time.Time) (all []V) {
	for e := m.order.Front(); e != nil; e = e.Next() {
		if k := e.Value.(*ttlEntry[V]); now.Before(k.until) {
			all = append(all, k.value)
		}
	}
	return all
}

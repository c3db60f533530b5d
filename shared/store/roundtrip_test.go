package store

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"math/bits"
	"reflect"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// A trip sends one stored type to the emulator and back, and returns it.
type trip func(t *testing.T, s *Store) reflect.Type

// A tripOrg is what orgDoc is made of.
type tripOrg struct {
	Org     domain.Org
	Contact []byte
}

// trips are those of all stored types that no other one holds.
var trips = []trip{
	thereAndBack(sessionDocOf, func(snap *firestore.DocumentSnapshot) (*domain.Session, error) {
		session, err := sessionOf(snap)
		if err == nil && !session.ReadAt.Equal(snap.ReadTime) {
			err = fmt.Errorf("read at %v, want %v", session.ReadAt, snap.ReadTime)
		}
		session.ReadAt = time.Time{}
		return session, err
	}, func(s *domain.Session, id string) { s.ID, s.ReadAt = id, time.Time{} }),
	thereAndBack(func(c *codeDoc) codeDoc {
		return codeDocOf(&domain.Session{ID: c.Session, ClosesAt: c.Expiry})
	}, func(snap *firestore.DocumentSnapshot) (*codeDoc, error) {
		d, err := asStored[codeDoc](snap)
		if holder, err := codeHolder(snap); err != nil || holder != d.Session {
			return nil, fmt.Errorf("the code is %q's, %v", holder, err)
		}
		return d, err
	}),
	thereAndBack(byValue(seatDocOf), byPointer(seatOf)),
	thereAndBack(func(o *tripOrg) orgDoc { return orgDocOf(o.Org, o.Contact) }, func(snap *firestore.DocumentSnapshot) (*tripOrg, error) {
		org, err := orgOf(snap)
		if err != nil {
			return nil, err
		}
		contact, err := contactOf(snap)
		return &tripOrg{org, contact}, err
	}, func(o *tripOrg, id string) { o.Org.ID = id }),
	thereAndBack(byValue(memberDocOf), byPointer(func(snap *firestore.DocumentSnapshot) (domain.Member, error) {
		m, err := memberOf("org", snap)
		m.Stored = time.Time{} // Firestore's
		return m, err
	}), func(m *domain.Member, id string) {
		m.ID, m.Org, m.Stored, m.Wanted = id, "org", time.Time{}, m.Applied+1 // who waits is stored for a query
	}),
	thereAndBack(byValue(inviteeDocOf), byPointer(func(snap *firestore.DocumentSnapshot) (domain.Invitee, error) {
		return inviteeOf("org", snap)
	}), func(i *domain.Invitee, id string) { i.ID, i.Org = id, "org" }),
	thereAndBack(byValue(organizationDocOf), byPointer(organizationOf), func(o *domain.Organization, id string) { o.ID = id }),
	thereAndBack(incidentDocOf, incidentOf, func(i *domain.Incident, id string) { i.ID = id }),
	thereAndBack(byValue(noticeDocOf), byPointer(func(snap *firestore.DocumentSnapshot) (domain.Notice, error) {
		return noticeOf("incident", snap)
	}), func(n *domain.Notice, id string) {
		n.ID, n.Incident = id, "incident"
		n.Clause.Countries, n.Clause.Regions, n.Clause.ByAgreement = nil, nil, false // they say whose clause it is, which a notice's is by then
	}),
	thereAndBack(func(e *domain.Entry) entryDoc { return entryDoc(*e) }, func(snap *firestore.DocumentSnapshot) (*domain.Entry, error) {
		d, err := asStored[entryDoc](snap)
		return (*domain.Entry)(d), err
	}),
	thereAndBack(byValue(letterDocOf), byPointer(letterOf), func(l *domain.Letter, id string) { l.ID = id }),
	thereAndBack(byValue(requestDocOf), byPointer(requestOf), func(r *domain.Request, id string) { r.ID = id }),
	thereAndBack(byValue(findDocOf), byPointer(findOf), func(f *domain.Find, id string) { f.ID = id }),
	thereAndBack(byValue(exportDocOf), byPointer(exportOf), func(e *domain.Export, id string) { e.ID = id }),
	thereAndBack(byValue(requestMailDocOf), byPointer(requestMailOf), func(m *domain.RequestMail, id string) { m.ID = id }),
	thereAndBack(byValue(changeDocOf), byPointer(changeOf)),
	thereAndBack(byValue(consentDocOf), byPointer(consentOf)),
	thereAndBack(byValue(consentTextDocOf), byPointer(consentTextOf)),
	thereAndBack(byValue(consentCodeDocOf), byPointer(consentCodeOf), func(c *domain.ConsentCode, id string) { c.ID = id }),
	thereAndBack(byValue(versionDocOf), byPointer(versionOf)),
	thereAndBack(byValue(newsletterDocOf), byPointer(newsletterOf), func(n *domain.Newsletter, id string) { n.ID = id }),
	thereAndBack(byValue(ownershipDocOf), byPointer(ownershipOf), func(c *domain.Ownership, id string) { c.ID = id }),
	thereAndBack(byValue(disclosureDocOf), byPointer(disclosureOf("org_north")), func(d *domain.Disclosure, id string) { d.ID, d.Org = id, "org_north" }),
	thereAndBack(byValue(transferDocOf), byPointer(transferOf), func(t *domain.Transfer, id string) { t.ID = id }),
	thereAndBack(itself[tableDoc], asStored[tableDoc]),
	thereAndBack(byValue(usageDocOf), byPointer(usageOf), func(u *domain.Usage, _ string) {
		u.Month = domain.MonthOf(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), time.UTC)
	}),
	thereAndBack(byValue(circularDocOf), byPointer(func(snap *firestore.DocumentSnapshot) (domain.Circular, error) {
		return circularOf("org_north", snap)
	}), func(l *domain.Circular, id string) { l.ID, l.Org = id, "org_north" }),
	thereAndBack(byValue(groupDocOf), byPointer(groupOf), func(g *domain.AffectedGroup, id string) { g.ID = id }),
	thereAndBack(byValue(orphanDocOf), byPointer(orphanOf), func(o *Orphan, id string) { o.ID = id }),
	thereAndBack(byValue(auditDocOf), byPointer(storedEntryOf), func(e *StoredEntry, _ string) {
		body, err := json.Marshal(e.AuditEntry)
		if err != nil {
			panic(err) // texts, numbers and times
		}
		e.Body = body
	}),
	thereAndBack(itself[auditKeyDoc], asStored[auditKeyDoc]),
	thereAndBack(byValue(holdDocOf), byPointer(holdOf), func(h *domain.Hold, id string) { h.ID = id }),
	thereAndBack(erasureDocOf, erasureOf, func(e *domain.Erasure, id string) { e.ID = id }),
	thereAndBack(byValue(receiptDocOf), byPointer(storedReceiptOf), func(r *StoredReceipt, _ string) {
		body, err := json.Marshal(r.Receipt)
		if err != nil {
			panic(err) // texts, numbers and times
		}
		r.Body = body
	}),
	thereAndBack(func(k *WrappedKey) wrappedDoc { return wrappedDoc(*k) }, func(snap *firestore.DocumentSnapshot) (*WrappedKey, error) {
		d, err := asStored[wrappedDoc](snap)
		return (*WrappedKey)(d), err
	}),
	thereAndBack(func(b *Boxes) boxesDoc { return boxesDoc(*b) }, byPointer(boxesOf)),
	thereAndBack(func(c *ParentCode) parentCodeDoc { return parentCodeDoc(*c) }, byPointer(parentCodeOf)),
	thereAndBack(func(b *RequestBoxes) requestBoxesDoc { return requestBoxesDoc(*b) }, byPointer(requestBoxesOf)),
	thereAndBack(byValue(requestCopyDocOf), byPointer(requestCopyOf), func(c *RequestCopy, id string) { c.ID = id }),
	thereAndBack(func(k *ExportKey) exportKeyDoc { return exportKeyDoc(*k) }, func(snap *firestore.DocumentSnapshot) (*ExportKey, error) {
		d, err := asStored[exportKeyDoc](snap)
		return (*ExportKey)(d), err
	}),
	thereAndBack(func(k *FindKey) findKeyDoc { return findKeyDoc(*k) }, byPointer(findKeyOf)),
	thereAndBack(func(h *Head) headDoc { return headDoc(*h) }, byPointer(headOf)),
	thereAndBack(func(b *Block) blockDoc { return blockDoc(*b) }, byPointer(blockOf)),
	thereAndBack(func(s *RetentionState) stateDoc { return stateDoc(*s) }, byPointer(stateOf)),
	thereAndBack(func(s *Stop) stopDoc { return stopDoc(*s) }, byPointer(stopOf)),
	// These are stored as they are.
	thereAndBack(itself[contentDoc], asStored[contentDoc]),
	thereAndBack(itself[addresseeDoc], addresseeOf),
	thereAndBack(itself[addressKeyDoc], asStored[addressKeyDoc]),
	thereAndBack(itself[forwardDoc], asStored[forwardDoc]),
	thereAndBack(itself[erasedKeyDoc], asStored[erasedKeyDoc]),
	thereAndBack(itself[tombstone], asStored[tombstone]),
	// These are written by more than one call.
	tripChunk,
	tripParticipant,
	tripQuestionSet,
}

func itself[D any](d *D) D { return *d }

func asStored[D any](snap *firestore.DocumentSnapshot) (*D, error) {
	var d D
	return &d, snap.DataTo(&d)
}

func byValue[X, D any](docOf func(X) D) func(*X) D { return func(x *X) D { return docOf(*x) } }

func byPointer[X any](of func(*firestore.DocumentSnapshot) (X, error)) func(*firestore.DocumentSnapshot) (*X, error) {
	return func(snap *firestore.DocumentSnapshot) (*X, error) {
		x, err := of(snap)
		return &x, err
	}
}

// thereAndBack is the trip of X, stored as D. Adjust gives X what it takes from
// its path, and takes away what isn't stored.
func thereAndBack[X, D any](docOf func(*X) D, of func(*firestore.DocumentSnapshot) (*X, error), adjust ...func(x *X, id string)) trip {
	return func(t *testing.T, s *Store) reflect.Type {
		name := reflect.TypeFor[D]().Name()
		for round, rounds := -1, 0; round < rounds; round++ {
			ref := s.db.Collection("trips").NewDoc()
			x, f := new(X), &filler{t: t, round: round}
			f.fill(reflect.ValueOf(x).Elem())
			rounds = bits.Len(uint(f.bools))
			for _, change := range adjust {
				change(x, ref.ID)
			}
			if _, err := ref.Set(t.Context(), docOf(x)); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			snap, err := ref.Get(t.Context())
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if round < 0 {
				full(t, name, snap, reflect.TypeFor[D]())
			}
			if got, err := of(snap); err != nil || !reflect.DeepEqual(got, x) {
				t.Errorf("%s, round %d: %v\n got %+v\nwant %+v", name, round, err, got, x)
			}
		}
		return reflect.TypeFor[D]()
	}
}

func tripChunk(t *testing.T, s *Store) reflect.Type {
	sid, want := newID(t), domain.Chunk{}
	(&filler{t: t, round: -1}).fill(reflect.ValueOf(&want).Elem())
	id := newID(t)
	at, err := s.AppendChunk(t.Context(), sid, id, want.Records)
	if err != nil {
		t.Fatal(err)
	}
	want.ID, want.At = domain.ChunkID(want.Records, id), at
	snap, err := s.answers(sid).Doc(want.ID).Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	full(t, "chunkDoc", snap, reflect.TypeFor[chunkDoc]())
	if got, err := chunkOf(snap); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("chunkDoc: %v\n got %+v\nwant %+v", err, got, want)
	}
	return reflect.TypeFor[chunkDoc]()
}

func tripParticipant(t *testing.T, s *Store) reflect.Type {
	sid, want := newID(t), domain.Participant{}
	(&filler{t: t, round: -1}).fill(reflect.ValueOf(&want).Elem())
	want.ID = newID(t)
	if err := s.CreateParticipant(t.Context(), sid, want); err != nil {
		t.Fatal(err)
	}
	want.Renames = 1
	for _, byParent := range []bool{false, true} {
		if _, err := s.Rename(t.Context(), sid, want.ID, want.Alias, func([]byte) bool { return false }, byParent, want.RenamedAt); err != nil {
			t.Fatal(err)
		}
	}
	for _, sealed := range [][]byte{want.Correction, []byte("decided no later")} {
		if err := s.Correct(t.Context(), sid, want.ID, sealed, want.CorrectedAt); err != nil {
			t.Fatal(err)
		}
	}
	// Both refused, lifted, and refused again.
	day := want.RenamedAt.Truncate(24 * time.Hour)
	want.Parent = domain.ParentActs{CorrectedAt: want.RenamedAt, Corrections: 1}
	if err := s.CreateSession(t.Context(), &domain.Session{ID: sid, Org: "org", Owner: newID(t), Code: "TRIPPY", State: domain.Open}, []byte("{}"), []byte("{}")); err != nil {
		t.Fatal(err)
	}
	for i, r := range []domain.Refusals{{Collection: true, Disclosure: true}, {}, {Collection: true, Disclosure: true}} {
		at := day.Add(time.Duration(i) * time.Hour)
		want.Parent.Refuse(r, at)
		if _, err := s.Refuse(t.Context(), sid, want.ID, func(domain.Refusals) domain.Refusals { return r }, at); err != nil {
			t.Fatal(err)
		}
	}
	snap, err := s.participants(sid).Doc(want.ID).Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	full(t, "participantDoc", snap, reflect.TypeFor[participantDoc]())
	if got, err := participantOf(snap); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("participantDoc: %v\n got %+v\nwant %+v", err, got, want)
	}
	return reflect.TypeFor[participantDoc]()
}

func tripQuestionSet(t *testing.T, s *Store) reflect.Type {
	ctx := t.Context()
	var want QuestionSet
	(&filler{t: t, round: -1}).fill(reflect.ValueOf(&want).Elem())
	want.Revision = 1
	if err := s.CreateQuestionSet(ctx, "org", want); err != nil {
		t.Fatal(err)
	}
	if got, err := s.QuestionSet(ctx, "org", want.ID); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("questionSetDoc: %v\n got %+v\nwant %+v", err, got, want)
	}
	snap, err := s.questionSets("org").Doc(want.ID).Get(ctx)
	if err != nil {
		t.Fatal(err)
	}
	full(t, "questionSetDoc", snap, reflect.TypeFor[questionSetDoc]())
	n := 0
	for fact, err := range s.QuestionSetFacts(ctx, "org", want.DeletedAt, false) {
		if n++; err != nil || !reflect.DeepEqual(fact, SetFact{want.ID, "", want.DeletedAt}) {
			t.Errorf("questionSetDoc: %+v, %v", fact, err)
		}
	}
	if n != 1 {
		t.Errorf("questionSetDoc: %d are deleted", n)
	}
	return reflect.TypeFor[questionSetDoc]()
}

// A filler gives values to fields, each another one. In round -1 all are other
// than zero; in round n those bools are true whose number has bit n, so that no two
// are alike in all rounds.
type filler struct {
	t     *testing.T
	round int
	n     int
	bools int
}

func (f *filler) fill(v reflect.Value) {
	f.n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("text ", f.n))
	case reflect.Int:
		v.SetInt(int64(f.n))
	case reflect.Float64:
		v.SetFloat(float64(f.n) + 0.5)
	case reflect.Bool:
		f.bools++
		v.SetBool(f.round < 0 || f.bools>>f.round&1 == 1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte(fmt.Sprint("bytes ", f.n)))
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			f.fill(v.Index(i))
		}
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		f.fill(key)
		f.fill(value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(start.Add(time.Duration(f.n) * (time.Hour + time.Microsecond))))
			return
		}
		for i := range v.NumField() {
			f.fill(v.Field(i))
		}
	default:
		f.t.Fatalf("can't fill a %s: teach filler", v.Type())
	}
}

// full wants every field of a stored document to have a value.
func full(t *testing.T, name string, snap *firestore.DocumentSnapshot, typ reflect.Type) {
	t.Helper()
	d := reflect.New(typ)
	if err := snap.DataTo(d.Interface()); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	empty(d.Elem(), name, func(field string) { t.Errorf("%s is stored, but nothing fills it", field) })
}

// empty calls found with each field that has no value.
func empty(v reflect.Value, name string, found func(field string)) {
	if v.IsZero() {
		found(name)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		empty(v.Elem(), name, found)
	case reflect.Slice:
		for i := range v.Len() {
			if v.Type().Elem().Kind() != reflect.Uint8 {
				empty(v.Index(i), fmt.Sprint(name, "[", i, "]"), found)
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			empty(key, name+" key", found)
			empty(v.MapIndex(key), fmt.Sprint(name, "[", key, "]"), found)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			empty(v.Field(i), name+"."+v.Type().Field(i).Name, found)
		}
	}
}

// What is stored comes back whole: of every type that has fields in Firestore, and
// of every field.
func TestEveryStoredTypeComesBack(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t)
	seen := make(map[string]bool)
	var see func(typ reflect.Type)
	see = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			see(typ.Elem())
		case reflect.Struct:
			seen[typ.Name()] = true
			if typ != reflect.TypeFor[time.Time]() {
				for f := range typ.NumField() {
					see(typ.Field(f).Type)
				}
			}
		}
	}
	types := make([]reflect.Type, len(trips))
	t.Run("trips", func(t *testing.T) {
		for i, trip := range trips {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				types[i] = trip(t, s)
			})
		}
	})
	for i, typ := range types {
		if typ == nil {
			t.Fatalf("trip %d failed", i)
		}
		see(typ)
	}
	fset, files := source(t)
	found := 0
	for _, f := range files {
		named := make(map[*ast.StructType]string)
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				if typ, ok := n.Type.(*ast.StructType); ok {
					named[typ] = n.Name.Name
				}
			case *ast.StructType:
				if !stored(n) {
					break
				}
				if found++; !seen[named[n]] {
					t.Errorf("%s: no trip takes the stored type %q there and back", fset.Position(n.Pos()), named[n])
				}
			}
			return true
		})
	}
	if found < len(trips) {
		t.Errorf("the source has %d stored types, fewer than trips: this test looks for the wrong thing", found)
	}
}

func stored(typ *ast.StructType) bool {
	for _, f := range typ.Fields.List {
		if f.Tag != nil && strings.Contains(f.Tag.Value, `firestore:"`) {
			return true
		}
	}
	return false
}

package deployment

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// index returns the composite index that a query needs, or nil if the indexes of single fields are enough, which
// Firestore merges for equalities. Equality fields come first, in any order; then the fields that it sorts by; then the
// name, in the direction of the field before it.
// https://firebase.google.com/docs/firestore/query-data/index-overview
func (q query) index() []string {
	order := slices.Clone(q.order)
	if len(order) == 0 && q.inequality != "" {
		order = []string{q.inequality + " ASCENDING"}
	}
	named := len(order) > 0 && strings.HasPrefix(order[len(order)-1], "__name__ ")
	sorted := len(order)
	if named {
		sorted--
	}
	equal := len(q.equal)
	if q.contains != "" {
		equal++
	}
	switch {
	case q.group && sorted == 0 && equal > 0:
		// A field is indexed by itself for each collection, not for all of one name: nothing is there to be merged.
		order, named = []string{"__name__ ASCENDING"}, true
	case sorted == 0 || sorted == 1 && equal == 0 && !q.group:
		return nil
	}
	if !named {
		order = append(order, "__name__ "+strings.Fields(order[len(order)-1])[1])
	}
	var head []string
	for _, f := range q.equal {
		head = append(head, f+" ASCENDING")
	}
	if q.contains != "" {
		head = append(head, q.contains+" CONTAINS")
	}
	slices.Sort(head)
	return append(head, order...)
}

// fields returns every field that the query filters or sorts by.
func (q query) fields() []string {
	all := slices.Concat(q.equal, []string{q.contains, q.inequality})
	for _, o := range q.order {
		f, _, _ := strings.Cut(o, " ")
		all = append(all, f)
	}
	return slices.DeleteFunc(all, func(f string) bool { return f == "" || f == "__name__" })
}

// documents are the collections that each document type of the store is kept in.
var documents = map[string][]string{
	"blockDoc":        {"(default)/blocks", "vault/blocks", "audit/blocks"},
	"headDoc":         {"(default)/chains", "vault/chains", "audit/audit"},
	"stateDoc":        {"(default)/retention", "vault/retention"},
	"stopDoc":         {"(default)/retention"},
	"auditDoc":        {"audit/entries"},
	"auditKeyDoc":     {"vault/auditKeys"},
	"addresseeDoc":    {"(default)/addressees"},
	"addressKeyDoc":   {"vault/addressKeys"},
	"boxesDoc":        {"vault/participants"},
	"parentCodeDoc":   {"vault/parentCodes"},
	"changeDoc":       {"(default)/changes"},
	"inviteeDoc":      {"(default)/invitees"},
	"versionDoc":      {"(default)/policies"},
	"circularDoc":     {"(default)/circulars"},
	"consentDoc":      {"(default)/consents"},
	"consentCodeDoc":  {"(default)/consentCodes"},
	"consentTextDoc":  {"(default)/consentTexts"},
	"organizationDoc": {"(default)/organizations"},
	"disclosureDoc":   {"(default)/disclosures"},
	"newsletterDoc":   {"(default)/newsletters"},
	"ownershipDoc":    {"(default)/ownerships"},
	"transferDoc":     {"(default)/transfers"},
	"tableDoc":        {"(default)/transferTables"},
	"usageDoc":        {"(default)/usage"},
	"chunkDoc":        {"(default)/answers"},
	"codeDoc":         {"(default)/codes"},
	"contentDoc":      {"(default)/content"},
	"entryDoc":        {"(default)/timeline"},
	"exportDoc":       {"(default)/exports"},
	"exportKeyDoc":    {"vault/exports"},
	"erasureDoc":      {"(default)/erasures", "vault/erasures"},
	"erasedKeyDoc":    {"vault/members"},
	"groupDoc":        {"(default)/affected"},
	"holdDoc":         {"(default)/holds", "vault/holds"},
	"incidentDoc":     {"(default)/incidents"},
	"memberDoc":       {"(default)/members"},
	"letterDoc":       {"(default)/letters"},
	"noticeDoc":       {"(default)/notices"},
	"orgDoc":          {"(default)/orgs"},
	"orphanDoc":       {"(default)/orphans"},
	"participantDoc":  {"(default)/participants"},
	"questionSetDoc":  {"(default)/questionSets"},
	"requestDoc":      {"(default)/requests"},
	"requestMailDoc":  {"(default)/requestMails"},
	"findDoc":         {"(default)/requestFinds"},
	"findKeyDoc":      {"vault/requestFinds"},
	"requestCopyDoc":  {"vault/requestCopies"},
	"requestBoxesDoc": {"vault/requests"},
	"forwardDoc":      {"vault/requestForwards"},
	"receiptDoc":      {"(default)/receipts", "vault/receipts"},
	"seatDoc":         {"(default)/seats"},
	"sessionDoc":      {"(default)/sessions"},
	"tombstone":       {"(default)/sessions", "(default)/orgs"},
	"wrappedDoc":      {"vault/sessions", "vault/members", "vault/contacts", "vault/requestKeys"},
}

// TestIndexesAreWhatTheCodeNeeds derives the indexes that the store needs: a composite one for every query that
// requires it; no single-field index for bytes, which are sealed, keys or long, for times, which only increase, and for
// lists, which take an index entry per element, unless a query needs just that.
func TestIndexesAreWhatTheCodeNeeds(t *testing.T) {
	p, err := load()
	if err != nil {
		t.Fatal(err)
	}
	got, err := stack.Firestore()
	if err != nil {
		t.Fatal(err)
	}
	want := Firestore{TTL: got.TTL, Exempt: map[string]map[string][]string{"(default)": {}, "vault": {}, "audit": {}}, Indexes: []Index{}}
	queried := make(set) // database/collection/field, with the index of the single field
	for _, q := range queriesOf(t, p) {
		if fields := q.index(); fields != nil {
			if len(fields) == 2 {
				t.Errorf("%s needs an index of one field for a collection group, which firestore.json can't have", q.where)
			}
			i := Index{Collection: q.collection, Fields: fields}
			if q.database != "(default)" {
				i.Database = q.database
			}
			if q.group {
				i.Scope = "COLLECTION_GROUP"
			}
			want.Indexes = append(want.Indexes, i)
			continue
		}
		for _, f := range q.fields() {
			queried.add(q.database + "/" + q.collection + "/" + f)
		}
	}
	byText := func(a, b Index) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) }
	slices.SortFunc(want.Indexes, byText)
	want.Indexes = slices.CompactFunc(want.Indexes, func(a, b Index) bool { return byText(a, b) == 0 })

	there, seen := make(set), make(set)
	for name, doc := range documentTypes(p.pkgs[module+"/shared/store"]) {
		if documents[name] == nil {
			t.Errorf("%s has no collection: add it to documents", name)
			continue
		}
		seen.add(name)
		for _, kept := range documents[name] {
			database, collection, _ := strings.Cut(kept, "/")
			for _, f := range fields(doc, "") {
				there.add(kept + "/" + f.path)
				if f.unindexed && !queried[kept+"/"+f.path] {
					want.Exempt[database][collection] = append(want.Exempt[database][collection], f.path)
				}
			}
		}
	}
	for _, collections := range want.Exempt {
		for c := range collections {
			slices.Sort(collections[c])
			collections[c] = slices.Compact(collections[c])
		}
	}
	for name := range documents {
		if !seen[name] {
			t.Errorf("the store has no document type %s", name)
		}
	}
	for collection, f := range got.TTL {
		if collection != "codes" || !there["(default)/"+collection+"/"+f] {
			t.Errorf("only codes may have a TTL policy, not %s/%s", collection, f)
		}
	}
	compare(t, "firestore.json", got, want)
}

// What Firestore merges of single fields' indexes in a collection, it has no indexes for in a collection group.
func TestIndexOfAQuery(t *testing.T) {
	for _, c := range []struct {
		q    query
		want []string
	}{
		{query{equal: []string{"state", "news"}}, nil},
		{query{equal: []string{"state", "news"}, group: true}, []string{"news ASCENDING", "state ASCENDING", "__name__ ASCENDING"}},
		{query{equal: []string{"state"}, group: true}, []string{"state ASCENDING", "__name__ ASCENDING"}},
		{query{group: true}, nil},
		{query{inequality: "at"}, nil},
		{query{inequality: "at", group: true}, []string{"at ASCENDING", "__name__ ASCENDING"}},
		{query{equal: []string{"org"}, order: []string{"at DESCENDING"}}, []string{"org ASCENDING", "at DESCENDING", "__name__ DESCENDING"}},
		{query{equal: []string{"org"}, order: []string{"at DESCENDING"}, group: true}, []string{"org ASCENDING", "at DESCENDING", "__name__ DESCENDING"}},
	} {
		if got := c.q.index(); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %q, want %q", c.q, got, c.want)
		}
	}
}

// documentTypes returns the declared struct types with firestore tags that aren't part of another one.
func documentTypes(store *pkg) map[string]*types.Struct {
	all := make(map[string]*types.Struct)
	for _, f := range store.files {
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			s, ok := store.info.Defs[spec.Name].Type().Underlying().(*types.Struct)
			if ok && s.NumFields() > 0 && reflect.StructTag(s.Tag(0)).Get("firestore") != "" {
				all[spec.Name.Name] = s
			}
			return true
		})
	}
	for _, s := range maps.Clone(all) {
		for f := range s.Fields() {
			typ := f.Type()
			switch outer := typ.(type) {
			case *types.Slice:
				typ = outer.Elem()
			case *types.Pointer:
				typ = outer.Elem()
			case *types.Map:
				typ = outer.Elem()
			}
			if named, ok := typ.(*types.Named); ok && named.Obj().Pkg() == store.Package {
				delete(all, named.Obj().Name())
			}
		}
	}
	return all
}

type field struct {
	path      string
	unindexed bool // must not be indexed, unless a query needs it
}

// fields returns the fields of a document as Firestore sees them. A map none of whose fields may be indexed counts as
// one field.
func fields(s *types.Struct, prefix string) (list []field) {
	for i := range s.NumFields() {
		tag, _, _ := strings.Cut(reflect.StructTag(s.Tag(i)).Get("firestore"), ",")
		path, typ := prefix+tag, s.Field(i).Type()
		if p, ok := typ.(*types.Pointer); ok {
			typ = p.Elem()
		}
		if typ.String() == "time.Time" {
			list = append(list, field{path, true})
			continue
		}
		switch typ := typ.Underlying().(type) {
		case *types.Struct:
			if s.Field(i).Embedded() && tag == "" { // its fields are the document's
				list = append(list, fields(typ, prefix)...)
				continue
			}
			inner := fields(typ, path+".")
			if !slices.ContainsFunc(inner, func(f field) bool { return !f.unindexed }) {
				inner = []field{{path, true}}
			}
			list = append(list, inner...)
		case *types.Slice, *types.Map: // an index entry for each element; includes bytes
			list = append(list, field{path, true})
		default:
			list = append(list, field{path, false})
		}
	}
	return list
}

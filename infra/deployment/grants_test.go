package deployment

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// tree is the key tree: which functions may use which key at all.
var tree = map[string][]string{
	"session":    {"export", "find", "live", "request", "teacher"}, // export and request seal
	"org":        {"live", "notify", "org", "teacher"},
	"contact":    {"incident", "breach", "notify", "org"},
	"invitation": {"identity", "org"},             // org seals, identity opens
	"request":    {"request", "rights"},           // rights seals
	"mail":       {"notify", "request", "rights"}, // notify alone opens
	"receipt":    {"retention"},                   // signs, opens nothing
}

var update = flag.Bool("update", false, "write what the code needs to terraform/*.json; read the diff before you commit it")

// compare checks that a table of Terraform's is what the code needs.
func compare[T any](t *testing.T, name string, got, want T) {
	t.Helper()
	if *update && !t.Failed() {
		if err := os.WriteFile(filepath.Join(string(stack), name), []byte(text(want)), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if g, w := text(got), text(want); g != w {
		t.Errorf("terraform/%s is not what the code needs: lines that begin with - must go, lines that begin with + are missing.\n"+
			"If they look right to you: go test ./infra/deployment -update\n%s", name, difference(g, w))
	}
}

// text returns v as JSON, with short lists on one line.
func text(v any) string {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(err) // strings, lists and maps never fail
	}
	lists := regexp.MustCompile(`\[\n\s+("[^\]{]*")\n\s+\]`)
	return lists.ReplaceAllStringFunc(string(b), func(l string) string {
		return "[" + strings.Join(strings.Fields(strings.Trim(l, "[]")), " ") + "]"
	}) + "\n"
}

// difference returns the lines that only one of two texts has.
func difference(a, b string) string {
	inA, inB := strings.Split(a, "\n"), strings.Split(b, "\n")
	var out []string
	for i, j := 0, 0; i < len(inA) || j < len(inB); {
		switch {
		case i < len(inA) && j < len(inB) && inA[i] == inB[j]:
			i, j = i+1, j+1
		case i < len(inA) && !slices.Contains(inB[j:], inA[i]):
			out, i = append(out, "- "+inA[i]), i+1
		case j < len(inB):
			out, j = append(out, "+ "+inB[j]), j+1
		default:
			out, i = append(out, "- "+inA[i]), i+1
		}
	}
	return strings.Join(out, "\n")
}

// TestGrantsAreWhatTheCodeUses derives what each function needs and compares it with grants.json.
func TestGrantsAreWhatTheCodeUses(t *testing.T) {
	got, err := stack.Grants()
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[string]Grant)
	for name, w := range wirings(t) {
		want[name] = w.grant
		for key, actions := range w.grant.Keys {
			// Everyone may look at a public key.
			if !slices.Contains(tree[key], name) && !slices.Equal(actions, []string{"look"}) {
				t.Errorf("%s uses the key %s (%v), which only %v may use", name, key, actions, tree[key])
			}
		}
	}
	compare(t, "grants.json", got, want)
}

// TestBurstFunctionsReachNoKey needs no derivation: joining and answering never open what is stored.
func TestBurstFunctionsReachNoKey(t *testing.T) {
	grants, err := stack.Grants()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"answer", "join"} {
		if grants[name].Traces {
			t.Errorf("%s is traced", name)
		}
	}
	if g := grants["answer"]; len(g.Vault) > 0 || len(g.Keys) > 0 || len(g.Topics) > 0 {
		t.Errorf("answer reaches more than (default): %+v", g)
	}
	if g := grants["join"]; len(g.Keys) > 0 || !slices.Equal(g.Vault, []string{"create", "get"}) {
		t.Errorf("join does more in the vault than create and get: %+v", g)
	}
}

// TestWhoOpensDestroysNothing keeps two powers apart: a function that can open what students wrote, with the key of
// sessions or with the one inside a student's token, deletes nothing in any database and overwrites nothing in the
// vault.
func TestWhoOpensDestroysNothing(t *testing.T) {
	grants, err := stack.Grants()
	if err != nil {
		t.Fatal(err)
	}
	var opens, destroys []string
	for name, g := range grants {
		if slices.Contains(g.Default, "delete") || slices.Contains(g.Vault, "delete") || slices.Contains(g.Vault, "update") {
			destroys = append(destroys, name)
		}
		if slices.Contains(g.Keys["session"], "decrypt") || slices.Contains(g.Secrets, "ticket") {
			opens = append(opens, name)
		}
	}
	for _, name := range opens {
		if slices.Contains(destroys, name) {
			t.Errorf("%s opens what students wrote, and may destroy it: %+v", name, grants[name])
		}
	}
	if !slices.Contains(opens, "teacher") || !slices.Contains(opens, "live") || !slices.Contains(opens, "find") || !slices.Contains(opens, "rights") || !slices.Contains(destroys, "org") || !slices.Contains(destroys, "retention") {
		t.Errorf("opening: %v; destroying: %v: this test doesn't detect either", opens, destroys)
	}
}

// TestWhoOpensOnlyEnters holds who may do what in the audit: whoever opens something adds to it, and can neither read nor
// change what stands there; the administrators' function reads and adds; only the sealer changes and deletes.
func TestWhoOpensOnlyEnters(t *testing.T) {
	grants, err := stack.Grants()
	if err != nil {
		t.Fatal(err)
	}
	may := map[string][]string{
		// What is opened nowhere takes no entry: export copies what stands there, and opens nothing.
		"export":  {"get", "list"},
		"teacher": {"create"}, "live": {"create"}, "incident": {"create"}, "request": {"create"}, "find": {"create"},
		"org":       {"create", "get", "list"},
		"retention": {"create", "delete", "get", "list", "transact", "update"},
	}
	for name, g := range grants {
		if !slices.Equal(g.Audit, may[name]) {
			t.Errorf("%s may %v in the audit, want %v", name, g.Audit, may[name])
		}
		opens := slices.Contains(g.Keys["session"], "decrypt") || slices.Contains(g.Keys["contact"], "decrypt") && name == "incident" || slices.Contains(g.Keys["request"], "decrypt")
		if opens && len(g.Audit) == 0 {
			t.Errorf("%s opens what is sealed, and can't enter it", name)
		}
	}
	if g := grants["live"]; slices.ContainsFunc(slices.Concat(g.Default, g.Vault), func(s string) bool { return s != "get" && s != "list" }) || len(g.Topics) > 0 {
		t.Errorf("live writes more than entries of the audit: %+v", g)
	}
}

// TestArchivesAreMadeReadAndEndedApart keeps three powers apart: whoever makes a school's archive can read none of it, whoever
// hands it out can't change it, and whoever ends it has no key.
func TestArchivesAreMadeReadAndEndedApart(t *testing.T) {
	grants, err := stack.Grants()
	if err != nil {
		t.Fatal(err)
	}
	may := map[string][]string{"export": {"create"}, "live": {"get"}, "retention": {"delete", "list"}}
	for name, g := range grants {
		if !slices.Equal(g.Objects, may[name]) {
			t.Errorf("%s may %v the objects of archives, want %v", name, g.Objects, may[name])
		}
	}
	g := grants["export"]
	for key, actions := range g.Keys {
		if slices.Contains(actions, "decrypt") {
			t.Errorf("export opens what %s wrapped", key)
		}
	}
	if !slices.Equal(g.Vault, []string{"create", "get", "list"}) || slices.Contains(g.Default, "delete") || len(g.Secrets) > 0 {
		t.Errorf("export does more than it must: %+v", g)
	}
}

// TestEnvironmentIsWhatTheEntriesRead compares the variables that a function's entry reads with those that Terraform
// sets, and where their values come from.
func TestEnvironmentIsWhatTheEntriesRead(t *testing.T) {
	names := functions(t)
	for name, w := range wirings(t) {
		want := w.env
		got, err := stack.Environment(name)
		if err != nil {
			t.Errorf("%s is not deployed: %v", name, err)
			continue
		}
		if !slices.Equal(got.All(), want) {
			t.Errorf("function_%s.tf sets %v, the entry reads %v", name, got.All(), want)
		}
		for _, v := range got.Plain {
			if secretOf(v) != "" {
				t.Errorf("function_%s.tf sets %s in plain text", name, v)
			}
		}
		for _, v := range got.Secret {
			if secretOf(v) == "" {
				t.Errorf("function_%s.tf takes %s from Secret Manager, which has no such secret", name, v)
			}
		}
	}
	deployed, err := stack.Functions()
	if err != nil {
		t.Fatal(err)
	}
	if slices.Sort(deployed); !slices.Equal(deployed, names) {
		t.Errorf("Terraform deploys %v, the code has %v", deployed, names)
	}
}

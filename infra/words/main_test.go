package main

import (
	"strings"
	"testing"
)

func TestShadowedBuiltinsAreFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, body, want string // want is empty where nothing is to be found
	}{
		{"a variable", `func f() { new := 1; _ = new }`, "new shadows"},
		{"a declared one", `func f() { var max int; _ = max }`, "max shadows"},
		{"a parameter", `func f(cap int) {}`, "cap shadows"},
		{"a result", `func f() (error bool) { return }`, "error shadows"},
		{"a receiver", `type t int; func (copy t) f() {}`, "copy shadows"},
		{"a parameter of a literal", `var f = func(len int) {}`, "len shadows"},
		{"a loop's variable", `func f(a []int) { for min := range a { _ = min } }`, "min shadows"},
		{"a function", `func close() {}`, "close shadows"},
		{"a type", `type any int`, "any shadows"},
		{"a method", `type t int; func (t) close() {}`, ""},
		{"a field", `type t struct{ len int }`, ""},
		{"an assignment", `func f() { var a int; a = 1; _ = a }`, ""},
		{"a builtin in use", `func f(a []int) int { return max(len(a), cap(a)) }`, ""},
		{"a type with a name of our own", `type desk struct{}`, "such as handler"},
		{"a variable of that name", `var desk int`, ""},
		{"a doc comment that gives", "// f gives a number.\nfunc f() int { return 1 }", "say returns"},
		{"one that returns", "// f returns what it gives.\nfunc f() int { return 1 }", ""},
	} {
		found, err := inGo("x.go", []byte("package x\n\n"+tt.body+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(found, "; ")
		if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestPhrasesAreFound(t *testing.T) {
	t.Parallel()
	for _, odd := range []string{
		"the how manieth it is", "Who is gone doesn't come back", "a news", "As many as you confirm", "informations", "since two days",
		"allows to read it", "inexistent", "kept for ever", "it can not", "loaded anew", "what became of it", "looks whether",
		"how it is called", "one a line", "whom each clause wants told", "it is given back", "comes in sight", "what becomes of it",
		"holds every answer against the contract", "for want of a key", "empty where nobody says so", "// Who leaves takes their own with them.",
	} {
		if len(inText("x.md", odd+"\n")) == 0 {
			t.Errorf("%q passes as plain English", odd)
		}
	}
	found := inText("x.md", "fine\nthe how manieth it is\n")
	if len(found) != 1 || !strings.HasPrefix(found[0], "x.md:2: ") {
		t.Errorf("found %q", found)
	}
	for _, plain := range []string{"Whoever left does not come back.\n", "// Who may import whom.\n", "// Who is on call?\n"} {
		if found := inText("x.go", plain); len(found) > 0 {
			t.Errorf("found %q in plain English", found)
		}
	}
}

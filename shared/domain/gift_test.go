package domain

import (
	"encoding/json"
	"flag"
	"os"
	"testing"
)

var updateGIFT = flag.Bool("update-gift", false, "write testdata/gift/sets.gift.json; read the diff before you commit it")

// A giftWritten is a set as GIFT, which web/src/question/teach/gift.test.ts writes as well.
type giftWritten struct {
	Text    string `json:"text"`
	Missing []int  `json:"missing"`
}

// Both writers write the same, and what GIFT has no words for is named.
func TestGIFT(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/gift/sets.json")
	if err != nil {
		t.Fatal(err)
	}
	var sets []QuestionSet
	if err := json.Unmarshal(raw, &sets); err != nil {
		t.Fatal(err)
	}
	all := make([]giftWritten, len(sets))
	for i := range sets {
		text, missing := sets[i].GIFT()
		all[i] = giftWritten{text, append([]int{}, missing...)}
	}
	got, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	const golden = "testdata/gift/sets.gift.json"
	if *updateGIFT {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// Whatever a key says, nothing panics.
func TestGIFTOfOddKeys(t *testing.T) {
	t.Parallel()
	for _, kind := range Kinds() {
		for _, key := range []string{"", "null", "[]", "{}", "1", `"a"`, "true", `[{}]`, `[null]`, `{"a": 1}`, "{"} {
			(&QuestionSet{Title: "T", Questions: []Question{{Kind: kind, Prompt: "?", Correct: json.RawMessage(key), Options: []Option{{ID: "a", Text: "x"}}}}}).GIFT()
		}
	}
}

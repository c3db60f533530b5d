package domain_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

func TestFiling(t *testing.T) {
	t.Parallel()
	many := make([]string, domain.TagsMax+1)
	for i := range many {
		many[i] = strings.Repeat("x", i+1)
	}
	for _, c := range []struct {
		folder  string
		tags    []string
		want    domain.Filing
		pointer string // of what is wrong
	}{
		{"", nil, domain.Filing{}, ""},
		{" Year\u200b 7 ", []string{"rivers", " Rivers ", "Europe"}, domain.Filing{Folder: "Year 7", Tags: []string{"rivers", "Europe"}}, ""},
		{strings.Repeat("é", domain.FolderMax), many[:domain.TagsMax], domain.Filing{Folder: strings.Repeat("é", domain.FolderMax), Tags: many[:domain.TagsMax]}, ""},
		{strings.Repeat("é", domain.FolderMax+1), nil, domain.Filing{}, "/folder"},
		{"a\nb", nil, domain.Filing{}, "/folder"},
		{"", many, domain.Filing{}, "/tags"},
		{"", []string{"a", strings.Repeat("x", domain.TagMax+1)}, domain.Filing{}, "/tags/1"},
		{"", []string{"a", " "}, domain.Filing{}, "/tags/1"},
		{"", []string{"a\u202eb"}, domain.Filing{}, "/tags/0"},
	} {
		set := domain.QuestionSet{
			Title: "T", Filing: domain.Filing{Folder: c.folder, Tags: c.tags},
			Questions: []domain.Question{{Kind: domain.KindCloud, Prompt: "P"}},
		}
		err := set.Normalize()
		if c.pointer != "" {
			var problem *domain.Error
			if !errors.As(err, &problem) || len(problem.Fields) != 1 || problem.Fields[0].Pointer != c.pointer {
				t.Errorf("%q %q: %v, want a fault at %s", c.folder, c.tags, err, c.pointer)
			}
			continue
		}
		if err != nil || set.Folder != c.want.Folder || !slices.Equal(set.Tags, c.want.Tags) {
			t.Errorf("%q %q: %+v, %v; want %+v", c.folder, c.tags, set.Filing, err, c.want)
		}
	}
}

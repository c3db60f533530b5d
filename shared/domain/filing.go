package domain

import (
	"slices"
	"strconv"
	"strings"
)

// A Filing says where its author finds a question set again. Who may read the set sees it.
type Filing struct {
	Folder string   `json:"folder,omitempty"`
	Tags   []string `json:"tags,omitempty"`
}

const (
	FolderMax = 100 // characters
	TagMax    = 50  // characters
	TagsMax   = 20
)

// normalize brings f to its form. A tag that stands there already is left out, whatever its case.
func (f *Filing) normalize(wrong *faults) {
	f.Folder = CleanLine(f.Folder)
	wrong.text("/folder", f.Folder, 0, FolderMax)
	if isText(f.Folder) && Unfit(f.Folder) {
		wrong.add("/folder", "A folder's name is one line, without control characters. Remove them.")
	}
	if len(f.Tags) > TagsMax {
		wrong.add("/tags", "A set has at most %d tags. Remove some.", TagsMax)
		return
	}
	var tags []string
	for i, tag := range f.Tags {
		at := "/tags/" + strconv.Itoa(i)
		tag = CleanLine(tag)
		wrong.text(at, tag, 1, TagMax)
		if isText(tag) && Unfit(tag) {
			wrong.add(at, "A tag is one line, without control characters. Remove them.")
		}
		if !slices.ContainsFunc(tags, func(other string) bool { return strings.EqualFold(other, tag) }) {
			tags = append(tags, tag)
		}
	}
	f.Tags = tags
}

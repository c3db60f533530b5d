package environ

import (
	"testing"

	"github.com/cleanslate-edu/cleanslate/shared/version"
)

func TestVersion(t *testing.T) {
	for _, tt := range []struct{ release, commit, want, wantCommit string }{
		{"v1.2.3", "c0ffee", "v1.2.3", "c0ffee"},
		{"", "", "unknown", "unknown"},
	} {
		t.Setenv(Release, tt.release)
		t.Setenv(Commit, tt.commit)
		if got, want := Version(), (version.Version{Version: tt.want, Commit: tt.wantCommit}); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

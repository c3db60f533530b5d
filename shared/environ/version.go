package environ

import (
	"os"

	"github.com/cleanslate-edu/cleanslate/shared/version"
)

// Version returns which version of the service this is, "unknown" where nobody
// has said.
func Version() version.Version {
	v := version.Version{Version: os.Getenv(Release), Commit: os.Getenv(Commit)}
	if v.Version == "" {
		v.Version = "unknown"
	}
	if v.Commit == "" {
		v.Commit = "unknown"
	}
	return v
}

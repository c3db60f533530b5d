package environ

import (
	"os"

	"github.com/cleanslate-edu/cleanslate/shared/version"
)

// Version returns the service's version, "unknown" if it isn't set.
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

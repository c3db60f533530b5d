package kms

import (
	"regexp"
	"strconv"
	"strings"
)

// The formats of resource names, as kmspb documents them.
const (
	locationFormat = "projects/*/locations/*"
	ringFormat     = locationFormat + "/keyRings/*"
	keyFormat      = ringFormat + "/cryptoKeys/*"
	versionFormat  = keyFormat + "/cryptoKeyVersions/*"
)

var (
	resourceID   = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,63}$`) // CreateKeyRingRequest.key_ring_id
	locationName = regexp.MustCompile(`^projects/[a-zA-Z0-9.:_-]{1,63}/locations/[a-zA-Z0-9-]{1,63}$`)
	ringName     = under(locationName, "/keyRings/[a-zA-Z0-9_-]{1,63}")
	keyName      = under(ringName, "/cryptoKeys/[a-zA-Z0-9_-]{1,63}")
)

func under(parent *regexp.Regexp, child string) *regexp.Regexp {
	return regexp.MustCompile(strings.TrimSuffix(parent.String(), "$") + child + "$")
}

// splitVersion splits a version's name into its key's name and its number.
func splitVersion(name string) (key string, n int, ok bool) {
	key, num, ok := strings.Cut(name, "/cryptoKeyVersions/")
	if !ok || !keyName.MatchString(key) {
		return "", 0, false
	}
	n, err := strconv.Atoi(num)
	if err != nil || n < 1 || strconv.Itoa(n) != num {
		return "", 0, false
	}
	return key, n, true
}

func versionName(key string, n int) string {
	return key + "/cryptoKeyVersions/" + strconv.Itoa(n)
}

func badName(name, format string) error {
	return invalid("Resource name %q does not match the pattern %s.", name, format)
}

package domain

import (
	"crypto/sha256"
	"encoding/base64"
	"net/mail"
	"strings"
)

const (
	AddressMax = 254 // RFC 5321, section 4.5.3.1.3, without the brackets
	localMax   = 64  // 4.5.3.1.1
)

// AddressDigest returns what tokens say of an e-mail address, so that they needn't hold it: its
// SHA-256 in lowercase letters, in unpadded base64url.
func AddressDigest(address string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(address)))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// IsAddress reports whether s is the plain address of one mailbox: an addr-spec of RFC
// 5322 in ASCII, without a name, comment, quoted or literal part, within RFC 5321's
// limits, at a domain of two labels or more: mail doesn't reach a host with one label.
func IsAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || a.Name != "" || len(s) > AddressMax || strings.ContainsAny(s, "\"\\[]()<>,;: \t") {
		return false
	}
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	local, host, _ := strings.Cut(s, "@")
	if len(local) > localMax || len(host) > 253 || !strings.Contains(host, ".") {
		return false
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 || strings.Trim(label, "-") != label {
			return false
		}
	}
	return true
}

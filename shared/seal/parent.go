package seal

import "crypto/sha256"

// BoxForParent encrypts a participant's key under the secret of a parent's code of session
// sid, whose id is given. It opens for that participant and no other.
func BoxForParent(secret, sid, id, pid string, key Key) ([]byte, error) {
	return BoxForRejoin(secret, ParentCodePath(sid, id), key, sha256.Sum256([]byte(pid)))
}

// OpenForParent is the inverse of BoxForParent. The error is ErrOpen when the secret or the
// participant isn't the one that it was boxed for.
func OpenForParent(secret, sid, id, pid string, box []byte) (Key, error) {
	key, of, err := OpenForRejoin(secret, ParentCodePath(sid, id), box)
	if err == nil && of != sha256.Sum256([]byte(pid)) {
		return Key{}, ErrOpen
	}
	return key, err
}

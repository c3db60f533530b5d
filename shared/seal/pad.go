package seal

// padMark ends the plaintext inside its padding, the rest is zeros (ISO/IEC
// 7816-4).
const padMark = 0x80

// padMin is the shortest padded plaintext.
const padMin = 64

// pad lengthens b, with its mark, to 64 bytes and from there to the next power
// of two, so that the length of a sealed value can't tell "true" from "false".
func pad(b []byte) []byte {
	size := padMin
	for size < len(b)+1 {
		size *= 2
	}
	padded := make([]byte, size)
	copy(padded, b)
	padded[len(b)] = padMark
	return padded
}

// unpad is the inverse of pad. Its input was authenticated, so it need not run
// in constant time.
func unpad(b []byte) ([]byte, error) {
	for i := len(b) - 1; i >= 0; i-- {
		switch b[i] {
		case 0:
			continue
		case padMark:
			return b[:i], nil
		}
		break
	}
	return nil, ErrOpen
}

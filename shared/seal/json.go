package seal

import (
	"encoding/json"
	"fmt"
)

// SealJSON seals v as JSON. Errors never hold a value.
func (k Key) SealJSON(path, field string, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encoding %s failed", field)
	}
	return k.Seal(path, field, plain), nil
}

// OpenJSON is the inverse of SealJSON.
func (k Key) OpenJSON(path, field string, sealed []byte, v any) error {
	plain, err := k.Open(path, field, sealed)
	if err != nil {
		return fmt.Errorf("opening %s: %w", field, err)
	}
	if err := json.Unmarshal(plain, v); err != nil {
		return fmt.Errorf("decoding %s failed", field)
	}
	return nil
}

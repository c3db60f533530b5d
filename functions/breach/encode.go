package breach

import (
	"encoding/json"
	"errors"
)

// encode writes what is sealed as JSON. Its error doesn't quote it.
func encode(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, errors.New("encoding a notice failed")
	}
	return b, nil
}

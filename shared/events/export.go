package events

import "github.com/cleanslate-edu/cleanslate/shared/domain"

// An ExportJob asks export to make one page of a school's archive. What the page holds is
// read from the data, never from the message.
type ExportJob struct {
	Export string `json:"export"`
	Page   int    `json:"page"` // its number, from 0
}

// Encode returns the bytes that are published.
func (j ExportJob) Encode() []byte { return encode(j) }

// ParseExport reads a message of export-work. The error is ErrPoison.
func ParseExport(m Message) (ExportJob, error) {
	var j ExportJob
	if err := decode(m.Data, &j); err != nil || !domain.IsID(j.Export) || j.Page < 0 || j.Page >= domain.ExportPagesMax {
		return ExportJob{}, ErrPoison
	}
	return j, nil
}

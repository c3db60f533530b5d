package httpapi

import (
	"net/http"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

// WriteErasure answers 202 with how far an erasure came: "erasing", "held" or
// "erased". The receipt is nil where there is none, or none that is the caller's
// to see.
func WriteErasure(w http.ResponseWriter, state string, receipt *domain.Receipt) {
	out := struct {
		State           string     `json:"state"`
		ReceiptID       *string    `json:"receiptId"`
		IrrecoverableAt *time.Time `json:"irrecoverableAt"`
	}{State: state}
	if receipt != nil {
		out.ReceiptID, out.IrrecoverableAt = &receipt.ID, &receipt.IrrecoverableAt
	}
	WriteJSON(w, http.StatusAccepted, out)
}

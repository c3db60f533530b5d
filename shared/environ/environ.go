// Package environ reads what a deployed function needs from its environment.
//
// Only the entry packages and the local stack call it: nothing else reads the
// environment. It must never put a value into an error.
package environ

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
)

// The variables that Terraform sets, each on the functions that need it.
const (
	Project              = "GOOGLE_CLOUD_PROJECT"   // the Google Cloud project
	TicketSecret         = "TICKET_SECRET"          // 32 bytes in base64: seals participant tokens
	TicketSecretPrevious = "TICKET_SECRET_PREVIOUS" // the one before, still accepted; may be empty
	KMSSessionKey        = "KMS_SESSION_KEY"        // full name of the key that wraps session keys
	KMSOrgKey            = "KMS_ORG_KEY"            // full name of the key that wraps member keys
	KMSContactKey        = "KMS_CONTACT_KEY"        // full name of the key that wraps contact keys
	KMSInvitationKey     = "KMS_INVITATION_KEY"     // full name of the key that wraps invitees' addresses
	KMSRequestKey        = "KMS_REQUEST_KEY"        // full name of the key that wraps schools' keys for requests
	KMSMailKey           = "KMS_MAIL_KEY"           // full name of the key that wraps mails to requesters
	KMSReceiptKey        = "KMS_RECEIPT_KEY"        // full name of the key version that signs receipts
	Archives             = "ARCHIVE_BUCKET"         // the Cloud Storage bucket of schools' archives
	Auth0Domain          = "AUTH0_DOMAIN"           // "tenant.eu.auth0.com", or a URL on loopback
	Auth0Audience        = "AUTH0_AUDIENCE"         // the API's identifier
	Auth0Client          = "AUTH0_CLIENT"           // client id of the web app, which invitations lead to
	Auth0Manager         = "AUTH0_MANAGER"          // client id of the application that manages accounts
	Auth0Secret          = "AUTH0_SECRET"           // its secret
	Auth0Teacher         = "AUTH0_ROLE_TEACHER"     // ids of roles
	Auth0Administrator   = "AUTH0_ROLE_ADMINISTRATOR"
	Auth0Operator        = "AUTH0_ROLE_OPERATOR"
	Auth0Connections     = "AUTH0_CONNECTIONS" // ids of the ways to sign in of a school, with commas between them
	Origin               = "ORIGIN"            // of the web app: "https://cleanslate.example"
	OperatorOrg          = "OPERATOR_ORG"      // the operator's own org, whose people may span orgs
	SMTPHost             = "SMTP_HOST"         // "smtp.provider.example:587"
	SMTPSecurity         = "SMTP_SECURITY"     // "starttls", "tls", or "none" on loopback
	SMTPFrom             = "SMTP_FROM"         // the sender's address; bounces go there
	SMTPUsername         = "SMTP_USERNAME"     // may be empty
	SMTPPassword         = "SMTP_PASSWORD"     // may be empty
	Release              = "VERSION"           // every function's: the version that is deployed; may be empty
	Commit               = "COMMIT"            // every function's: its commit; may be empty
	LogLevel             = "LOG_LEVEL"         // every function's: "DEBUG", "INFO", "WARNING", "ERROR"; may be empty
	Traces               = "TRACE_RATIO"       // which part of what is handled is traced, "0.01"; empty: nothing
)

// A Reader reads variables and remembers which of them were missing or wrong, so
// that all are named at once. The zero Reader is ready.
type Reader struct{ errs []error }

// ProjectID returns the Google Cloud project, empty if it isn't set.
func ProjectID() string { return os.Getenv(Project) }

// Get returns the value of a variable that must be set.
func (r *Reader) Get(name string) string {
	v := os.Getenv(name)
	if v == "" {
		r.errs = append(r.errs, fmt.Errorf("%s is not set", name))
	}
	return v
}

// Optional returns the value of a variable that may be empty.
func (r *Reader) Optional(name string) string { return os.Getenv(name) }

// Secret returns the bytes of a variable that must be set and holds them in
// base64.
func (r *Reader) Secret(name string) []byte {
	v := r.Get(name)
	if v == "" {
		return nil
	}
	b, err := base64.StdEncoding.DecodeString(v)
	if err != nil {
		r.errs = append(r.errs, fmt.Errorf("%s is not base64", name))
	}
	return b
}

// Err says what was missing or wrong, nil if nothing.
func (r *Reader) Err() error { return errors.Join(r.errs...) }

// TicketSecrets returns the current ticket secret and, where there is one, the
// previous.
func (r *Reader) TicketSecrets() (current []byte, previous [][]byte) {
	current = r.Secret(TicketSecret)
	if os.Getenv(TicketSecretPrevious) != "" {
		previous = append(previous, r.Secret(TicketSecretPrevious))
	}
	return current, previous
}

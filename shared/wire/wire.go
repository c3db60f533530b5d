// Package wire speaks Firestore's protocol over gRPC: connections, names, documents, what
// is tried again, and what an error becomes.
//
// Packages store and answerlog call it, and what it exports of Firestore ends there. It
// has what a burst needs and links no client of Google's above the generated messages:
// linking one takes an instance of answer that starts as long as everything else it does.
// It must never open what is sealed, and its errors hold no ids, paths or contents.
package wire

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/seal"
)

// Deadline bounds a call whose context has no sooner one. The Google client
// repeats some calls until the context ends.
const Deadline = 10 * time.Second

// Within bounds ctx by a deadline of at most Deadline.
func Within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, Deadline)
}

// MainDatabase is the name of the database that holds the data.
const MainDatabase = "(default)"

// Database is the name of a database on the wire.
func Database(project, database string) string {
	return "projects/" + project + "/databases/" + database
}

// Name is the name of a document on the wire.
func Name(database, path string) string { return database + "/documents/" + path }

// ID returns the id in a document's name.
func ID(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// The collections below a session that answerlog knows as well as store.
const (
	Content = "content"
	Seats   = "seats"
	Answers = "answers" // the session's log
)

// The documents in a session's content, which never change.
const (
	Paper     = "paper"
	AnswerKey = "answerKey"
)

// ContentPath is the path of a document in a session's content.
func ContentPath(sid, name string) string { return seal.SessionPath(sid) + "/" + Content + "/" + name }

// ChunkPath is the path of a chunk of a session's answer log.
func ChunkPath(sid, id string) string { return seal.SessionPath(sid) + "/" + Answers + "/" + id }

// CodeOf returns the code of a gRPC error, or that of a context that ended.
func CodeOf(err error) codes.Code {
	code := status.Code(err)
	if code == codes.Unknown {
		code = status.FromContextError(err).Code()
	}
	return code
}

// Wrap adds what was being done to err, and its kind. Only the code of a gRPC error is
// kept: its message quotes paths.
func Wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	var known *domain.Error
	if errors.As(err, &known) {
		return err
	}
	code := CodeOf(err)
	switch code {
	case codes.NotFound:
		return fmt.Errorf("%s: %w", doing, domain.ErrNotFound)
	case codes.AlreadyExists:
		return fmt.Errorf("%s: %w", doing, domain.ErrConflict)
	case codes.Unavailable, codes.DeadlineExceeded, codes.ResourceExhausted, codes.Aborted, codes.Canceled, codes.Internal:
		return fmt.Errorf("%s: %w (%v)", doing, domain.ErrUnavailable, code)
	case codes.InvalidArgument:
		// So a transaction ends whose commit the client repeated because the first answer was lost: as Firestore says
		// it, and its emulator.
		m := status.Convert(err).Message()
		if strings.Contains(m, "transaction has expired") || strings.Contains(m, "Transaction is invalid or closed") {
			return fmt.Errorf("%s: %w (%v)", doing, domain.ErrUnavailable, code)
		}
	case codes.Unknown:
		return fmt.Errorf("%s: %w", doing, err)
	}
	return fmt.Errorf("%s: %v", doing, code)
}

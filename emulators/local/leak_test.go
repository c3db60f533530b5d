package main_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"github.com/cleanslate-edu/cleanslate/emulators/firestore"
	"github.com/cleanslate-edu/cleanslate/shared/domain"
)

const project = "demo-cleanslate"

// Secrets are what must appear nowhere in plain text.
type secrets struct{ needles map[string]string } // how it may look → what it is

// add adds a secret in every form in which it could appear: as it is, escaped for JSON or
// a URL, in lower case, and each of these in base64 at any alignment or in hexadecimal.
func (s *secrets) add(what, secret string) {
	if s.needles == nil {
		s.needles = make(map[string]string)
	}
	escaped, err := json.Marshal(secret)
	if err != nil {
		panic(err) // a string
	}
	var ascii strings.Builder
	for _, r := range secret {
		if r < 0x80 {
			ascii.WriteRune(r)
		} else {
			fmt.Fprintf(&ascii, `\u%04x`, r)
		}
	}
	forms := []string{
		secret, strings.ToLower(secret), string(escaped[1 : len(escaped)-1]), ascii.String(),
		url.QueryEscape(secret), url.PathEscape(secret),
	}
	slices.Sort(forms)
	for _, form := range slices.Compact(forms) {
		s.needles[form] = what
		s.needles[hex.EncodeToString([]byte(form))] = what + " in hexadecimal"
		s.needles[strings.ToUpper(hex.EncodeToString([]byte(form)))] = what + " in hexadecimal"
		for shift := range 3 {
			for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
				s.needles[aligned(encoding, form, shift)] = what + " in base64"
			}
		}
	}
}

// aligned encodes a secret that shift bytes precede, without the characters at either end
// that depend on the bytes around it.
func aligned(encoding *base64.Encoding, secret string, shift int) string {
	encoded := encoding.EncodeToString([]byte(strings.Repeat("\x00", shift) + secret))
	first := (shift*8 + 5) / 6
	last := (shift + len(secret)) * 8 / 6
	return encoded[first:last]
}

// find returns which secrets appear in a text.
func (s *secrets) find(text []byte) (found []string) {
	for needle, what := range s.needles {
		if bytes.Contains(text, []byte(needle)) && !slices.Contains(found, what) {
			found = append(found, what)
		}
	}
	slices.Sort(found)
	return found
}

func TestSecretsAreFoundInEveryForm(t *testing.T) {
	t.Parallel()
	const secret = `Zoë "<&7>" Ünal`
	var s secrets
	s.add("the name", secret)
	texts := map[string]string{
		"plain": "alias=" + secret + ";", "lower case": strings.ToLower(secret), "hexadecimal": hex.EncodeToString([]byte("x" + secret + "x")),
		"JSON":  string(must(json.Marshal(object{"alias": secret}))),
		"query": url.Values{"alias": {secret}}.Encode(),
	}
	for before := range 4 {
		for after := range 4 {
			around := strings.Repeat("(", before) + secret + strings.Repeat(")", after)
			texts[fmt.Sprintf("base64 between %d and %d bytes", before, after)] = base64.StdEncoding.EncodeToString([]byte(around))
			texts[fmt.Sprintf("base64url between %d and %d bytes", before, after)] = base64.URLEncoding.EncodeToString([]byte(around))
			inner := must(json.Marshal(around))
			texts[fmt.Sprintf("base64 of JSON between %d and %d bytes", before, after)] = base64.StdEncoding.EncodeToString(inner)
		}
	}
	for form, text := range texts {
		if len(s.find([]byte("..."+text+"..."))) == 0 {
			t.Errorf("not found as %s: %s", form, text)
		}
	}
	if found := s.find([]byte("Zoe Unal")); found != nil {
		t.Errorf("found %q in something else", found)
	}
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

// An inbox gets a copy of every message of every topic.
type inbox struct {
	t      *testing.T
	client *pubsub.Client
	topics []string
}

// subscribe opens an inbox.
func subscribe(t *testing.T, s *process) *inbox {
	t.Helper()
	c, err := pubsub.NewClient(t.Context(), project,
		option.WithEndpoint(s.vars["PUBSUB_EMULATOR_HOST"]), option.WithoutAuthentication(),
		option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	in := &inbox{t: t, client: c}
	topics := c.TopicAdminClient.ListTopics(t.Context(), &pubsubpb.ListTopicsRequest{Project: "projects/" + project})
	for topic, err := range topics.All() {
		if err != nil {
			t.Fatal(err)
		}
		id := topic.Name[strings.LastIndex(topic.Name, "/")+1:]
		in.topics = append(in.topics, id)
		_, err := c.SubscriptionAdminClient.CreateSubscription(t.Context(), &pubsubpb.Subscription{Name: in.subscription(id), Topic: topic.Name})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"retention-tick", "retention-plan", "retention-work", "breach-work", "breach-tick", "notify-mail", "dead-letter"} {
		if !slices.Contains(in.topics, want) {
			t.Errorf("there is no topic %s", want)
		}
	}
	return in
}

func (in *inbox) subscription(topic string) string {
	return "projects/" + project + "/subscriptions/test-" + topic
}

// pull returns the messages that have come to a topic since the last pull.
func (in *inbox) pull(topic string) (messages []*pubsubpb.PubsubMessage) {
	in.t.Helper()
	for {
		ctx, cancel := context.WithTimeout(in.t.Context(), 300*time.Millisecond)
		resp, err := in.client.SubscriptionAdminClient.Pull(ctx, &pubsubpb.PullRequest{Subscription: in.subscription(topic), MaxMessages: 1000})
		cancel()
		if status.Code(err) == codes.DeadlineExceeded || err == nil && len(resp.ReceivedMessages) == 0 {
			return messages
		}
		if err != nil {
			in.t.Fatal(err)
		}
		var ids []string
		for _, m := range resp.ReceivedMessages {
			messages, ids = append(messages, m.Message), append(ids, m.AckId)
		}
		ack := &pubsubpb.AcknowledgeRequest{Subscription: in.subscription(topic), AckIds: ids}
		if err := in.client.SubscriptionAdminClient.Acknowledge(in.t.Context(), ack); err != nil {
			in.t.Fatal(err)
		}
	}
}

// traces returns everything that the stack has left, by where it is: every
// document of both databases, every line of its output, every message.
func traces(t *testing.T, s *process, in *inbox) map[string][]byte {
	t.Helper()
	all := make(map[string][]byte)
	for _, database := range []string{"(default)", "vault", "audit"} {
		for doc, err := range firestore.Documents(t.Context(), s.vars["FIRESTORE_EMULATOR_HOST"], project, database) {
			if err != nil {
				t.Fatal(err)
			}
			all[doc.Name] = doc.JSON
		}
	}
	for i, line := range append(s.stdout.lines(), s.stderr.lines()...) {
		all[fmt.Sprintf("line %d of the output", i)] = []byte(line)
	}
	for _, topic := range in.topics {
		for _, m := range in.pull(topic) {
			all["message "+m.MessageId+" to "+topic] = fmt.Appendf(nil, "%s %q %q", m.Data, m.Attributes, m.OrderingKey)
		}
	}
	return all
}

// testTraces looks for secrets in everything that the lesson has left, then
// leaves some on purpose to show that they would have been found.
func testTraces(t *testing.T, s *process, in *inbox, secret *secrets) {
	t.Helper()
	all := traces(t, s, in)
	kinds := map[string]int{}
	for where, text := range all {
		for _, what := range secret.find(text) {
			t.Errorf("%s holds %s:\n%.1000s", where, what, text)
		}
		switch {
		case strings.Contains(where, "/databases/vault/"):
			kinds["vault"]++
		case strings.Contains(where, "/databases/"):
			kinds["data"]++
		case strings.HasPrefix(where, "line"):
			kinds["lines"]++
		}
	}
	// There must be something to look at.
	if kinds["data"] < 80 || kinds["vault"] < 40 || kinds["lines"] < 100 {
		t.Errorf("looked at %v only", kinds)
	}

	var needle string
	for n, what := range secret.needles {
		if what == "an alias" && len(n) > len(needle) {
			needle = n
		}
	}
	plant(t, s, "(default)", "sessions/planted", object{"title": object{"stringValue": needle}})
	plant(t, s, "(default)", "sessions/planted/answers/a", object{
		"records": object{"arrayValue": object{"values": []object{{"bytesValue": base64.StdEncoding.EncodeToString([]byte("{" + needle + "}"))}}}},
	})
	plant(t, s, "vault", "sessions/planted", object{"wrapped": object{"bytesValue": base64.StdEncoding.EncodeToString([]byte(needle))}})
	fmt.Fprintf(s.stderr, "level=DEBUG msg=request alias=%q\n", needle)
	publisher := in.client.Publisher("retention-work")
	defer publisher.Stop()
	if _, err := publisher.Publish(t.Context(), &pubsub.Message{Data: []byte(needle)}).Get(t.Context()); err != nil {
		t.Fatal(err)
	}
	found := make(map[string]bool)
	eventually(t, "all five planted secrets are found", func() bool {
		for where, text := range traces(t, s, in) {
			if len(secret.find(text)) > 0 {
				found[where] = true
			}
		}
		return len(found) >= 5
	})
	for _, database := range []string{"(default)", "vault", "audit"} {
		for _, path := range []string{"sessions/planted/answers/a", "sessions/planted"} {
			emulator(t, s, "DELETE", database, path, nil)
		}
	}
}

func plant(t *testing.T, s *process, database, path string, fields object) {
	t.Helper()
	emulator(t, s, "PATCH", database, path, object{"fields": fields})
}

// emulator makes a request of the Firestore emulator's REST interface.
func emulator(t *testing.T, s *process, method, database, path string, body any) {
	t.Helper()
	address := "http://" + s.vars["FIRESTORE_EMULATOR_HOST"] + "/v1/projects/" + project + "/databases/" + database + "/documents/" + path
	req, err := http.NewRequestWithContext(t.Context(), method, address, bytes.NewReader(must(json.Marshal(body))))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer owner")
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(resp.Body)
		t.Fatalf("%s %s: %s %s", method, path, resp.Status, text)
	}
}

// testSealed looks at the lesson's documents value by value, since short answers such as
// "a" can't be searched for: only ids, revisions and times may be in plain text.
func testSealed(t *testing.T, s *process, sid string, ids []string) {
	t.Helper()
	seen := make(map[string]int)
	for doc, err := range firestore.Documents(t.Context(), s.vars["FIRESTORE_EMULATOR_HOST"], project, "(default)") {
		if err != nil {
			t.Fatal(err)
		}
		_, below, ok := strings.Cut(doc.Name, "/sessions/"+sid+"/")
		collection, _, _ := strings.Cut(below, "/")
		if !ok || collection == "content" {
			continue
		}
		var d struct{ Fields any }
		if err := json.Unmarshal(doc.JSON, &d); err != nil {
			t.Fatal(err)
		}
		if collection == "seats" {
			// Flags, a factor and a time: none can hold what a student wrote.
			if problem := notFlags(d.Fields); problem != "" {
				t.Errorf("%s: %s", doc.Name, problem)
			}
			continue
		}
		for _, problem := range unsealed(d.Fields, ids, func(kind string) { seen[collection+" "+kind]++ }) {
			t.Errorf("%s: %s", doc.Name, problem)
		}
	}
	if seen["participants bytesValue"] < class-2 || seen["answers bytesValue"] < class*len(lessonQuestions) {
		t.Errorf("looked at %v", seen)
	}
}

// notFlags returns what a document holds besides flags, numbers and times.
func notFlags(fields any) string {
	all, ok := fields.(map[string]any)
	if !ok {
		return fmt.Sprintf("no fields: %v", fields)
	}
	for name, v := range all {
		value, ok := v.(map[string]any)
		if !ok || len(value) != 1 {
			return fmt.Sprintf("%s: %v", name, v)
		}
		for kind := range value {
			if !slices.Contains([]string{"booleanValue", "doubleValue", "integerValue", "timestampValue"}, kind) {
				return fmt.Sprintf("%s is a %s", name, kind)
			}
		}
	}
	return ""
}

// unsealed walks through a document's fields as the REST interface returns them, and
// reports what is neither sealed nor an id, a revision or a time.
func unsealed(v any, ids []string, saw func(kind string)) (problems []string) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			problems = append(problems, unsealed(e, ids, saw)...)
		}
	case map[string]any:
		for name, e := range v {
			text, leaf := e.(string)
			if !leaf {
				problems = append(problems, unsealed(e, ids, saw)...)
				continue
			}
			saw(name)
			ok := false
			switch name {
			case "timestampValue":
				ok = true
			case "stringValue":
				ok = slices.Contains(ids, text)
			case "integerValue":
				n, err := strconv.Atoi(text)
				ok = err == nil && n >= 1 && n <= domain.RevisionMax
			case "bytesValue": // version, nonce, 64 bytes or more, tag
				raw, err := base64.StdEncoding.DecodeString(text)
				ok = err == nil && len(raw) >= 1+12+64+16 && raw[0] == 1
			}
			if !ok {
				problems = append(problems, fmt.Sprintf("%s %q", name, text))
			}
		}
	case nil, bool, float64:
		problems = append(problems, fmt.Sprint(v))
	}
	return problems
}

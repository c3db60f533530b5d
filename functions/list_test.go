package functions_test

import (
	"encoding/base64"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// Every list refuses a page token that nobody was given.
func TestMadeUpPageTokens(t *testing.T) {
	t.Parallel()
	var lists []string
	path := ""
	for line := range strings.Lines(string(httpapi.OpenAPIDocument)) {
		if m := regexp.MustCompile(`^  (/v1/\S+):`).FindStringSubmatch(line); m != nil {
			path = m[1]
		}
		if strings.Contains(line, "parameters/PageToken") {
			lists = append(lists, path)
		}
	}
	if len(lists) < 9 {
		t.Fatalf("only %d lists are in the API's description: %v", len(lists), lists)
	}
	token, operator := teacherToken(t, "grace@north.example"), teacherToken(t, "ops@cleanslate.example")
	var incident struct{ ID string }
	ask(t, client.Request{Method: "POST", Path: "/v1/incidents", Token: token, Key: client.NewKey(), Body: object{
		"title": "A drill", "drill": true, "occurredFrom": time.Now().Add(-time.Hour).UTC().Format(time.RFC3339), "categories": []string{"aliases"}, "keysInReach": "no",
		"texts": object{"en": object{"nature": "A drill."}}, "contact": object{"name": "Office", "email": "office@north.example"},
		"reporter": object{"name": "Grace", "email": "grace@north.example"},
	}}, &incident)
	encode := base64.RawURLEncoding.EncodeToString
	id := strings.Repeat("a", 26)
	for _, list := range lists {
		token := token
		if strings.HasPrefix(list, "/v1/orgs") || list == "/v1/usage" || list == "/v1/newsletters" {
			token = operator
		}
		for _, made := range []string{"!", "-1", "AAAA", "99999999999999999999", encode([]byte("null")), encode([]byte(`{"ID":"a/b"}`)), encode([]byte(`{"At":"0000-01-01T00:00:00Z","ID":"` + id + `"}`))} {
			if list == "/v1/orgs" && domain.IsOrg(made) {
				continue // the list goes on after any org's id
			}
			path := strings.NewReplacer("{id}", incident.ID, "{org}", "org_north").Replace(list) + "?pageToken=" + made
			if r := to(t, stackURL(), client.Request{Method: "GET", Path: path, Token: token}); r.status != 400 || !strings.Contains(r.body, "/problems/page-token") {
				t.Errorf("%s: %d %s", path, r.status, r.body)
			}
		}
	}
}

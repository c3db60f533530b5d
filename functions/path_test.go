package functions_test

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/cleanslate-edu/cleanslate/shared/domain"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi"
	"github.com/cleanslate-edu/cleanslate/shared/httpapi/client"
)

// hostile returns path values, as they are sent, that are no ids: what might lead to
// another document, what Firestore rejects, and what trips programs up.
func hostile(ids map[string]string) []string {
	sid, pid, member := ids["sid"], ids["pid"], ids["memberId"]
	values := []string{
		"org_south%2Fmembers%2F" + member, "org_south%2fmembers%2f" + member, "org_south%252Fmembers%252F" + member,
		sid + "%2Fparticipants%2F" + pid, sid + "%2Fcontent%2Fpaper", sid + "%2F", "%2F" + sid, "%2F", "%2F%2F", sid + "%5Cparticipants",
		"..%2F" + sid, "..%2forgs%2forg_south", "..%2F..%2F", "%2e", "%2e%2e", "%2E%2E%2Forgs", sid + "%2F..%2F" + sid, sid + "%2F.",
		"__x__", "__", "____", "__proto__", "__id42__", "constructor", "null", "undefined", "0", "-1", "*", "%25", "%3F", "%23", sid + "%3Fa=b", sid + "%23",
		"%00", sid + "%00", "%0a", "%0d%0aX-Injected:%201", "%ff", "%c0%ae%c0%ae", "%ed%a0%80", "%20", sid + "%20", "%20" + sid, "+", "%22", "%27%20or%20%271", "%3Cscript%3E",
		strings.ToUpper(sid), sid[:len(sid)-1], sid + "a", strings.Repeat("a", 1501), strings.Repeat("a", 6000), strings.Repeat("%c3%a9", 600),
		url.PathEscape("é"), url.PathEscape("日本語"), url.PathEscape("🙂"), url.PathEscape("\u202e" + sid), url.PathEscape(sid + "\u200b"), url.PathEscape("\ufeff" + sid),
		url.PathEscape("ｏｒｇ＿ｓｏｕｔｈ"), sid + ";a=b", sid + ",", sid + ":restore", "(default)", "vault", "projects%2Fp%2Fdatabases",
	}
	return values
}

// Whatever a path has in place of an id, every route of every function answers that there
// is nothing, in the same words.
func TestHostilePaths(t *testing.T) {
	t.Parallel()
	alan, ops := teacherToken(t, "alan@south.example"), teacherToken(t, "ops@cleanslate.example")
	s := open(t, alan, []object{{"kind": "text", "prompt": "What?"}}, object{"feedback": "after-close"})
	st := join(t, s, "Ada")
	var view struct{ Owner struct{ ID string } }
	ask(t, client.Request{Path: "/v1/sessions/" + s.ID, Token: alan}, &view)
	var set, incident struct{ ID string }
	ask(t, client.Request{Method: "POST", Path: "/v1/question-sets", Token: alan, Body: object{"title": "Set", "questions": []object{{"kind": "text", "prompt": "What?"}}}}, &set)
	ask(t, client.Request{Method: "POST", Path: "/v1/incidents", Token: alan, Body: object{
		"title": "A drill", "drill": true, "occurredFrom": "2026-01-01T00:00:00Z", "categories": []string{"answers"}, "scope": object{},
		"contact":  object{"name": "Privacy", "email": "privacy@south.example"},
		"reporter": object{"name": "Alan", "email": "alan@south.example"},
	}}, &incident)

	unknown := strings.Repeat("a", domain.IDLength)
	doc, err := openapi3.NewLoader().LoadFromData(httpapi.OpenAPIDocument)
	if err != nil {
		t.Fatal(err)
	}
	direct := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	routes := 0
	for _, path := range slices.Sorted(maps.Keys(doc.Paths.Map())) {
		item := doc.Paths.Value(path)
		for method, operation := range item.Operations() {
			var names []string
			for _, p := range append(slices.Clone(item.Parameters), operation.Parameters...) {
				if p.Value.In == "path" {
					names = append(names, p.Value.Name)
				}
			}
			if len(names) == 0 {
				continue
			}
			routes++
			ids := map[string]string{"sid": s.ID, "pid": st.ID, "memberId": view.Owner.ID, "org": "org_south", "notice": unknown, "id": unknown}
			switch {
			case strings.HasPrefix(path, "/v1/incidents/"):
				ids["id"] = incident.ID
			case strings.HasPrefix(path, "/v1/question-sets/"):
				ids["id"] = set.ID
			}
			c := client.Request{Method: method, Token: alan}
			if strings.HasPrefix(path, "/v1/orgs/") || strings.HasPrefix(path, "/v1/organizations/") || strings.HasPrefix(path, "/v1/ownerships/") || strings.HasPrefix(path, "/v1/newsletters/") {
				c.Token = ops // a school's own people may not act on schools by id, nor on what holds for all
			}
			if operation.Security != nil && slices.ContainsFunc(*operation.Security, func(r openapi3.SecurityRequirement) bool { return r["participant"] != nil }) {
				c.Token = st.Token
			}
			if operation.RequestBody != nil {
				c.Body = operation.RequestBody.Value.Content.Get("application/json").Example
			}
			for _, name := range names {
				send := func(value string) (int, string) {
					t.Helper()
					target := path
					for n, id := range ids {
						if n == name {
							id = value
						}
						target = strings.ReplaceAll(target, "{"+n+"}", id)
					}
					req, err := c.HTTP(t.Context(), stackURL())
					if err != nil {
						t.Fatal(err)
					}
					req.URL.Opaque = "//" + req.URL.Host + target
					switch {
					case strings.HasSuffix(path, "/export"):
						req.URL.RawQuery = "format=csv"
					case strings.HasSuffix(path, "/changes"):
						req.URL.RawQuery = "after=0&wait=1"
					}
					resp, err := direct.Do(req)
					if err != nil {
						t.Fatalf("%s %s: %v", method, target, err)
					}
					defer resp.Body.Close()
					body, err := io.ReadAll(resp.Body)
					if err != nil {
						t.Fatal(err)
					}
					if resp.Header.Get("X-Injected") != "" {
						t.Errorf("%s %s: a header was injected", method, target)
					}
					return resp.StatusCode, strings.ReplaceAll(string(body), resp.Header.Get(httpapi.RequestID), "")
				}
				absent := unknown
				switch name {
				case "org":
					absent = "org_unknown"
				case "memberId":
					absent = "nobody" // whoever isn't a co-teacher has been removed: 204
				}
				status, want := send(absent)
				for _, value := range hostile(ids) {
					if name == "org" && domain.IsOrg(value) {
						continue // no hostile value here: an org that isn't known
					}
					got, body := send(value)
					switch {
					case got == status && body == want:
					case got == http.StatusNotFound && strings.Contains(body, "Check the address."): // no route at all
					case got == http.StatusNotFound || got == http.StatusUnprocessableEntity:
						t.Errorf("%s %s with %s %q: %d %s, but for %q %d %s", method, path, name, value, got, body, absent, status, want)
					default:
						t.Errorf("%s %s with %s %q: %d %.300s", method, path, name, value, got, body)
					}
				}
				if status != http.StatusNotFound && status != http.StatusUnprocessableEntity && !(status == http.StatusUnauthorized && c.Token == st.Token) {
					t.Errorf("%s %s with %s %q: %d %.300s", method, path, name, absent, status, want)
				}
			}
		}
	}
	if routes < 25 {
		t.Errorf("only %d routes have ids in their paths", routes)
	}
}

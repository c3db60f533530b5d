package deployment

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	logMetric = regexp.MustCompile(`(?ms)^resource "google_logging_metric" "[a-z_]+" \{\n(.*?)^\}`)
	nameOf    = regexp.MustCompile(`(?m)^  name\s*= "([a-z-]+)"`)
	filterOf  = regexp.MustCompile(`(?m)^  filter\s*= ("(?:[^"\\]|\\.)*")$`)
	localOf   = regexp.MustCompile(`(?m)^  ([a-z_]+)\s*= ("(?:[^"\\]|\\.)*")$`)
	joinedOf  = regexp.MustCompile(`(?m)^  ([a-z_]+)\s*= join\("( AND | OR )", \[\n((?:\s+"(?:[^"\\]|\\.)*",?\n)+)\s*\]\)$`)
	quotedOf  = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	exception = regexp.MustCompile(`("NOT \(.*\)") if accounts != ""`)
	reference = regexp.MustCompile(`\$\{(module|local)\.([a-z_]+)(?:\.name)?\}`)
)

// LogMetrics reads the filters of the log-based metrics, by the metrics' names. Of what a filter may refer to it
// knows functions' names, locals that are strings, and what alerts.tf makes of grants.json.
func (s Stack) LogMetrics() (map[string]string, error) {
	files, err := filepath.Glob(filepath.Join(string(s), "service", "*.tf"))
	if err != nil {
		return nil, err
	}
	metrics := make(map[string]string)
	locals, err := s.openers()
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		localsIn(string(b), locals)
		for _, block := range logMetric.FindAllStringSubmatch(string(b), -1) {
			name, filter := nameOf.FindStringSubmatch(block[1]), filterOf.FindStringSubmatch(block[1])
			if name == nil || filter == nil {
				return nil, fmt.Errorf("a log-based metric in %s has no name, or a filter that isn't one string", f)
			}
			metrics[name[1]] = filter[1]
		}
	}
	for name, filter := range metrics {
		if metrics[name], err = resolve(filter, locals); err != nil {
			return nil, fmt.Errorf("the filter of %s: %w", name, err)
		}
	}
	return metrics, nil
}

var alertPolicy = regexp.MustCompile(`(?ms)^resource "google_monitoring_alert_policy" "([a-z_]+)" \{\n(.*?)^\}`)

// Alerts returns the alert policies by their names in Terraform, and whether each counts lines, of ours or of the audit
// log. Others watch what Google measures.
func (s Stack) Alerts() (map[string]bool, error) {
	files, err := filepath.Glob(filepath.Join(string(s), "service", "*.tf"))
	if err != nil {
		return nil, err
	}
	all := make(map[string]bool)
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		for _, block := range alertPolicy.FindAllStringSubmatch(string(b), -1) {
			all[block[1]] = strings.Contains(block[2], "logging.googleapis.com/user/") || strings.Contains(block[2], "condition_matched_log")
		}
	}
	return all, nil
}

// Account is the e-mail address of a function's account in a project.
func Account(function, project string) string {
	return "fn-" + function + "@" + project + ".iam.gserviceaccount.com"
}

// openers makes alerts.tf's local.not_by_openers, in the project "p", of grants.json.
func (s Stack) openers() (locals map[string]string, err error) {
	b, err := os.ReadFile(filepath.Join(string(s), "service", "alerts.tf"))
	if err != nil {
		return nil, err
	}
	template := exception.FindSubmatch(b)
	if template == nil {
		return nil, errors.New("alerts.tf excepts nobody from foreign-decrypt")
	}
	grants, err := s.Grants()
	if err != nil {
		return nil, err
	}
	accounts := make(map[string][]string)
	for _, function := range slices.Sorted(maps.Keys(grants)) {
		for key, actions := range grants[function].Keys {
			if slices.Contains(actions, "decrypt") {
				accounts[key] = append(accounts[key], `\"`+Account(function, "p")+`\"`)
			}
		}
	}
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(accounts)) {
		part := strings.NewReplacer("${key}", key, "${accounts}", strings.Join(accounts[key], " OR ")).Replace(string(template[1]))
		parts = append(parts, strings.Trim(part, `"`))
	}
	return map[string]string{"not_by_openers": `"` + strings.Join(parts, " AND ") + `"`}, nil
}

// localsIn adds the locals of a file that are strings, or lists of strings that are joined.
func localsIn(text string, locals map[string]string) {
	for _, m := range localOf.FindAllStringSubmatch(text, -1) {
		locals[m[1]] = m[2]
	}
	for _, m := range joinedOf.FindAllStringSubmatch(text, -1) {
		var parts []string
		for _, quoted := range quotedOf.FindAllString(m[3], -1) {
			parts = append(parts, quoted[1:len(quoted)-1])
		}
		locals[m[1]] = `"` + strings.Join(parts, m[2]) + `"`
	}
}

// resolve returns what a string of Terraform's stands for.
func resolve(quoted string, locals map[string]string) (string, error) {
	text, err := strconv.Unquote(quoted)
	if err != nil {
		return "", err
	}
	var unknown error
	text = reference.ReplaceAllStringFunc(text, func(r string) string {
		m := reference.FindStringSubmatch(r)
		if m[1] == "module" {
			return m[2]
		}
		value, err := resolve(locals[m[2]], locals)
		if err != nil {
			unknown = errors.Join(unknown, fmt.Errorf("local.%s is no string", m[2]))
		}
		return value
	})
	if strings.Contains(text, "${") {
		unknown = errors.Join(unknown, errors.New("it refers to what only Terraform knows"))
	}
	return text, unknown
}

// A Query is a filter that a runbook has the person on call use.
type Query struct{ Runbook, Filter string }

var runbookQuery = regexp.MustCompile("`gcloud logging read '([^']+)'|`((?:jsonPayload|protoPayload|resource|severity|httpRequest)[.>=][^`]*[=:~][^`]*)`")

// Queries reads the filters in the runbooks of a folder. In them a word in capitals stands for what the reader
// fills in.
func Queries(runbooks string) ([]Query, error) {
	files, err := filepath.Glob(filepath.Join(runbooks, "*.md"))
	if err != nil {
		return nil, err
	}
	var all []Query
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		for _, m := range runbookQuery.FindAllStringSubmatch(string(b), -1) {
			all = append(all, Query{strings.TrimSuffix(filepath.Base(f), ".md"), m[1] + m[2]})
		}
	}
	return all, nil
}

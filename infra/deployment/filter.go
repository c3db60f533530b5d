package deployment

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Filter is one of the Logging query language, of which the alerts, sinks and runbooks use a small part: comparisons
// of fields with =, >=, :, =~ or !~, log_id(), NOT, AND, OR and parentheses. OR binds more tightly than AND. A search
// for text in any field is refused: a filter has to name the field.
// https://cloud.google.com/logging/docs/view/logging-query-language
type Filter struct{ match func(Entry) bool }

// Match reports whether the filter lets the entry through.
func (f Filter) Match(e Entry) bool { return f.match(e) }

// An Entry is a log entry in Cloud Logging's own form, as JSON decodes it.
// https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry
type Entry map[string]any

// EntryOf returns the entry that Cloud Run makes of a line that a function's service wrote.
// https://cloud.google.com/logging/docs/structured-logging#structured_logging_special_fields
func EntryOf(service, line string) Entry {
	e := Entry{
		"logName":  "projects/p/logs/run.googleapis.com%2Fstderr",
		"resource": map[string]any{"type": "cloud_run_revision", "labels": map[string]any{"service_name": service}},
	}
	var payload map[string]any
	if json.Unmarshal([]byte(line), &payload) != nil {
		e["textPayload"] = line
		return e
	}
	for from, to := range map[string]string{
		"severity": "severity", "time": "timestamp", "logging.googleapis.com/trace": "trace",
		"logging.googleapis.com/spanId": "spanId", "logging.googleapis.com/trace_sampled": "traceSampled",
	} {
		if v, ok := payload[from]; ok {
			e[to] = v
			delete(payload, from)
		}
	}
	e["jsonPayload"] = payload
	return e
}

// values returns what a dotted path leads to: one value, or those of each element of a list on its way.
func (e Entry) values(path []string) []any { return values(map[string]any(e), path) }

func values(v any, path []string) (all []any) {
	switch v := v.(type) {
	case []any:
		for _, element := range v {
			all = append(all, values(element, path)...)
		}
		return all
	case map[string]any:
		if len(path) > 0 {
			if member, ok := v[path[0]]; ok {
				return values(member, path[1:])
			}
			return nil
		}
	}
	if len(path) > 0 {
		return nil
	}
	return []any{v}
}

// ParseFilter reads a filter, and refuses what it doesn't know.
func ParseFilter(text string) (Filter, error) {
	p := &filterParser{rest: text}
	p.next()
	match, err := p.and()
	if err == nil && p.token != "" {
		err = fmt.Errorf("%q comes after its end", p.token)
	}
	if err != nil {
		return Filter{}, fmt.Errorf("reading the filter %s: %w", text, err)
	}
	return Filter{match}, nil
}

// A filterParser is a recursive descent over tokens: quoted strings, words, operators, parentheses.
type filterParser struct {
	rest  string
	token string // the current one, empty at the end
}

var filterToken = regexp.MustCompile(`^\s*("(?:[^"\\]|\\.)*"|>=|<=|!=|=~|!~|[=<>:()*]|[A-Za-z0-9_.@%/-]+)`)

func (p *filterParser) next() {
	m := filterToken.FindStringSubmatch(p.rest)
	switch {
	case m != nil:
		p.token, p.rest = m[1], p.rest[len(m[0]):]
	default:
		p.token, p.rest = strings.TrimSpace(p.rest), ""
	}
}

func (p *filterParser) expect(token string) error {
	if p.token != token {
		return fmt.Errorf("%q where %q belongs", p.token, token)
	}
	p.next()
	return nil
}

type matcher = func(Entry) bool

func (p *filterParser) and() (matcher, error) {
	return p.several("AND", p.or, func(all []matcher, e Entry) bool {
		return !slices.ContainsFunc(all, func(m matcher) bool { return !m(e) })
	})
}

func (p *filterParser) or() (matcher, error) {
	return p.several("OR", p.not, func(all []matcher, e Entry) bool {
		return slices.ContainsFunc(all, func(m matcher) bool { return m(e) })
	})
}

// several reads what operator joins.
func (p *filterParser) several(operator string, operand func() (matcher, error), joined func([]matcher, Entry) bool) (matcher, error) {
	var all []matcher
	for {
		m, err := operand()
		if err != nil {
			return nil, err
		}
		all = append(all, m)
		if p.token != operator {
			return func(e Entry) bool { return joined(all, e) }, nil
		}
		p.next()
	}
}

func (p *filterParser) not() (matcher, error) {
	switch p.token {
	case "NOT":
		p.next()
		m, err := p.not()
		return func(e Entry) bool { return !m(e) }, err
	case "(":
		p.next()
		m, err := p.and()
		if err != nil {
			return nil, err
		}
		return m, p.expect(")")
	case "log_id":
		return p.logID()
	}
	return p.comparison()
}

func (p *filterParser) logID() (matcher, error) {
	p.next()
	if err := p.expect("("); err != nil {
		return nil, err
	}
	id, err := strconv.Unquote(p.token)
	if err != nil {
		return nil, fmt.Errorf("log_id of %s", p.token)
	}
	p.next()
	suffix := "/logs/" + strings.ReplaceAll(id, "/", "%2F")
	return func(e Entry) bool {
		name, _ := e["logName"].(string)
		return strings.HasSuffix(name, suffix)
	}, p.expect(")")
}

// fieldPath is what a comparison begins with: one of an entry's own fields, and where it is in there.
var fieldPath = regexp.MustCompile(`^((severity|logName|textPayload|trace|spanId|timestamp)|(resource|jsonPayload|protoPayload|httpRequest|labels)(\.[A-Za-z][A-Za-z0-9_]*)+)$`)

func (p *filterParser) comparison() (matcher, error) {
	if !fieldPath.MatchString(p.token) {
		return nil, fmt.Errorf("%q is no field of an entry", p.token)
	}
	path := strings.Split(p.token, ".")
	p.next()
	operator := p.token
	p.next()
	if operator == ":" && p.token == "*" {
		p.next()
		return func(e Entry) bool { return len(e.values(path)) > 0 }, nil
	}
	if p.token != "(" {
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		return comparing(path, operator, value)
	}
	// field=("a" OR "b")
	p.next()
	m, err := p.several("OR", func() (matcher, error) {
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		return comparing(path, operator, value)
	}, func(all []matcher, e Entry) bool {
		return slices.ContainsFunc(all, func(m matcher) bool { return m(e) })
	})
	if err != nil {
		return nil, err
	}
	return m, p.expect(")")
}

func (p *filterParser) value() (string, error) {
	token := p.token
	p.next()
	if strings.HasPrefix(token, `"`) {
		return strconv.Unquote(token)
	}
	if !regexp.MustCompile(`^[A-Za-z0-9_.-]+$`).MatchString(token) || slices.Contains([]string{"AND", "OR", "NOT"}, token) {
		return "", fmt.Errorf("%q where a value belongs", token)
	}
	return token, nil
}

// comparing returns what compares a field with a value: one of the field's is enough, and a field that isn't there
// matches nothing.
func comparing(path []string, operator, value string) (matcher, error) {
	on := func(test func(any) bool) matcher {
		return func(e Entry) bool {
			return slices.ContainsFunc(e.values(path), test)
		}
	}
	switch operator {
	case "=":
		return on(func(v any) bool { return strings.EqualFold(asText(v), value) }), nil
	case ":":
		return on(func(v any) bool { return strings.Contains(strings.ToLower(asText(v)), strings.ToLower(value)) }), nil
	case ">=":
		least, err := rank(path, value)
		if err != nil {
			return nil, err
		}
		return on(func(v any) bool {
			n, err := rank(path, asText(v))
			return err == nil && n >= least
		}), nil
	case "=~", "!~":
		re, err := regexp.Compile(value)
		if err != nil {
			return nil, err
		}
		return on(func(v any) bool { return re.MatchString(asText(v)) == (operator == "=~") }), nil
	}
	return nil, fmt.Errorf("the operator %q is not known here", operator)
}

var severities = []string{"DEFAULT", "DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "CRITICAL", "ALERT", "EMERGENCY"}

// rank returns where a value stands among those of its field: severities have an order of their own.
func rank(path []string, value string) (float64, error) {
	if len(path) == 1 && path[0] == "severity" {
		if i := slices.Index(severities, strings.ToUpper(value)); i >= 0 {
			return float64(i), nil
		}
		return 0, fmt.Errorf("%q is no severity", value)
	}
	return strconv.ParseFloat(value, 64)
}

// asText returns a value as filters write it.
func asText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

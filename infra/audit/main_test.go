package main

import (
	"strings"
	"testing"
)

// What each tool prints and exits with, as observed.
func TestJudge(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, tool string
		code       int
		out        string
		want       outcome
	}{
		{"a vulnerability", "govulncheck", 3, "Vulnerability #1: GO-2026-0001", found},
		{"no database", "govulncheck", 1, `govulncheck: fetching vulnerabilities: Get "https://vuln.go.dev/index/modules.json.gz": no such host`, notRun},
		{"dangerous code", "gosec", 1, "[x.go:1] - G401\nSummary:\n  Issues : 1", found},
		{"code that gosec can't read", "gosec", 1, "panic: runtime error", notRun},
		{"a mistake", "staticcheck", 1, "x.go:1:2: this value is never used (SA4006)", found},
		{"no compiler", "staticcheck", 1, "failed to load packages", notRun},
		{"a secret", "gitleaks", 1, "WRN leaks found: 1", found},
		{"no repository", "gitleaks", 1, "ERR failed to scan Git repository", notRun},
		{"a package with an advisory", "npm audit", 1, `{"auditReportVersion": 2, "vulnerabilities": {"x": {}}}`, found},
		{"no advisories", "npm audit", 1, "npm warn audit 405 Method Not Allowed\n{\n\"message\": \"405 Method Not Allowed\"\n}\nnpm error", notRun},
		{"nothing readable", "npm audit", 127, "npm: not found", notRun},
	} {
		for _, s := range scanners {
			if s.name == tt.tool {
				if got := s.judge(tt.code, []byte(tt.out)); got != tt.want {
					t.Errorf("%s, %s: %d, want %d", tt.tool, tt.name, got, tt.want)
				}
			}
		}
	}
}

func TestAudit(t *testing.T) {
	t.Parallel()
	shell := func(script string) scanner {
		return scanner{name: "x", command: "sh", args: []string{"-c", script}, judge: findings("found")}
	}
	for _, tt := range []struct {
		name   string
		s      scanner
		strict bool
		fails  bool
	}{
		{"clean", shell("true"), false, false},
		{"clean, though it talks of what it found", shell("echo found nothing"), false, false},
		{"found", shell("echo found; exit 1"), false, true},
		{"not run", shell("echo no network; exit 1"), false, false},
		{"not run, where that counts", shell("echo no network; exit 1"), true, true},
		{"not there", scanner{name: "x", command: "cleanslate-no-such-tool"}, false, false},
		{"not there, where that counts", scanner{name: "x", command: "cleanslate-no-such-tool"}, true, true},
	} {
		if err := audit(t.Context(), []scanner{tt.s}, nil, tt.strict); (err != nil) != tt.fails {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	if err := audit(t.Context(), scanners, []string{"nothing"}, false); err == nil || !strings.Contains(err.Error(), `"nothing"`) {
		t.Errorf("a scanner that isn't there: %v", err)
	}
}

func TestReason(t *testing.T) {
	t.Parallel()
	if got := reason([]byte("one\ngo: fetching x failed\ntwo\n"), nil); got != "go: fetching x failed" {
		t.Errorf("%q", got)
	}
}

package main

import (
	"strings"
	"testing"
)

func TestRecordedProviders(t *testing.T) {
	providers, err := readRecorded()
	if err != nil {
		t.Fatal(err)
	}
	type m = map[string]any
	secret := func(rotation m) m {
		return m{"secret_id": "ticket", "replication": []any{m{"auto": []any{m{}}}}, "topics": []any{m{"name": "t"}}, "rotation": []any{rotation}}
	}
	member := func(member any) m {
		return m{"project": "p", "role": "roles/viewer", "member": member}
	}
	for _, test := range []struct {
		name   string
		typ    string
		config m
		want   string // part of the only fault, empty if none
	}{
		{"needed together, both", "google_secret_manager_secret", secret(m{"next_rotation_time": "2027-01-01T00:00:00Z", "rotation_period": "7776000s"}), ""},
		{"needed together, one", "google_secret_manager_secret", secret(m{"next_rotation_time": "2027-01-01T00:00:00Z"}), "can't be given without rotation.0.rotation_period"},
		{"a form", "google_project_iam_member", member("serviceAccount:a@p.iam.gserviceaccount.com"), ""},
		{"no form", "google_project_iam_member", member("qm35bqbz"), "an IAM member is"},
		{"no form yet", "google_project_iam_member", member(unknownValue{}), ""},
		{"only computed", "google_service_account", m{"account_id": "fn-join", "email": "a@b"}, "only the provider decides it"},
		{"not allowed", "google_firestore_database", m{"name": "vault", "location_id": "eur3", "type": "NATIVE"}, "is not one of"},
		{"excluded", "google_secret_manager_secret_version", m{"secret": "s", "secret_data": "a", "secret_data_wo": "b"}, "only one of"},
		{"none of", "google_secret_manager_secret_version", m{"secret": "s"}, "exactly one of"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := providers["registry.terraform.io/hashicorp/google"]
			faults := check(p.rules, p.check(p.schema.ResourceSchemas[test.typ], p.recorded.Resources[test.typ]).node, test.config)
			switch {
			case test.want == "" && len(faults) > 0:
				t.Errorf("refused: %v", faults)
			case test.want != "" && (len(faults) == 0 || !strings.Contains(faults[0].what, test.want)):
				t.Errorf("faults %v, want %q", faults, test.want)
			}
		})
	}
}

// The attributes of a schema that happen to be called description must be kept.
func TestUndescribed(t *testing.T) {
	in := map[string]any{"attributes": map[string]any{"description": map[string]any{"type": "string", "description": "long"}}, "description_kind": "plain"}
	got := undescribed(in).(map[string]any)
	attr, ok := got["attributes"].(map[string]any)["description"].(map[string]any)
	if !ok || attr["type"] != "string" || attr["description"] != nil || got["description_kind"] != nil {
		t.Errorf("undescribed: %v", got)
	}
}

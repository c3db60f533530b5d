package shown

import "testing"

func TestPasses(t *testing.T) {}

func TestFails(t *testing.T) { t.Error("as it should") }

func TestSkips(t *testing.T) { t.Skip("as it should") }

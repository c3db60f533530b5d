package breach_test

import (
	"os"
	"testing"

	"github.com/cleanslate-edu/cleanslate/functions/breachtest"
)

func TestMain(m *testing.M) { os.Exit(breachtest.Main(m)) }

type object = breachtest.Object

# cleanslate. `make help` lists the targets.

GO ?= go
# As the functions are built in the cloud, so that tests, tools and archives share one build cache. To link without what
# only a debugger reads takes half the time.
export CGO_ENABLED = 0
export GOFLAGS := $(shell $(GO) env GOFLAGS 2>/dev/null) -trimpath -ldflags=-w
ACTIONLINT = $(GO) run github.com/rhysd/actionlint/cmd/actionlint@v1.7.7
STATICCHECK = $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOTESTSUM = $(GO) run gotest.tools/gotestsum@v1.13.0
GREMLINS = $(GO) run github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0
LOCAL = $(GO) run ./emulators/local

# Packages whose tests start emulators, run built functions or take minutes: make test only.
LONG = emulators/(java|firestore|local|pubsub)|functions|functions/(answer|incident|process|retention)|infra/(bench|enroll|leave|loadtest|package|replay|sbom|smoke)|shared/(lifecycle|store)

E2E = e2e-1 e2e-2 e2e-3 e2e-4 e2e-zero

WEB = $(shell find web shared/promise/*.yaml -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' -not -path 'web/screenshots/*' -not -path 'web/e2e/*')

.DEFAULT_GOAL := help
.PHONY: help run dev test test-short promises test-hostile $(E2E) browser lint audit format web screenshots load load-district demo-retention demo-breach demo-rights bench package apply release rollback destroy tf-check clean need-env need-go need-node

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: need-go web ## start everything on this machine and serve http://127.0.0.1:8080 (DATA=dir keeps its data there, TRACES=file gets spans)
	@$(LOCAL) $(if $(DATA),-data '$(DATA)') $(if $(TRACES),-traces '$(TRACES)')

dev: need-go web/node_modules/.package-lock.json ## as run, and rebuild on change: the web app at http://127.0.0.1:5173 (DATA=dir)
	@$(GO) run ./infra/dev $(if $(DATA),-data '$(DATA)')

# The longest packages come first: at the end each would run alone. Three run at once, for they wait as well. As in the
# browser tests, one that fails is tried once more and named: an emulator of Google's that fails one call in ten thousand
# stops no release, and no flake stays unseen.
test: need-go browser web ## run all tests; start what they need and stop it again
	$(LOCAL) exec -- $(GOTESTSUM) --format pkgname --rerun-fails=1 --rerun-fails-max-failures=3 \
		--packages "./functions ./shared/lifecycle ./functions/functiontest ./emulators/local ./..." -- -p 3 -timeout 25m
	cd web && npm test
	@$(MAKE) --no-print-directory -j 5 $(E2E)

test-short: need-go web/node_modules/.package-lock.json ## run the fast tests: no browser, nothing that takes minutes
	$(LOCAL) exec -- $(GO) test -short -p 3 $$($(GO) list ./... | grep -vE '/cleanslate/($(LONG))$$')
	cd web && npx --no-install vitest run

promises: need-go browser web ## run the tests that show what is promised, print which promise is kept, and say so in the built web app
	$(LOCAL) exec -- $(GO) run ./infra/promises -write web/dist/promises.json

test-hostile: need-go ## try for hours what make test tries for seconds; infra/security.md says what it is
	$(GO) test ./shared/domain -run Machine -rapid.checks=1000000 -timeout 1h
	$(LOCAL) exec -- $(GO) test ./shared/lifecycle -run RetentionMachine -rapid.checks=500 -rapid.steps=60 -timeout 3h
	$(LOCAL) exec -- $(GO) test ./functions/incident -run IncidentMachine -rapid.checks=200 -rapid.steps=60 -timeout 3h
	$(GO) test ./shared/lifecycle -run TestStrangers -strangers 50000 -timeout 3h -v
	$(GO) test ./shared/lifecycle -run 'TestLargeErasure|TestTickOfManyOrgs' -large -timeout 1h -v
	$(LOCAL) exec -- $(GO) test ./functions/functiontest -run SessionMachine -rapid.checks=500 -rapid.steps=60 -timeout 3h
	$(LOCAL) exec -- $(GO) test ./functions/functiontest -run Faults -every -timeout 3h
	$(LOCAL) exec -- $(GO) test ./functions/functiontest -run 'CloseAgainstAnswers|RestoreAgainstErase' -histories 50 -timeout 1h -v
	$(LOCAL) exec -- $(GO) test ./functions/notify -run Many -large -timeout 1h -v
	$(LOCAL) exec -- $(GO) test ./functions/join -run RefusalsTakeAlike -rounds 300 -timeout 1h -v
	$(LOCAL) exec -- $(GO) test ./functions -run Memory -memory.rounds 10 -memory.students 500 -timeout 1h -v
	$(GO) test ./emulators/local -run Canaries -hostile -timeout 30m -v
	$(GO) run ./infra/fuzz
	@$(MAKE) --no-print-directory mutants

# A mutant that runs out of time isn't counted as noticed: with so high a coefficient a busy machine makes none.
mutants: need-go ## change the rules of shared/ place by place and see whether their tests notice (an hour, and a copy of this folder)
	@for p in seal ticket chain domain; do \
		echo "shared/$$p"; \
		GOFLAGS='$(GOFLAGS) -vet=off' $(GREMLINS) unleash ./shared/$$p --workers 1 --timeout-coefficient 60 --threshold-efficacy 85 || exit 1; \
	done

# Four groups that take about as long as each other side by side, each with a stack of its own: a browser waits more than
# it works. The last has every file that the others don't name; pages means teach-pages, too. Beside them the one file that
# begins with nothing: its stack has no seed.
e2e-1: FILES = incident teach-data
e2e-2: FILES = privacy teach-lesson
e2e-3: FILES = pages parents
e2e-4: FILES = --exclude "**/{incident,teach-data,privacy,teach-lesson,pages,parents,teach-pages,zero}.test.ts"
e2e-zero: FILES = zero
e2e-zero: SEED = -seed=false
$(E2E): need-go browser web
	$(LOCAL) $(SEED) exec -- sh -c 'cd web && BASE_URL=$$CLEANSLATE_URL npm run e2e -- $(FILES)'

lint: need-go web/node_modules/.package-lock.json ## check formatting, go.mod, vet, staticcheck, words, workflows, and the web app's types and style
	@out=$$(gofmt -l emulators functions infra shared); test -z "$$out" || { echo "run gofmt -w on:"; echo "$$out"; exit 1; }
	$(GO) mod tidy -diff
	cd infra/terraform-check && $(GO) mod tidy -diff
	$(GO) vet ./...
	$(STATICCHECK) ./...
	$(GO) run ./infra/words
	$(ACTIONLINT)
	cd infra/terraform-check && $(GO) vet . && $(STATICCHECK) .
	cd web && npm run check

audit: need-go web/node_modules/.package-lock.json ## look for known vulnerabilities, dangerous code and secrets; names what could not run (AUDIT=-strict: fails then)
	$(GO) run ./infra/audit $(AUDIT)

format: need-go web/node_modules/.package-lock.json ## format Go and the web app
	gofmt -w emulators functions infra shared
	cd web && npm run format

web: web/dist/index.html ## build the web app

web/dist/index.html: web/node_modules/.package-lock.json $(WEB)
	cd web && npm run build

web/node_modules/.package-lock.json: web/package.json web/package-lock.json | need-node
	cd web && npm ci --no-audit --no-fund --loglevel=error

# Finds the browser that the tests drive, or gets one.
browser: web/node_modules/.package-lock.json
	@cd web && node e2e/chromium.js

screenshots: need-go browser web ## write pictures of the web app's pages into web/screenshots
	$(LOCAL) exec -- sh -c 'cd web && BASE_URL=$$CLEANSLATE_URL npm run screenshots'

load: need-go ## let 1,000 students answer 10 questions and check every answer (LOAD="-students 5000 -joining 15s")
	$(LOCAL) exec -- $(GO) run ./infra/loadtest $(LOAD)

# An emulator of Firestore's asks every listener at every commit, so that it carries a tenth of the classes: each school has a
# stack of its own.
load-district: need-go ## let 200 classes of 30, in ten schools, follow their teachers at once for half an hour, with two live views each (LOAD="-sessions 8 -pace 20s", of each school)
	@mkdir -p dist; pids=; for n in 1 2 3 4 5 6 7 8 9 10; do \
		$(LOCAL) -long exec -- $(GO) run ./infra/loadtest -sessions 20 -students 30 -joining 3m -pace 2m $(LOAD) >dist/district-$$n.txt 2>&1 & pids="$$pids $$!"; \
	done; \
	(while sleep 60; do tail -qn 1 dist/district-*.txt; echo; done) & progress=$$!; \
	failed=; for p in $$pids; do wait $$p || failed=1; done; kill $$progress; \
	for n in 1 2 3 4 5 6 7 8 9 10; do echo "school $$n"; grep -v '  joined ' dist/district-$$n.txt; done; test -z "$$failed"

demo-retention: need-go ## show six months of a deleted lesson in seconds: visible, restorable, openable
	@$(LOCAL) exec -- $(GO) run ./infra/demo/retention

demo-rights: need-go ## play a parent's request to erase with the clock moved: every deadline, the search, the receipt
	@$(LOCAL) exec -- $(GO) run ./infra/demo/rights

demo-breach: need-go ## run a breach drill with the clock moved: every deadline, when it was met, the mails
	@$(LOCAL) exec -- $(GO) run ./infra/demo/breach

bench: need-go web ## measure every budget and write infra/performance.md (takes a few minutes; wants a quiet machine)
	$(GO) run ./infra/bench -write infra/performance.md

package: need-go web ## write the functions' source archives, the web app's files and what each is made of into dist
	$(GO) run ./infra/package -version "$$(git describe --tags --always --dirty)" -commit "$$(git rev-parse HEAD)"

# terraform in one of the two roots, with the environment's state and variables. A secret version that an apply makes is
# made of fresh_secret; other runs forget it.
ROOT = terraform -chdir=terraform/$(1) init -input=false -reconfigure -backend-config=env/$(ENV).backend.hcl
RUN = terraform -chdir=terraform/$(1) $(2) -var-file=env/$(ENV).tfvars
FRESH = TF_VAR_fresh_secret=$$(openssl rand -base64 32)

# Besides ENV: AUTH0_DOMAIN, AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET, TF_VAR_sign_in_relay, and TF_VAR_smtp_password when it
# is new.
apply: need-env package ## make ENV=dev (or prod) what terraform/ says, foundation and service, after showing each and asking
	$(call ROOT,foundation)
	$(call RUN,foundation,apply)
	$(call ROOT,service)
	$(FRESH) $(call RUN,service,apply)

release: need-env package ## bring ENV=dev (or prod) to this version: terraform/service alone
	$(call ROOT,service)
	$(FRESH) $(call RUN,service,apply)

# The code and the routes of that version, with the settings of this one: what an operator changed since stays. Git is told
# not to look at these, or the version would be v1.4.2-dirty.
rollback: need-env ## bring ENV back to an earlier VERSION=v1.4.2, a tag: its functions, web app, routes and alerts
	@git rev-parse -q --verify 'refs/tags/$(VERSION)' >/dev/null || { echo "Say to which tag: make rollback ENV=$(ENV) VERSION=v1.4.2"; exit 1; }
	rm -rf dist/rollback && git worktree prune
	git worktree add --detach dist/rollback '$(VERSION)'
	cp terraform/service/env/$(ENV).* dist/rollback/terraform/service/env/
	cd dist/rollback && git ls-files -z terraform/service/env | xargs -0 git update-index --skip-worktree
	$(MAKE) -C dist/rollback release ENV=$(ENV)
	git worktree remove --force dist/rollback

# A service that is gone is left alone: it couldn't read foundation.json any more, which the foundation takes down early.
# What is taken down needs no build.
destroy: need-env ## take ENV=dev down, with all that is in it; refused where the environment is protected
	@grep -Eq '^protected *= *false$$' terraform/foundation/env/$(ENV).tfvars || { echo "$(ENV) is protected: its databases and keys are not to be destroyed."; exit 1; }
	$(call ROOT,service)
	@left=$$(terraform -chdir=terraform/service state pull) || exit 1; \
	case "$$left" in *'"mode": "managed"'*) $(FRESH) $(call RUN,service,destroy) -var=archives=tests/fixtures;; esac
	$(call ROOT,foundation)
	$(call RUN,foundation,destroy)

tf-check: need-go ## check terraform/ against the recorded providers, without network (TF_CHECK=-registry: against the real ones)
	cd infra/terraform-check && $(GO) test . && $(GO) run . $(TF_CHECK) ../../terraform

clean: ## remove what was built
	rm -rf dist web/dist web/node_modules

need-env:
	@test -n "$(ENV)" && test -f terraform/foundation/env/$(ENV).tfvars || { echo "Say which: make apply ENV=dev"; exit 1; }

need-go:
	@command -v $(GO) >/dev/null || { echo "Go 1.26 or newer is missing. Install it: https://go.dev/doc/install (Debian: apt-get install golang)"; exit 1; }

need-node:
	@command -v npm >/dev/null || { echo "Node.js 20 or newer is missing. Install it: https://nodejs.org/en/download (Debian: apt-get install nodejs npm)"; exit 1; }
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || { echo "Node.js is older than 20. Install a newer one: https://nodejs.org/en/download"; exit 1; }

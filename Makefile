# cleanslate. `make help` lists the targets.

GO ?= go
STATICCHECK = $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2
LOCAL = $(GO) run ./emulators/local

.DEFAULT_GOAL := help
.PHONY: help run test lint web load clean need-go need-node

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: need-go web ## start everything on this machine and serve http://127.0.0.1:8080
	@$(LOCAL)

test: need-go web ## run all tests; brings up what they need and takes it down
	$(LOCAL) exec -- $(GO) test ./...

lint: need-go need-node ## check formatting, vet, staticcheck, and the web app's types
	@out=$$(gofmt -l emulators functions infra shared); test -z "$$out" || { echo "run gofmt -w on:"; echo "$$out"; exit 1; }
	$(GO) vet ./...
	$(STATICCHECK) ./...

web: need-node web/dist/index.html ## build the web app

bench: need-go web ## measure every budget and print a table (takes a few minutes; wants a quiet machine)
	$(GO) run ./infra/bench

clean: ## remove what was built
	rm -rf dist web/dist web/node_modules

need-go:
	@command -v $(GO) >/dev/null || { echo "Go 1.26 or newer is missing. Install it: https://go.dev/doc/install (Debian: apt-get install golang)"; exit 1; }

need-node:
	@command -v npm >/dev/null || { echo "Node.js 20 or newer is missing. Install it: https://nodejs.org/en/download (Debian: apt-get install nodejs npm)"; exit 1; }

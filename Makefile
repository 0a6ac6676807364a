# Two commands do everything: `make run` opens the program, `make test` passes its tests. Each installs what it needs.
# One set of build flags everywhere: another set is another cache, and the first build of the window takes minutes.
SHELL   := /bin/bash
TAGS    := migrated_fynedo,x11,no_emoji
FLAGS   := -tags $(TAGS)
BIN     := bin/lianshen
export CGO_ENABLED := 1

.PHONY: run test race e2e bench lint build setup setup-tests

run: build
	@.ci/start $(BIN)

build: setup
	go build $(FLAGS) -o $(BIN) .

test: setup-tests
	go test $(FLAGS) ./...

race: setup-tests
	go test $(FLAGS) -race -short ./app/... ./store/... ./reports/... ./ui/...

lint:
	@.ci/lint "$(TAGS)"

e2e: build setup-tests
	.ci/e2e $(BIN)

bench: build setup-tests
	.ci/bench $(BIN) "$(TAGS)"

setup:
	@.ci/setup build

setup-tests:
	@.ci/setup build tests

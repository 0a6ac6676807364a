# Two commands do everything: `make run` opens the program, `make test` passes its tests. Each installs what it needs.
# One set of build flags everywhere: another set is another cache, and the first build of the window takes minutes.
SHELL   := /bin/bash
TAGS    := migrated_fynedo,x11,no_emoji
FLAGS   := -tags $(TAGS)
BIN     := bin/lianshen
export CGO_ENABLED := 1

.PHONY: run test race e2e bench fuzz deep lint build setup setup-tests

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

# How long each decoder is fuzzed, and which: make fuzz FUZZ=10m ONLY=Package
FUZZ ?= 20s
ONLY ?= Fuzz
fuzz: setup-tests
	.ci/fuzz "$(TAGS)" $(FUZZ) $(ONLY)

# The long form of the tests that `make test` runs in short: 10,000 power cuts, 200 kills, 100,000 orders in which laptops
# that work apart come together.
deep: setup-tests
	LIANSHEN_POWER_CUTS=10000 LIANSHEN_KILLS=200 LIANSHEN_ORDERS=100000 go test $(FLAGS) -count=1 -timeout 90m -v -run 'Power|Cut|Kill|Apart' ./store/...

bench: build setup-tests
	.ci/bench $(BIN) "$(TAGS)"

setup:
	@.ci/setup build

setup-tests:
	@.ci/setup build tests

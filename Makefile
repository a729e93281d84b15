# What people and machines call. `make` alone lists it.
#
#   make run TICKS=1000 AGENTS=20000        a shorter, smaller run
#   make run ARGS="--par-auctions false"    any flag of `qtg run`

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench profile format clean lint build-strict test-tiny-chunks scenarios tsan asan

# A trap under test would otherwise leave the backtracer at work for minutes.
export SWIFT_BACKTRACE := enable=no

OUT := out
SOURCES := Sources Tests Benchmarks Package.swift
TINY := .build/tiny-chunks

RUN_FLAGS := $(if $(TICKS),--ticks $(TICKS)) $(if $(AGENTS),--agents $(AGENTS)) $(if $(SEED),--seed $(SEED)) \
  $(if $(WORKERS),--workers $(WORKERS)) $(ARGS)

help: ## list the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## check for Swift and install the system libraries that are missing (FORCE_SETUP=1 installs anyway)
	@command -v swift >/dev/null || { \
	  echo "make: Swift is not installed or not on the PATH." >&2; \
	  echo "      Install Swift 6.2 or later as https://www.swift.org/install describes, then run make again." >&2; \
	  exit 1; }
	@missing=""; \
	for pair in sqlite3.h:libsqlite3-dev numa.h:libnuma-dev; do \
	  header=$${pair%%:*}; \
	  [ -e /usr/include/$$header ] || [ -e /usr/local/include/$$header ] || missing="$$missing $${pair##*:}"; \
	done; \
	[ -z "$${FORCE_SETUP:-}" ] || missing=" libsqlite3-dev libnuma-dev"; \
	[ -n "$$missing" ] || exit 0; \
	echo "make: installing$$missing"; \
	if ! command -v apt-get >/dev/null; then \
	  echo "make: there is no apt-get here. Install the headers of SQLite 3 and libnuma another way" >&2; \
	  echo "      (packages$$missing on Debian and Ubuntu), then run make again." >&2; \
	  exit 1; \
	fi; \
	if [ "$$(id -u)" = 0 ]; then root=""; \
	elif command -v sudo >/dev/null; then root="sudo"; \
	else \
	  echo "make: installing needs root, and there is no sudo. As root, run:" >&2; \
	  echo "      apt-get update && apt-get install -y$$missing" >&2; \
	  exit 1; \
	fi; \
	$$root apt-get update; \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends$$missing

run: setup ## build for speed and run the production configuration into out/ (TICKS= AGENTS= SEED= WORKERS= ARGS=)
	@echo "make: building for speed (a minute or so the first time)"
	@swift build -c release --product qtg
	@mkdir -p $(OUT)
	@code=0; "$$(swift build -c release --show-bin-path)/qtg" run --preset production \
	  --storage-path $(OUT)/results.db --timings $(OUT)/timings.csv --summary-json $(OUT)/summary.json \
	  $(RUN_FLAGS) || code=$$?; \
	if [ $$code = 0 ] || [ $$code = 130 ]; then \
	  echo; \
	  echo "Written to $(OUT)/: summary.json, timings.csv, results.db (every run is added to it)."; \
	  echo "For longer: make run TICKS=100000. For more: make run AGENTS=1000000."; \
	fi; \
	exit $$code

test: setup ## run the whole test suite
	swift test

check: setup lint build-strict test test-tiny-chunks scenarios ## everything that has to hold before a change goes in

lint: ## the source is formatted and free of what the formatter warns about
	swift format lint --strict --recursive $(SOURCES)

build-strict: ## no target imports what it does not declare
	swift build --explicit-target-dependency-import-check error

test-tiny-chunks: ## the test suite again with chunks of 8 rows, so that every chunk edge is crossed
	QTG_CHUNK_ROWS=8 swift test --scratch-path $(TINY)

tsan: setup ## every strategy under the thread sanitizer, with several workers and toggles (TICKS=)
	TICKS=$(TICKS) .ci/sanitize thread

asan: setup ## the same under the address sanitizer
	TICKS=$(TICKS) .ci/sanitize address

scenarios: ## every configuration and every benchmark once at toy size
	swift build -c release
	@bin="$$(swift build -c release --show-bin-path)"; \
	scratch="$$(mktemp -d)"; \
	trap 'rm -rf "$$scratch"' EXIT; \
	for config in config/*.json5 $$(find config/presets -name '*.json5' 2>/dev/null); do \
	  name="$$(basename $$config .json5)"; \
	  echo "qtg run --config $$config"; \
	  "$$bin/qtg" run --config "$$config" --ticks 20 --agents 500 --check-invariants --quiet \
	    --storage-path "$$scratch/$$name.db" --timings "$$scratch/$$name.csv" --summary-json "$$scratch/$$name.json"; \
	done; \
	echo "qtg profile, qtg bench scale, run_profiling.sh"; \
	"$$bin/qtg" profile --preset quick --ticks 5 --warmup 1 --trials 1 --quiet --out "$$scratch/p.csv" \
	  --effects "$$scratch/e.csv" --report "$$scratch/p.html"; \
	"$$bin/qtg" bench scale --preset quick --agents 100,1k --workers 1 --ticks 5 --trials 1 --quiet \
	  --out "$$scratch/s.csv" --report "$$scratch/s.html"; \
	QTG="$$bin/qtg" TRIALS=1 TICKS=5 OUT="$$scratch/r.csv" profiling/run_profiling.sh --preset quick; \
	"$$bin/qtg-bench" --toy

bench: setup ## measure: every benchmark at full size
	swift build -c release --product qtg-bench
	"$$(swift build -c release --show-bin-path)/qtg-bench" $(ARGS)

profile: setup ## which phases gain from being parallel on this machine, into out/ (ARGS="--trials 7")
	swift build -c release --product qtg
	@mkdir -p $(OUT)
	"$$(swift build -c release --show-bin-path)/qtg" profile --out $(OUT)/profiling_results.csv \
	  --effects $(OUT)/profiling_effects.csv --report $(OUT)/profile.html $(ARGS)

format: ## format the source in place
	swift format --in-place --recursive $(SOURCES)

clean: ## remove everything that was built
	rm -rf .build

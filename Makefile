# Two commands on a fresh machine: `make demo` and `make test`. Everything else is optional.
SWIFT ?= swift
CONFIGURATION = -c release

.PHONY: demo test build server install-dependencies bench clean

# Installs what is missing, builds, and recognises the recordings in Samples/.
demo: build
	@echo
	@$(SWIFT) run $(CONFIGURATION) --skip-build undertone predict Samples
	@echo
	@$(SWIFT) run $(CONFIGURATION) --skip-build undertone predict Samples/changing-voice.flac --timeline

build: install-dependencies
	$(SWIFT) build $(CONFIGURATION) --product undertone

# The server, which `undertone serve` starts; it takes some minutes longer.
server: build
	$(SWIFT) build $(CONFIGURATION) --product undertone-server

# UNDERTONE_CORPORA=DIR also runs the tests that need real corpora; the others need nothing.
test: install-dependencies
	$(SWIFT) test $(CONFIGURATION)

# Every figure of Documentation/Benchmarks.md, beside the peers'. Needs Python 3 and UNDERTONE_CORPORA.
bench: build
	@Benchmarks/run.sh

install-dependencies:
	@sh Scripts/install-dependencies.sh

clean:
	$(SWIFT) package clean

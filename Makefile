# Two commands on a fresh machine: `make demo` and `make test`. Everything else is optional.
SWIFT ?= swift
CONFIGURATION = -c release
PREFIX ?= /usr/local
DESTDIR ?=
BUILT ?= .build/release
# Instructions that may be used, as the compiler's -march takes them: `make build server CPU=x86-64-v3`. A voice takes a tenth less.
CPU ?=
CPU_FLAGS = $(if $(CPU),-Xswiftc -Xcc -Xswiftc -march=$(CPU) -Xcc -march=$(CPU))

.PHONY: demo test build server install uninstall install-service manual install-dependencies bench clean

# Installs what is missing, builds, and recognises the recordings in Samples/.
demo: build
	@echo
	@$(SWIFT) run $(CONFIGURATION) --skip-build undertone predict Samples
	@echo
	@$(SWIFT) run $(CONFIGURATION) --skip-build undertone predict Samples/changing-voice.flac --timeline

build: install-dependencies
	$(SWIFT) build $(CONFIGURATION) $(CPU_FLAGS) --product undertone

# `undertone serve`: a program of its own, since it is built with much that nothing else needs.
server: install-dependencies
	@sh Scripts/install-dependencies.sh libsqlite3-dev:sqlite
	$(SWIFT) build $(CONFIGURATION) $(CPU_FLAGS) --product undertone-server

# UNDERTONE_CORPORA=DIR also runs the tests that need real corpora; the others need nothing.
test: install-dependencies
	$(SWIFT) test $(CONFIGURATION)

# Every figure of Documentation/Benchmarks.md, beside the peers'. Needs Python 3 and UNDERTONE_CORPORA.
bench: build
	@Benchmarks/run.sh

# Installs what has been built: make build server && sudo make install [PREFIX=/usr/local] [DESTDIR=]
# Without `make server` it installs everything but the server.
install:
	@sh Scripts/install.sh install "$(DESTDIR)" "$(PREFIX)" "$(BUILT)"

uninstall:
	@sh Scripts/install.sh uninstall "$(DESTDIR)" "$(PREFIX)"

# The server as a systemd service, beside what `make install` put there.
install-service:
	@sh Scripts/install.sh service "$(DESTDIR)" "$(PREFIX)"

# Writes the manual page anew, from what the programs say about themselves. Needs Python 3; the page is committed.
manual:
	python3 Scripts/manual_page.py $(BUILT)

install-dependencies:
	@sh Scripts/install-dependencies.sh

clean:
	$(SWIFT) package clean

# Two commands on a fresh machine: `make demo` and `make test`. Everything else is optional.
SWIFT ?= swift
CONFIGURATION = -c release

.PHONY: demo test build install-dependencies bench clean

demo: install-dependencies build
	@$(SWIFT) run $(CONFIGURATION) --skip-build undertone predict Samples

build:
	$(SWIFT) build $(CONFIGURATION) --product undertone

test: install-dependencies
	$(SWIFT) test $(CONFIGURATION)

install-dependencies:
	@sh Scripts/install-dependencies.sh

clean:
	$(SWIFT) package clean

#!/usr/bin/env bash
# Runs Python with what the server is measured and checked by: Benchmarks/python-server.sh SCRIPT [ARGUMENT ...]
REQUIREMENTS=server exec "$(dirname "$0")/python.sh" "$@"

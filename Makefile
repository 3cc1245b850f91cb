# A thin shell over tools/dev.py, which does the work and needs no make: python3 tools/dev.py help
PYTHON ?= python3
ARGS ?=
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
COMMANDS := serve test check site bench lock setup clean help
.PHONY: $(COMMANDS)

# HOST, PORT and SIZE come from the environment or the command line: make serve PORT=8080
export HOST PORT SIZE

$(COMMANDS):
	@$(PYTHON) tools/dev.py $@ $(ARGS)

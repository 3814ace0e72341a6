# kernelswarm: `make run` sets everything up and runs the quickstart; `make test` sets everything up and runs all tests.

PACKAGES := libcurl4-openssl-dev libyaml-dev libsqlite3-dev
BUILD := swift build -c release
BIN := .build/release/kernelswarm

.PHONY: run test build setup lint format schema clean mlx metal-sci

run: build
	$(BIN) run configs/quickstart.yaml

test: setup
	$(BUILD) --build-tests
	swift test -c release --skip-build

build: setup
	$(BUILD) --product kernelswarm

# Installs the system packages where they are missing; asks for sudo only where it is needed, and says so.
setup:
	@command -v swift >/dev/null || { echo "kernelswarm needs Swift 6.3 on the PATH: https://www.swift.org/install"; exit 2; }
	@if command -v dpkg-query >/dev/null; then \
	  missing=""; \
	  for package in $(PACKAGES); do \
	    dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	  done; \
	  if [ -n "$$missing" ]; then \
	    if [ "$$(id -u)" = 0 ]; then run=""; else run="sudo"; echo "sudo is needed to install:$$missing"; fi; \
	    echo "Installing$$missing"; \
	    $$run apt-get update -qq && $$run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
	  fi; \
	fi

# Runs MLX's published kernels against numpy; fetches the registry package `mlx-metal`.
mlx: setup
	KERNELSWARM_BENCHMARKS=1 $(BUILD) --product RealKernels
	python3 Sources/Benchmarks/RealKernels/Scripts/mlx.py .build/release/RealKernels --work .build/mlx

# Runs the kernels of a measured set against the set's own references, which are not part of this repository:
# make metal-sci SET=DIR KERNELS=DIR [REPOSITORY=CLONE.git]
metal-sci: setup
	@test -n "$(SET)" -a -n "$(KERNELS)" || { echo "usage: make metal-sci SET=DIR KERNELS=DIR [REPOSITORY=CLONE.git]"; exit 2; }
	KERNELSWARM_BENCHMARKS=1 $(BUILD) --product MeasuredKernels
	python3 Sources/Benchmarks/MeasuredKernels/Scripts/metal_sci.py .build/release/MeasuredKernels --set $(SET) \
	  --kernels $(KERNELS) --work .build/metal-sci $(if $(REPOSITORY),--repository $(REPOSITORY))

lint:
	swift format lint --strict -r Package.swift Sources Tests

format:
	swift format -i -r Package.swift Sources Tests

# Rewrites the schema that editors read from the types that the program reads.
schema: build
	$(BIN) schema > configs/schema.json

clean:
	rm -rf .build

# What deploy/quickstart and tests/run install, and how. Sourced by both; installs only what is missing.
# Requires: bash, Debian 12, and root or sudo when something is missing.

# To run or build the program.
BUILD_PACKAGES=(
    g++ cmake ninja-build pkg-config ccache mold ca-certificates
    libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev libboost-locale1.81-dev
    libsqlitecpp-dev libsqlite3-dev libpq-dev libssl-dev libfmt-dev libspdlog-dev libcli11-dev
    libtomlplusplus-dev prometheus-cpp-dev libkainjow-mustache-dev libre2-dev
    libphonenumber8 libprotobuf-dev libabsl-dev zlib1g-dev
    libcurl4-openssl-dev libcjose-dev libp11-kit-dev libjansson-dev openssl libhowardhinnant-date-dev tzdata graphviz gettext python3 python3-yaml
)
# To run the tests as well.
TEST_PACKAGES=(
    doctest-dev softhsm2 postgresql-15 clang clang-format clang-tidy golang-go golang-golang-x-mod-dev chromium git iproute2 systemd testssl.sh
)
NODE_VERSION=22.23.3

say() { printf '%s\n' "== $*"; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# need_packages NAME...: installs those that are not there.
need_packages() {
    local missing=() name
    for name in "$@"; do
        dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || missing+=("$name")
    done
    [ "${#missing[@]}" -eq 0 ] && return 0
    say "installing: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get update -q
    # No service may start by being installed: this is somebody's machine.
    as_root env RUNLEVEL=1 apt-get install -q -y --no-install-recommends "${missing[@]}"
}

# need_headers PACKAGE FOLDER: the files of a package in FOLDER, without what it depends on. For headers whose package
# would take another's place.
need_headers() {
    local package=$1 folder=$2 fetched
    [ -e "$folder/.unpacked-$package" ] && return 0
    say "unpacking the headers of $package into $folder"
    mkdir -p "$folder"
    fetched=$(mktemp -d)
    if ! (cd "$fetched" && apt-get download -q "$package" 2>/dev/null); then
        as_root apt-get update -q
        (cd "$fetched" && apt-get download -q "$package")
    fi
    dpkg -x "$fetched"/"$package"_*.deb "$folder"
    rm -r "$fetched"
    touch "$folder/.unpacked-$package"
}

# need_node FOLDER: Node.js of our version in FOLDER; NODE_BIN is its bin folder afterwards.
need_node() {
    local folder=$1
    NODE_BIN=$folder/node_modules/node/bin
    if [ "$("$NODE_BIN/node" --version 2>/dev/null)" = "v$NODE_VERSION" ]; then return 0; fi
    command -v npm >/dev/null || need_packages npm
    say "installing Node.js $NODE_VERSION into $folder"
    mkdir -p "$folder"
    npm install --prefix "$folder" --no-save --no-audit --no-fund --loglevel error "node@$NODE_VERSION"
    [ "$("$NODE_BIN/node" --version)" = "v$NODE_VERSION" ]
}

# build_program PRESET [TARGET...]: configures when needed and builds.
build_program() {
    local preset=$1
    shift
    if [ ! -e "build/$preset/build.ninja" ]; then
        cmake --preset "$preset" "${CMAKE_ARGUMENTS[@]}" >"build/$preset.configure.log" 2>&1 ||
            { cat "build/$preset.configure.log"; return 1; }
    fi
    if [ "$#" -gt 0 ]; then
        cmake --build --preset "$preset" --target "$@"
    else
        cmake --build --preset "$preset"
    fi
}

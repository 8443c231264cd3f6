#!/bin/sh
# Puts what has been built where programs live, and takes it away again; `make install` calls this.
#
#     install.sh install   DESTDIR PREFIX BUILT   the programs of the folder BUILT, their models, manual page and completions
#     install.sh service   DESTDIR PREFIX         the systemd unit of the server
#     install.sh uninstall DESTDIR PREFIX         all of that again, and nothing else
set -eu
action=$1 root=$2$3 prefix=$3
built=${4:-}
cd "$(dirname "$0")/.."

programs="bin/undertone bin/undertone-server"
models="share/undertone"
page="share/man/man1/undertone.1"
bash="share/bash-completion/completions" zsh="share/zsh/site-functions" fish="share/fish/vendor_completions.d"
unit="lib/systemd/system/undertone.service"

put() { # MODE FROM TO
    mkdir -p "$(dirname "$root/$3")"
    install -m "$1" "$2" "$root/$3"
}

completion() { # PROGRAM SHELL TO
    mkdir -p "$(dirname "$root/$3")"
    # The server calls itself what it is mostly started by.
    "$root/$1" --generate-completion-script "$2" | sed 's/undertone serve/undertone-server/g' > "$root/$3"
    chmod 644 "$root/$3"
}

case $action in
install)
    if [ ! -x "$built/undertone" ]; then
        echo "There is nothing to install in $built yet: run make build first, and make server for undertone serve." >&2
        exit 1
    fi
    for program in $programs; do
        name=$(basename "$program")
        [ -x "$built/$name" ] || continue
        put 755 "$built/$name" "$program"
        completion "$program" bash "$bash/$name"
        completion "$program" zsh "$zsh/_$name"
        completion "$program" fish "$fish/$name.fish"
    done
    resources="Undertone_Undertone.resources"
    rm -rf "${root:?}/$models"
    (cd "$built" && find -L "$resources" -type f) | while read -r file; do
        put 644 "$built/$file" "$models/$file"
    done
    put 644 Packaging/undertone.1 "$page"
    [ -x "$root/bin/undertone-server" ] || echo "Installed without the server: it was not built (make server)." >&2
    ;;
service)
    mkdir -p "$(dirname "$root/$unit")"
    sed "s#@PREFIX@#$prefix#" Packaging/undertone.service > "$root/$unit"
    chmod 644 "$root/$unit"
    echo "Installed $root/$unit: it says in its first lines how to make a token and start it." >&2
    ;;
uninstall)
    for file in $programs "$page" "$unit"; do rm -f "${root:?}/$file"; done
    for program in $programs; do
        name=$(basename "$program")
        rm -f "${root:?}/$bash/$name" "${root:?}/$zsh/_$name" "${root:?}/$fish/$name.fish"
    done
    rm -rf "${root:?}/$models"
    ;;
*)
    echo "install.sh install|service|uninstall DESTDIR PREFIX [BUILT]" >&2
    exit 64
    ;;
esac

#!/bin/sh
# Copies git, what it fetches with over HTTPS, and the libraries of both below a folder: collect-git.sh FOLDER
set -eu
root=$1
core=$(git --exec-path)

copy() {
  mkdir -p "$root$(dirname "$1")"
  cp -L "$1" "$root$1"
}

for program in "$(command -v git)" "$core/git-remote-https"; do
  copy "$program"
  # The lines are `name => path (address)`, and `path (address)` for the loader.
  for library in $(ldd "$program" | grep -o '/[^ ]*'); do
    copy "$library"
  done
done

# git calls itself by this name, and certificates are where it looks for them.
mkdir -p "$root$core"
ln -sf "$(command -v git)" "$root$core/git"
copy /etc/ssl/certs/ca-certificates.crt

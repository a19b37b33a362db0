# Sourced by the other scripts: system packages where they are missing, and a virtual environment with pinned
# versions in $venv. Call: setup [test|train]. A second call does nothing but compare a stamp.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv="$root/.venv"
export PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() { say "$@"; exit 8; }

apt_install() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || fail "ต้องติดตั้ง / please install: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "ต้องใช้สิทธิ์ root หรือ sudo เพื่อติดตั้ง / needs root or sudo to install: ${missing[*]}"
    as_root=(sudo)
  fi
  say "กำลังติดตั้ง / installing: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

setup() {
  local extra="${1:-}" packages=(python3-venv tesseract-ocr tesseract-ocr-tha fonts-thai-tlwg fonts-noto-core)
  [ "$extra" = test ] && packages+=(poppler-utils curl chromium libatomic1) # libatomic1: Playwright's driver
  [ "$extra" = train ] && packages+=(tesseract-ocr-script-thai fonts-sipa-arundina fonts-liberation)
  # npm of another origin than Debian's serves as well, and Debian's cannot be installed beside it
  [ "$extra" = train ] && ! command -v npm >/dev/null && packages+=(npm)
  apt_install "${packages[@]}"
  local stamp
  stamp="$(cat "$root/pyproject.toml" "$root/constraints.txt" | sha256sum | cut -c1-16) $root"
  if grep -qxF "$stamp $extra" "$venv/stamp" 2>/dev/null || grep -qxF "$stamp test" "$venv/stamp" 2>/dev/null; then return; fi
  say "กำลังเตรียมสภาพแวดล้อม Python (ครั้งแรกใช้เวลาสองสามนาที) / preparing Python (minutes, the first time)"
  [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
  "$venv/bin/python" -m pip install -q -c "$root/constraints.txt" -e "$root${extra:+[$extra]}"
  printf '%s\n' "$stamp $extra" >"$venv/stamp"
}

#!/bin/sh
# Makes what compose.yaml needs, in the folder `secrets` and the file `.env`: an authority of your own with certificates
# for Carryover and Mosquitto, passwords, and the rights at the broker. Needs openssl. What is there is kept.
#
#   ./prepare.sh [HOST]            HOST: under which name devices and screens reach this machine (default: localhost)
#   ./prepare.sh device DEVICE     a password for one more device at Mosquitto, printed once
set -eu
cd "$(dirname -- "$0")"
umask 077
fail() {
  echo "prepare.sh: $*" >&2
  exit 1
}

# What Mosquitto 2 keeps of a password: PBKDF2 with SHA-512, the salt before it.
add_password() {
  salt=$(openssl rand -hex 12)
  salt64=$(printf '%s' "$salt" | sed 's/../\\x&/g' | xargs -0 printf '%b' | openssl base64 -A)
  hash=$(openssl kdf -binary -keylen 64 -kdfopt digest:SHA512 -kdfopt "pass:$2" -kdfopt "hexsalt:$salt" -kdfopt iter:10000 \
    PBKDF2 | openssl base64 -A)
  printf '%s:$7$10000$%s$%s\n' "$1" "$salt64" "$hash" >>secrets/passwords
}

if [ "${1:-}" = device ]; then
  device=${2:-}
  case $device in '' | *[!a-z0-9-]*) fail "a device has small letters, digits and -" ;; esac
  [ -f secrets/passwords ] || fail "run ./prepare.sh first"
  ! grep -q "^$device:" secrets/passwords || fail "$device has a password already; remove its line to give it another"
  password=$(openssl rand -hex 16)
  add_password "$device" "$password"
  echo "$password"
  echo "prepare.sh: now docker compose kill -s HUP mosquitto, and carryover enrol --device $device" >&2
  exit 0
fi

host=${1:-localhost}
mkdir -p secrets
if ! [ -f secrets/authority.pem ]; then
  openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -sha256 -subj "/CN=Carryover of $host" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign \
    -keyout secrets/authority-key.pem -out secrets/authority.pem 2>/dev/null
fi
for name in carryover mosquitto; do
  [ ! -f secrets/$name.pem ] || continue
  case $host in *[!0-9.]*) also=DNS:$host ;; *) also=IP:$host ;; esac
  openssl req -newkey rsa:3072 -nodes -subj "/CN=$name" -keyout secrets/$name-key.pem -out secrets/request 2>/dev/null
  printf 'subjectAltName=DNS:%s,DNS:localhost,%s\nextendedKeyUsage=serverAuth\n' "$name" "$also" >secrets/extensions
  openssl x509 -req -in secrets/request -days 820 -sha256 -CA secrets/authority.pem -CAkey secrets/authority-key.pem \
    -CAcreateserial -extfile secrets/extensions -out secrets/$name.pem 2>/dev/null
  rm secrets/request secrets/extensions
done
if ! [ -f .env ]; then
  broker=$(openssl rand -hex 16)
  {
    echo "CARRYOVER_HOST=$host"
    echo "CARRYOVER_BROKER_PASSWORD=$broker"
    echo "CARRYOVER_STORE_PASSWORD=$(openssl rand -hex 16)"
    echo "GRAFANA_PASSWORD=$(openssl rand -hex 16)"
  } >.env
  : >secrets/passwords
  add_password carryover "$broker"
fi
# As carryover acl-file prints it.
cat >secrets/rights <<'RIGHTS'
# Who may do what at a Mosquitto broker, made by carryover acl-file.
# The service reads what devices send, tells them what is stored, and publishes alerts.
user carryover
topic read carryover/v1/+/+/up/+
topic read carryover/v1/+/+/status
topic write carryover/v1/+/+/down/+
# To clear what is kept of a device that was erased.
topic write carryover/v1/+/+/status
topic write carryover/v1/+/alerts

# A device writes and reads its own topics alone; %u is its user name.
pattern write carryover/v1/clinic/%u/up/+
pattern write carryover/v1/clinic/%u/status
pattern read carryover/v1/clinic/%u/down/+
RIGHTS
# Containers read these as users of their own; the folder lets nobody else of this machine in.
chmod 644 secrets/*.pem secrets/passwords secrets/rights
chmod 600 secrets/authority-key.pem
chmod 700 secrets
echo "prepare.sh: made secrets and .env for $host"

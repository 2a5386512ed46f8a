# Finds the JDK for mvnw and deploy/carryover, which read this file. Sets jdk_java, jdk_jar and jdk_major (17, 21, ...),
# or says in one line what is missing and exits with 1. Expects $program, the name to put in front of that line.

oldest_jdk=17
jdk_advice="install a JDK $oldest_jdk or later (Debian: openjdk-17-jdk-headless) or set JAVA_HOME to one"

if [ -n "${JAVA_HOME:-}" ]; then
  jdk_java=$JAVA_HOME/bin/java jdk_javac=$JAVA_HOME/bin/javac jdk_jar=$JAVA_HOME/bin/jar
  jdk_place="JAVA_HOME=$JAVA_HOME"
else
  jdk_java=$(command -v java || true) jdk_javac=$(command -v javac || true) jdk_jar=$(command -v jar || true)
  jdk_place="the PATH"
fi

if ! [ -x "$jdk_java" ]; then
  echo "$program: no Java in $jdk_place: $jdk_advice" >&2
  exit 1
fi

# 'openjdk version "17.0.15" 2025-04-15' gives 17, '"1.8.0_402"' gives 1.
jdk_major=$("$jdk_java" -version 2>&1 | sed -n 's/.*version "\([0-9][0-9]*\).*/\1/p' | head -n 1)
if [ "${jdk_major:-0}" -lt "$oldest_jdk" ]; then
  echo "$program: the Java in $jdk_place is older than $oldest_jdk: $jdk_advice" >&2
  exit 1
fi

if ! [ -x "$jdk_javac" ] || ! [ -x "$jdk_jar" ]; then
  echo "$program: the Java in $jdk_place is a runtime without compiler: $jdk_advice" >&2
  exit 1
fi

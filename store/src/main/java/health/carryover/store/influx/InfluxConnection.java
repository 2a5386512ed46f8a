package health.carryover.store.influx;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.InfluxQLQueryApi;
import com.influxdb.client.WriteApiBlocking;
import com.influxdb.client.domain.DeletePredicateRequest;
import com.influxdb.client.domain.InfluxQLQuery;
import com.influxdb.client.domain.InfluxQLQuery.InfluxQLPrecision;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import com.influxdb.query.InfluxQLQueryResult;
import com.influxdb.query.InfluxQLQueryResult.Series;
import health.carryover.analysis.port.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;

/**
 * The client, with what it does not do by itself. Any thread.
 *
 * <p>Its messages may quote points, so none of them leaves this class.
 */
final class InfluxConnection implements AutoCloseable {
  /** Above that a request takes longer without getting more done. */
  static final int POINTS_AT_ONCE = 5_000;

  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);

  /** The client insists on a name; servers without organisations do not look at it. */
  private static final String NO_ORGANISATION = "-";

  private static final Set<Integer> REFUSALS = Set.of(400, 422);
  private static final Instant LATEST = Instant.ofEpochMilli(HeartRateLines.LAST_MILLI);
  private static final Pattern DROPPED = Pattern.compile("dropped=(\\d{1,9})");

  private final InfluxAddress address;
  private final InfluxDBClient client;
  private final WriteApiBlocking writing;
  private final InfluxQLQueryApi asking;

  /** Somebody looks at a screen while its queries are answered. */
  static InfluxConnection prompt(InfluxAddress address) {
    return new InfluxConnection(address, http().addInterceptor(new PromptQueries()));
  }

  /** Its queries may take as long as writing. */
  static InfluxConnection unhurried(InfluxAddress address) {
    return new InfluxConnection(address, http());
  }

  private static OkHttpClient.Builder http() {
    return new OkHttpClient.Builder()
        .socketFactory(new PromptSockets())
        .connectTimeout(CONNECT_PATIENCE)
        .readTimeout(ANSWER_PATIENCE)
        .writeTimeout(ANSWER_PATIENCE);
  }

  private InfluxConnection(InfluxAddress address, OkHttpClient.Builder http) {
    this.address = address;
    http.addInterceptor(new HiddenErrors());
    if (address.api() == InfluxAddress.Api.V1) {
      // Next to the network, where the client's own headers are on the request already.
      http.addNetworkInterceptor(new VersionOneRequests(address));
    }
    client =
        InfluxDBClientFactory.create(
            InfluxDBClientOptions.builder()
                .url(address.url())
                .authenticateToken(address.secret().toCharArray())
                .org(organisation())
                .bucket(bucket(address.policy()))
                .okHttpClient(http)
                .build());
    writing = client.getWriteApiBlocking();
    asking = client.getInfluxQLQueryApi();
  }

  private String organisation() {
    return address.organisation().isEmpty() ? NO_ORGANISATION : address.organisation();
  }

  private String bucket(String policy) {
    return address.database() + "/" + policy;
  }

  /**
   * Writes lines with times in nanoseconds.
   *
   * @throws PointsRefusedException if some of them are refused for good; the others are stored
   * @throws StoreUnavailableException if a later attempt may succeed
   */
  void write(String policy, List<String> lines) throws PointsRefusedException {
    try {
      writing.writeRecords(bucket(policy), organisation(), WritePrecision.NS, lines);
    } catch (InfluxException e) {
      if (REFUSALS.contains(e.status())) {
        throw new PointsRefusedException(e.status(), dropped(String.valueOf(e.getMessage())));
      }
      throw unavailable("written", e);
    }
  }

  private static int dropped(String message) {
    Matcher found = DROPPED.matcher(message);
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  /**
   * The series that InfluxQL gives, times in nanoseconds, of one statement or several between
   * semicolons.
   *
   * @throws StoreUnavailableException if it cannot be answered now
   */
  List<Series> query(String command) {
    InfluxQLQuery query =
        new InfluxQLQuery(command, address.database(), InfluxQLQuery.AcceptHeader.JSON)
            .setPrecision(InfluxQLPrecision.NANOSECONDS)
            .setRetentionPolicy(address.policy());
    try {
      InfluxQLQueryResult result = asking.queryJSON(query);
      return result.getResults().stream().flatMap(one -> one.getSeries().stream()).toList();
    } catch (InfluxException e) {
      throw unavailable("read", e);
    }
  }

  /**
   * Removes every point of {@code patient}, of whatever policy.
   *
   * @throws StoreUnavailableException if it cannot be removed now, or not by this server
   */
  void delete(String patient) {
    switch (address.api()) {
      case V1 ->
          query(
              "DROP SERIES FROM "
                  + HeartRateLines.MEASUREMENT
                  + ", "
                  + MinutePoint.MEASUREMENT
                  + " WHERE "
                  + InfluxQl.is(patient));
      case V2 -> deleteFromBucket(patient);
    }
  }

  private void deleteFromBucket(String patient) {
    DeletePredicateRequest request =
        new DeletePredicateRequest()
            .start(OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC))
            .stop(OffsetDateTime.ofInstant(LATEST, ZoneOffset.UTC))
            .predicate("_measurement=\"heart_rate\" AND patient=\"" + patient + "\"");
    try {
      client.getDeleteApi().delete(request, bucket(address.policy()), organisation());
    } catch (InfluxException e) {
      throw unavailable("erased", e);
    }
  }

  private static StoreUnavailableException unavailable(String verb, InfluxException e) {
    String why = e.status() == 0 ? "no answer" : "HTTP " + e.status();
    return new StoreUnavailableException(
        "the telemetry cannot be " + verb + " now: " + why,
        new WithoutWords(e),
        RetryAfter.in(e.headers()));
  }

  /** The failure without its message. */
  private static final class WithoutWords extends Exception {
    private static final long serialVersionUID = 1L;

    WithoutWords(InfluxException e) {
      super(e.getClass().getSimpleName() + " " + e.status());
      setStackTrace(e.getStackTrace());
    }
  }

  @Override
  public void close() {
    client.close();
  }
}

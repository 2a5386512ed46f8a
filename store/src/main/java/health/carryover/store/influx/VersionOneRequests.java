package health.carryover.store.influx;

import java.io.IOException;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Says what the client says in version 2 as version 1 before 1.8 understands it. */
final class VersionOneRequests implements Interceptor {
  private static final String WRITE_OF_TWO = "/api/v2/write";

  private final InfluxAddress address;

  VersionOneRequests(InfluxAddress address) {
    this.address = address;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Request.Builder changed = request.newBuilder().removeHeader("Authorization");
    if (!address.user().isEmpty()) {
      changed.header("Authorization", Credentials.basic(address.user(), address.secret()));
    }
    if (request.url().encodedPath().equals(WRITE_OF_TWO)) {
      changed.url(write(request.url()));
    }
    return chain.proceed(changed.build());
  }

  private HttpUrl write(HttpUrl url) {
    return url.newBuilder()
        .encodedPath("/write")
        .query(null)
        .addQueryParameter("db", address.database())
        .addQueryParameter("rp", policy(url))
        .addQueryParameter("precision", "n")
        .build();
  }

  /** The client names {@code database/policy}. */
  private String policy(HttpUrl url) {
    String bucket = String.valueOf(url.queryParameter("bucket"));
    return bucket.substring(address.database().length() + 1);
  }
}

package health.carryover.store.influx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Finds the errors of queries that come with HTTP status 200, which the client reads as an empty
 * result.
 */
final class HiddenErrors implements Interceptor {
  /** The values of a result are numbers and ids, so that only an error has such a member. */
  private static final String ERROR = "\"error\":\"";

  private static final int BAD_REQUEST = 400;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    ResponseBody body = response.body();
    if (!response.isSuccessful()
        || body == null
        || !chain.request().url().encodedPath().equals(PromptQueries.QUERY)) {
      return response;
    }
    byte[] bytes = body.bytes();
    Response.Builder whole =
        response.newBuilder().body(ResponseBody.create(bytes, body.contentType()));
    return new String(bytes, StandardCharsets.UTF_8).contains(ERROR)
        ? whole.code(BAD_REQUEST).message("query refused").build()
        : whole.build();
  }
}

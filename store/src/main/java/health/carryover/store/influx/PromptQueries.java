package health.carryover.store.influx;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Lets queries wait less than writes do: somebody looks at a screen meanwhile, and does without the
 * heart rate.
 */
final class PromptQueries implements Interceptor {
  static final String QUERY = "/query";

  private static final int CONNECT_SECONDS = 3;
  private static final int ANSWER_SECONDS = 10;

  @Override
  public Response intercept(Chain chain) throws IOException {
    if (!chain.request().url().encodedPath().equals(QUERY)) {
      return chain.proceed(chain.request());
    }
    return chain
        .withConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
        .withReadTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
        .proceed(chain.request());
  }
}

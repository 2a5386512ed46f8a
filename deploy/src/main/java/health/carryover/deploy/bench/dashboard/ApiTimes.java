package health.carryover.deploy.bench.dashboard;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/**
 * Times calls of the dashboard from the request to the last byte of the answer, one after another
 * over a connection that stays. Confined to one thread.
 */
final class ApiTimes {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int WARM_UP = 20;
  private static final int OK = 200;

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI dashboard;
  private final String headerName;
  private final String headerValue;

  ApiTimes(URI dashboard, String headerName, String headerValue) {
    this.dashboard = dashboard;
    this.headerName = headerName;
    this.headerValue = headerValue;
  }

  /**
   * Calls each in turn, so that what else the machine does meets all of them alike.
   *
   * @param calls from the number of the round to the path, by name
   * @return milliseconds, ascending, by name
   */
  Map<String, double[]> run(Map<String, IntFunction<String>> calls, int rounds)
      throws IOException, InterruptedException, TimeoutException {
    Map<String, List<Double>> times = new LinkedHashMap<>();
    for (int round = -WARM_UP; round < rounds; round++) {
      for (Map.Entry<String, IntFunction<String>> call : calls.entrySet()) {
        double millis = time(call.getValue().apply(Math.abs(round)));
        if (round >= 0) {
          times.computeIfAbsent(call.getKey(), first -> new ArrayList<>()).add(millis);
        }
      }
    }
    Map<String, double[]> ascending = new LinkedHashMap<>();
    times.forEach(
        (name, all) -> {
          double[] millis = all.stream().mapToDouble(Double::doubleValue).toArray();
          Arrays.sort(millis);
          ascending.put(name, millis);
        });
    return ascending;
  }

  private double time(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(dashboard + path))
            .header(headerName, headerValue)
            .header("Accept-Encoding", "gzip")
            .build();
    long begun = System.nanoTime();
    HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    double millis = (System.nanoTime() - begun) / NANOS_PER_MILLI;
    if (answer.statusCode() != OK) {
      throw new IOException(path + " is answered with " + answer.statusCode());
    }
    return millis;
  }
}

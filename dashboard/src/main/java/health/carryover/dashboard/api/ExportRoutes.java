package health.carryover.dashboard.api;

import health.carryover.analysis.port.PersonalData;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import io.vertx.core.Future;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Everything that is kept about a patient, for whoever holds the administration token. */
public final class ExportRoutes {
  private final PersonalData data;
  private final BlockingCalls blocking;

  /** One at a time: a slow reader holds a thread. */
  private final Semaphore turn = new Semaphore(1);

  public ExportRoutes(PersonalData data, BlockingCalls blocking) {
    this.data = data;
    this.blocking = blocking;
  }

  public void add(ApiRouter api) {
    api.addDownload("/api/v1/export", this::export);
  }

  private Future<?> export(ApiRequest request) {
    String clinic = request.actor().clinic();
    String patient = request.queryId("patient");
    if (patient == null) {
      throw ApiFailure.invalid("patient", "is missing");
    }
    if (!turn.tryAcquire()) {
      throw new ApiFailure(
          503, "export.busy", "Another export is under way; try again shortly.", List.of());
    }
    OutputStream zip = request.download("carryover-" + patient + ".zip", "application/zip");
    return blocking
        .run(
            () -> {
              if (!data.export(clinic, patient, zip)) {
                throw ApiFailure.notFound("patient.unknown", "There is no such patient.");
              }
              zip.flush();
              return patient;
            })
        .onComplete(done -> turn.release());
  }
}

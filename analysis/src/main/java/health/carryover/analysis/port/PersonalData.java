package health.carryover.analysis.port;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Everything that is kept about one person, as that person may ask for it. Any thread; takes its
 * time; every method may throw {@link StoreUnavailableException}.
 */
public interface PersonalData {

  /**
   * Writes everything that is kept about {@code patient} to {@code zip}, as a zip file; {@code zip}
   * is flushed as soon as it is known that there is something, and not closed.
   *
   * @return false, and nothing is written, if nothing is kept or another clinic has the patient
   * @throws IOException if {@code zip} does not take it
   */
  boolean export(String clinic, String patient, OutputStream zip) throws IOException;
}

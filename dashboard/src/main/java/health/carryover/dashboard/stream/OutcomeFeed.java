package health.carryover.dashboard.stream;

import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import java.util.List;

/** Where live outcomes come from. Implemented by whoever puts the service together. */
public interface OutcomeFeed {

  /** A feed that never says anything: screens then see stored changes some seconds late. */
  OutcomeFeed SILENT = listener -> () -> {};

  /** From now on {@code listener} is told, until the registration is closed. */
  Registration register(Listener listener);

  /** Ends what {@link #register} began. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** Is told of outcomes on whatever thread has them; returns at once and never throws. */
  interface Listener {

    /** Changes that are stored now and can be read; with none: there may be some of others. */
    void alertChanges(List<StoredAlertChange> changes);

    /** Assessments that are stored now. */
    void assessments(List<Assessment> assessments);

    /** A patient of whom nothing is to be remembered. */
    void erased(String patient);

    /** How a running session stands. */
    void progress(SessionProgress progress);
  }
}

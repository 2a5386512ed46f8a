package health.carryover.ingest.codec;

import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a message means. Either a rejection of the whole message and no events, or any number of
 * events beside rejections of single elements.
 *
 * @param source who speaks
 * @param identity what makes a second copy recognisable
 * @param events what happened, in the order of the message
 * @param rejections what cannot be used; elements beyond {@link CodecSettings#listedRejections} are
 *     counted only
 * @param counts how many elements went which way
 * @param timing whose clock the times come from
 */
public record Decoded(
    Source source,
    MessageIdentity identity,
    List<PatientEvent> events,
    List<Rejection> rejections,
    Counts counts,
    Timing timing) {

  public Decoded {
    events = List.copyOf(events);
    rejections = List.copyOf(rejections);
  }

  static Decoded refused(Source source, MessageIdentity identity, Rejection rejection) {
    return new Decoded(
        source, identity.refused(), List.of(), List.of(rejection), Counts.NONE, Timing.OF_SENDER);
  }

  /** The same message when, for a reason outside of it, nothing of it can be used. */
  public Decoded refused(RejectionCode code) {
    return refused(source, identity, code.ofWholeMessage());
  }

  Decoded withIdentity(MessageIdentity other) {
    return new Decoded(source, other, events, rejections, counts, timing);
  }

  /**
   * The same message with {@code shift} added to the times its sender gave; times that come from
   * the receipt stay.
   */
  public Decoded shifted(Duration shift) {
    if (timing == Timing.OF_RECEIPT || shift.isZero()) {
      return this;
    }
    ShiftedEvent shifted = new ShiftedEvent(shift);
    List<PatientEvent> moved =
        events.stream().<PatientEvent>map(event -> event.accept(shifted)).toList();
    return new Decoded(source, identity, moved, rejections, counts, timing);
  }

  /** Whether anything of it may be used. */
  public boolean usable() {
    return rejections.stream().noneMatch(Rejection::ofWholeMessage);
  }

  /** The events with their second clock. */
  public List<ReceivedEvent> receivedAt(Instant receivedAt) {
    return events.stream().map(event -> received(event, receivedAt)).toList();
  }

  ReceivedEvent received(PatientEvent event, Instant receivedAt) {
    return new ReceivedEvent(
        event,
        source.device(),
        receivedAt,
        identity.reportId(),
        identity.boot(),
        identity.sequence());
  }
}

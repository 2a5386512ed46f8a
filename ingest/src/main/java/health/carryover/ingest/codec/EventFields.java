package health.carryover.ingest.codec;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.RecoveryReport;
import health.carryover.analysis.event.SafetyReport;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionPlan;
import health.carryover.analysis.event.SessionSummary;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes the fields of each kind of event as the contract names them. */
final class EventFields implements PatientEvent.Visitor<Optional<Void>> {
  private static final Optional<Void> DONE = Optional.empty();

  private final JsonFields fields;

  EventFields(JsonFields fields) {
    this.fields = fields;
  }

  @Override
  public Optional<Void> heartRate(HeartRateSamples samples) {
    long interval = evenIntervalMillis(samples);
    if (samples.size() == 1) {
      fields.time("at", Instant.ofEpochMilli(samples.atMillis(0)));
      fields.number("bpm", Double.valueOf(Float.toString(samples.bpm(0))));
    } else if (interval > 0) {
      fields.time("start", Instant.ofEpochMilli(samples.atMillis(0)));
      fields.number("intervalMs", (double) interval);
      fields.array("bpm", () -> writeReadings(samples));
    } else {
      fields.array("samples", () -> writePairs(samples));
    }
    fields.text("sensor", EventWriter.code(samples.sensor()));
    return DONE;
  }

  private void writeReadings(HeartRateSamples samples) throws java.io.IOException {
    for (int i = 0; i < samples.size(); i++) {
      fields.value(samples.bpm(i));
    }
  }

  private void writePairs(HeartRateSamples samples) throws java.io.IOException {
    for (int i = 0; i < samples.size(); i++) {
      fields.json().writeStartArray();
      fields.json().writeString(Instant.ofEpochMilli(samples.atMillis(i)).toString());
      fields.value(samples.bpm(i));
      fields.json().writeEndArray();
    }
  }

  /** Milliseconds between readings, or 0 if they differ or cannot be written as one interval. */
  private static long evenIntervalMillis(HeartRateSamples samples) {
    if (samples.size() < 2) {
      return 0;
    }
    long interval = samples.atMillis(1) - samples.atMillis(0);
    for (int i = 2; i < samples.size(); i++) {
      if (samples.atMillis(i) - samples.atMillis(i - 1) != interval) {
        return 0;
      }
    }
    return interval >= 1 && interval <= HeartRatePayload.LONGEST_INTERVAL_MILLIS ? interval : 0;
  }

  @Override
  public Optional<Void> sessionMark(SessionMark mark) {
    fields.text("session", mark.session());
    fields.text("event", mark.kind().name().toLowerCase(Locale.ROOT));
    fields.time("at", mark.at());
    plan(mark.plan());
    fields.number("rpe", mark.rpe());
    return DONE;
  }

  @Override
  public Optional<Void> sessionSummary(SessionSummary summary) {
    fields.text("session", summary.session());
    fields.text("event", "summary");
    fields.time("start", summary.start());
    fields.time("end", summary.end());
    fields.number("durationS", summary.activeSeconds());
    plan(summary.plan());
    fields.number("rpe", summary.rpe());
    return DONE;
  }

  private void plan(SessionPlan plan) {
    fields.text("activity", plan.activity());
    fields.text("template", plan.template());
    fields.number("plannedLoad", plan.plannedLoad());
  }

  @Override
  public Optional<Void> pain(PainReport report) {
    fields.time("at", report.at());
    fields.number("nrs", report.nrs());
    fields.text("slot", report.slot() == null ? null : report.slot().code());
    fields.text("session", report.session());
    fields.text("site", report.site());
    fields.flag("flare", report.flare());
    fields.text("quality", report.quality());
    fields.flag("rest", report.rest());
    return DONE;
  }

  @Override
  public Optional<Void> recovery(RecoveryReport report) {
    fields.time("at", report.at());
    fields.number("sleepHours", report.sleepHours());
    fields.number("sleepQuality", report.sleepQuality());
    fields.number("stress", report.stress());
    fields.number("nutrition", report.nutrition());
    fields.number("restingHr", report.restingBpm());
    return DONE;
  }

  @Override
  public Optional<Void> safety(SafetyReport report) {
    fields.time("at", report.at());
    fields.array(
        "redFlags",
        () -> {
          for (String flag : report.redFlags()) {
            fields.json().writeString(flag);
          }
        });
    return DONE;
  }

  @Override
  public Optional<Void> profile(ProfileChange change) {
    fields.time("at", change.at());
    fields.text("zone", change.zone() == null ? null : change.zone().getId());
    fields.text("sex", lower(change.sex()));
    fields.number("birthYear", change.birthYear() == null ? null : (double) change.birthYear());
    fields.number("hrRest", change.restBpm());
    fields.number("hrMax", change.maxBpm());
    if (change.heartRateReliability() != null) {
      fields.flag(
          "hrUnreliable",
          change.heartRateReliability() == ProfileChange.HeartRateReliability.UNRELIABLE);
    }
    fields.text("condition", change.condition() == null ? null : change.condition().code());
    fields.text("currency", change.currency() == null ? null : change.currency().code());
    fields.number("referenceLoad", change.referenceLoad());
    fields.number("hrCeiling", change.ceilingBpm());
    fields.text("formula", change.femaleConstant() == null ? null : change.femaleConstant().code());
    fields.number("loadLimit", change.loadLimit());
    fields.text("progression", change.progression() == null ? null : change.progression().code());
    if (!change.cleared().isEmpty()) {
      fields.array(
          "clear",
          () -> {
            for (ProfileChange.Clearable cleared : new TreeSet<>(change.cleared())) {
              fields.json().writeString(cleared.code());
            }
          });
    }
    return DONE;
  }

  private static @Nullable String lower(@Nullable Enum<?> value) {
    return value == null ? null : value.name().toLowerCase(Locale.ROOT);
  }
}

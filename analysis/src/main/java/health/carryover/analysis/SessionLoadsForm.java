package health.carryover.analysis;

import static health.carryover.analysis.MonitorSnapshotForm.real;

import health.carryover.analysis.course.SessionLoads;
import health.carryover.analysis.load.BanisterFormula;
import health.carryover.analysis.load.HeartRateDistribution;
import health.carryover.analysis.load.HeartRateLoad;
import health.carryover.analysis.load.HeartRateReference;
import health.carryover.analysis.load.LoadBasis;
import health.carryover.analysis.load.LoadQuality;
import health.carryover.analysis.session.SessionHeartRate;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The binary form of the loads of a session. */
final class SessionLoadsForm {
  private SessionLoadsForm() {}

  static void write(DataOutputStream out, SessionLoads loads) throws IOException {
    SessionHeartRate heartRate = loads.heartRate();
    out.writeBoolean(heartRate.device() != null);
    if (heartRate.device() != null) {
      out.writeUTF(heartRate.device());
    }
    HeartRateLoad load = heartRate.load();
    out.writeUTF(load.formula());
    real(out, load.rawBanister());
    out.writeDouble(load.coverage());
    out.writeDouble(load.activeMinutes());
    out.writeUTF(load.quality().name());
    real(out, load.banister());
    real(out, load.edwards());
    real(out, load.lucia());
    real(out, load.individualised());
    real(out, load.timeWeightedMeanBpm());
    real(out, load.meanBpm());
    real(out, load.maxBpm());
    out.writeInt(load.edwardsZoneSeconds().size());
    for (double seconds : load.edwardsZoneSeconds()) {
      out.writeDouble(seconds);
    }
    out.writeInt(load.readings());
    out.writeInt(load.artefacts());
    out.writeBoolean(load.maxExceeded());
    HeartRateDistribution held = heartRate.distribution();
    out.writeInt(held.size());
    for (int i = 0; i < held.size(); i++) {
      out.writeFloat(held.bpm(i));
      out.writeLong(held.millis(i));
    }
    basis(out, heartRate.basis());
    real(out, loads.rpe());
    out.writeDouble(loads.activeMinutes());
  }

  static SessionLoads read(DataInputStream in) throws IOException {
    String device = in.readBoolean() ? in.readUTF() : null;
    String formula = in.readUTF();
    Double rawBanister = real(in);
    double coverage = in.readDouble();
    double activeMinutes = in.readDouble();
    LoadQuality quality = LoadQuality.valueOf(in.readUTF());
    Double banister = real(in);
    Double edwards = real(in);
    Double lucia = real(in);
    Double individualised = real(in);
    Double timeWeightedMean = real(in);
    Double mean = real(in);
    Double max = real(in);
    List<Double> zoneSeconds = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      zoneSeconds.add(in.readDouble());
    }
    HeartRateLoad load =
        new HeartRateLoad(
            formula,
            rawBanister,
            coverage,
            activeMinutes,
            quality,
            banister,
            edwards,
            lucia,
            individualised,
            timeWeightedMean,
            mean,
            max,
            zoneSeconds,
            in.readInt(),
            in.readInt(),
            in.readBoolean());
    int size = in.readInt();
    float[] bpm = new float[size];
    long[] millis = new long[size];
    for (int i = 0; i < size; i++) {
      bpm[i] = in.readFloat();
      millis[i] = in.readLong();
    }
    SessionHeartRate heartRate =
        new SessionHeartRate(device, load, HeartRateDistribution.of(bpm, millis), basis(in));
    return new SessionLoads(heartRate, real(in), in.readDouble());
  }

  static void basis(DataOutputStream out, LoadBasis basis) throws IOException {
    HeartRateReference reference = basis.reference();
    real(out, reference == null ? null : (Double) reference.restBpm());
    real(out, reference == null ? null : (Double) reference.maxBpm());
    out.writeUTF(basis.formula().name());
  }

  static LoadBasis basis(DataInputStream in) throws IOException {
    Double rest = real(in);
    Double max = real(in);
    BanisterFormula formula = BanisterFormula.valueOf(in.readUTF());
    return rest == null || max == null
        ? LoadBasis.withoutReference(formula)
        : LoadBasis.of(new HeartRateReference(rest, max), formula);
  }
}

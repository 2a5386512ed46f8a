package health.carryover.analysis.alert;

import health.carryover.analysis.alert.AlertClaim.Standing;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.AlertChange.Change;
import health.carryover.analysis.outcome.AlertChange.Kind;
import health.carryover.analysis.outcome.AlertReason;
import health.carryover.analysis.outcome.ReasonSentence;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * What was said about each alert of one patient. Compares it with what should stand and says the
 * difference, so that the last word on every alert depends on the events and not on the order in
 * which they became known. Confined to one thread.
 */
public final class AlertLedger {
  private static final AlertReason WITHDRAWN =
      AlertReason.of(ReasonSentence.CONDITION_DID_NOT_HOLD);

  private final String patient;
  private final Duration liveDelay;
  private final TreeMap<String, PublishedAlert> published = new TreeMap<>();

  /**
   * @param liveDelay what becomes known longer than this after it happened is marked late
   */
  public AlertLedger(String patient, Duration liveDelay) {
    this.patient = patient;
    this.liveDelay = liveDelay;
  }

  /** Key of an alert within the patient. */
  public static String key(Kind kind, String subject) {
    return kind.code() + " " + subject;
  }

  /** The stable id of an alert: a digest, so that it says nothing of the patient in a URL. */
  public static String alertId(String patient, String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((patient + " " + key).getBytes(StandardCharsets.UTF_8));
      return "a-" + HexFormat.of().formatHex(digest, 0, 10);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What was last said, by key, for snapshots. */
  public SortedMap<String, PublishedAlert> published() {
    return Collections.unmodifiableSortedMap(published);
  }

  /** Puts back what was said before, from a snapshot. */
  public void restore(Map<String, PublishedAlert> said) {
    published.putAll(said);
  }

  /**
   * Says what changed.
   *
   * @param claims everything the rules claim about the subjects in question, one for each key
   * @param examined whether a kind was looked at for a subject: what stood there before and is not
   *     claimed any more is withdrawn
   * @param knownAt the time of knowing
   */
  public List<AlertChange> say(
      List<AlertClaim> claims, BiPredicate<Kind, String> examined, Instant knownAt) {
    List<AlertChange> changes = new ArrayList<>();
    TreeMap<String, AlertClaim> byKey = new TreeMap<>();
    for (AlertClaim claim : claims) {
      byKey.put(key(claim.kind(), claim.subject()), claim);
    }
    byKey.forEach((key, claim) -> say(key, claim, knownAt, changes));
    for (Map.Entry<String, PublishedAlert> said : List.copyOf(published.entrySet())) {
      String key = said.getKey();
      Kind kind = kindOf(key);
      String subject = key.substring(key.indexOf(' ') + 1);
      if (!byKey.containsKey(key)
          && examined.test(kind, subject)
          && said.getValue().standing() != Standing.RETRACTED) {
        changes.add(withdraw(key, kind, said.getValue(), subject, knownAt));
      }
    }
    return changes;
  }

  private void say(String key, AlertClaim claim, Instant knownAt, List<AlertChange> changes) {
    PublishedAlert said = published.get(key);
    if (said == null) {
      if (claim.standing() == Standing.PASSED) {
        return;
      }
      boolean late = knownAt.isAfter(claim.eventAt().plus(liveDelay));
      published.put(key, PublishedAlert.of(claim, late));
      changes.add(change(key, claim, Change.RAISED, late, knownAt));
      if (claim.standing() != Standing.PROVISIONAL && claim.standing() != Standing.STANDING) {
        changes.add(change(key, claim, stepTo(claim.standing()), late, knownAt));
      }
      return;
    }
    PublishedAlert next = PublishedAlert.of(claim, said.late());
    if (next.equals(said)) {
      return;
    }
    published.put(key, next);
    if (next.standing() == said.standing() && isOver(next.standing())) {
      // Nobody needs the newest numbers of what passed without being confirmed or retracted.
      return;
    }
    if (next.standing() != said.standing()) {
      if (next.standing().open() && !said.standing().open()) {
        changes.add(change(key, claim, Change.RAISED, said.late(), knownAt));
        if (next.standing() == Standing.CONFIRMED) {
          changes.add(change(key, claim, Change.CONFIRMED, said.late(), knownAt));
        }
      } else {
        changes.add(change(key, claim, stepTo(next.standing()), said.late(), knownAt));
      }
    } else {
      changes.add(change(key, claim, comparison(said, next), said.late(), knownAt));
    }
  }

  private static boolean isOver(Standing standing) {
    return standing == Standing.PASSED || standing == Standing.RESOLVED;
  }

  /** The step that ends in {@code standing}, for an alert that was heard of before. */
  private static Change stepTo(Standing standing) {
    return switch (standing) {
      case PROVISIONAL, STANDING -> Change.RAISED;
      case CONFIRMED -> Change.CONFIRMED;
      case RETRACTED -> Change.RETRACTED;
      case RESOLVED, PASSED -> Change.RESOLVED;
    };
  }

  /** Same standing, other numbers: more serious, less serious, or the same step said again. */
  private static Change comparison(PublishedAlert said, PublishedAlert next) {
    if (!next.standing().open()) {
      return stepTo(next.standing());
    }
    int bySeverity = next.severity().compareTo(said.severity());
    if (bySeverity != 0) {
      return bySeverity > 0 ? Change.UPGRADED : Change.DOWNGRADED;
    }
    Double before = said.load();
    Double after = next.load();
    if (before == null || after == null || before.equals(after)) {
      return stepTo(next.standing());
    }
    return after < before ? Change.DOWNGRADED : Change.UPGRADED;
  }

  private AlertChange change(
      String key, AlertClaim claim, Change change, boolean late, Instant knownAt) {
    return new AlertChange(
        alertId(patient, key),
        patient,
        claim.kind(),
        claim.severity(),
        change,
        claim.standing() == Standing.PROVISIONAL,
        claim.eventAt(),
        knownAt,
        claim.session(),
        claim.load(),
        claim.toleratedLoad(),
        claim.probability(),
        claim.completeness(),
        late,
        claim.reason(),
        claim.rule());
  }

  private AlertChange withdraw(
      String key, Kind kind, PublishedAlert said, String subject, Instant knownAt) {
    published.put(
        key,
        new PublishedAlert(
            Standing.RETRACTED,
            said.severity(),
            said.eventAtMillis(),
            said.load(),
            said.toleratedLoad(),
            said.probability(),
            said.late()));
    return new AlertChange(
        alertId(patient, key),
        patient,
        kind,
        said.severity(),
        Change.RETRACTED,
        false,
        Instant.ofEpochMilli(said.eventAtMillis()),
        knownAt,
        AlertClaim.sessionOf(subject),
        said.load(),
        said.toleratedLoad(),
        said.probability(),
        1,
        said.late(),
        WITHDRAWN,
        kind.code() + "/1");
  }

  private static Kind kindOf(String key) {
    String code = key.substring(0, key.indexOf(' '));
    for (Kind kind : Kind.values()) {
      if (kind.code().equals(code)) {
        return kind;
      }
    }
    throw new IllegalStateException("a key begins with a kind");
  }
}

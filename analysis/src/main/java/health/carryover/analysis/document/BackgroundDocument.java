package health.carryover.analysis.document;

import health.carryover.analysis.outcome.Background;
import health.carryover.analysis.outcome.Background.LoadContext;
import health.carryover.analysis.outcome.Background.Measure;
import health.carryover.analysis.outcome.Background.Monitoring;
import health.carryover.analysis.outcome.Background.Share;
import health.carryover.analysis.outcome.Background.Signals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The optional parts of an assessment's document. */
final class BackgroundDocument {
  private BackgroundDocument() {}

  static void addTo(Map<String, @Nullable Object> document, Background background) {
    Signals signals = background.signals();
    LoadContext context = background.context();
    Monitoring monitoring = background.monitoring();
    List<Share> attribution = background.attribution();
    document.put("signals", signals == null ? null : signals(signals));
    document.put("context", context == null ? null : context(context));
    document.put("monitoring", monitoring == null ? null : monitoring(monitoring));
    document.put(
        "attribution",
        attribution == null ? null : attribution.stream().map(BackgroundDocument::share).toList());
  }

  private static Map<String, @Nullable Object> signals(Signals signals) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("template", signals.template());
    document.put("drift", measure("percent", signals.drift()));
    document.put("recovery", measure("bpm", signals.recovery()));
    Map<String, @Nullable Object> resting = measure("bpm", signals.resting());
    resting.put("raised", signals.restingRaised());
    document.put("restingHr", resting);
    document.put("cost", measure("bpm", signals.cost()));
    document.put("fatigue", signals.fatigue());
    return document;
  }

  private static Map<String, @Nullable Object> measure(String unit, Measure measure) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put(unit, measure.value());
    document.put("usual", measure.usual());
    document.put("z", measure.z());
    document.put("lack", measure.lack());
    return document;
  }

  private static Map<String, @Nullable Object> context(LoadContext context) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("sevenDayLoad", context.sevenDayLoad());
    document.put("fourWeekMedianLoad", context.fourWeekMedianLoad());
    document.put("monotony", context.monotony());
    document.put("strain", context.strain());
    document.put("ewmaAcwr", context.ewmaAcwr());
    document.put("coupledAcwr", context.coupledAcwr());
    document.put("uncoupledAcwr", context.uncoupledAcwr());
    document.put("hoursSinceLastSession", context.hoursSinceLastSession());
    document.put("largestTolerated30Days", context.largestTolerated30Days());
    document.put("spike", context.spike());
    return document;
  }

  private static Map<String, @Nullable Object> monitoring(Monitoring monitoring) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("rule", monitoring.rule());
    document.put("zone", monitoring.zone());
    document.put("weekTrend", monitoring.weekTrend());
    document.put("soreness", monitoring.soreness());
    return document;
  }

  private static Map<String, @Nullable Object> share(Share share) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("session", share.session());
    document.put("share", share.share());
    return document;
  }
}

package health.carryover.deploy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.regex.Pattern;

/** The house and the direction of its arrows. */
@AnalyzeClasses(packages = "health.carryover", importOptions = ArchitectureTest.WhatShips.class)
class ArchitectureTest {
  private static final String ANALYSIS = "health.carryover.analysis..";
  private static final String INGEST = "health.carryover.ingest..";
  private static final String STORE = "health.carryover.store..";
  private static final String DASHBOARD = "health.carryover.dashboard..";
  private static final String DEPLOY = "health.carryover.deploy..";

  @ArchTest
  static final ArchRule the_core_stands_alone =
      classes()
          .that()
          .resideInAPackage(ANALYSIS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ANALYSIS, "java..", "org.jspecify.annotations..")
          .because(
              "the core is a function of state and event: it must run the same in the service, in"
                  + " a replay and inside any other engine");

  @ArchTest
  static final ArchRule the_core_touches_nothing_outside =
      noClasses()
          .that()
          .resideInAPackage(ANALYSIS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.sql..", "java.nio.file..", "java.util.logging..")
          .because("input, output and logging belong to the shells around the core");

  @ArchTest
  static final ArchRule ingest_knows_the_core_alone =
      noClasses()
          .that()
          .resideInAPackage(INGEST)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(STORE, DASHBOARD, DEPLOY)
          .because("the edge in meets stores and dashboard only through the core's ports");

  @ArchTest
  static final ArchRule dashboard_knows_the_core_alone =
      noClasses()
          .that()
          .resideInAPackage(DASHBOARD)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(STORE, INGEST, DEPLOY)
          .because("the edge out meets stores and intake only through the core's ports");

  @ArchTest
  static final ArchRule store_knows_the_core_alone =
      noClasses()
          .that()
          .resideInAPackage(STORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(INGEST, DASHBOARD, DEPLOY)
          .because("a store implements ports and is told what to keep; it asks nobody");

  @ArchTest
  static final ArchRule one_package_speaks_paho =
      noClasses()
          .that()
          .resideOutsideOfPackage("health.carryover.ingest.mqtt..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.paho..")
          .because("what was learned about the client library is kept in one place");

  @ArchTest
  static final ArchRule one_package_speaks_artemis =
      noClasses()
          .that()
          .resideOutsideOfPackage("health.carryover.deploy.broker..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.activemq..")
          .because("the embedded broker can be exchanged for any external one");

  @ArchTest
  static final ArchRule one_package_speaks_opentelemetry =
      noClasses()
          .that()
          .resideOutsideOfPackage("health.carryover.deploy.trace..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..")
          .because("where spans are made it can be seen that no id and no value is in them");

  @ArchTest
  static final ArchRule every_queue_is_bounded =
      noClasses()
          .should()
          .callConstructor(LinkedBlockingQueue.class)
          .orShould()
          .callConstructor(LinkedBlockingDeque.class)
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(
              ConcurrentLinkedQueue.class,
              ConcurrentLinkedDeque.class,
              LinkedTransferQueue.class,
              PriorityBlockingQueue.class,
              DelayQueue.class,
              Executors.class)
          .because(
              "a queue without a bound becomes the heap of a busy day; the executors of the JDK"
                  + " stand on such queues too");

  @ArchTest
  static final ArchRule time_is_an_argument =
      noClasses()
          .that()
          .resideOutsideOfPackage(DEPLOY)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(ZoneId.class, "systemDefault")
          .because("whoever wires the house says what time it is, so that tests can");

  @ArchTest
  static final ArchRule rooms_of_deploy_have_no_rings =
      slices()
          .matching("health.carryover.deploy.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a room that needs its neighbour and is needed by it is one room");

  @ArchTest
  static final ArchRule rooms_are_named_for_what_they_hold =
      noClasses()
          .should()
          .resideInAnyPackage("..util..", "..common..", "..impl..", "..helper..", "..manager..")
          .because("a newcomer finds every room by its name");

  /** Neither test classes nor the jar in which the core lends its contract suites. */
  static final class WhatShips implements ImportOption {
    private static final Pattern TESTS = Pattern.compile(".*(/test-classes/|-tests\\.jar).*");

    @Override
    public boolean includes(Location location) {
      return !location.matches(TESTS);
    }
  }
}

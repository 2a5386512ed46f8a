package health.carryover.deploy.documents;

import health.carryover.deploy.config.SettingsTable;
import health.carryover.deploy.log.LogCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * The parts of the documents that are made from code. Run with {@code -Dcarryover.documents=write}
 * to write them anew.
 */
class GeneratedDocumentsTest {
  @Test
  void configurationNamesEveryKey() throws IOException {
    Documents.section("docs/configuration.md", SettingsTable.markdown());
  }

  @Test
  void logsNameEveryCode() throws IOException {
    Documents.section("docs/logs.md", LogCode.markdown());
  }

  @Test
  void theRunbookHasASectionForEveryCode() throws IOException {
    Documents.section("docs/operations.md", LogCode.runbook());
  }

  @Test
  void securitySaysWhoMayMakeWhichCall() throws IOException {
    Documents.section("docs/security.md", RightsDocument.markdown());
  }

  @Test
  void theExampleShowsEveryKey() throws IOException {
    Documents.whole("deploy/carryover.properties.example", SettingsTable.example());
  }
}

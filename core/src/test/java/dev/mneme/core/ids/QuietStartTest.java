package dev.mneme.core.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuietStartTest {
  private static final String BANNER = "chronicle.announcer.disable";
  private static final Logger CLEANER =
      Logger.getLogger(
          "net.openhft.chronicle.core.internal.cleaner.ReflectionBasedByteBufferCleanerService");

  private final Properties before = new Properties();
  private Level levelBefore;

  @BeforeEach
  void remember() {
    before.putAll(System.getProperties());
    levelBefore = CLEANER.getLevel();
  }

  @AfterEach
  void restore() {
    System.setProperties(before);
    CLEANER.setLevel(levelBefore);
  }

  @Test
  void propertiesAndLevel_areSetWhileItLasts_andThenAsTheyWere() {
    System.clearProperty(BANNER);
    CLEANER.setLevel(null);
    var host = (Properties) System.getProperties().clone();

    try (var _ = QuietStart.begin()) {
      assertThat(System.getProperty(BANNER)).isEqualTo("true");
      assertThat(CLEANER.getLevel()).isEqualTo(Level.OFF);
    }

    assertThat(System.getProperties()).isEqualTo(host);
    assertThat(CLEANER.getLevel()).isNull();
  }

  @Test
  void whatTheHostHasSet_isLeftAlone() {
    System.setProperty(BANNER, "false");
    CLEANER.setLevel(Level.FINE);

    try (var _ = QuietStart.begin()) {
      assertThat(System.getProperty(BANNER)).isEqualTo("false");
      assertThat(CLEANER.getLevel()).isEqualTo(Level.FINE);
    }

    assertThat(System.getProperty(BANNER)).isEqualTo("false");
    assertThat(CLEANER.getLevel()).isEqualTo(Level.FINE);
  }
}

package dev.mneme.index.store.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mneme.core.storage.FaultyStorage;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.IncompatibleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Properties of any content, with a checksum that fits: what they say, or a typed error. */
class StorePropertiesFuzzTest {
  @FuzzTest
  void properties(byte[] bytes) throws IOException {
    var directory = Path.of("/store");
    var storage = new FaultyStorage(1);
    storage.createDirectories(directory);
    var file = directory.resolve(StoreProperties.FILE);
    storage.write(file, bytes);
    requireTyped(storage, directory);
    // The checksum is taken of what the bytes read as.
    var body = new String(bytes, StandardCharsets.UTF_8);
    var crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    var sealed = body + "crc32c=" + Long.toHexString(crc.getValue()) + "\n";
    storage.write(file, sealed.getBytes(StandardCharsets.UTF_8));
    requireTyped(storage, directory);
  }

  private static void requireTyped(FaultyStorage storage, Path directory) {
    try {
      var info = StoreProperties.read(storage, directory);
      info.orElseThrow().write(storage, directory);
      assertThat(StoreProperties.read(storage, directory)).isEqualTo(info);
    } catch (CorruptionException | IncompatibleException typed) {
      assertThat(typed.getMessage()).contains(StoreProperties.FILE).doesNotContain("\n");
    }
  }
}

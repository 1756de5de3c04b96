package dev.mneme.examples.ingest.text;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import dev.mneme.error.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a text is encoded: as its byte order mark says; else in UTF-8 if all of it is; else in UTF-16
 * if zero bytes stand at every other place; else as ICU takes it to be. What is decoded must be so
 * without a flaw to its end, but for UTF-8 that is broken at few places.
 *
 * @param chars of the text, in UTF-16
 * @param manner whether it was said by the file, or is UTF-8; or was found by its content
 */
public record TextEncoding(Charset charset, long chars, Manner manner) {
  public enum Manner {
    CERTAIN,
    ASSUMED,
    /** What is broken becomes U+FFFD. */
    WITH_BROKEN_PLACES
  }

  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
  private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

  /** Fewer bytes beyond ASCII than these say nothing of a language. */
  private static final int FEW_SIGNS = 12;

  private static final int LEAST_CONFIDENCE = 15;

  /** What the detector says of UTF-8 with one flaw in ten characters or fewer. */
  private static final int BROKEN_UTF8 = 25;

  /** Opens a text from its beginning. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  /**
   * Finds the encoding of a text, reading it several times where it has to.
   *
   * @throws InvalidRequestException if it is not text
   */
  static TextEncoding of(Opener text) throws IOException {
    var survey = new ByteSurvey();
    try (var in = text.open()) {
      survey.read(in);
    }
    var marked = byMark(survey.beginning());
    if (marked.isPresent()) {
      return decode(text, marked.get(), Manner.CERTAIN)
          .orElseThrow(
              () ->
                  new InvalidRequestException(
                      "it begins as %s does, but goes on otherwise".formatted(marked.get())));
    }
    for (var candidate : candidates(survey)) {
      var decoded = decode(text, candidate.charset(), candidate.manner());
      if (decoded.isPresent()) {
        return decoded.get();
      }
    }
    throw new InvalidRequestException("it is binary, not text");
  }

  /** Whether a text could begin like this, perhaps cut inside a character. */
  static boolean looksLikeText(byte[] beginning) {
    var survey = new ByteSurvey();
    survey.add(beginning, beginning.length);
    return byMark(beginning).isPresent() || survey.looksLikeUtf16() || !survey.isBinary();
  }

  private static Optional<Charset> byMark(byte[] beginning) {
    if (startsWith(beginning, 0xFF, 0xFE, 0, 0)) {
      return Optional.of(UTF_32LE);
    }
    if (startsWith(beginning, 0, 0, 0xFE, 0xFF)) {
      return Optional.of(UTF_32BE);
    }
    if (startsWith(beginning, 0xFF, 0xFE)) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    if (startsWith(beginning, 0xFE, 0xFF)) {
      return Optional.of(StandardCharsets.UTF_16BE);
    }
    return startsWith(beginning, 0xEF, 0xBB, 0xBF)
        ? Optional.of(StandardCharsets.UTF_8)
        : Optional.empty();
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private record Candidate(Charset charset, Manner manner) {
    static Candidate assumed(Charset charset) {
      return new Candidate(charset, Manner.ASSUMED);
    }
  }

  /** What the text may be encoded in, the likeliest first. */
  private static List<Candidate> candidates(ByteSurvey survey) {
    if (survey.looksLikeUtf16()) {
      return List.of(
          Candidate.assumed(
              survey.zerosAreSecond() ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE));
    }
    if (survey.isBinary()) {
      return List.of();
    }
    var utf8 = new Candidate(StandardCharsets.UTF_8, Manner.CERTAIN);
    return Stream.concat(Stream.of(utf8), others(survey)).toList();
  }

  private static Stream<Candidate> others(ByteSurvey survey) {
    // Any bytes are ISO-8859-1; the detector finds what is likelier where there is enough to see.
    var western = Stream.of(WINDOWS_1252, StandardCharsets.ISO_8859_1).map(Candidate::assumed);
    if (survey.highBytes() == 0) {
      return western;
    }
    var matches = new CharsetDetector().setText(survey.sample()).detectAll();
    if (Stream.of(matches).anyMatch(TextEncoding::isBrokenUtf8)) {
      return Stream.of(new Candidate(StandardCharsets.UTF_8, Manner.WITH_BROKEN_PLACES));
    }
    if (survey.highBytes() < FEW_SIGNS) {
      return western;
    }
    var likely =
        Stream.of(matches)
            .filter(match -> match.getConfidence() >= LEAST_CONFIDENCE)
            .flatMap(TextEncoding::charset)
            .map(Candidate::assumed);
    return Stream.concat(likely, western);
  }

  private static boolean isBrokenUtf8(CharsetMatch match) {
    return match.getName().equals("UTF-8") && match.getConfidence() >= BROKEN_UTF8;
  }

  private static Stream<Charset> charset(CharsetMatch match) {
    var name = match.getName();
    boolean other = name.startsWith("UTF-") || name.startsWith("IBM") || !Charset.isSupported(name);
    if (other) {
      return Stream.empty();
    }
    // What is called ISO-8859-1 is windows-1252 in practice, which has the same letters.
    return Stream.of(name.equals("ISO-8859-1") ? WINDOWS_1252 : Charset.forName(name));
  }

  /** A decoder that stops at what is broken, unless that is allowed for. */
  CharsetDecoder newDecoder() {
    return decoder(charset, manner);
  }

  private static CharsetDecoder decoder(Charset charset, Manner manner) {
    var action =
        manner == Manner.WITH_BROKEN_PLACES ? CodingErrorAction.REPLACE : CodingErrorAction.REPORT;
    return charset.newDecoder().onMalformedInput(action).onUnmappableCharacter(action);
  }

  /** What is to be said of it; empty where it is as it should be. */
  public Optional<String> remark() {
    return switch (manner) {
      case CERTAIN -> Optional.empty();
      case ASSUMED -> Optional.of("read as " + charset.name());
      case WITH_BROKEN_PLACES -> Optional.of("read as UTF-8, which is broken in places");
    };
  }

  /** Decodes all of the text; empty if it is not encoded so. */
  private static Optional<TextEncoding> decode(Opener text, Charset charset, Manner manner)
      throws IOException {
    var buffer = new char[16 << 10];
    long chars = 0;
    try (var reader = new InputStreamReader(text.open(), decoder(charset, manner))) {
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        chars += read;
      }
      return Optional.of(new TextEncoding(charset, chars, manner));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}

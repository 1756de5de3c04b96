package dev.mneme.core.log.format;

import dev.mneme.core.check.Require;

import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.InstantValue;
import dev.mneme.memory.AttributeValue.JsonValue;
import dev.mneme.memory.AttributeValue.ListValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The attributes of a record: for each, in key order, a key (short length, UTF-8) and a value.
 *
 * <pre>
 * value:  type (byte), then
 *   1 string   int length, UTF-8
 *   2 boolean  byte 0 or 1
 *   3 long     8 bytes
 *   4 double   8 bytes, IEEE 754
 *   5 instant  8 bytes, milliseconds since 1970
 *   6 list     int count, then as many values of types 1 to 5
 *   7 JSON     int length, UTF-8
 * </pre>
 */
final class AttributeCodec {
  static final int MAX_SHORT = 0xFFFF;

  private static final int STRING = 1;
  private static final int BOOLEAN = 2;
  private static final int LONG = 3;
  private static final int DOUBLE = 4;
  private static final int INSTANT = 5;
  private static final int LIST = 6;
  private static final int JSON = 7;

  private AttributeCodec() {}

  static void encode(Map<String, AttributeValue> attributes, ByteSink sink) {
    attributes.forEach(
        (key, value) -> {
          byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
          Require.that(bytes.length <= MAX_SHORT, "an attribute key has %d bytes", bytes.length);
          sink.addShort(bytes.length);
          sink.add(bytes);
          encode(value, sink);
        });
  }

  private static void encode(AttributeValue value, ByteSink sink) {
    switch (value) {
      case StringValue string -> {
        byte[] bytes = string.value().getBytes(StandardCharsets.UTF_8);
        sink.addByte(STRING);
        sink.addInt(bytes.length);
        sink.add(bytes);
      }
      case BooleanValue bool -> {
        sink.addByte(BOOLEAN);
        sink.addByte(bool.value() ? 1 : 0);
      }
      case LongValue number -> {
        sink.addByte(LONG);
        sink.addLong(number.value());
      }
      case DoubleValue number -> {
        sink.addByte(DOUBLE);
        sink.addLong(Double.doubleToRawLongBits(number.value()));
      }
      case InstantValue instant -> {
        sink.addByte(INSTANT);
        sink.addLong(RecordEncoder.millis(instant.value()));
      }
      case ListValue list -> {
        sink.addByte(LIST);
        sink.addInt(list.values().size());
        list.values().forEach(scalar -> encode(scalar, sink));
      }
      case JsonValue(var json) -> {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        sink.addByte(JSON);
        sink.addInt(bytes.length);
        sink.add(bytes);
      }
    }
  }

  static SortedMap<String, AttributeValue> decode(int count, ByteSource source) {
    var attributes = new TreeMap<String, AttributeValue>();
    for (int i = 0; i < count; i++) {
      String key = source.nextString(source.nextUnsignedShort());
      int type = source.nextByte();
      attributes.put(key, decodeValue(type, source));
    }
    return attributes;
  }

  private static AttributeValue decodeValue(int type, ByteSource source) {
    return switch (type) {
      case LIST -> decodeList(source);
      case JSON -> new JsonValue(source.nextString(source.nextInt()));
      default -> decodeScalar(type, source);
    };
  }

  private static ListValue decodeList(ByteSource source) {
    int count = source.nextInt();
    var values = new ArrayList<Scalar>();
    for (int i = 0; i < count; i++) {
      values.add(decodeScalar(source.nextByte(), source));
    }
    return new ListValue(values);
  }

  private static Scalar decodeScalar(int type, ByteSource source) {
    return switch (type) {
      case STRING -> new StringValue(source.nextString(source.nextInt()));
      case BOOLEAN -> new BooleanValue(source.nextByte() != 0);
      case LONG -> new LongValue(source.nextLong());
      case DOUBLE -> new DoubleValue(Double.longBitsToDouble(source.nextLong()));
      case INSTANT -> new InstantValue(Instant.ofEpochMilli(source.nextLong()));
      default -> throw new IllegalArgumentException("unknown attribute type " + type);
    };
  }
}

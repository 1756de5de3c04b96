package dev.mneme.index.attribute;

import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.InstantValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.core.storage.Storage;
import dev.mneme.index.api.CheckpointFile;
import dev.mneme.index.api.GrowingBuffer;
import dev.mneme.index.api.LogPoint;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.btree.CountedTree;
import dev.mneme.index.btree.Entry;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * The attribute view's state in a {@link CheckpointFile}. Body, little-endian; {@code v32} is a
 * number of 1 to 5 bytes as {@link GrowingBuffer#putVarInt} writes it, {@code bytes} a v32 length
 * and that many bytes, {@code set} a portable Roaring bitmap:
 *
 * <pre>
 *   i32   limit: one more than the largest ordinal ever applied
 *   set   the ordinals applied and not reclaimed
 *   v32   number of namespaces, then for each by its number
 *     set     its ordinals
 *   v32   number of attribute keys, then for each
 *     bytes   key, UTF-8
 *     set     ordinals that have the key
 *     v32     the most distinct values that one ordinal has had
 *     v32     number of values, then for each, ascending by value
 *       u8        type: 0 false, 1 true, 2 long, 3 double, 4 instant, 5 string, 6 all JSON, which stands last
 *       -         nothing | i64 | i64 bits of the double | i64 epoch millisecond | bytes, UTF-8 | nothing
 *       v32       n
 *       n * v32   ordinals, each as the distance from the one before (the first from 0); or, where n is 0, a set
 *   v32   number of expiries, then for each, ascending
 *     i64     epoch millisecond
 *     i32     ordinal
 * </pre>
 *
 * The B-tree of numbers is not written: it follows from the values.
 */
final class AttributeCheckpoint {
  private static final int MAGIC = 0x5441_4e4d; // "MNAT"
  private static final int VERSION = 2;
  private static final int FALSE = 0;
  private static final int TRUE = 1;
  private static final int LONG = 2;
  private static final int DOUBLE = 3;
  private static final int INSTANT = 4;
  private static final int STRING = 5;
  private static final int JSON = 6;

  private final CheckpointFile file;

  AttributeCheckpoint(Storage storage, Path directory) {
    this.file =
        new CheckpointFile(storage, directory.resolve("attributes.checkpoint"), MAGIC, VERSION);
  }

  /** What was read. */
  record Recovered(LogPoint point, AttributeState state) {}

  long size() {
    return file.size();
  }

  void write(LogPoint point, AttributeState state) {
    var body = new GrowingBuffer();
    body.putInt(state.limit).putBitmap(state.known());
    body.putVarInt(state.namespaces.size());
    for (int namespace = 0; namespace < state.namespaces.size(); namespace++) {
      body.putBitmap(state.namespaces.get(namespace));
    }
    List<String> names = state.keyNames();
    body.putVarInt(names.size());
    for (String name : names) {
      body.putBytes(name.getBytes(StandardCharsets.UTF_8));
      putKey(body, state.keyForWriting(name));
    }
    body.putVarInt(state.expiries.size());
    state
        .expiries
        .entries()
        .forEachRemaining(entry -> body.putLong(entry.value()).putInt(entry.ordinal()));
    file.write(point, body);
  }

  private static void putKey(GrowingBuffer body, KeyIndex key) {
    body.putBitmap(key.exists()).putVarInt(key.maxElements());
    int count = key.json().isEmpty() ? 0 : 1;
    for (Map.Entry<Scalar, Postings> _ : key.entries()) {
      count++;
    }
    body.putVarInt(count);
    for (Map.Entry<Scalar, Postings> entry : key.entries()) {
      putScalar(body, entry.getKey());
      putPostings(body, entry.getValue());
    }
    if (!key.json().isEmpty()) {
      putPostings(body.putByte(JSON), new Postings.Many(key.json()));
    }
  }

  private static void putScalar(GrowingBuffer body, Scalar scalar) {
    switch (scalar) {
      case BooleanValue(boolean value) -> body.putByte(value ? TRUE : FALSE);
      case LongValue(long value) -> body.putByte(LONG).putLong(value);
      case DoubleValue(double value) ->
          body.putByte(DOUBLE).putLong(Double.doubleToLongBits(value));
      case InstantValue instant -> body.putByte(INSTANT).putLong(instant.epochMillis());
      case StringValue(String value) ->
          body.putByte(STRING).putBytes(value.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void putPostings(GrowingBuffer body, Postings postings) {
    if (postings instanceof Postings.Many(OrdinalBitmap bitmap)) {
      body.putVarInt(0).putBitmap(bitmap);
      return;
    }
    body.putVarInt(postings.cardinality());
    var last = new int[1];
    postings.forEach(
        ordinal -> {
          body.putVarInt(ordinal - last[0]);
          last[0] = ordinal;
        });
  }

  Optional<Recovered> read() {
    return file.read().flatMap(this::parse);
  }

  private Optional<Recovered> parse(CheckpointFile.Content content) {
    try {
      return Optional.of(new Recovered(content.point(), parse(content.body())));
    } catch (BufferUnderflowException | IllegalArgumentException | InvalidRequestException e) {
      file.reject(e.toString());
      return Optional.empty();
    }
  }

  /** A key before its number entries are in the tree. */
  private record NamedKey(String name, KeyIndex index) {}

  private static AttributeState parse(ByteBuffer in) {
    int limit = in.getInt();
    OrdinalBitmap known = OrdinalBitmap.readFrom(in);
    var namespaces = new ArrayList<OrdinalBitmap>();
    for (int i = GrowingBuffer.varInt(in); i > 0; i--) {
      namespaces.add(OrdinalBitmap.readFrom(in));
    }
    var keys = new ArrayList<NamedKey>();
    var numbers = new ArrayList<Entry>();
    for (int i = GrowingBuffer.varInt(in); i > 0; i--) {
      var name = new String(GrowingBuffer.bytes(in), StandardCharsets.UTF_8);
      keys.add(new NamedKey(name, readKey(in, keys.size(), numbers)));
    }
    var expiries = new ArrayList<Entry>();
    for (int i = GrowingBuffer.varInt(in); i > 0; i--) {
      expiries.add(Expiries.entry(in.getLong(), in.getInt()));
    }
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(in.remaining() + " bytes too many");
    }
    var state =
        new AttributeState(
            CountedTree.ofAscending(numbers.iterator()),
            new Expiries(CountedTree.ofAscending(expiries.iterator())));
    state.limit = limit;
    state.known(known);
    for (int i = 0; i < namespaces.size(); i++) {
      state.namespaces.set(i, namespaces.get(i));
    }
    keys.forEach(key -> state.load(key.name(), key.index()));
    return state;
  }

  private static KeyIndex readKey(ByteBuffer in, int number, List<Entry> numbers) {
    var key = new KeyIndex(number);
    key.exists(OrdinalBitmap.readFrom(in), GrowingBuffer.varInt(in));
    var kinds = new ArrayList<List<Entry>>();
    for (int kind = 0; kind < SortableNumbers.KINDS; kind++) {
      kinds.add(new ArrayList<>());
    }
    for (int i = GrowingBuffer.varInt(in); i > 0; i--) {
      int type = in.get();
      if (type == JSON) {
        key.json(readJson(in));
        continue;
      }
      Scalar value = readScalar(type, in);
      Postings postings = readPostings(in);
      key.load(value, postings);
      SortableNumbers.point(value)
          .ifPresent(
              point ->
                  postings.forEach(
                      ordinal ->
                          kinds.get(point.kind()).add(AttributeState.entry(key, point, ordinal))));
    }
    kinds.forEach(numbers::addAll);
    return key;
  }

  private static OrdinalBitmap readJson(ByteBuffer in) {
    var ordinals = new IntArrayList();
    readPostings(in).forEach(ordinals::add);
    return OrdinalBitmap.of(ordinals.toArray());
  }

  private static Scalar readScalar(int type, ByteBuffer in) {
    return switch (type) {
      case FALSE, TRUE -> new BooleanValue(type == TRUE);
      case LONG -> new LongValue(in.getLong());
      case DOUBLE -> new DoubleValue(Double.longBitsToDouble(in.getLong()));
      case INSTANT -> new InstantValue(Instant.ofEpochMilli(in.getLong()));
      case STRING -> new StringValue(new String(GrowingBuffer.bytes(in), StandardCharsets.UTF_8));
      default -> throw new IllegalArgumentException("value of type " + type);
    };
  }

  private static Postings readPostings(ByteBuffer in) {
    int count = GrowingBuffer.varInt(in);
    if (count == 0) {
      return new Postings.Many(OrdinalBitmap.readFrom(in));
    }
    if (count < 0 || count > in.remaining()) {
      throw new IllegalArgumentException(
          count + " ordinals announced, " + in.remaining() + " bytes left");
    }
    var ordinals = new int[count];
    int last = 0;
    for (int i = 0; i < count; i++) {
      last += GrowingBuffer.varInt(in);
      ordinals[i] = last;
    }
    return Postings.of(ordinals, count);
  }
}

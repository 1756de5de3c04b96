package dev.mneme.filter;

import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.InstantValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import java.util.Comparator;

/**
 * How two attribute scalars compare: the one definition that the reference evaluator and the
 * attribute index share.
 *
 * <p>There are four {@link Type types}; scalars of different types are never equal and a filter
 * never orders them. Within a type: FALSE before TRUE; numbers by exact mathematical value, whether
 * they are stored as long or as double (so 2^53 + 1 is greater than 9007199254740992.0); instants
 * by millisecond; strings by code point, which is also the order of their UTF-8 bytes and not that
 * of {@link String#compareTo}. Stateless.
 */
public final class Scalars {
  /**
   * A total order of all scalars, fit for the keys of a sorted map: by type in the order of {@link
   * Type}, then by value. It compares 3 and 3.0 as equal, although the records are not; see {@link
   * #canonical}.
   */
  public static final Comparator<Scalar> ORDER = Scalars::compare;

  private static final double TWO_TO_63 = 0x1p63;

  private Scalars() {}

  /** What can be equal to each other. */
  public enum Type {
    BOOLEAN,
    NUMBER,
    INSTANT,
    STRING;

    /** Whether {@code <} and its siblings apply: to everything but booleans. */
    public boolean isOrdered() {
      return this != BOOLEAN;
    }
  }

  public static Type type(Scalar scalar) {
    return switch (scalar) {
      case BooleanValue _ -> Type.BOOLEAN;
      case LongValue _, DoubleValue _ -> Type.NUMBER;
      case InstantValue _ -> Type.INSTANT;
      case StringValue _ -> Type.STRING;
    };
  }

  public static boolean sameType(Scalar a, Scalar b) {
    return type(a) == type(b);
  }

  /** Whether {@code a = b} in a filter: the same type and the same value. */
  public static boolean equal(Scalar a, Scalar b) {
    return compare(a, b) == 0;
  }

  /**
   * Negative, zero or positive by the total order {@link #ORDER}. O(length) for strings, else O(1).
   */
  public static int compare(Scalar a, Scalar b) {
    return switch (a) {
      case BooleanValue(var x) when b instanceof BooleanValue(var y) -> Boolean.compare(x, y);
      case LongValue(var x) when b instanceof LongValue(var y) -> Long.compare(x, y);
      case LongValue(var x) when b instanceof DoubleValue(var y) -> compareExactly(x, y);
      case DoubleValue(var x) when b instanceof LongValue(var y) -> -compareExactly(y, x);
      case DoubleValue(var x) when b instanceof DoubleValue(var y) -> Double.compare(x, y);
      case InstantValue x when b instanceof InstantValue y -> x.value().compareTo(y.value());
      case StringValue(var x) when b instanceof StringValue(var y) -> compareCodePoints(x, y);
      case BooleanValue _, LongValue _, DoubleValue _, InstantValue _, StringValue _ ->
          type(a).compareTo(type(b));
    };
  }

  /**
   * The scalar that stands for all that are {@link #equal} to this one: a double that is a whole
   * number becomes a long where it fits. Canonical scalars are equal as records exactly if they are
   * equal here, so they suit hash maps.
   */
  public static Scalar canonical(Scalar scalar) {
    if (scalar instanceof DoubleValue(var value)
        && value >= -TWO_TO_63
        && value < TWO_TO_63
        && value == Math.rint(value)) {
      return new LongValue((long) value);
    }
    return scalar;
  }

  /**
   * Compares without rounding the long to a double, which would make 2^53 + 1 equal to 2^53.
   *
   * @param b finite
   */
  static int compareExactly(long a, double b) {
    if (b >= TWO_TO_63) {
      return -1;
    }
    if (b < -TWO_TO_63) {
      return 1;
    }
    long whole = (long) b; // towards zero, and exact as a double again
    return a != whole
        ? Long.compare(a, whole)
        : Double.compare((double) whole, b + 0.0); // -0.0 + 0.0 is 0.0
  }

  /**
   * Compares strings by code point: like UTF-8 bytes and unlike chars, surrogates come after
   * U+FFFF.
   */
  public static int compareCodePoints(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean oneIsSurrogate = Character.isSurrogate(x) != Character.isSurrogate(y);
        return oneIsSurrogate && x >= Character.MIN_SURROGATE && y >= Character.MIN_SURROGATE
            ? Character.compare(y, x)
            : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}

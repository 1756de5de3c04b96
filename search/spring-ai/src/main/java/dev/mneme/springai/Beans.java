package dev.mneme.springai;

import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Beans and records as Spring AI's own Jackson sees them, which is how its other stores keep them.
 * Apart from the rest, so that Jackson is loaded only where there is a bean. Stateless.
 */
final class Beans {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Beans() {}

  /** Maps, lists and scalars; the bean itself where Jackson cannot make such of it. */
  static Object asJson(Object bean) {
    try {
      return Objects.requireNonNullElse(MAPPER.convertValue(bean, Object.class), bean);
    } catch (JacksonException | IllegalArgumentException unknown) {
      return bean;
    }
  }
}

package dev.mneme.search.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.InvalidRequestException;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LegRequestTest {

  @Test
  void weights_default_areTheLegsThatTheRequestHasTheMeansFor() {
    assertThat(LegRequest.weights(SearchRequest.text("a").build())).containsOnlyKeys(Leg.TEXT);
    assertThat(LegRequest.weights(SearchRequest.vector(1, 2).build())).containsOnlyKeys(Leg.VECTOR);
    assertThat(
            LegRequest.weights(
                SearchRequest.text("a").vector(dev.mneme.memory.Embedding.of(1)).build()))
        .containsOnlyKeys(Leg.TEXT, Leg.VECTOR);
    assertThat(LegRequest.weights(SearchRequest.builder().build())).containsOnlyKeys(Leg.TIME);
  }

  @Test
  void weights_zero_meansOff() {
    assertThat(
            LegRequest.weights(SearchRequest.text("a").leg(Leg.TEXT, 2).leg(Leg.TIME, 0).build()))
        .containsEntry(Leg.TEXT, 2.0)
        .doesNotContainKey(Leg.TIME);
  }

  @Test
  void weights_allZero_areRefused() {
    var request = SearchRequest.text("a").leg(Leg.TEXT, 0).leg(Leg.TIME, 0).build();
    assertThatThrownBy(() -> LegRequest.weights(request))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("TEXT");
  }

  @Test
  void weights_legWithoutMeans_isRefused() {
    var vector = SearchRequest.text("a").legs(Set.of(Leg.VECTOR)).build();
    assertThatThrownBy(() -> LegRequest.weights(vector))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("no vector");
    var text = SearchRequest.vector(1).legs(Set.of(Leg.TEXT)).build();
    assertThatThrownBy(() -> LegRequest.weights(text))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("no text");
  }
}

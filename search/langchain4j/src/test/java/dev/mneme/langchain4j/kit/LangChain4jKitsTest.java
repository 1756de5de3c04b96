package dev.mneme.langchain4j.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreIT;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.io.File;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Every kit of LangChain4j for what Mneme implements is run, and found where tests are looked for.
 */
class LangChain4jKitsTest {
  private static final List<Class<?>> OURS =
      List.of(
          LangChain4jWithoutMetadataKitTest.class,
          LangChain4jStoreKitTest.class,
          LangChain4jFilteringKitTest.class,
          LangChain4jRemovalKitTest.class,
          LangChain4jAddAllKitTest.class,
          LangChain4jRemoveAllKitTest.class);

  private static final List<Class<?>> IMPLEMENTED =
      List.of(EmbeddingStore.class, ContentRetriever.class, ChatMemoryStore.class);

  @Test
  void everyKitForWhatMnemeImplements_isExtended() throws Exception {
    var kits = kits();
    assertThat(kits).as("kits in the tests jar").hasSizeGreaterThanOrEqualTo(6);
    assertThat(kits)
        .allSatisfy(
            kit ->
                assertThat(OURS)
                    .as("who extends %s", kit.getName())
                    .anyMatch(kit::isAssignableFrom));
  }

  @Test
  void everyKit_isFoundByItsName_andHoldsTests() {
    for (var ours : OURS) {
      assertThat(ours.getSimpleName()).as("surefire looks for such names").endsWith("Test");
      var request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(ours)).build();
      var plan = LauncherFactory.create().discover(request);
      assertThat(plan.containsTests()).as("%s", ours).isTrue();
    }
  }

  /** The abstract types with tests that are given something which Mneme implements. */
  private static List<Class<?>> kits() throws Exception {
    var location = EmbeddingStoreIT.class.getProtectionDomain().getCodeSource().getLocation();
    try (var jar = new JarFile(new File(location.toURI()))) {
      return jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && !name.contains("$"))
          .<Class<?>>map(name -> load(name.substring(0, name.length() - 6).replace('/', '.')))
          .filter(type -> Modifier.isAbstract(type.getModifiers()))
          .filter(LangChain4jKitsTest::isKit)
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, LangChain4jKitsTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isKit(Class<?> type) {
    try {
      return hierarchy(type).anyMatch(LangChain4jKitsTest::isGivenOurs)
          && hierarchy(type).anyMatch(LangChain4jKitsTest::isTest);
    } catch (LinkageError usesLibrariesThatAreNotHere) {
      assertThat(type.getPackageName()).doesNotContain(".store").doesNotContain(".rag");
      return false;
    }
  }

  private static boolean isGivenOurs(Method method) {
    return Modifier.isAbstract(method.getModifiers())
        && IMPLEMENTED.stream().anyMatch(type -> type.isAssignableFrom(method.getReturnType()));
  }

  private static boolean isTest(Method method) {
    return Arrays.stream(method.getAnnotations())
        .anyMatch(annotation -> annotation.annotationType().getSimpleName().endsWith("Test"));
  }

  private static Stream<Method> hierarchy(Class<?> type) {
    var own = Arrays.stream(type.getDeclaredMethods());
    var parent = type.getSuperclass();
    return parent == null ? own : Stream.concat(own, hierarchy(parent));
  }
}

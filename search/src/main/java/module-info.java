/** Mneme: a memory engine inside your process. Start at {@link dev.mneme.MemoryEngine}. */
module dev.mneme.search {
  requires transitive dev.mneme.core;
  requires com.fasterxml.jackson.core;
  requires dev.mneme.index;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.mneme;
  exports dev.mneme.request;
  exports dev.mneme.search.adapter to
      dev.mneme.langchain4j,
      dev.mneme.springai;
}

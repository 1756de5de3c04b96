/**
 * What a memory is, and the log that keeps it. Users depend on {@code dev.mneme.search}, which
 * brings this.
 */
module dev.mneme.core {
  requires com.fasterxml.jackson.core;
  requires com.github.benmanes.caffeine;
  requires org.eclipse.collections.api;
  requires org.eclipse.collections.impl;
  requires org.lz4.java;
  requires org.slf4j;
  requires static transitive org.jspecify;

  // Each is used where it is there: SIMD, and the ids of large stores off the heap.
  requires static chronicle.map;
  requires static java.logging;
  requires static jdk.incubator.vector;

  exports dev.mneme.chunk;
  exports dev.mneme.embed;
  exports dev.mneme.error;
  exports dev.mneme.filter;
  exports dev.mneme.memory;
  exports dev.mneme.report;
  exports dev.mneme.core.bytes to
      dev.mneme.index;
  exports dev.mneme.core.check to
      dev.mneme.index,
      dev.mneme.search;
  exports dev.mneme.core.ids to
      dev.mneme.index;
  exports dev.mneme.core.jvm to
      dev.mneme.index,
      dev.mneme.search;
  exports dev.mneme.core.log to
      dev.mneme.index,
      dev.mneme.search;
  exports dev.mneme.core.log.compact to
      dev.mneme.index;
  exports dev.mneme.core.log.format to
      dev.mneme.index,
      dev.mneme.search;
  exports dev.mneme.core.log.repair to
      dev.mneme.index;
  exports dev.mneme.core.storage to
      dev.mneme.index,
      dev.mneme.search;
  exports dev.mneme.core.text to
      dev.mneme.index,
      dev.mneme.search;
  exports dev.mneme.core.vector to
      dev.mneme.index,
      dev.mneme.search;
}

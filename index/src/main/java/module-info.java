/** The indexes over the log. Nothing here is for users. */
module dev.mneme.index {
  requires transitive dev.mneme.core;
  requires com.h2database.mvstore;
  requires com.ibm.icu;
  requires hnswlib.core;
  requires org.apache.lucene.analysis.common;
  requires org.apache.lucene.analysis.icu;
  requires org.apache.lucene.core;
  requires org.apache.lucene.queryparser;
  requires org.eclipse.collections.api;
  requires org.eclipse.collections.impl;
  requires org.slf4j;
  requires roaringbitmap;
  requires static org.jspecify;

  exports dev.mneme.index.api to
      dev.mneme.search;
  exports dev.mneme.index.attribute to
      dev.mneme.search;
  exports dev.mneme.index.store to
      dev.mneme.search;
  exports dev.mneme.index.store.repair to
      dev.mneme.search;
  exports dev.mneme.index.store.state to
      dev.mneme.search;
  exports dev.mneme.index.text to
      dev.mneme.search;
  exports dev.mneme.index.text.query to
      dev.mneme.search;
  exports dev.mneme.index.time to
      dev.mneme.search;
  exports dev.mneme.index.vector to
      dev.mneme.search;
  exports dev.mneme.index.vector.search to
      dev.mneme.search;
}

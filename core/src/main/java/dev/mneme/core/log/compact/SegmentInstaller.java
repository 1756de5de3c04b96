package dev.mneme.core.log.compact;

import dev.mneme.core.log.format.LogSegment;
import java.io.IOException;
import java.util.List;

/** The log that is compacted, as compaction sees it: where a group of segments gets replaced. */
public interface SegmentInstaller {
  /** Starts the segment that is to replace a group of neighbours. */
  CompactedWriter start(List<LogSegment> group) throws IOException;

  /** Has readers find the replacement, and gives up the files of the group. */
  void install(List<LogSegment> group, LogSegment replacement) throws IOException;
}

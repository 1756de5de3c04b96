/** What came out? Raw results as JSON, a page of charts, a table, a comparison of two runs. */
@NullMarked
package dev.mneme.bench.report;

import org.jspecify.annotations.NullMarked;

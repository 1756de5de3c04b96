package dev.mneme.examples.demo;

import dev.mneme.request.SearchRequest;
import java.util.Optional;

/**
 * A stop of the tour.
 *
 * @param shows what there is to see in the answer
 * @param namespace where it is asked; empty for everywhere
 * @param text the question in words
 * @param command how the command line would ask it
 */
record Question(
    String shows, Optional<String> namespace, String text, String command, SearchRequest request) {}

package dev.mneme.index.text;

/** How the text leg runs. Both give the same answer. */
public enum TextWay {
  /** Walk the postings, skipping what cannot compete, with the allowed ordinals joined in. */
  JOIN,
  /** Walk the allowed ordinals and look each one up in the postings: cheap when they are few. */
  CANDIDATES
}

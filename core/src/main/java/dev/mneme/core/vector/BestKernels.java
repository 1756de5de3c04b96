package dev.mneme.core.vector;

import dev.mneme.core.jvm.JvmFlags;

/**
 * Makes the choice once, and keeps {@link SimdKernels} unlinked where the Vector API is missing.
 */
final class BestKernels {

  static final VectorKernels INSTANCE =
      JvmFlags.hasVectorApi() && SimdKernels.areFast()
          ? SimdKernels.INSTANCE
          : ScalarKernels.INSTANCE;

  private BestKernels() {}
}

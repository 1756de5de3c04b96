package dev.mneme.core.vector;

import dev.mneme.core.jvm.JvmFlags;

/**
 * Makes the choice once, and keeps {@link SimdKernels} and {@link SimdCodeKernels} unlinked where
 * the Vector API is missing.
 */
final class BestKernels {

  static final VectorKernels INSTANCE =
      JvmFlags.hasVectorApi() && SimdKernels.areFast()
          ? SimdKernels.INSTANCE
          : ScalarKernels.INSTANCE;

  static final CodeKernels CODES =
      JvmFlags.hasVectorApi() && SimdKernels.areFast()
          ? SimdCodeKernels.INSTANCE
          : ScalarCodeKernels.INSTANCE;

  private BestKernels() {}
}

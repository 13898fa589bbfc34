/** What streams of bytes have in common, wherever their bytes come from. */
@NullMarked
package io.github.baci.stream;

import org.jspecify.annotations.NullMarked;

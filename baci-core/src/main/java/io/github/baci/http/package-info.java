/**
 * The one HTTP client, on the JDK's: proxies, redirects, retries, limits, and what of an answer is
 * a failure. Knows nothing of what is asked for.
 */
@NullMarked
package io.github.baci.http;

import org.jspecify.annotations.NullMarked;

/** Files by HTTP: proxies, redirects, revalidation, and trying again what may pass. */
package io.github.baci.source.http;

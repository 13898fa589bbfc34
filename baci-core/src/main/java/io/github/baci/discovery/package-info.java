/**
 * Meta discovery of App Container Images: the page that tells clients such as rkt where images with
 * a name are downloaded (App Container Specification, discovery).
 */
@NullMarked
package io.github.baci.discovery;

import org.jspecify.annotations.NullMarked;
